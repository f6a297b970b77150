"""Run in a process of its own: import one module and tell what the import did."""

from __future__ import annotations

import importlib
import importlib.util
import json
import sys

_LOUD = {
    "socket.connect": "connected to the network",
    "socket.bind": "opened a port",
    "socket.getaddrinfo": "looked up a host",
    "subprocess.Popen": "started a program",
    "os.system": "started a program",
    "os.remove": "removed a file",
    "os.rename": "renamed a file",
    "os.mkdir": "made a folder",
}


def main(name: str, file: str) -> None:
    """Import *name*, or *file* if the name is a private one, and print what it did."""
    import postpurchase.hooks  # noqa: F401 - what the host imports is not the plugin's

    did: list[str] = []
    error = ""

    def watch(event: str, arguments: tuple[object, ...]) -> None:
        if event in _LOUD:
            did.append(_LOUD[event])
        elif event == "open":
            mode = arguments[1]
            if isinstance(mode, str) and set(mode) & set("wax+"):
                did.append("opened a file for writing")

    sys.addaudithook(watch)
    try:
        if name.startswith("_postpurchase_plugin_"):
            spec = importlib.util.spec_from_file_location(name, file)
            assert spec is not None
            assert spec.loader is not None
            module = importlib.util.module_from_spec(spec)
            sys.modules[name] = module
            spec.loader.exec_module(module)
        else:
            importlib.import_module(name)
    except BaseException as fault:  # noqa: BLE001 - whatever it is, it is reported
        error = f"{type(fault).__name__}: {fault}"
    told = json.dumps({"error": error, "did": sorted(set(did))})
    sys.stdout.write(f"\n{told}\n")


if __name__ == "__main__":
    main(*sys.argv[1:3])
