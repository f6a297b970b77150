"""What a row of the table of claim windows is."""

from __future__ import annotations

from typing import Final

import attrs

from postpurchase.errors import InvalidInput
from postpurchase.errors.inputs import short
from postpurchase.values.money import Money
from postpurchase.values.return_terms import CLAIM_KINDS

STARTS: Final = ("shipment", "expected", "last_scan", "delivery")
"""What a period can be counted from."""

COUNTED_IN: Final = ("days", "working_days", "weekdays", "months")
"""How it is counted; weekdays are Monday to Saturday without public holidays."""

EVIDENCE: Final = (
    "tracking",
    "proof_of_posting",
    "invoice",
    "photos",
    "packaging",
    "damage_report",
    "customer_statement",
    "repair_estimate",
    "consignment_note",
    "promise",
)
"""Codes of what a carrier may want to see."""

_GRAMS_PER_KG: Final = 1000
_HUNDREDTHS: Final = 100


def _known(value: str, known: tuple[str, ...], path: str) -> None:
    if value not in known:
        raise InvalidInput(
            path=path, value=short(value), expected=f"one of {', '.join(known)}"
        )


@attrs.frozen(kw_only=True)
class Period:
    """A number of days or months from an event; the day of the event is not counted.

    Args:
        length: How many, from 0; 0 is the day of the event itself.
        start: One of `STARTS`.
        counted_in: One of `COUNTED_IN`.
    """

    length: int
    start: str
    counted_in: str = "days"

    def __attrs_post_init__(self) -> None:
        """Refuse what cannot be counted."""
        if type(self.length) is not int or self.length < 0:
            raise InvalidInput(
                path="length",
                value=short(self.length),
                expected="a whole number from 0",
            )
        _known(self.start, STARTS, "start")
        _known(self.counted_in, COUNTED_IN, "counted_in")


@attrs.frozen(kw_only=True)
class Cap:
    """The most that a carrier is liable for, unless more was declared.

    Args:
        amount: For the whole parcel; None where it goes by weight.
        sdr_cents_per_kg: Hundredths of a special drawing right of the International
            Monetary Fund for each kilogram of gross weight.

    >>> by_weight = Cap(sdr_cents_per_kg=833)
    >>> str(by_weight.limit("EUR", grams=1500, sdr=Money(120, "EUR")))
    '14.99 EUR'
    """

    amount: Money | None = None
    sdr_cents_per_kg: int = 0

    def limit(
        self, currency: str, *, grams: int = 0, sdr: Money | None = None
    ) -> Money | None:
        """Say the limit in a currency; None where it cannot be said.

        Args:
            currency: ISO 4217 code of the claim.
            grams: Gross weight of the parcel; 0 if nobody knows.
            sdr: What one special drawing right is worth in that currency.
        """
        if self.amount is not None:
            return self.amount if self.amount.currency == currency else None
        if not grams or sdr is None or sdr.currency != currency:
            return None
        minor = self.sdr_cents_per_kg * sdr.amount_minor * grams
        return Money(minor // (_HUNDREDTHS * _GRAMS_PER_KG), currency)


@attrs.frozen(kw_only=True)
class ClaimRow:
    """When a carrier takes claims of some kinds, and what it wants for them.

    Args:
        carrier: Code of the carrier, or of the regime: ``cmr``, ``montreal``,
            ``upu``.
        kinds: Of `CLAIM_KINDS`.
        basis: Where it stands, such as an article or the carrier's conditions.
        route: ``domestic``, ``international`` or empty for both.
        wait: How long to wait before a claim is taken; None for not at all.
        within: Until when it must be filed; None where no day is set or known.
        evidence: What is needed, of `EVIDENCE`.
        cap: The most that is paid; None where it depends on the service.
        is_certain: Whether its days were held against the words of the law, or of
            the shop's own contract; the others should be checked.
    """

    carrier: str
    kinds: tuple[str, ...]
    basis: str
    route: str = ""
    wait: Period | None = None
    within: Period | None = None
    evidence: tuple[str, ...] = ()
    cap: Cap | None = None
    is_certain: bool = False

    def __attrs_post_init__(self) -> None:
        """Refuse words that mean nothing here."""
        for kind in self.kinds:
            _known(kind, CLAIM_KINDS, "kinds")
        for code in self.evidence:
            _known(code, EVIDENCE, "evidence")
        _known(self.route, ("", "domestic", "international"), "route")

    def fits(self, carrier: str, kind: str, *, is_international: bool) -> bool:
        """Say whether the row is about such a claim."""
        route = "international" if is_international else "domestic"
        return (
            self.carrier == carrier and kind in self.kinds and self.route in ("", route)
        )
