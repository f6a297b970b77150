"""What cannot be withdrawn from, and on what condition.

A line says by its categories what it is, and the wording says why it stays; two of the
exceptions hold only once a seal was broken after delivery. A gift box or a printed card
makes nothing personalised.

Source: Directive 2011/83/EU, art. 16.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

import attrs

SEAL_BROKEN: Final = "seal_broken"
"""The condition of goods whose seal was broken after delivery."""


@attrs.frozen(kw_only=True)
class Exemption:
    """One of the exceptions, by its letter.

    Args:
        letter: ``a`` to ``m``.
        category: The category of a line that it is about.
        only_unsealed: Whether it holds only once the seal was broken.
    """

    letter: str
    category: str
    only_unsealed: bool = False


EXEMPTIONS: Final = (
    Exemption(
        letter="a",
        category="service_performed",
    ),
    Exemption(
        letter="b",
        category="market_price",
    ),
    Exemption(
        letter="c",
        category="made_to_order",
    ),
    Exemption(
        letter="c",
        category="personalised",
    ),
    Exemption(
        letter="d",
        category="perishable",
    ),
    Exemption(
        letter="e",
        category="sealed_hygiene",
        only_unsealed=True,
    ),
    Exemption(
        letter="f",
        category="inseparably_mixed",
    ),
    Exemption(
        letter="g",
        category="alcohol_market_price",
    ),
    Exemption(
        letter="h",
        category="urgent_repair",
    ),
    Exemption(
        letter="i",
        category="sealed_media",
        only_unsealed=True,
    ),
    Exemption(
        letter="j",
        category="periodical",
    ),
    Exemption(
        letter="k",
        category="public_auction",
    ),
    Exemption(
        letter="l",
        category="dated_service",
    ),
    Exemption(
        letter="m",
        category="digital_begun",
    ),
)
"""The exceptions in the order of the law, by category.

``service_performed`` and ``digital_begun`` stand on a line only where the customer
agreed beforehand and knew that the right would be lost.

Source: Directive 2011/83/EU, art. 16(a) to 16(m).
"""


def exemption_of(categories: Collection[str], condition: str) -> Exemption | None:
    """Find the exception that takes the right away, if there is one.

    Args:
        categories: What kind of goods they are.
        condition: What is said of them, such as ``seal_broken``.

    >>> exemption_of(("sealed_hygiene",), "unopened") is None
    True
    >>> exemption_of(("sealed_hygiene",), "seal_broken").letter
    'e'
    """
    return next(
        (
            one
            for one in EXEMPTIONS
            if one.category in categories
            and (condition == SEAL_BROKEN or not one.only_unsealed)
        ),
        None,
    )


def is_sealed(categories: Collection[str]) -> bool:
    """Say whether the right will be lost once a seal is broken."""
    return any(one.only_unsealed and one.category in categories for one in EXEMPTIONS)
