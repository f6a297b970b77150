"""Customs: what goods are declared as, and what they cost on top at a border."""

from __future__ import annotations

from typing import Final, Literal, get_args

import attrs

from postpurchase import wording
from postpurchase.errors import CurrencyMismatch, InvalidInput
from postpurchase.errors.inputs import short
from postpurchase.values.countries import COUNTRIES
from postpurchase.values.money import Money

PaidBy = Literal["shop", "recipient", "unknown"]
"""Who pays duty, import tax and fees at the border."""

EU: Final = frozenset(
    {
        *("AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR"),
        *("HU", "IE", "IT", "LT", "LU", "LV", "MC", "MT", "NL", "PL", "PT", "RO", "SE"),
        *("SI", "SK"),
    }
)
"""The customs territory of the European Union by country code.

Territories that have a code of their own and lie outside, and those without one,
such as the Canary Islands for tax, are for the shop to know.

Source: Regulation (EU) No 952/2013 (Union Customs Code), art. 4.
"""


@attrs.frozen(kw_only=True)
class CustomsItem:
    """Goods as they are declared.

    Args:
        description: What they are, in words.
        hs_code: Harmonized System code, 6 to 10 digits, or empty if not known.
        made_in: Country of origin, ISO 3166-1 alpha-2, or empty if not known.
        quantity: Units, at least one.
        value: What all of them cost together.
        weight_grams: All of them together; 0 if not known.

    Raises:
        InvalidInput: A value is not what its field needs.
    """

    description: str = ""
    hs_code: str = ""
    made_in: str = ""
    quantity: int = 1
    value: Money
    weight_grams: int = 0

    def __attrs_post_init__(self) -> None:
        """Refuse what no declaration could say."""
        if self.hs_code and not (
            self.hs_code.isascii()
            and self.hs_code.isdigit()
            and 6 <= len(self.hs_code) <= 10
        ):
            raise InvalidInput(
                path="hs_code", value=short(self.hs_code), expected="6 to 10 digits"
            )
        if self.made_in and self.made_in not in COUNTRIES:
            raise InvalidInput(
                path="made_in",
                value=short(self.made_in),
                expected="a country code of ISO 3166, such as UA",
            )
        if type(self.quantity) is not int or self.quantity < 1:
            raise InvalidInput(
                path="quantity",
                value=short(self.quantity),
                expected="a whole number from 1",
            )


@attrs.frozen(kw_only=True)
class LandedCost:
    """What a border adds to the price, and who pays it.

    Args:
        paid_by: ``shop`` where everything is in the price (DDP), ``recipient``
            where the carrier collects it at the door (DAP), ``unknown``.
        duty: Customs duty, or None if it is not known.
        import_tax: Value-added or sales tax on import, or None.
        fees: What the carrier asks for the clearance, or None.

    Raises:
        InvalidInput: Nobody such pays, or an amount is negative.
        CurrencyMismatch: The amounts are in several currencies.

    Source: ICC Incoterms 2020, rules DDP and DAP.

    >>> cost = LandedCost(
    ...     paid_by="recipient",
    ...     duty=Money(0, "GBP"),
    ...     import_tax=Money(2000, "GBP"),
    ...     fees=Money(800, "GBP"),
    ... )
    >>> cost.total
    <Money 28.00 GBP>
    """

    paid_by: PaidBy = "unknown"
    duty: Money | None = None
    import_tax: Money | None = None
    fees: Money | None = None

    def __attrs_post_init__(self) -> None:
        """Refuse what cannot be paid."""
        if self.paid_by not in get_args(PaidBy):
            raise InvalidInput(
                path="paid_by",
                value=short(self.paid_by),
                expected=f"one of {', '.join(get_args(PaidBy))}",
            )
        for path in ("duty", "import_tax", "fees"):
            amount = getattr(self, path)
            if amount is not None and (
                not isinstance(amount, Money) or amount.amount_minor < 0
            ):
                raise InvalidInput(
                    path=path, value=short(amount), expected="an amount from zero"
                )
        known = [one for one in self._amounts if one is not None]
        for other in known[1:]:
            if other.currency != known[0].currency:
                raise CurrencyMismatch(value=str(other), expected=known[0].currency)

    @property
    def total(self) -> Money | None:
        """All three together; None if one is not known."""
        duty, tax, fees = self._amounts
        if duty is None or tax is None or fees is None:
            return None
        return duty + tax + fees

    def text(self, locale: str = "en") -> str:
        """Say who pays what, for the customer, before they pay.

        >>> LandedCost(paid_by="recipient").text()
        'Duty and import tax may be due on delivery; the recipient pays them.'
        """
        spoken, total = wording.reader_locale(locale), self.total
        if self.paid_by == "shop":
            return wording.text(
                "Duty and import tax are in the price; nothing is due on delivery.",
                spoken,
            )
        if self.paid_by == "unknown":
            return wording.text(
                "Duty and import tax may be due; ask before you order who pays them.",
                spoken,
            )
        if total is None:
            return wording.text(
                "Duty and import tax may be due on delivery; the recipient pays them.",
                spoken,
            )
        return wording.text(
            "On delivery the recipient pays about {total}: duty {duty}, import tax "
            "{tax}, fees {fees}.",
            spoken,
            total=total,
            duty=self.duty,
            tax=self.import_tax,
            fees=self.fees,
        )

    @property
    def _amounts(self) -> tuple[Money | None, Money | None, Money | None]:
        return self.duty, self.import_tax, self.fees


def crosses_customs(origin_country: str, destination_country: str) -> bool:
    """Say whether goods pass a customs border between two countries.

    >>> crosses_customs("PL", "DE"), crosses_customs("PL", "UA")
    (False, True)
    """
    if origin_country == destination_country:
        return False
    return not {origin_country, destination_country} <= EU
