"""What cannot be withdrawn from, and on what condition.

A line says by its categories what it is; two of the exceptions hold only once a seal
was broken after delivery. A gift box or a printed card makes nothing personalised.

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
        text: Why it is not taken back, in English; translated by the wording.
        only_unsealed: Whether it holds only once the seal was broken.
    """

    letter: str
    category: str
    text: str
    only_unsealed: bool = False

    @property
    def basis(self) -> str:
        """The article.

        >>> EXEMPTIONS[2].basis
        'Directive 2011/83/EU, art. 16(c)'
        """
        return f"Directive 2011/83/EU, art. 16({self.letter})"


EXEMPTIONS: Final = (
    Exemption(
        letter="a",
        category="service_performed",
        text="A service that was fully performed cannot be withdrawn from.",
    ),
    Exemption(
        letter="b",
        category="market_price",
        text="What follows the prices of a financial market cannot be sent back.",
    ),
    Exemption(
        letter="c",
        category="made_to_order",
        text="Goods made to your order or personalised cannot be sent back.",
    ),
    Exemption(
        letter="c",
        category="personalised",
        text="Goods made to your order or personalised cannot be sent back.",
    ),
    Exemption(
        letter="d",
        category="perishable",
        text="Goods that spoil or expire quickly cannot be sent back.",
    ),
    Exemption(
        letter="e",
        category="sealed_hygiene",
        text="For hygiene, these goods cannot be sent back once unsealed.",
        only_unsealed=True,
    ),
    Exemption(
        letter="f",
        category="inseparably_mixed",
        text="Goods that were mixed with others for good cannot be sent back.",
    ),
    Exemption(
        letter="g",
        category="alcohol_market_price",
        text="Drinks whose price was agreed long before delivery cannot be sent back.",
    ),
    Exemption(
        letter="h",
        category="urgent_repair",
        text="Urgent repairs that you asked for cannot be withdrawn from.",
    ),
    Exemption(
        letter="i",
        category="sealed_media",
        text="Recordings and software cannot be sent back once unsealed.",
        only_unsealed=True,
    ),
    Exemption(
        letter="j",
        category="periodical",
        text="Single newspapers and magazines cannot be sent back.",
    ),
    Exemption(
        letter="k",
        category="public_auction",
        text="What was bought at a public auction cannot be sent back.",
    ),
    Exemption(
        letter="l",
        category="dated_service",
        text="Services for a fixed date cannot be withdrawn from.",
    ),
    Exemption(
        letter="m",
        category="digital_begun",
        text="Digital content that you agreed to have at once cannot be sent back.",
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
