"""Which of schema.org's words stand for which of ours."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

PREFIX: Final = "https://schema.org/"

FINITE: Final = "MerchantReturnFiniteReturnWindow"
UNLIMITED: Final = "MerchantReturnUnlimitedWindow"
NOT_PERMITTED: Final = "MerchantReturnNotPermitted"
"""Values of returnPolicyCategory."""

FREE: Final = "FreeReturn"
CUSTOMER: Final = "ReturnFeesCustomerResponsibility"
SHIPPING: Final = "ReturnShippingFees"
"""Values of returnFees that say who pays the way back."""

PRINT: Final = "ReturnLabelDownloadAndPrint"
OWN_LABEL: Final = "ReturnLabelCustomerResponsibility"
"""Values of returnLabelSource."""

BY_MAIL: Final = "ReturnByMail"

METHODS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "post_label": BY_MAIL,
        "own_carrier": BY_MAIL,
        "drop_off": "ReturnAtKiosk",
        "in_store": "ReturnInStore",
        "keep_item": "KeepProduct",
    }
)
"""Ways back that have a word; the label's source tells the two by mail apart."""

FREE_METHODS: Final = frozenset({"in_store", "keep_item"})
"""Ways back that cost nothing there, whatever the fees are."""

REFUND_TYPES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "refund_original": "FullRefund",
        "exchange_variant": "ExchangeRefund",
        "store_credit": "StoreCreditRefund",
    }
)
"""Resolutions that have a word."""

CONDITIONS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "unopened": "NewCondition",
        "used": "UsedCondition",
        "defective": "DamagedCondition",
    }
)
"""Conditions that have a word."""

READ: Final = (
    "@context",
    "@type",
    "identifier",
    "applicableCountry",
    "returnPolicyCategory",
    "merchantReturnDays",
    "returnMethod",
    "returnFees",
    "returnShippingFeesAmount",
    "returnLabelSource",
    "customerRemorseReturnFees",
    "customerRemorseReturnShippingFeesAmount",
    "customerRemorseReturnLabelSource",
    "itemDefectReturnFees",
    "refundType",
    "restockingFee",
    "itemCondition",
    "inStoreReturnsOffered",
    "returnPolicySeasonalOverride",
    "merchantReturnLink",
)
"""Properties that a policy can hold."""
