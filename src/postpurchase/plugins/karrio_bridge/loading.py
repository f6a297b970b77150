"""Bringing karrio in without what its import does to the rest of the process.

Importing karrio removes every handler of loguru and adds its own, switches off the
checks of certificates for the whole process, and lets Pillow accept broken
pictures. Here all three stay as the host had them. One connector is imported at a
time; karrio's own look-up imports them all.
"""

from __future__ import annotations

import inspect
import pkgutil
import ssl
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any, Final

from postpurchase.errors import MissingExtra, PluginNotLoaded
from postpurchase.hooks.registry import unknown
from postpurchase.plugins.karrio_bridge.transport import ContextThreads, sender

SEAM: Final = "_urlopen_with_span"
"""karrio's private name for the sending of a request; a test holds it."""

_lock = threading.RLock()


@contextmanager
def _host_untouched() -> Iterator[None]:
    try:
        logger: Any = import_module("loguru").logger
        pictures: Any = import_module("PIL.ImageFile")
    except ImportError as fault:
        raise _missing() from fault
    # Its lines quote requests, and with them names and addresses.
    logger.disable("karrio")
    trusts = ssl._create_default_https_context  # noqa: SLF001
    truncated = pictures.LOAD_TRUNCATED_IMAGES
    # What is set on the object hides the methods of its class for a while.
    logger.remove = logger.add = lambda *_given, **_named: 0
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        del logger.remove, logger.add
        ssl._create_default_https_context = trusts  # noqa: SLF001
        pictures.LOAD_TRUNCATED_IMAGES = truncated


def _missing() -> MissingExtra:
    return MissingExtra(feature="The bridge to karrio", extra="karrio")


def load() -> Any:
    """Import karrio, put our sending in place of its own, return ``karrio.sdk``.

    Raises:
        MissingExtra: karrio is not installed.
        PluginNotLoaded: This karrio has no place for our sending.
    """
    with _lock:
        try:
            with _host_untouched():
                sdk = import_module("karrio.sdk")
                helpers = import_module("karrio.core.utils.helpers")
        except ImportError as fault:
            raise _missing() from fault
        install(helpers)
        return sdk


def install(helpers: Any) -> None:
    """Put our sending into karrio's module of helpers, once.

    Raises:
        PluginNotLoaded: The name is gone, or takes other arguments.
    """
    before: Any = getattr(helpers, SEAM, None)
    if getattr(before, "is_ours", False):
        return
    taken = list(inspect.signature(before).parameters) if callable(before) else []
    if taken != ["req", "timeout"] or not hasattr(helpers, "ThreadPoolExecutor"):
        raise PluginNotLoaded(
            plugin="karrio_bridge",
            reason=f"this karrio has no {SEAM}(req, timeout), so its requests would "
            "have no time-out and might leave twice",
            cure="Install the karrio that postpurchase[karrio] asks for.",
        )
    setattr(helpers, SEAM, sender(before))
    helpers.ThreadPoolExecutor = ContextThreads


def installed() -> tuple[str, ...]:
    """Name the connectors that are installed, without importing them.

    Raises:
        MissingExtra: karrio is not installed.
    """
    load()
    found = import_module("karrio.plugins")
    return tuple(sorted(name for _, name, _ in pkgutil.iter_modules(found.__path__)))


def connector(connector_id: str) -> Any:
    """Import one connector and return its metadata.

    Raises:
        UnknownCode: It is not installed.
    """
    known = installed()
    if connector_id not in known:
        raise unknown("carrier", connector_id, known)
    with _lock, _host_untouched():
        return import_module(f"karrio.plugins.{connector_id}").METADATA
