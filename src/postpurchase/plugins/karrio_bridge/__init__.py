"""Every installed connector of karrio as a carrier, over a transport of our own.

```python
from postpurchase.plugins import karrio_bridge

ups = {"client_id": "...", "client_secret": "...", "account_number": "..."}
shop = PostPurchase.open(url, plugins=[karrio_bridge.plugin({"ups": ups})])
```

Wants ``pip install 'postpurchase[karrio]'`` and the connectors, such as
``karrio-ups``. karrio is under the LGPL-3.0; it is imported when a carrier is made.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import attrs

from postpurchase.hooks import Carrier, hookimpl
from postpurchase.plugins.karrio_bridge.carrier import KarrioCarrier, Terms, carrier
from postpurchase.plugins.karrio_bridge.loading import installed
from postpurchase.plugins.karrio_bridge.transport import (
    NoAnswer,
    NotReached,
    Reply,
    Transport,
)

__all__ = [
    "KarrioCarrier",
    "NoAnswer",
    "NotReached",
    "Reply",
    "Terms",
    "Transport",
    "carrier",
    "installed",
    "plugin",
]


@attrs.frozen
class _Carriers:
    """A plugin that registers carriers which were made before."""

    carriers: tuple[KarrioCarrier, ...]

    @hookimpl
    def register_carriers(self, register: Callable[[Carrier], None]) -> None:
        """Register every carrier."""
        for one in self.carriers:
            register(one)


def plugin(
    connectors: Mapping[str, Mapping[str, Any]], *, terms: Terms | None = None
) -> object:
    """Return a plugin with one carrier ``karrio-<id>`` for each connector.

    Args:
        connectors: The settings of each connector by its id. `installed` names the
            ids; karrio's documentation of a connector names its settings.
        terms: What holds for all of them; use `carrier` where they differ.

    Raises:
        MissingExtra: karrio is not installed.
        UnknownCode: A connector is not installed, or has no such setting.
        InvalidInput: A setting is missing.
        PluginNotLoaded: The karrio that is installed is not one that can be used.
    """
    made = (
        carrier(name, settings, terms=terms) for name, settings in connectors.items()
    )
    return _Carriers(tuple(made))
