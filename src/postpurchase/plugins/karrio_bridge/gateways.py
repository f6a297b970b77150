"""Gateways of one connector: made for each job, with one memory for tokens.

What karrio would keep for ever, requests and answers with names and addresses, is
not kept at all.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any

from postpurchase.errors import InvalidInput
from postpurchase.errors.inputs import short
from postpurchase.hooks.registry import unknown
from postpurchase.plugins.karrio_bridge.loading import connector, load
from postpurchase.plugins.karrio_bridge.transport import logging_in


class Gateways:
    """Makes a gateway for each job.

    Args:
        connector_id: The connector, such as ``dhl_express``.
        settings: Its settings, as karrio names them.

    Raises:
        MissingExtra: karrio is not installed.
        UnknownCode: The connector is not installed, or has no such setting.
        InvalidInput: A setting is missing.
    """

    def __init__(self, connector_id: str, settings: Mapping[str, Any]) -> None:
        self._sdk = load()
        self._metadata = connector(connector_id)
        self._settings = {**settings, "carrier_id": connector_id}
        self._check(settings)
        self._tokens, self._tracer = _token_cache(), _silent_tracer()
        made = self._made()
        self.name = str(self._metadata.label)
        self.methods = frozenset(
            name for name in dir(self._metadata.Proxy) if _is_own(made.proxy, name)
        )
        page = getattr(made.settings, "tracking_url", None) or ""
        self.tracking_page = page if page.startswith("https://") else ""
        # A table of rates that comes with karrio is nobody's price.
        tabled = hasattr(made.settings, "shipping_services")
        self.has_rates = "get_rates" in self.methods and (
            not tabled or bool(settings.get("services"))
        )

    def ask(self, operation: str, request: Mapping[str, Any]) -> tuple[Any, list[Any]]:
        """Ask karrio, and return its details and messages.

        Args:
            operation: karrio's own name, such as ``Shipment.create``.
            request: Its argument, as plain values.
        """
        service, _, method = operation.partition(".")
        asked = getattr(getattr(self._sdk, service), method)
        details, messages = asked(dict(request)).from_(self._made()).parse()
        return details, list(messages or ())

    def _made(self) -> Any:
        gateway = import_module("karrio.api.gateway").Gateway
        utils = import_module("karrio.core.utils")
        hooks = import_module("karrio.api.hooks").Hooks
        known = self._metadata
        settings = utils.DP.to_object(known.Settings, dict(self._settings))
        settings.cache = self._tokens
        settings.tracer = self._tracer
        settings.system_config = utils.SystemConfig()
        return gateway(
            is_hub=known.is_hub,
            proxy=known.Proxy(settings),
            mapper=known.Mapper(settings),
            tracer=settings.tracer,
            settings=settings,
            hooks=(known.Hooks or hooks)(settings),
        )

    def _check(self, given: Mapping[str, Any]) -> None:
        fields = self._metadata.Settings.__attrs_attrs__
        names = [field.name for field in fields]
        for name in given:
            if name not in names:
                raise unknown("setting", name, names)
        nothing = import_module("attr").NOTHING
        for field in fields:
            if field.default is nothing and not self._settings.get(field.name):
                raise InvalidInput(
                    path=field.name, value=short(None), expected="a setting, as text"
                )


def _is_own(proxy: Any, name: str) -> bool:
    """Whether a connector's proxy has the method itself, and not only the base."""
    base = import_module("karrio.api.proxy").Proxy
    if name.startswith("_") or not callable(getattr(base, name, None)):
        return False
    return getattr(type(proxy), name) is not getattr(base, name)


def _token_cache() -> Any:
    base: Any = import_module("karrio.core.utils").Cache

    class Tokens(base):  # type: ignore[misc]
        """karrio's cache of tokens, which knows that fetching one is a login."""

        def thread_safe(
            self, refresh_func: Callable[[], Any], *given: Any, **named: Any
        ) -> Any:
            """Hand out a keeper of tokens whose refreshing is marked."""

            def refresh() -> Any:
                with logging_in():
                    return refresh_func()

            return super().thread_safe(refresh, *given, **named)

    return Tokens()


def _silent_tracer() -> Any:
    base: Any = import_module("karrio.core.utils").Tracer

    class Silent(base):  # type: ignore[misc]
        """karrio's tracer, which keeps nothing."""

        def trace(self, *given: Any, **named: Any) -> None:
            """Forget it."""

    return Silent()
