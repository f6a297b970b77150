"""What a document says about a parcel: its facts, and where it is now."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, tzinfo
from typing import Any, Final

import attrs

from postpurchase.adapters.tracking.times import NO_MOMENT, Moment
from postpurchase.tracking.facts import TrackingFact
from postpurchase.tracking.fold import key
from postpurchase.tracking.vocabulary import UNMAPPED

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


@attrs.frozen(kw_only=True)
class ReportedFact:
    """One thing that a document says happened.

    Args:
        moment: When, as far as it says.
        code: A code of the vocabulary; ``unknown.unmapped`` where we know none.
        raw_code: The carrier's own code, verbatim.
        raw_text: The carrier's own words.
        location: Where, as the carrier wrote it.
        reason: Who or what caused it, where the carrier's code says so.
        estimated_on: The day of delivery that it expected then.
    """

    moment: Moment = NO_MOMENT
    code: str = UNMAPPED
    raw_code: str = ""
    raw_text: str = ""
    location: str = ""
    reason: str = ""
    estimated_on: date | None = None

    @property
    def status(self) -> str:
        """The status that the code belongs to."""
        return self.code.partition(".")[0]

    @property
    def is_mapped(self) -> bool:
        """Whether we know what it means."""
        return self.code != UNMAPPED

    def fact(
        self, zone: tzinfo = UTC, otherwise: datetime | None = None
    ) -> TrackingFact:
        """Make the fact that an order records.

        Args:
            zone: Where the carrier's clock is supposed to hang if it named no zone;
                the reading itself is kept.
            otherwise: When it became known, for a document without times.
        """
        at = self.moment.estimate(zone)
        return TrackingFact(
            at=at if at is not None else otherwise or _EPOCH,
            code=self.code,
            raw_code=self.raw_code,
            raw_text=self.raw_text,
            place=self.location,
            reason=self.reason,
            estimated_on=self.estimated_on,
            local_at=self.moment.local_at,
        )

    def document(self) -> dict[str, Any]:
        """Write the fact in the shape that scripts read."""
        return {
            "at": self.moment.document(),
            "status": self.status,
            "code": self.code,
            "raw": self.raw_code,
            "location": self.location,
        }


@attrs.frozen(kw_only=True)
class ParcelReport:
    """What a document says about one parcel.

    Args:
        tracking_number: The carrier's number, if the document names it.
        carrier: Code of the carrier, if the document or its format names it.
        code: Where the parcel is now, see `overall`.
        raw: The carrier's own code for that.
        estimated_delivery: The day for which it expects the delivery.
        facts: Everything that happened, in the order of the document.
        current: What the document itself says of now, if it does.
    """

    tracking_number: str
    carrier: str
    code: str
    raw: str
    estimated_delivery: date | None
    facts: tuple[ReportedFact, ...]
    current: ReportedFact | None = None

    @property
    def status(self) -> str:
        """The status that the code belongs to."""
        return self.code.partition(".")[0]

    def document(self) -> dict[str, Any]:
        """Write the report in the shape that scripts read."""
        expected = self.estimated_delivery
        return {
            "tracking_number": self.tracking_number,
            "status": self.status,
            "code": self.code,
            "raw": self.raw,
            "estimated_delivery": expected.isoformat() if expected else None,
            "facts": [fact.document() for fact in self.facts],
        }

    def tracking_facts(
        self,
        zone: tzinfo = UTC,
        otherwise: datetime | None = None,
        *,
        known_on: date | None = None,
    ) -> tuple[TrackingFact, ...]:
        """Make the facts that an order records.

        What the document says of now is one of them only if no listed fact says so.
        The day for which it expects the delivery, if it is news, comes as one fact
        more: the latest once again, with the day.

        Args:
            zone: Where clocks without a zone are supposed to hang.
            otherwise: When the document came, for facts without any time.
            known_on: The day of delivery that is expected already.
        """
        said = list(self.facts)
        now = self.current
        if now is not None and now.is_mapped:
            listed = fold_reported(self.facts)
            if listed is None or listed.status != now.status:
                said.append(attrs.evolve(now, code=self.code))
        facts = [each.fact(zone, otherwise) for each in said]
        expected = self.estimated_delivery
        if facts and expected not in (None, known_on):
            latest = max(facts, key=lambda fact: fact.at)
            facts.append(attrs.evolve(latest, estimated_on=expected))
        return tuple(dict.fromkeys(facts))


def fold_reported(facts: Sequence[ReportedFact]) -> ReportedFact | None:
    """Pick the fact that tells the status, as the order's own fold would."""
    if not facts:
        return None
    return max(facts, key=lambda fact: key(fact.fact()))


def overall(
    facts: Sequence[ReportedFact],
    current: ReportedFact | None,
    *,
    is_delivered: bool | None = None,
) -> ReportedFact:
    """Say where the parcel is now.

    The document's own word of now counts over our reading of its facts. Where that
    word is coarser than the facts, the facts make it precise; where we do not know
    it, or there is none, the fold of the facts counts.

    Args:
        facts: What happened.
        current: What the document says of now.
        is_delivered: What the document says of that alone, if it does.

    >>> from postpurchase.adapters.tracking.times import moment
    >>> signed = ReportedFact(moment=moment("2026-06-02"), code="delivered.signed")
    >>> overall([signed], ReportedFact(code="delivered.general")).code
    'delivered.signed'
    """
    stated = current if current is not None and current.is_mapped else None
    if is_delivered is True:
        facts_then = [fact for fact in facts if fact.status == "delivered"]
        if stated is None or stated.status != "delivered":
            stated = ReportedFact(code="delivered.general")
        return _precise(stated, facts_then)
    if is_delivered is False:
        facts = [fact for fact in facts if fact.status != "delivered"]
        if stated is not None and stated.status == "delivered":
            stated = None
    if stated is not None:
        return _precise(stated, [f for f in facts if f.status == stated.status])
    return fold_reported(facts) or current or ReportedFact()


def _precise(stated: ReportedFact, same: Sequence[ReportedFact]) -> ReportedFact:
    if not stated.code.endswith(".general"):
        return stated
    precise = [fact for fact in same if not fact.code.endswith(".general")]
    finest = fold_reported(precise) or fold_reported(same)
    if finest is None:
        return stated
    return attrs.evolve(finest, raw_code=stated.raw_code or finest.raw_code)
