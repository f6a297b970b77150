"""Claims: drawn up once from what the watch finds, and the customer is made whole."""

from datetime import date, timedelta

import attrs
import pytest

from postpurchase import PostPurchase
from postpurchase.delivery.watch.thresholds import Thresholds
from postpurchase.errors import InvalidInput
from postpurchase.order import commands as c
from postpurchase.order.events import ClaimOpened, CustomerTold, LinesReshipped
from postpurchase.order.findings import Finding
from postpurchase.order.quantities import LineUnits
from postpurchase.plugins.claims import Claims
from postpurchase.plugins.notices import Notices
from postpurchase.plugins.watch import Watch
from postpurchase.returning.claims import Cap, ClaimRow
from postpurchase.testing import (
    CUSTOMER,
    NOON,
    Clock,
    FakeCarrier,
    FakeChannel,
    place_order,
)
from postpurchase.tracking.facts import TrackingFact
from postpurchase.values.answers import Package, Promise
from postpurchase.values.money import Money

BOTH = {"L1": 2, "L2": 1}
PROMISE = Promise(
    earliest_on=date(2026, 5, 6),
    latest_on=date(2026, 5, 8),
    window_end_at=NOON + timedelta(days=4),
)


def eur(amount_minor):
    return Money(amount_minor, "EUR")


class Shop:
    """A shop with a watch and claims, one parcel under way."""

    def __init__(self, *plugins, carrier="ups", order=None, **claims):
        self.clock = Clock()
        self.shop = PostPurchase.open(
            "memory:",
            plugins=[
                FakeChannel(code="sms"),
                FakeCarrier(),
                Watch(thresholds=Thresholds(zone="Europe/Warsaw")),
                Claims(**claims),
                *plugins,
            ],
            entry_points=False,
            clock=self.clock,
        )
        self.shop.handle(order or place_order(recipient=CUSTOMER))
        self.ask(c.CapturePayment, payment_id="PAY", method="card", amount=eur(3240))
        self.ask(
            c.ShipParcel,
            parcel_id="P1",
            units=BOTH,
            carrier=carrier,
            package=Package(code="S", weight_grams=1000),
        )

    def ask(self, command, **fields):
        self.shop.handle(command(order_id="1001", at=self.clock(), **fields))
        self.shop.dispatch()

    def scan(self, code):
        fact = TrackingFact(at=self.clock(), code=code)
        self.ask(c.RecordTracking, parcel_id="P1", facts=fact)

    def turn(self, days):
        for _ in range(days):
            self.clock.advance(days=1)
            self.shop.dispatch()

    @property
    def order(self):
        return self.shop.order("1001")

    def events(self, kind):
        events = (one.event for one in self.shop.store.load("order:1001"))
        return [event for event in events if isinstance(event, kind)]

    @property
    def claim(self):
        (claim,) = self.order.claims
        return claim

    @property
    def dead(self):
        return self.shop.store.dead_letters()


def test_a_lost_parcel_is_claimed_with_value_evidence_and_last_day():
    shop = Shop()
    shop.scan("exception.lost")

    claim = shop.claim
    assert ("loss", "draft", "ups", 3240, "price") == (
        claim.kind,
        claim.state,
        claim.carrier,
        claim.amount_minor,
        claim.basis,
    )
    assert (LineUnits("L1", 2), LineUnits("L2", 1)) == claim.units
    assert date(2026, 7, 3) == claim.file_by_on
    assert ("tracking", "invoice") == claim.evidence
    assert shop.order.circumstances.finding_ids == (claim.finding_id,)
    shop.turn(3)
    assert 1 == len(shop.events(ClaimOpened))


def test_what_is_not_the_carriers_fault_is_not_claimed():
    shop = Shop(make_good="refund")
    shop.scan("exception.seized")

    assert ["lost"] == [finding.kind for finding in shop.order.findings]
    assert () == shop.order.claims
    assert () == shop.order.refunds


def test_findings_of_other_kinds_are_not_claimed():
    shop = Shop()
    shop.scan("exception.address_issue")

    assert () == shop.order.claims


def test_a_stolen_parcel_is_claimed_as_theft():
    shop = Shop()
    shop.scan("exception.stolen")

    assert "theft" == shop.claim.kind


def test_the_customer_gets_the_goods_again_at_once_and_hears_of_it():
    shop = Shop(Notices(channel="sms"), make_good="reship")
    shop.scan("exception.lost")

    again = {
        line.terms.replaces.line_id: (line.line_id, line.sku, line.ordered)
        for line in shop.order.lines
        if line.terms.replaces
    }
    assert {"L1": ("again:1:L1", "MUG", 2), "L2": ("again:1:L2", "TEA", 1)} == again
    (event,) = shop.events(LinesReshipped)
    assert (shop.claim.claim_id, "lost") == (event.claim_id, event.reason)
    assert eur(3240) == shop.order.total
    topics = [event.topic for event in shop.events(CustomerTold)]
    assert 1 == topics.count("replacement")
    shop.turn(2)
    assert [] == [finding.kind for finding in shop.order.findings]
    assert 1 == len(shop.events(LinesReshipped))


def test_the_customer_gets_the_money_at_once():
    shop = Shop(make_good="refund")
    shop.scan("exception.lost")

    (refund,) = shop.order.refunds
    assert (3240, shop.claim.claim_id) == (refund.amount_minor, refund.refund_id)
    shop.turn(2)
    assert 1 == len(shop.order.refunds)


def test_what_was_refunded_already_is_claimed_and_not_made_good_twice():
    for choice in ("refund", "reship"):
        shop = Shop(make_good=choice)
        shop.ask(c.RequestRefund, refund_id="R", units=BOTH)
        shop.ask(
            c.OpenFinding,
            finding=Finding(
                finding_id="lost:P1",
                kind="lost",
                since_at=NOON,
                whose="carrier",
                parcel_id="P1",
            ),
        )

        assert 3240 == shop.claim.amount_minor
        assert 1 == len(shop.order.refunds)
        assert [] == shop.events(LinesReshipped)


def test_a_silent_parcel_is_claimed_and_made_good_although_it_is_under_way():
    shop = Shop(make_good="reship")
    shop.turn(30)

    assert "loss" == shop.claim.kind
    assert 2 == sum(line.terms.replaces is not None for line in shop.order.lines)


def test_damaged_units_alone_are_claimed_with_what_the_customer_said():
    shop = Shop(make_good="reship")
    shop.scan("delivered.general")
    shop.ask(c.ReportContents, parcel_id="P1", damaged={"L1": 1})

    claim = shop.claim
    assert ("damage", (LineUnits("L1", 1),), 1250) == (
        claim.kind,
        claim.units,
        claim.amount_minor,
    )
    assert ("tracking", "invoice", "customer_statement") == claim.evidence
    (event,) = shop.events(LinesReshipped)
    assert ["damaged", 1] == [event.reason, event.added[0].quantity]


def test_a_second_reshipment_has_a_line_of_its_own():
    shop = Shop(make_good="reship")
    shop.scan("delivered.general")
    for _ in range(2):
        shop.ask(c.ReportContents, parcel_id="P1", damaged={"L1": 1})

    ids = [line.line_id for line in shop.order.lines]
    assert ["L1", "L2", "again:1:L1", "again:2:L1"] == ids
    assert 2 == len(shop.order.claims)


def test_what_is_claimed_already_is_not_claimed_again():
    shop = Shop(make_good="refund")
    shop.ask(
        c.OpenClaim,
        claim_id="MINE",
        parcel_id="P1",
        kind="loss",
        units=BOTH,
        amount=eur(1),
    )
    shop.scan("exception.lost")

    assert "MINE" == shop.claim.claim_id
    assert () == shop.order.refunds


def test_a_damaged_parcel_without_a_report_is_claimed_whole():
    shop = Shop()
    shop.scan("exception.damaged")

    assert (LineUnits("L1", 2), LineUnits("L2", 1)) == shop.claim.units


def guaranteed(**more):
    return place_order(recipient=CUSTOMER, promise=PROMISE, **more)


def test_a_missed_guarantee_is_claimed_for_what_the_delivery_cost():
    shop = Shop(order=guaranteed(shipping=eur(500)), make_good="reship")
    shop.clock.advance(days=5)
    shop.scan("delivered.general")

    claim = shop.claim
    assert ("delay", (), 500) == (claim.kind, claim.units, claim.amount_minor)
    assert ("tracking", "promise") == claim.evidence
    assert date(2026, 5, 23) == claim.file_by_on
    assert [] == shop.events(LinesReshipped)


@pytest.mark.parametrize("name", ["ups/", "ups"])
def test_what_the_carrier_charged_is_claimed_where_the_shop_says_so(name):
    shop = Shop(order=guaranteed(shipping=eur(500)), freight={name: eur(740)})
    shop.clock.advance(days=5)
    shop.scan("delivered.general")

    assert 740 == shop.claim.amount_minor


def test_a_late_delivery_that_cost_nothing_is_not_claimed():
    shop = Shop(order=guaranteed())
    shop.clock.advance(days=5)
    shop.scan("delivered.general")

    assert ["guarantee_missed"] == [finding.kind for finding in shop.order.findings]
    assert () == shop.order.claims


def test_a_claim_is_valued_at_cost_where_all_costs_are_known():
    costs = {"MUG": eur(300), "TEA": eur(100)}
    known = Shop(basis="cost", costs=costs)
    known.scan("exception.lost")
    unknown = Shop(basis="cost", costs={"MUG": eur(300)})
    unknown.scan("exception.lost")

    assert ("cost", 700) == (known.claim.basis, known.claim.amount_minor)
    assert ("price", 3240) == (unknown.claim.basis, unknown.claim.amount_minor)


def test_a_claim_is_at_most_what_the_carrier_is_liable_for():
    row = ClaimRow(
        carrier="ups", kinds=("loss",), basis="contract", cap=Cap(amount=eur(2000))
    )
    by_contract = Shop(rows=[row])
    by_contract.scan("exception.lost")
    by_weight = Shop(carrier="rhenus", regime="cmr", sdr=eur(120))
    by_weight.scan("exception.lost")

    assert (2000, None) == (
        by_contract.claim.amount_minor,
        by_contract.claim.file_by_on,
    )
    assert 999 == by_weight.claim.amount_minor


def test_a_carrier_of_which_nothing_is_known_is_claimed_without_a_last_day():
    shop = Shop(carrier="nobody")
    shop.scan("exception.lost")

    assert (3240, None) == (shop.claim.amount_minor, shop.claim.file_by_on)


def test_a_border_makes_it_an_international_claim():
    order = place_order(recipient=CUSTOMER, country="US")
    abroad = Shop(order=order, carrier="usps", origin="PL")
    abroad.scan("exception.lost")
    at_home = Shop(order=order, carrier="usps", origin="US")
    at_home.scan("exception.lost")

    assert date(2026, 11, 4) == abroad.claim.file_by_on
    assert date(2026, 7, 3) == at_home.claim.file_by_on


def test_the_watch_names_a_claim_that_is_not_filed_a_week_before_its_last_day():
    shop = Shop(make_good="refund")
    shop.scan("exception.lost")
    shop.turn(52)
    assert () == shop.order.findings
    shop.turn(1)

    (finding,) = shop.order.findings
    assert ("claim_due", shop.claim.claim_id, "file_claim", "ups") == (
        finding.kind,
        finding.subject,
        finding.action,
        finding.carrier,
    )
    shop.ask(c.UpdateClaim, claim_id=shop.claim.claim_id, state="submitted")
    assert () == shop.order.findings


def test_a_claim_that_is_drawn_up_late_is_due_at_once():
    shop = Shop()
    shop.ask(
        c.OpenClaim,
        claim_id="K",
        parcel_id="P1",
        kind="loss",
        units=BOTH,
        amount=eur(1),
        file_by_on=date(2026, 5, 5),
    )

    assert "claim_due" in [finding.kind for finding in shop.order.findings]


def test_the_watch_leaves_a_found_parcel_to_people():
    shop = Shop(make_good="refund")
    shop.scan("exception.lost")
    shop.clock.advance(days=1)
    shop.scan("delivered.general")
    shop.turn(3)

    assert ["claim_found"] == [finding.kind for finding in shop.order.findings]
    shop.ask(c.UpdateClaim, claim_id=shop.claim.claim_id, state="closed")
    assert () == shop.order.findings


def test_a_choice_that_is_none_is_refused():
    with pytest.raises(InvalidInput, match="make_good"):
        Claims(make_good="apologise")
    assert attrs.fields(Claims).make_good.default == ""


def test_claims_are_between_shop_and_carrier_and_stand_in_the_explanation():
    shop = Shop(make_good="reship")
    shop.scan("exception.lost")
    claim_id = shop.claim.claim_id
    shop.ask(c.UpdateClaim, claim_id=claim_id, state="submitted")
    shop.ask(c.RecoverClaim, claim_id=claim_id, amount=eur(1000))
    shop.ask(c.ReverseClaim, claim_id=claim_id, reason="found")

    told = {entry.kind for entry in shop.shop.timeline("1001")}
    assert not {kind for kind in told if kind.startswith("Claim")}
    assert "LinesReshipped" in told
    (said,) = (one for one in shop.shop.explain("1001") if one.question == "claim")
    assert said.answer == (
        f"{claim_id}: loss of parcel P1 on ups is reversed (found); claimed 32.40 EUR, "
        "paid 10.00 EUR, given back 10.00 EUR by price, to be filed by 2026-07-03"
    )
