"""What the options that every command shares say, and opening a shop by them."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from postpurchase.cli.printing import note, one_line

if TYPE_CHECKING:
    from postpurchase.app import PostPurchase
    from postpurchase.hooks.registry import Plugins

_FILE = "sqlite:///"
_URLS = ("sqlite://", "memory:")


@dataclass(frozen=True, kw_only=True)
class Session:
    """The shared options of one call.

    A dataclass, because `--help` must not wait for attrs.

    Args:
        json: Whether results are one JSON document.
        debug: Whether failures show their traceback.
        trace_plugins: Whether calls of plugins are shown.
        strict: Whether the first fault of an installed plugin ends the call.
        plugin: Files that are plugins without a package.
    """

    json: bool = False
    debug: bool = False
    trace_plugins: bool = False
    strict: bool = False
    plugin: tuple[Path, ...] = ()

    def joined(self, other: Session) -> Session:
        """Add what was said at another place of the command line."""
        return Session(
            json=self.json or other.json,
            debug=self.debug or other.debug,
            trace_plugins=self.trace_plugins or other.trace_plugins,
            strict=self.strict or other.strict,
            plugin=(*self.plugin, *other.plugin),
        )

    def open(
        self,
        url: str,
        *,
        create: bool = False,
        plugins: Iterable[object] = (),
        notify: str = "",
        entry_points: bool = True,
        clock: Callable[[], datetime] | None = None,
    ) -> PostPurchase:
        """Open the shop behind a URL.

        Args:
            url: The store's URL.
            create: Whether a file that is not there is made; otherwise its
                absence is an error, so that a typing error makes no empty store.
            plugins: What is plugged in besides files and installed packages.
            notify: The channel by which customers are told, if any.
            entry_points: Whether installed packages are plugged in.
            clock: What time it is; that of the machine if None.

        Raises:
            StoreUnavailable: There is no such file.
            UnknownCode: There is no such channel.
        """
        from postpurchase.app import PostPurchase
        from postpurchase.app.face import utc_now
        from postpurchase.errors import PluginNotLoaded
        from postpurchase.plugins.notices import Notices

        check_url(url, must_exist=not create)
        notices = Notices(channel=notify)
        try:
            return PostPurchase.open(
                url,
                plugins=(*plugins, notices) if notify else plugins,
                plugin_files=self.plugin,
                entry_points=entry_points,
                strict=self.strict,
                clock=clock or utc_now,
                trace=note if self.trace_plugins else None,
            )
        except PluginNotLoaded as fault:
            if fault.plugin == notices.plugin_name and fault.__cause__ is not None:
                raise fault.__cause__ from None
            raise

    def load_plugins(self) -> Plugins:
        """Load the plugins that a shop would have, without a shop.

        A file with a fault is listed with it, because showing that is the purpose.
        """
        from postpurchase.hooks.manager import load_plugins

        trace = note if self.trace_plugins else None
        return load_plugins(
            files=self.plugin,
            files_must_load=self.strict,
            strict=self.strict,
            trace=trace,
        )


def check_url(url: str, *, must_exist: bool) -> None:
    """Refuse what is no store, with the URL that was probably meant.

    Raises:
        StoreUnavailable: The file must exist and does not.
    """
    if not url.startswith(_URLS):
        meant = "" if ":" in url else f" Did you mean {_FILE}{url}?"
        raise typer.BadParameter(
            f"{one_line(url)!r} is not the URL of a store.{meant}",
            param_hint="'--store'",
        )
    path = Path(url.removeprefix(_FILE))
    if must_exist and url.startswith(_FILE) and url != _FILE and not path.is_file():
        from postpurchase.errors import StoreUnavailable

        known = "it is not a file" if path.exists() else "there is no such file"
        raise StoreUnavailable(reason=f"{path}: {known}")


@contextmanager
def warnings_shown() -> Iterator[None]:
    """Show what the library logs, each record as one line on standard error."""
    log = logging.getLogger("postpurchase")
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_OneLine())
    handler.setLevel(logging.WARNING)
    log.addHandler(handler)
    try:
        yield
    finally:
        log.removeHandler(handler)


class _OneLine(logging.Formatter):
    """Writes a record as `Warning: …`, without a traceback."""

    def format(self, record: logging.LogRecord) -> str:
        kind = "Error" if record.levelno >= logging.ERROR else "Warning"
        return one_line(f"{kind}: {record.getMessage()}")
