"""Nova Poshta in Ukraine: waybills, tracking, prices and branches, over JSON API 2.0.

The key comes from the environment. The number of an order with the carrier is kept
in the waybill's field for the client's own number, so that a waybill whose answer was
lost is found again and not made twice.

Source: Nova Poshta, API 2.0: InternetDocument, TrackingDocument, Address.
"""

from __future__ import annotations

from collections.abc import Callable

from postpurchase.hooks import Carrier, hookimpl
from postpurchase.plugins.nova_poshta.carrier import NovaPoshta
from postpurchase.plugins.nova_poshta.forms import Branch, Counterparty

__all__ = ["Branch", "Counterparty", "NovaPoshta", "register_carriers"]


@hookimpl
def register_carriers(register: Callable[[Carrier], None]) -> None:
    """Register ``nova-poshta``, with the key that the environment names."""
    register(NovaPoshta())
