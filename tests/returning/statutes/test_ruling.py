"""The statute as a ruling: per line, with basis, in the customer's language."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import attrs
import pytest

from postpurchase.errors import InvalidInput, NaiveTime, UnknownCode, UnknownLine
from postpurchase.order.commands import CancelUnits, DeliverLines, RequestReturn
from postpurchase.order.returns import ReturnItem, ReturnRequest
from postpurchase.returning.statutes import Assurances, statute_ruling
from postpurchase.returning.statutes.possession import contract_kind, possession_of
from postpurchase.testing import NOON, deliver_parcel, given, place_order, ship_parcel
from postpurchase.values.money import Money

CRD = "Directive 2011/83/EU"
HOUR = timedelta(hours=1)


def ordered(*categories, **changes):
    """Place an order of two mugs of some categories, and nothing else."""
    mug = attrs.evolve(place_order().lines[0], categories=categories)
    return place_order(lines=(mug,), **changes)


def had(*categories, at=NOON + timedelta(days=3), **changes):
    """Return an order of two mugs that came at a time."""
    return given(
        ordered(*categories, **changes), ship_parcel(), deliver_parcel(at=at)
    ).order


def wish(kind="withdrawal", *, condition="", units=2, **more):
    item = ReturnItem(line_id="L1", units=units, condition=condition)
    return ReturnRequest(order_id="1001", items=(item,), kind=kind, **more)


def rule(order, at=NOON + timedelta(days=5), *, request=None, **said):
    return statute_ruling(
        request or wish(), order, at, assurances=Assurances(**said) if said else None
    )


def named(ruling):
    return {end.name: (str(end.last_on), end.basis) for end in ruling.deadlines}


def test_it_says_until_when_and_what_follows_with_the_article_of_each():
    # Delivered on Thursday, 7 May 2026; the notice comes on Saturday.
    ruling = rule(had(locale="en"))
    [line] = ruling.lines

    assert ("EU", True, "withdrawal") == (ruling.policy, ruling.allowed, ruling.kind)
    assert date(2026, 5, 21) == ruling.last_on == line.last_on
    assert ("You can withdraw from the contract until May 21, 2026.",) == ruling.reasons
    assert [("withdrawal", f"{CRD}, art. 9(2)(b)")] == [
        (one.rule, one.basis) for one in line.reasons
    ]
    assert {
        "withdraw": ("2026-05-21", f"{CRD}, art. 9(2)(b)"),
        "send_back": ("2026-05-25", f"{CRD}, art. 14(1)"),
        "refund": ("2026-05-23", f"{CRD}, art. 13(1)"),
    } == named(ruling)
    assert ((), ("refund_original",), "customer", "share", "scan") == (
        ruling.fees,
        ruling.resolutions,
        ruling.freight_by,
        ruling.outbound,
        ruling.refund_when,
    )
    assert ("L1", 2, False, "customer") == (
        line.line_id,
        line.units,
        line.review,
        line.fault,
    )


@pytest.mark.parametrize(
    ("locale", "said"),
    [
        ("uk", "Ви можете відмовитися від договору до 21 травня 2026\u202fр. включно."),
        ("pl", "Możesz odstąpić od umowy do 21 maja 2026 włącznie."),
        ("de", "You can withdraw from the contract until May 21, 2026."),
        ("", "You can withdraw from the contract until May 21, 2026."),
    ],
)
def test_it_speaks_the_customers_language(locale, said):
    assert (said,) == rule(had(locale=locale)).reasons


def test_every_sentence_is_in_the_customers_language():
    sealed, made = had("sealed_hygiene"), had("made_to_order")

    assert (
        "Możesz odstąpić od umowy do 21 maja 2026 włącznie.",
        "Rzecz musi wrócić z nienaruszonym zabezpieczeniem.",
    ) == rule(sealed).reasons
    assert ("Rzeczy wykonanej na Twoje zamówienie nie można zwrócić.",) == (
        rule(made).reasons
    )
    assert ("Możesz odstąpić od umowy.",) == rule(given(ordered()).order).reasons
    assert ("Ostatni dzień na odstąpienie od umowy minął 21 maja 2026.",) == (
        rule(had(), NOON + timedelta(days=30)).reasons
    )
    assert (
        "Sprzedawca odpowiadał za wady, które ujawniły się do 8 maja 2028 włącznie.",
    ) == faulty(had(), NOON + timedelta(days=900)).reasons


def test_the_last_day_ends_at_midnight_where_the_customer_lives():
    order = had(locale="en")
    end = datetime(2026, 5, 21, 22, tzinfo=UTC)
    before, after = rule(order, end - HOUR), rule(order, end)

    assert (True, False) == (before.allowed, after.allowed)
    assert date(2026, 5, 21) == after.last_on
    assert ("The last day to withdraw from the contract was May 21, 2026.",) == (
        after.reasons
    )
    assert {"withdraw"} == set(named(after))


def test_the_day_of_delivery_is_that_of_the_customers_clock():
    late = datetime(2026, 5, 7, 22, 30, tzinfo=UTC)

    assert ["2026-05-22", "2026-05-21"] == [
        str(rule(had(at=late, zone=zone)).last_on) for zone in ("Europe/Warsaw", "UTC")
    ]


def test_of_several_parcels_the_last_one_counts_and_until_then_nothing_runs():
    one, two = {"L1": 1}, {"L1": 1}
    first = (
        ordered(locale="en"),
        ship_parcel(units=one),
        deliver_parcel(),
        ship_parcel(parcel_id="P2", units=two, tracking_number="FAKE2"),
    )
    early = rule(given(*first).order, request=wish(units=1))
    last = deliver_parcel(parcel_id="P2", at=NOON + timedelta(days=6))
    full = rule(given(*first, last).order, NOON + timedelta(days=7))

    assert (True, None) == (early.allowed, early.last_on)
    assert ("You can withdraw from the contract.",) == early.reasons
    assert {"send_back", "refund"} == set(named(early))
    assert not early.lines[0].review
    assert ("2026-05-25", f"{CRD}, art. 9(2)(b)(i)") == named(full)["withdraw"]


def test_before_anything_was_sent_the_right_exists_already():
    ruling = rule(given(ordered(locale="en")).order)

    assert (True, None, False) == (
        ruling.allowed,
        ruling.last_on,
        ruling.lines[0].review,
    )
    assert [("withdrawal", f"{CRD}, art. 9(2)(b)")] == [
        (one.rule, one.basis) for one in ruling.lines[0].reasons
    ]


def test_goods_of_which_the_log_does_not_say_when_they_came_are_looked_at():
    order = given(
        ordered(),
        DeliverLines(order_id="1001", at=NOON + timedelta(days=1), units={"L1": 2}),
    ).order
    ruling = rule(order)

    assert (True, True, None) == (
        ruling.allowed,
        ruling.lines[0].review,
        ruling.last_on,
    )


def test_what_was_cancelled_is_not_waited_for():
    order = given(
        ordered(),
        CancelUnits(order_id="1001", at=NOON, units={"L1": 1}, reason="customer"),
        ship_parcel(units={"L1": 1}),
        deliver_parcel(),
    ).order

    assert date(2026, 5, 21) == rule(order, request=wish(units=1)).last_on
    assert (True, 1, "single") == (
        possession_of(order).is_complete,
        possession_of(order).parcels,
        possession_of(order).delivery,
    )


def test_a_service_runs_from_the_contract_and_waits_for_nothing():
    order = given(ordered("service", locale="en")).order
    ruling = rule(order)

    assert ("2026-05-18", f"{CRD}, art. 9(2)(a)") == named(ruling)["withdraw"]
    assert possession_of(order).is_complete
    assert ["service", "digital", ""] == [
        contract_kind(kinds) for kinds in (("x", "service"), ("digital",), ("mug",))
    ]


def test_the_day_of_the_contract_is_that_of_the_customers_clock():
    late = datetime(2026, 5, 3, 23, 30, tzinfo=UTC)

    assert ["2026-05-18", "2026-05-18", "2026-05-17"] == [
        named(
            rule(given(ordered("service", at=late, zone=zone, country=country)).order)
        )["withdraw"][0]
        for zone, country in (
            ("Europe/Warsaw", "PL"),
            ("Europe/London", "GB"),
            ("UTC", "GB"),
        )
    ]
    new_year = datetime(2022, 12, 31, 23, 30, tzinfo=UTC)
    presumed = [
        named(
            faulty(
                given(
                    ordered(at=new_year, zone=zone),
                    ship_parcel(at=new_year + timedelta(days=1)),
                    deliver_parcel(at=new_year + timedelta(days=2)),
                ).order,
                new_year + timedelta(days=9),
            )
        )["presumption"][1]
        for zone in ("Europe/Warsaw", "UTC")
    ]
    assert [
        "Ustawa o prawach konsumenta, art. 43c",
        "Kodeks cywilny, art. 556(2) and 568",
    ] == presumed


def test_excepted_goods_stay_with_the_reason_and_the_letter():
    ruling = rule(had("made_to_order", locale="en"))
    [line] = ruling.lines

    assert (False, False, None) == (ruling.allowed, line.allowed, ruling.last_on)
    assert [
        (
            "exempt.made_to_order",
            "Goods made to your order cannot be sent back.",
            f"{CRD}, art. 16(c)",
        )
    ] == [(one.rule, one.text, one.basis) for one in line.reasons]
    assert () == ruling.deadlines


@pytest.mark.parametrize(
    ("country", "basis"),
    [
        ("GB", "Consumer Contracts Regulations 2013, reg. 28"),
        ("UA", "Закон України № 1023-XII, ст. 13"),
    ],
)
def test_other_statutes_cite_their_own_exceptions(country, basis):
    assert basis == rule(had("perishable", country=country)).lines[0].reasons[0].basis


def test_sealed_goods_come_back_as_long_as_the_seal_is_whole():
    order = had("sealed_hygiene", locale="en")
    whole = rule(order)
    broken = rule(order, request=wish(condition="seal_broken"))
    late = rule(order, NOON + timedelta(days=60))

    assert ["withdrawal", "seal"] == [one.rule for one in whole.lines[0].reasons]
    assert "It must come back with its seal unbroken." == whole.reasons[1]
    assert f"{CRD}, art. 16" == whole.lines[0].reasons[1].basis
    assert not broken.allowed
    assert f"{CRD}, art. 16(e)" == broken.lines[0].reasons[0].basis
    assert ["withdrawal"] == [one.rule for one in late.lines[0].reasons]


def test_a_request_is_allowed_if_one_of_its_lines_is():
    mug, tea = place_order().lines
    order = given(
        place_order(lines=(mug, attrs.evolve(tea, categories=("perishable",)))),
        ship_parcel(units={"L1": 2, "L2": 1}),
        deliver_parcel(),
    ).order
    ruling = rule(order, request=ReturnRequest.of("1001", {"L1": 2, "L2": 1}))

    assert (True, [True, False]) == (
        ruling.allowed,
        [line.allowed for line in ruling.lines],
    )
    assert 2 == len(ruling.reasons)
    assert date(2026, 5, 21) == ruling.last_on
    assert 3 == len(ruling.deadlines)


def test_two_items_of_one_line_have_one_deadline_and_one_reason():
    items = (ReturnItem(line_id="L1", units=1), ReturnItem(line_id="L1", units=1))
    ruling = rule(
        had(), request=ReturnRequest(order_id="1001", items=items, kind="withdrawal")
    )

    assert (2, 1, 3) == (
        len(ruling.lines),
        len(ruling.reasons),
        len(ruling.deadlines),
    )


@pytest.mark.parametrize(
    ("said", "freight_by", "refund_when"),
    [
        ({"pays_return": True}, "shop", "scan"),
        ({"collects": True}, "shop", "request"),
        ({"is_informed": False}, "shop", "scan"),
        ({"informed_on": date(2026, 5, 8)}, "shop", "scan"),
        ({"subdivision": ""}, "customer", "scan"),
    ],
)
def test_the_shop_pays_for_the_way_back_unless_it_said_that_it_does_not(
    said, freight_by, refund_when
):
    ruling = rule(had(), **said)

    assert (freight_by, refund_when) == (ruling.freight_by, ruling.refund_when)


def test_a_right_that_was_not_explained_lasts_a_year_longer():
    assert date(2027, 5, 21) == rule(had(), is_informed=False).last_on
    assert date(2026, 5, 22) == rule(had(), informed_on=date(2026, 5, 8)).last_on


@pytest.mark.parametrize("wrong", ["2026-05-08", date(1999, 12, 31)])
def test_the_day_on_which_the_right_was_explained_is_a_day(wrong):
    with pytest.raises(InvalidInput) as refused:
        Assurances(informed_on=wrong)

    assert "informed_on" == refused.value.path


def test_the_cheapest_ordinary_delivery_is_the_most_that_is_paid_back():
    ruling = rule(had(), outbound_max=Money(495, "EUR"))

    assert ("standard", Money(495, "EUR")) == (ruling.outbound, ruling.outbound_max)


def test_holidays_of_a_state_count_where_it_is_stated():
    order = had(country="DE", at=datetime(2026, 5, 21, 12, tzinfo=UTC))
    at = datetime(2026, 5, 30, tzinfo=UTC)

    assert date(2026, 6, 4) == rule(order, at).last_on
    assert date(2026, 6, 5) == rule(order, at, subdivision="BY").last_on
    with pytest.raises(UnknownCode):
        rule(order, at, subdivision="XX")


def test_a_state_with_its_country_holds_for_orders_to_that_country_alone():
    when = datetime(2026, 5, 21, 12, tzinfo=UTC)
    at = datetime(2026, 5, 30, tzinfo=UTC)

    assert ["2026-06-05", "2026-06-04", "2026-06-04"] == [
        str(rule(had(country="DE", at=when), at, subdivision=state).last_on)
        for state in ("DE-BY", "DE-NI", "AT-4")
    ]
    assert ["2031-05-07", "2032-05-07"] == [
        named(faulty(had(country="GB"), subdivision=state))["guarantee"][0]
        for state in ("GB-SCT", "DE-BY")
    ]


@pytest.mark.parametrize(
    ("stated", "country", "state"),
    [
        ("BY", "DE", "BY"),
        ("BY", "PL", "BY"),
        ("DE-BY", "DE", "BY"),
        ("DE-BY", "PL", ""),
        ("ES-CT-X", "ES", "CT-X"),
        ("", "DE", ""),
    ],
)
def test_a_state_is_read_with_and_without_its_country(stated, country, state):
    assert state == Assurances(subdivision=stated).subdivision_in(country)


def test_in_the_united_kingdom_the_refund_runs_from_the_return():
    order = had(country="GB")

    assert {"withdraw", "send_back"} == set(named(rule(order)))
    collected = named(rule(order, collects=True))
    assert "Consumer Contracts Regulations 2013, reg. 34(6)" == collected["refund"][1]
    assert "UK" == rule(order).policy


def test_in_ukraine_nothing_is_said_of_sending_back():
    ruling = rule(had(country="UA"))

    assert {"withdraw", "refund"} == set(named(ruling))
    assert ("UA", "receipt") == (ruling.policy, ruling.refund_when)


@pytest.mark.parametrize("kind", ["withdrawal", "policy_return", "delivery_refused"])
def test_the_right_to_withdraw_stands_behind_these_kinds(kind):
    assert "withdrawal" == rule(had(), request=wish(kind)).kind


@pytest.mark.parametrize("kind", ["recall", "gift_return", "commercial_warranty"])
def test_of_other_kinds_the_law_says_nothing(kind):
    assert rule(had(), request=wish(kind)) is None


@pytest.mark.parametrize("country", ["US", "CH", ""])
def test_where_no_statute_is_known_nothing_is_ruled(country):
    for kind in ("withdrawal", "non_conformity"):
        assert rule(had(country=country), request=wish(kind)) is None


def test_who_receives_a_gift_has_no_contract_to_withdraw_from():
    for kind in ("withdrawal", "non_conformity"):
        request = wish(kind, asked_by="gift_recipient")
        assert rule(had(), request=request) is None


def test_an_order_older_than_the_law_is_not_ruled_on():
    old = datetime(2001, 5, 4, 12, tzinfo=UTC)
    order = given(
        ordered(at=old),
        ship_parcel(at=old + timedelta(days=1)),
        deliver_parcel(at=old + timedelta(days=3)),
    ).order

    for kind in ("withdrawal", "non_conformity"):
        assert rule(order, old + timedelta(days=5), request=wish(kind)) is None


def test_a_wish_has_to_be_about_the_order_and_its_time_aware():
    with pytest.raises(UnknownLine):
        rule(had(), request=ReturnRequest.of("1001", {"L9": 1}))
    with pytest.raises(UnknownLine):
        rule(
            had(),
            request=attrs.evolve(
                ReturnRequest.of("1001", {"L9": 1}), kind="non_conformity"
            ),
        )
    with pytest.raises(NaiveTime):
        rule(had(), datetime(2026, 5, 9))


def faulty(order, at=NOON + timedelta(days=400), **more):
    return rule(order, at, request=wish("non_conformity"), **more)


def test_goods_that_do_not_conform_are_repaired_or_replaced_at_the_shops_cost():
    ruling = faulty(had(locale="en"))
    [line] = ruling.lines

    assert ("EU", True, "non_conformity") == (
        ruling.policy,
        ruling.allowed,
        ruling.kind,
    )
    assert ("repair", "replace_same") == ruling.resolutions
    assert ("shop", "scan", "share") == (
        ruling.freight_by,
        ruling.refund_when,
        ruling.outbound,
    )
    assert ("The seller answers for faults that show until May 8, 2028.",) == (
        ruling.reasons
    )
    assert {
        "guarantee": ("2028-05-08", "Ustawa o prawach konsumenta, art. 43c"),
        "presumption": ("2028-05-08", "Ustawa o prawach konsumenta, art. 43c"),
    } == named(ruling)
    assert ("L1", 2, "merchant", date(2028, 5, 8), "guarantee") == (
        line.line_id,
        line.units,
        line.fault,
        line.last_on,
        line.reasons[0].rule,
    )
    assert "Ustawa o prawach konsumenta, art. 43c" == line.reasons[0].basis


@pytest.mark.parametrize(
    ("locale", "said"),
    [
        (
            "pl",
            "Sprzedawca odpowiada za wady, które ujawnią się do 8 maja 2028 włącznie.",
        ),
        ("", "The seller answers for faults that show until May 8, 2028."),
    ],
)
def test_the_guarantee_speaks_the_customers_language(locale, said):
    assert (said,) == faulty(had(locale=locale)).reasons


def test_after_the_guarantee_nothing_is_owed():
    order = had(country="DE", locale="en")
    end = datetime(2028, 5, 8, 22, tzinfo=UTC)

    assert faulty(order, end - HOUR).allowed
    late = faulty(order, end)
    assert (False, False) == (late.allowed, late.lines[0].allowed)
    assert date(2028, 5, 8) == late.last_on
    assert ("The seller answered for faults that showed until May 8, 2028.",) == (
        late.reasons
    )


@pytest.mark.parametrize(
    ("kind", "resolution", "line_id", "is_more"),
    [
        ("non_conformity", "repair", "L1", True),
        ("non_conformity", "replace_same", "L1", True),
        ("non_conformity", "refund_original", "L1", False),
        ("policy_return", "repair", "L1", False),
        ("non_conformity", "repair", "L2", False),
    ],
)
def test_once_repair_or_replacement_was_tried_the_money_is_offered_too(
    kind, resolution, line_id, is_more
):
    before = RequestReturn(
        order_id="1001",
        at=NOON + timedelta(days=20),
        return_id="R1",
        items={line_id: 1},
        kind=kind,
        resolution=resolution,
    )
    order = given(
        place_order(),
        ship_parcel(units={"L1": 2, "L2": 1}),
        deliver_parcel(),
        before,
    ).order
    first = ("repair", "replace_same")

    assert faulty(order).resolutions == (
        (*first, "partial_refund_keep", "refund_original") if is_more else first
    )


def test_nothing_can_be_faulty_before_it_came():
    assert faulty(given(ordered()).order) is None


def test_in_scotland_a_claim_ends_a_year_earlier():
    order = had(country="GB")

    assert ["2032-05-07", "2031-05-07"] == [
        named(faulty(order, subdivision=part))["guarantee"][0] for part in ("", "SCT")
    ]


def test_in_the_united_kingdom_goods_are_rejected_within_thirty_days():
    order = had(country="GB")
    end = datetime(2026, 6, 6, 22, tzinfo=UTC)
    early, late = faulty(order, end - HOUR), faulty(order, end)

    assert "refund_original" in early.resolutions
    assert ("repair", "replace_same") == late.resolutions
    assert "UK" == late.policy
    assert {
        "guarantee": "2032-05-07",
        "presumption": "2026-11-06",
        "reject": "2026-06-06",
    } == {name: day for name, (day, _) in named(late).items()}


@pytest.mark.parametrize(("placed_on", "is_ruled"), [(30, False), (1, True)])
def test_the_act_of_2015_holds_for_contracts_from_october(placed_on, is_ruled):
    month = 9 if placed_on == 30 else 10
    at = datetime(2015, month, placed_on, 12, tzinfo=UTC)
    order = given(
        ordered(at=at, country="GB"),
        ship_parcel(at=at),
        deliver_parcel(at=at + timedelta(days=3)),
    ).order

    assert is_ruled == (faulty(order, at + timedelta(days=5)) is not None)
