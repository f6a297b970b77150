"""Why goods come back: two levels, whose fault it is, and who could have helped it.

The code ``fit.too_small`` has the group ``fit`` and the detail ``too_small``. The
fault decides who pays for the way back; a controllable reason is one that the shop
can do something about, and `fix` says what.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

import attrs

from postpurchase.errors import InvalidInput
from postpurchase.errors.inputs import short


@attrs.frozen
class ReturnReason:
    """One reason, with what follows from it.

    Args:
        code: ``group.detail``, or ``other``.
        fault: ``customer``, ``merchant`` or ``carrier``.
        is_controllable: Whether the shop could have prevented it.
        fix: What to look at: ``size_guide``, ``description``, ``pictures``,
            ``quality``, ``picking``, ``packaging``, ``carrier``, ``promise``,
            ``price`` or empty.
        shopify: Shopify's ReturnReason for it.
    """

    code: str
    fault: str
    is_controllable: bool
    fix: str
    shopify: str

    @property
    def group(self) -> str:
        """The first level."""
        return self.code.partition(".")[0]


REASONS: Final = (
    ReturnReason("fit.too_small", "customer", True, "size_guide", "SIZE_TOO_SMALL"),
    ReturnReason("fit.too_large", "customer", True, "size_guide", "SIZE_TOO_LARGE"),
    ReturnReason("fit.other", "customer", True, "size_guide", "OTHER"),
    ReturnReason("preference.changed_mind", "customer", False, "", "UNWANTED"),
    ReturnReason("preference.style", "customer", True, "pictures", "STYLE"),
    ReturnReason("preference.color", "customer", True, "pictures", "COLOR"),
    ReturnReason("preference.found_cheaper", "customer", False, "price", "UNWANTED"),
    ReturnReason("preference.bought_several", "customer", False, "", "UNWANTED"),
    ReturnReason("quality.defective", "merchant", True, "quality", "DEFECTIVE"),
    ReturnReason("quality.poor", "merchant", True, "quality", "OTHER"),
    ReturnReason("quality.missing_parts", "merchant", True, "quality", "DEFECTIVE"),
    ReturnReason("mismatch.wrong_item", "merchant", True, "picking", "WRONG_ITEM"),
    ReturnReason(
        "mismatch.not_as_described",
        "merchant",
        True,
        "description",
        "NOT_AS_DESCRIBED",
    ),
    ReturnReason("mismatch.wrong_quantity", "merchant", True, "picking", "OTHER"),
    ReturnReason("delivery.damaged", "carrier", True, "packaging", "DEFECTIVE"),
    ReturnReason("delivery.late", "carrier", True, "promise", "OTHER"),
    ReturnReason("delivery.not_received", "carrier", True, "carrier", "OTHER"),
    ReturnReason("delivery.refused", "customer", False, "", "UNWANTED"),
    ReturnReason("delivery.undeliverable", "carrier", False, "carrier", "OTHER"),
    ReturnReason("safety.recall", "merchant", True, "quality", "OTHER"),
    ReturnReason("other", "customer", False, "", "OTHER"),
)
"""Every reason, grouped.

Source: Shopify Admin API, enum ReturnReason, version 2026-07, for the last column.
"""

BY_CODE: Final = MappingProxyType({reason.code: reason for reason in REASONS})
"""The reasons by their code."""


def reason_of(code: str) -> ReturnReason:
    """Find a reason by its code; an empty code is ``other``.

    Raises:
        InvalidInput: There is none.

    >>> reason_of("fit.too_small").fix
    'size_guide'
    """
    found = BY_CODE.get(code or "other")
    if found is None:
        raise InvalidInput(
            path="reason",
            value=short(code),
            expected=f"one of {', '.join(BY_CODE)}",
        )
    return found
