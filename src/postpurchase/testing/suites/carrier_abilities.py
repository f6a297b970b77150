"""What a carrier promises about labels, tracking, pick-ups and changes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

from postpurchase.errors import (
    OutcomeUnknown,
    PermanentFailure,
    PostPurchaseError,
    SettingMissing,
    TemporaryFailure,
)
from postpurchase.hooks.abilities import (
    ChangesDelivery,
    FindsLabels,
    PicksUp,
    PrintsLabels,
    Tracks,
)
from postpurchase.testing.clock import NOON
from postpurchase.testing.samples import label_request, pick_up
from postpurchase.testing.suites.checking import (
    Unseen,
    need,
    no_network,
    outcome_of,
    promise,
)
from postpurchase.testing.suites.project import ProjectSuite
from postpurchase.tracking.facts import TrackingFact
from postpurchase.values.carriage import (
    CHANGE_KINDS,
    DeliveryChange,
    Label,
    LabelRequest,
    PickUp,
)
from postpurchase.values.money import Money

_KEY = "label:1001:P1:conformance"
_FACTS_MAX = 1_000
_TOLD = (TemporaryFailure, PermanentFailure, OutcomeUnknown, SettingMissing)
FIRST_BYTES = {
    "application/pdf": b"%PDF",
    "image/png": b"\x89PNG",
    "application/zpl": b"^XA",
}


class AbilitiesSuite(ProjectSuite):
    """The part of the carriers' suite that is about their abilities.

    Every connection is refused meanwhile: a carrier that needs one is given its
    recorded answers in `prepare`. What it does not offer, or does not answer
    without them, is shown as unseen.

    Attributes:
        service: A service that it makes labels for.
        tracking_number: A parcel that the recorded answers know, or empty.
    """

    service = "standard"
    tracking_number = ""

    def label_request(self) -> LabelRequest:
        """Return what a label is ordered for; override what must differ."""
        return label_request(service=self.service)

    def pick_up(self) -> PickUp:
        """Return the visit that is asked for."""
        return pick_up()

    def _able(self, ability: type) -> Iterator[Any]:
        is_offered = False
        for carrier in self.objects():
            if isinstance(carrier, ability):
                is_offered = True
                with no_network():
                    yield carrier
        if not is_offered:
            reason = f"not offered: {ability.__name__}"
            raise Unseen(reason)

    def _answer(self, question: Callable[..., Any], *given: Any, **named: Any) -> Any:
        answer, failure = outcome_of(question, *given, **named)
        if failure is not None:
            reason = f"no answer without a network ({type(failure).__name__})"
            raise Unseen(reason)
        return answer

    @promise("label-typed")
    def test_answers_with_a_label(self) -> None:
        """A number, and a document that is what it says."""
        for carrier in self._able(PrintsLabels):
            label = self._answer(carrier.label, self.label_request(), key=_KEY)
            need(type(label) is Label, f"it answered with {type(label).__name__}")
            need(label.tracking_number.strip(), "the label has no number")
            first = FIRST_BYTES.get(label.media_type, b"")
            start = label.document.lstrip()[:8]
            need(start.startswith(first), f"no {label.media_type}: {start!r}")
            need(not label.document or label.media_type, "the form is not named")
            priced = label.price is None or isinstance(label.price, Money)
            need(priced, f"the price is {label.price!r}")

    @promise("label-once")
    def test_orders_one_label_for_one_key(self) -> None:
        """The same key twice, the same number twice."""
        for carrier in self._able(PrintsLabels):
            first = self._answer(carrier.label, self.label_request(), key=_KEY)
            again, failure = outcome_of(carrier.label, self.label_request(), key=_KEY)
            need(failure is None, f"the second time it raised {type(failure).__name__}")
            numbers = (first.tracking_number, again.tracking_number)
            need(numbers[0] == numbers[1], f"one key, two labels: {numbers}")

    @promise("label-outage")
    def test_tells_what_kind_of_failure_an_outage_is(self) -> None:
        """Without a network there is a label, or one of the three failures."""
        for carrier in self._able(PrintsLabels):
            _, failure = outcome_of(carrier.label, self.label_request(), key=_KEY)
            self._need_typed(failure)
            refused = isinstance(failure, PermanentFailure)
            need(not refused, "an outage is called permanent")

    @promise("label-found")
    def test_finds_a_label_by_its_key(self) -> None:
        """What was ordered is found, and nothing else."""
        for carrier in self._able(FindsLabels):
            request = self.label_request()
            strange = self._answer(carrier.find_label, request, key=f"{_KEY}:never")
            need(strange is None, f"a key that was never used has {strange!r}")
            label = self._answer(carrier.label, request, key=_KEY)
            found, _ = outcome_of(carrier.find_label, request, key=_KEY)
            number = found.tracking_number if found else None
            need(
                number == label.tracking_number, f"it was ordered, and found: {found!r}"
            )

    @promise("void-twice")
    def test_takes_a_label_back_twice(self) -> None:
        """The second time is no error."""
        for carrier in self._able(PrintsLabels):
            label = self._answer(carrier.label, self.label_request(), key=_KEY)
            self._answer(carrier.void, label, key=f"{_KEY}:void")
            _, failure = outcome_of(carrier.void, label, key=f"{_KEY}:void")
            need(failure is None, f"the second time it raised {type(failure).__name__}")

    @promise("track-typed")
    def test_tells_typed_facts(self) -> None:
        """Each number with a tuple of facts, which say where they come from."""
        for carrier in self._able(Tracks):
            if not self.tracking_number:
                reason = "the suite names no tracking_number"
                raise Unseen(reason)
            told = self._answer(self._track, carrier, self.tracking_number)
            need([self.tracking_number] == [one for one, _ in told], f"told: {told}")
            for _, facts in told:
                need(isinstance(facts, tuple) and facts, f"facts are {facts!r}")
                odd = [one for one in facts if type(one) is not TrackingFact]
                need(not odd, f"no facts: {odd[:1]}")
                mute = [one for one in facts if not one.raw_code and not one.raw_text]
                need(not mute, f"without the carrier's own word: {mute[:1]}")

    @promise("track-unknown")
    def test_says_nothing_about_an_unknown_number(self) -> None:
        """Nobody's number has no facts."""
        for carrier in self._able(Tracks):
            for number in ("unknown", "", "№ 1/../x"):
                told, failure = outcome_of(self._track, carrier, number)
                self._need_typed(failure)
                need(not told, f"{number!r} has facts: {told}")

    @promise("pick-up-once")
    def test_agrees_on_one_visit_for_one_key(self) -> None:
        """The same key twice, the same confirmation twice; calling off likewise."""
        for carrier in self._able(PicksUp):
            agreed = self._answer(carrier.pick_up, self.pick_up(), key=_KEY)
            again, failure = outcome_of(carrier.pick_up, self.pick_up(), key=_KEY)
            need(failure is None, f"the second time it raised {type(failure).__name__}")
            numbers = (agreed.confirmation, again.confirmation)
            need(all(numbers), "the visit has no confirmation")
            need(numbers[0] == numbers[1], f"one key, two visits: {numbers}")
            self._answer(carrier.cancel_pick_up, agreed, key=f"{_KEY}:off")
            _, failure = outcome_of(carrier.cancel_pick_up, agreed, key=f"{_KEY}:off")
            need(failure is None, f"calling off twice raised {type(failure).__name__}")

    @promise("changes-known")
    def test_names_changes_that_exist(self) -> None:
        """Kinds of the list, each once, and none after delivery."""
        for carrier in self._able(ChangesDelivery):
            number = self.tracking_number or "unknown"
            for code in ("in_transit.general", "delivered.general"):
                kinds = self._answer(carrier.changes, number, code, NOON)
                need(isinstance(kinds, tuple), f"it answered {type(kinds).__name__}")
                odd = set(kinds) - set(CHANGE_KINDS)
                need(not odd, f"no kinds of change: {sorted(odd)}")
                need(len(kinds) == len(set(kinds)), f"named twice: {kinds}")
            need(not kinds, f"a delivered parcel can still be changed: {kinds}")

    @promise("change-refused")
    def test_refuses_a_change_with_its_reason(self) -> None:
        """Nobody's parcel is changed by nobody."""
        change = DeliveryChange(kind="reschedule", on=NOON.date())
        for carrier in self._able(ChangesDelivery):
            _, failure = outcome_of(carrier.change, "unknown", change, key=_KEY)
            self._need_typed(failure)
            need(failure is not None, "it changed a parcel that it does not have")

    def _track(self, carrier: Any, number: str) -> list[Any]:
        return list(islice(carrier.track([number]), _FACTS_MAX))

    def _need_typed(self, failure: PostPurchaseError | None) -> None:
        typed = failure is None or isinstance(failure, _TOLD)
        need(typed, f"it raised {type(failure).__name__}")
