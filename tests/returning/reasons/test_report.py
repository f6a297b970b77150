"""What comes back is ranked by what is certain, and says what to mend."""

from datetime import timedelta

import pytest
from hypothesis import given as examples
from hypothesis import strategies as st

from order.making import NOON, ask, eur, fact, line, place
from postpurchase.errors import UnknownCode
from postpurchase.order import commands as c
from postpurchase.order.returns import Inspected, ReturnItem
from postpurchase.returning.reasons import BackUnits, SentUnits, records_of, report
from postpurchase.testing import given
from postpurchase.values.money import Money
from postpurchase.values.return_reasons import REASONS
from postpurchase.wording.words import WORDS


def sent(sku, units, **more):
    return SentUnits(sku=sku, units=units, **more)


def back(sku, units, reason, value=None, **more):
    value = None if value is None else eur(value)
    return BackUnits(sku=sku, units=units, reason=reason, value=value, **more)


def values(found):
    return [group.value for group in found.groups]


def test_one_of_one_never_leads():
    found = report(
        [sent("A", 1), sent("B", 100)],
        [back("A", 1, "quality.poor"), back("B", 10, "quality.poor")],
    )

    assert ["B", "A"] == values(found)
    assert ["B", "A"] == [fix.value for fix in found.first]


def test_what_always_comes_back_goes_before_what_hardly_ever_does():
    found = report(
        [sent("RARE", 6000), sent("BAD", 5)],
        [back("RARE", 6, "quality.poor"), back("BAD", 5, "quality.poor")],
    )

    assert ["BAD", "RARE"] == values(found)
    assert ["BAD", "RARE"] == [fix.value for fix in found.first]


def test_what_certainly_costs_more_leads():
    found = report(
        [sent("CHEAP", 100), sent("DEAR", 100)],
        [
            back("CHEAP", 20, "fit.too_small", 20_00),
            back("DEAR", 10, "fit.too_small", 1_000_00),
        ],
    )

    assert ["DEAR", "CHEAP"] == values(found)
    assert eur(1_020_00) == found.total.cost


def test_values_in_several_currencies_are_left_out_of_all_ranks():
    mixed = [
        back("A", 10, "fit.too_small", 1),
        BackUnits(sku="B", units=11, reason="fit.other", value=Money(1_000_00, "PLN")),
        back("C", 12, "fit.other", 5),
    ]
    found = report([sent(sku, 100) for sku in "ABC"], mixed)

    assert ["C", "B", "A"] == values(found)
    assert [None] * 3 == [group.cost for group in found.groups]
    one_unknown = report([sent("A", 9)], [mixed[0], back("A", 1, "fit.other")])
    assert one_unknown.total.cost is None


def test_a_group_counts_reasons_faults_and_what_could_have_been_helped():
    found = report(
        [sent("A", 20)],
        [
            back("A", 3, "fit.too_small", 30),
            back("A", 2, "fit.too_large", 20),
            back("A", 4, "preference.changed_mind", 40),
            back("A", 1, "delivery.damaged", 10),
        ],
    )

    (group,) = found.groups
    assert (10, 20) == (group.rate.count, group.rate.out_of)
    assert (6, 10) == (group.controllable.count, group.controllable.out_of)
    assert (
        ("preference.changed_mind", 4),
        ("fit.too_small", 3),
        ("fit.too_large", 2),
        ("delivery.damaged", 1),
    ) == group.reasons
    assert (("customer", 9), ("carrier", 1)) == group.faults
    assert [("size_guide", 5, eur(50)), ("packaging", 1, eur(10))] == [
        (fix.fix, fix.units, fix.cost) for fix in group.fixes
    ]
    assert eur(100) == group.cost


def test_an_article_of_which_nothing_came_back_stands_last():
    found = report(
        [sent("A", 5), sent("B", 5)], [back("B", 1, "preference.changed_mind")]
    )

    assert ["B", "A"] == values(found)
    assert () == found.first
    assert (0, 5) == (found.groups[1].rate.count, found.groups[1].rate.out_of)


def test_more_may_come_back_than_the_log_knows_to_have_left():
    found = report([], [back("A", 2, "fit.other")])

    assert (2, 2) == (found.groups[0].rate.count, found.groups[0].rate.out_of)


@pytest.mark.parametrize(
    ("by", "value"),
    [("article", "A"), ("supplier", "mill"), ("packer", "ann"), ("carrier", "dpd")],
)
def test_a_report_is_made_by_any_dimension(by, value):
    more = {"packer": "ann", "carrier": "dpd"}
    found = report(
        [sent("A", 4, **more)],
        [back("A", 1, "fit.other", **more)],
        by=by,
        suppliers={"A": "mill"},
    )

    assert [value] == values(found)
    assert by == found.groups[0].by


def test_an_article_without_a_supplier_stands_under_none():
    assert [""] == values(report([sent("A", 1)], [], by="supplier"))


def test_another_dimension_is_refused():
    with pytest.raises(UnknownCode, match="star_sign"):
        report([], [], by="star_sign")


@examples(
    st.lists(
        st.tuples(
            st.sampled_from("ABC"),
            st.integers(1, 50),
            st.sampled_from([reason.code for reason in REASONS]),
        ),
        max_size=20,
    )
)
def test_every_unit_is_counted_once_everywhere(came):
    found = report(
        [sent(sku, 1000) for sku in "ABC"],
        [back(sku, units, reason) for sku, units, reason in came],
    )

    whole = sum(units for _, units, _ in came)
    assert whole == found.total.rate.count
    assert whole == sum(group.rate.count for group in found.groups)
    assert whole == sum(units for _, units in found.total.reasons)
    assert whole == sum(units for _, units in found.total.faults)
    mended = sum(fix.units for fix in found.first)
    assert found.total.controllable.count == mended
    assert sum(fix.units for fix in found.total.fixes) == mended


def test_every_reason_and_every_fix_has_a_word():
    assert {reason.code for reason in REASONS} == set(WORDS["reason"])
    fixes = {reason.fix for reason in REASONS if reason.is_controllable}
    assert fixes == set(WORDS["fix"])


THREE = {"L1": 3}
SHIPPED = [
    place(),
    ask(c.SkipSteps, units=THREE, reason="x"),
    ask(c.ShipParcel, parcel_id="P1", units=THREE, carrier="dhl"),
]


def tracked(code, hour=1):
    return ask(c.RecordTracking, parcel_id="P1", facts=fact(code, hour))


DELIVERED = [*SHIPPED, tracked("delivered.general")]


def always(at):
    return True


def returned(*items, **more):
    wish = ask(c.RequestReturn, return_id="R1", items=items, **more)
    return [wish, ask(c.ApproveReturn, return_id="R1")]


def item(units, reason=""):
    return ReturnItem(line_id="L1", units=units, reason=reason)


def came_back(*history):
    order = given(*history).order
    _, found = records_of(order, always)
    return [(one.sku, one.units, one.reason, one.value) for one in found]


def test_what_was_sent_is_counted_by_packer_and_carrier():
    order = given(*SHIPPED).order

    assert (
        (SentUnits(sku="SKU-L1", units=3, packer="ann", carrier="dhl"),),
        (),
    ) == records_of(order, always, {"L1": "ann"})


def test_parcels_of_another_time_and_parcels_that_never_left_do_not_count():
    boxed = [
        place(line(), line("L2", quantity=1)),
        ask(c.SkipSteps, units={"L1": 3, "L2": 1}, reason="x"),
        ask(c.ShipParcel, parcel_id="P1", units=THREE, carrier="dhl"),
        ask(c.OpenParcel, parcel_id="P2", units={"L2": 1}),
    ]
    order = given(*boxed).order

    assert ((), ()) == records_of(order, lambda at: at > NOON)
    sold, _ = records_of(order, lambda at: at < NOON + timedelta(seconds=1))
    assert ["SKU-L1"] == [one.sku for one in sold]


def test_units_of_an_agreed_return_count_with_their_reasons():
    found = came_back(
        *DELIVERED, *returned(item(1, "fit.too_small"), item(1, "quality.poor"))
    )

    assert [
        ("SKU-L1", 1, "fit.too_small", eur(1000)),
        ("SKU-L1", 1, "quality.poor", eur(1000)),
    ] == found


def test_a_return_that_was_only_asked_for_counts_for_nothing():
    assert [] == came_back(*DELIVERED, *returned(item(1))[:1])


def test_a_return_without_a_reason_has_another_one():
    assert ["other"] == [one[2] for one in came_back(*DELIVERED, *returned(item(1)))]


def test_what_the_inspector_found_goes_before_what_the_customer_said():
    found = came_back(
        *DELIVERED,
        *returned(item(3, "quality.poor")),
        ask(c.ReceiveReturn, return_id="R1", units=THREE),
        ask(
            c.InspectReturn,
            return_id="R1",
            items=(
                Inspected(line_id="L1", units=1, reason="delivery.damaged"),
                Inspected(line_id="L1", units=2),
            ),
        ),
    )

    assert [("delivery.damaged", 1), ("quality.poor", 2)] == [
        (one[2], one[1]) for one in found
    ]


def test_a_parcel_that_was_refused_or_could_not_be_delivered_came_back_too():
    refused = came_back(
        *SHIPPED, tracked("exception.refused", 1), tracked("returned.general", 2)
    )
    unknown = came_back(*SHIPPED, tracked("returning.general", 2))

    assert [("SKU-L1", 3, "delivery.refused", eur(3000))] == refused
    assert ["delivery.undeliverable"] == [one[2] for one in unknown]


def test_a_refused_parcel_that_became_a_return_counts_once():
    found = came_back(
        *SHIPPED,
        tracked("exception.refused", 1),
        tracked("returned.general", 2),
        *returned(item(2), kind="delivery_refused", asked_by="carrier"),
    )

    assert [("delivery.refused", 2), ("delivery.refused", 1)] == [
        (one[2], one[1]) for one in found
    ]


def test_a_return_from_two_parcels_belongs_to_each_by_its_units():
    two = [
        place(),
        ask(c.SkipSteps, units=THREE, reason="x"),
        ask(c.ShipParcel, parcel_id="P1", units={"L1": 1}, carrier="dhl"),
        ask(c.ShipParcel, parcel_id="P2", units={"L1": 2}, carrier="ups"),
        tracked("delivered.general"),
        ask(c.RecordTracking, parcel_id="P2", facts=fact("delivered.general", 1)),
        *returned(item(2, "fit.other"), item(1, "quality.poor")),
    ]
    _, found = records_of(given(*two).order, always)

    assert 3 == sum(one.units for one in found)
    assert {"dhl": 1, "ups": 2} == {
        carrier: sum(one.units for one in found if one.carrier == carrier)
        for carrier in ("dhl", "ups")
    }
