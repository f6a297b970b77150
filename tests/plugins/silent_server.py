"""A server on this machine that does not answer as it should."""

from __future__ import annotations

from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler

from loopback import Quiet, serving


class Handler(Quiet, BaseHTTPRequestHandler):
    def do_GET(self):
        self._answer()

    def do_POST(self):
        self._answer()

    def _answer(self):
        path = self.path.partition("?")[0]
        self.server.requests.append(path)
        length = int(self.headers.get("Content-Length") or 0)
        self.rfile.read(length)
        if path == "/drop":
            self.connection.close()
        elif path == "/short":
            self._start(200, {"Content-Length": "100"})
            self.wfile.write(b"only this")
            self.close_connection = True
        elif path == "/drip":
            self._start(200, {})
            while not self.server.closing.wait(0.02):
                self.wfile.write(b".")
        elif path == "/busy":
            self._start(503, {"Retry-After": "7", "Content-Length": "5"})
            self.wfile.write(b"later")
        elif path == "/moved":
            self._start(302, {"Location": "/elsewhere", "Content-Length": "0"})
        else:
            self.server.closing.wait(10)
            self._start(200, {"Content-Length": "8"})
            self.wfile.write(b"too late")

    def _start(self, status, headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()


@contextmanager
def silent_server():
    """Run the server; it notes the paths that it was asked for."""
    with serving(Handler, requests=[]) as server:
        yield server
