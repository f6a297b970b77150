"""What a legal period is counted from: the days on which things happened."""

from __future__ import annotations

from datetime import date

import attrs

from postpurchase.errors import InvalidInput, MissingField
from postpurchase.errors.inputs import short
from postpurchase.returning.statutes.laws import BY_CONTRACT, DELIVERIES
from postpurchase.returning.statutes.periods import Place, check_day


def _day(instance: object, field: attrs.Attribute[date], value: object) -> None:
    if value is not None:
        check_day(value, field.name)


def _delivery(instance: object, field: attrs.Attribute[str], value: object) -> None:
    if value not in DELIVERIES:
        raise InvalidInput(
            path=field.name,
            value=short(value),
            expected=f"one of {', '.join(DELIVERIES)}",
        )


@attrs.frozen(kw_only=True)
class LegalFacts:
    """What happened on which day, where the consumer is.

    Args:
        country: The consumer's country, to which was delivered; ISO 3166.
        subdivision: A state or region with holidays of its own, such as ``BY`` or
            ``DE-BY``.
        delivery: How the contract is fulfilled: one of `DELIVERIES`.
        contract_on: The day of the contract; where it is not stated, the rules of
            the day of delivery apply.
        delivered_on: The day on which the consumer, or a third party that is not
            the carrier, took possession of the good that counts.
        is_informed: Whether the right to withdraw was ever explained.
        informed_on: When it was explained, if not before or with the delivery.
        is_visit: Whether the contract came from an unsolicited visit at home or
            from an excursion.
        notice_on: The day on which the trader learned of the withdrawal.
        returned_on: The day on which the trader had the goods back.
        evidence_on: The day on which it had evidence that they were sent.
        collects: Whether the trader offered to collect the goods itself.
        asked_on: The day on which a remedy was asked for, or a complaint made.
        repaired_on: The day on which the goods came back from repair.
        agreed_on: The day on which the trader agreed to a refund.
        stated_on: The day by which shipment was promised.
        revised_on: The later day that was offered instead.
        is_renewed: Whether that was offered before and not kept.
        is_credit: Whether the seller itself gave the buyer credit.

    Raises:
        InvalidInput: A day is none, or outside the years that are counted.
    """

    country: str
    subdivision: str = ""
    delivery: str = attrs.field(default="single", validator=_delivery)
    contract_on: date | None = attrs.field(default=None, validator=_day)
    delivered_on: date | None = attrs.field(default=None, validator=_day)
    is_informed: bool = True
    informed_on: date | None = attrs.field(default=None, validator=_day)
    is_visit: bool = False
    notice_on: date | None = attrs.field(default=None, validator=_day)
    returned_on: date | None = attrs.field(default=None, validator=_day)
    evidence_on: date | None = attrs.field(default=None, validator=_day)
    collects: bool = False
    asked_on: date | None = attrs.field(default=None, validator=_day)
    repaired_on: date | None = attrs.field(default=None, validator=_day)
    agreed_on: date | None = attrs.field(default=None, validator=_day)
    stated_on: date | None = attrs.field(default=None, validator=_day)
    revised_on: date | None = attrs.field(default=None, validator=_day)
    is_renewed: bool = False
    is_credit: bool = False

    @property
    def state(self) -> str:
        """The subdivision, without the country before it.

        >>> LegalFacts(country="DE", subdivision="DE-BY").state
        'BY'
        """
        return self.subdivision.removeprefix(f"{self.country}-")

    @property
    def place(self) -> Place:
        """Whose rest days count."""
        return Place(self.country, self.state)

    @property
    def released_on(self) -> date | None:
        """The day of the return or of the evidence, whichever came first."""
        return min(
            (day for day in (self.returned_on, self.evidence_on) if day is not None),
            default=None,
        )

    @property
    def starts_on(self) -> date:
        """The day that the period of withdrawal runs from.

        Raises:
            MissingField: It is not stated.

        >>> LegalFacts(country="PL", delivered_on=date(2026, 6, 1)).starts_on
        datetime.date(2026, 6, 1)
        """
        return self.day(self.starts_with)

    @property
    def starts_with(self) -> str:
        """The name of that day."""
        return "contract_on" if self.delivery in BY_CONTRACT else "delivered_on"

    @property
    def bought_on(self) -> date:
        """The day whose rules apply: that of the contract, or of the delivery.

        Raises:
            MissingField: Neither is stated.
        """
        return self.contract_on or self.day("delivered_on")

    def day(self, name: str) -> date:
        """Return a day that a rule needs.

        Raises:
            MissingField: It is not stated.
        """
        found: date | None = getattr(self, name)
        if found is None:
            raise MissingField(path=name, expected="a date")
        return found
