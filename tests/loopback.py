"""Servers on loopback that tests start and stop."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Quiet(BaseHTTPRequestHandler):
    """What every handler has: it answers with bytes and writes no log."""

    def send(self, status, content, headers=()):
        """Answer with some bytes."""
        self.send_response(status)
        for name, value in dict(headers).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_):
        """Say nothing."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_):
        """Clients that hung up are meant to."""


@contextmanager
def serving(handler, **attributes):
    """Run a server with its `url`; `closing` is set when it ends.

    Args:
        handler: The class that answers; it reads the attributes off its `server`.
        attributes: What the server remembers.
    """
    server = _Server(("127.0.0.1", 0), handler)
    server.closing = threading.Event()
    server.url = f"http://127.0.0.1:{server.server_port}"
    for name, value in attributes.items():
        setattr(server, name, value)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.closing.set()
        server.shutdown()
        server.server_close()
        thread.join()
