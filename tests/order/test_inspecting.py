"""What comes back is received, looked at, and sent back where it is refused."""

import attrs
import pytest

from order.making import ask, eur, fact, line, place
from order.returns_making import (
    AGREED,
    ONE,
    THREE,
    TWO,
    about,
    allowing,
    approve,
    delivered,
    inspect,
    machines,
    receive,
    request,
    shipped,
    tracked,
    units,
)
from postpurchase.errors import (
    Contradiction,
    CurrencyMismatch,
    InvalidInput,
    InvalidMoney,
    NotEnoughUnits,
    NothingToChange,
    TransitionNotAllowed,
    UnknownLine,
)
from postpurchase.order import commands as c
from postpurchase.order import events as e
from postpurchase.order.events import Replaced
from postpurchase.order.returns import Inspected, ReturnWay, UnexpectedGoods
from postpurchase.testing import given
from postpurchase.values.money import Money

OFF = about(c.CancelReturn, reason="customer")


def back(parcel_id="P9", number=1):
    return about(c.SendBackReturn, units={"L1": number}, parcel_id=parcel_id)


def test_goods_arrive_in_several_parcels():
    one = delivered(AGREED, receive(1, location_code="LVIV")).order

    assert {"delivered": 1, "returning": 1, "returned": 1} == one.line("L1").places
    assert ("approved", "received", "awaiting", "pending") == machines(one)
    known = one.return_("R1")
    assert (units(1), units(1), "LVIV") == (
        known.outstanding,
        known.received,
        known.location_code,
    )
    both = delivered(AGREED, receive(1, location_code="LVIV"), receive(1)).order
    assert (units(2), (), "LVIV") == (
        both.return_("R1").received,
        both.return_("R1").sources,
        both.return_("R1").location_code,
    )


def test_what_is_missing_is_with_the_customer_still():
    order = delivered(AGREED, receive(1, missing=ONE), inspect(1)).order

    assert {"delivered": 2, "returned": 1} == order.line("L1").places
    assert 2 == order.parcel("P1").held("L1")
    assert ("closed", "received", "done", "settled") == machines(order)
    assert 1000 == order.refund("R1:1").amount_minor
    assert (units(1), ()) == (order.return_("R1").missing, order.return_("R1").unearned)


def test_what_is_missing_of_a_parcel_that_was_refused_is_lost():
    refused = request(3, kind="delivery_refused", asked_by="carrier")
    order = shipped(tracked("returned.general"), refused, receive(2, missing=ONE)).order

    assert {"returned": 2, "lost": 1} == order.line("L1").places


def test_a_unit_without_a_parcel_that_is_missing_is_delivered():
    order = given(
        place(line(requires_parcel=False)),
        ask(c.DeliverLines, units=THREE),
        AGREED,
        receive(0, missing=TWO),
    ).order

    assert {"delivered": 3} == order.line("L1").places
    assert ("closed", "awaiting", "awaiting", "waived") == machines(order)


def test_money_that_was_given_early_for_what_does_not_come_is_a_debt_that_shows():
    early = request(2, allowing(refund_when="request"))
    order = delivered(early, receive(1, missing=ONE), inspect(1)).order

    assert units(1) == order.return_("R1").unearned
    assert [2000] == [refund.amount_minor for refund in order.refunds]
    assert "closed" == order.return_("R1").intent
    assert 0 == delivered(early, OFF, paid=3000).order.line("L1").returnable - 1
    assert units(2) == delivered(early, OFF).order.return_("R1").unearned


def test_a_missing_unit_that_comes_after_all_is_taken_in():
    order = delivered(AGREED, receive(1, missing=ONE), receive(1)).order

    assert {"delivered": 1, "returned": 2} == order.line("L1").places
    known = order.return_("R1")
    assert ((), units(2), "approved") == (known.missing, known.received, known.intent)


def test_more_than_announced_is_taken_in_as_long_as_the_customer_had_as_many():
    case = delivered(AGREED).when(receive(3, is_more=True))

    (received, *_) = case.events
    assert [("P1", 1)] == [(one.parcel_id, one.units) for one in received.taken]
    assert {"returned": 3} == case.order.line("L1").places
    assert 0 == case.order.parcel("P1").held("L1")
    delivered(AGREED).when(receive(4, is_more=True)).then_rejected(
        NotEnoughUnits, place="delivered", asked=2, available=1
    )


def test_a_receipt_that_is_recorded_twice_does_not_count_twice():
    delivered(AGREED, receive(2)).when(receive(2)).then_rejected(
        NotEnoughUnits, line_id="L1", place="returning", asked=2, available=0
    )
    delivered(AGREED, receive(1)).when(receive(2)).then_rejected(
        NotEnoughUnits, line_id="L1", place="returning", asked=2, available=1
    )


def test_what_came_beyond_the_agreement_is_paid_once_it_is_accepted():
    at_receipt = request(2, allowing(refund_when="receipt"))
    came = delivered(at_receipt, receive(3, is_more=True))

    assert [2000] == [refund.amount_minor for refund in came.order.refunds]
    seen = delivered(at_receipt, receive(3, is_more=True), inspect(3)).order
    assert [2000, 1000] == [refund.amount_minor for refund in seen.refunds]
    assert "closed" == seen.return_("R1").intent


@pytest.mark.parametrize(
    "end",
    [
        [OFF],
        [about(c.SettleReturn, reason="goodwill")],
        [
            about(c.IssueReturnWay, way=ReturnWay(method="locker")),
            about(c.ExpireReturnWay, closes=True),
        ],
    ],
)
def test_goods_of_a_return_that_is_over_are_taken_in_and_it_goes_on(end):
    order = delivered(AGREED, *end, receive(), inspect()).order

    assert {"delivered": 1, "returned": 2} == order.line("L1").places
    assert ("closed", "received", "done", "settled") == machines(order)


@pytest.mark.parametrize("before", [[], [about(c.DeclineReturn, reason="window_over")]])
def test_goods_that_nobody_agreed_on_are_here_and_make_nothing_due(before):
    came = delivered(request(2), *before, receive(), inspect()).order

    assert {"delivered": 1, "returned": 2} == came.line("L1").places
    assert () == came.refunds
    known = came.return_("R1")
    assert ("declined" if before else "requested") == known.intent
    agreed = delivered(request(2), *before, receive(), inspect(), approve())
    assert 2000 == agreed.order.refund("R1:1").amount_minor
    assert {"delivered": 1, "returned": 2} == agreed.order.line("L1").places
    sent = delivered(request(2), *before, receive(), back(number=2)).order
    assert {"delivered": 1, "shipped": 2} == sent.line("L1").places


def test_a_part_that_came_before_the_agreement_counts_for_it():
    order = delivered(request(2), receive(1), approve()).order

    assert {"delivered": 1, "returning": 1, "returned": 1} == order.line("L1").places


def test_what_came_before_the_agreement_is_not_counted_twice():
    assert 1 == delivered(request(2), receive(2)).order.line("L1").returnable
    assert 1 == delivered(request(2), receive(1)).order.line("L1").returnable


def test_goods_that_do_not_belong_are_written_down():
    wrong = UnexpectedGoods(sku="SHOE", units=1, note="kept_for_customer")
    order = delivered(AGREED, receive(0, unexpected=[wrong])).order

    assert (wrong,) == order.return_("R1").unexpected
    assert "awaiting" == order.return_("R1").logistics


def test_something_must_have_arrived():
    delivered(AGREED).when(receive(0)).then_rejected(NothingToChange)
    delivered(AGREED).when(receive(1, missing=TWO)).then_rejected(
        NotEnoughUnits, place="returning", asked=2, available=1
    )
    delivered(AGREED).when(receive(0, missing=THREE)).then_rejected(
        NotEnoughUnits, asked=3, available=2
    )
    unknown = about(c.ReceiveReturn, units={"L9": 1})
    delivered(AGREED).when(unknown).then_rejected(UnknownLine)


def test_a_carriers_later_facts_never_move_what_a_return_holds():
    later = [
        tracked("returned.general", hour=3),
        ask(
            c.RecordTracking,
            parcel_id="P1",
            facts=fact("exception.lost", hour=4),
            is_correction=True,
        ),
    ]
    order = delivered(AGREED, receive(1), *later).order

    assert {"lost": 1, "returning": 1, "returned": 1} == order.line("L1").places
    gone = ask(c.ReportContents, parcel_id="P1", missing=TWO)
    delivered(AGREED).when(gone).then_rejected(NotEnoughUnits, available=1)


# Refused parcels


@pytest.mark.parametrize("code", ["returning.general", "returned.general"])
def test_a_refused_parcel_is_taken_over_received_and_paid_back(code):
    refused = request(3, kind="delivery_refused", asked_by="staff")
    taken = shipped(tracked(code), refused)

    assert {"returning": 3} == taken.order.line("L1").places
    assert "approved" == taken.order.return_("R1").intent
    done = shipped(tracked(code), refused, receive(3), inspect(3)).order
    assert {"returned": 3} == done.line("L1").places
    assert 3000 == done.refund("R1:1").amount_minor
    assert ("closed", "received", "done", "settled") == machines(done)


def test_a_customers_word_that_it_was_refused_waits_and_a_ruling_decides():
    refused = request(3, kind="delivery_refused")

    assert "requested" == shipped(refused).order.return_("R1").intent
    ruled = request(3, allowing(), kind="delivery_refused")
    assert "approved" == shipped(ruled).order.return_("R1").intent


def test_a_refused_parcel_owes_nothing_and_the_payment_at_the_door_lapses():
    agreed = ask(c.AgreePayment, payment_id="COD", amount=eur(3000))
    refused = request(3, kind="delivery_refused", asked_by="staff")
    order = shipped(agreed, tracked("returning.general"), refused, paid=0).order

    assert (0, "due") == (order.balance_due.amount_minor, order.payment("COD").state)
    came = shipped(
        agreed, tracked("returning.general"), refused, receive(2), paid=0
    ).order
    assert "due" == came.payment("COD").state
    whole = shipped(
        agreed, tracked("returning.general"), refused, receive(2), receive(1), paid=0
    ).order
    assert ("voided", 0) == (
        whole.payment("COD").state,
        whole.balance_due.amount_minor,
    )


# Looking at it


def test_what_is_refused_waits_until_it_is_sent_back():
    refused = inspect(1, is_accepted=False, disposition="send_back", grade="used")
    seen = delivered(AGREED, receive(), inspect(1), refused)

    assert ("approved", "received", "done", "settled") == machines(seen.order)
    assert 1000 == seen.order.refund("R1:1").amount_minor
    order = delivered(AGREED, receive(), inspect(1), refused, back()).order
    assert {"delivered": 1, "returned": 1, "shipped": 1} == order.line("L1").places
    assert ("closed", "received", "done", "settled") == machines(order)
    parcel = order.parcel("P9")
    assert ("shipped", units(1), "KYIV") == (
        parcel.state,
        parcel.units,
        parcel.location_code,
    )
    home = delivered(
        AGREED,
        receive(),
        inspect(1),
        refused,
        back(),
        tracked("delivered.general", "P9"),
    ).order
    assert {"delivered": 2, "returned": 1} == home.line("L1").places


def test_what_goes_back_leaves_from_where_it_arrived():
    refused = inspect(2, is_accepted=False, disposition="hold")
    order = delivered(
        AGREED, receive(2, location_code="LVIV"), refused, back(number=2)
    ).order

    assert {"shipped": 2} == order.line("L1").at("LVIV")
    assert {"delivered": 1} == order.line("L1").at("KYIV")


def test_only_what_was_refused_or_repaired_is_sent_back():
    case = delivered(AGREED, receive(), inspect(2))
    case.when(back()).then_rejected(NotEnoughUnits, asked=1, available=0)

    refused = inspect(2, is_accepted=False, disposition="send_back")
    once = delivered(AGREED, receive(), refused, back())
    once.when(back()).then_nothing()
    once.when(back("P1")).then_rejected(Contradiction, known="3 × L1", said="1 × L1")
    once.when(back("P8", 2)).then_rejected(NotEnoughUnits, asked=2, available=1)
    nothing = about(c.SendBackReturn, units={}, parcel_id="P9")
    delivered(AGREED).when(nothing).then_rejected(NothingToChange)
    unknown = about(c.SendBackReturn, units={"L9": 1}, parcel_id="P9")
    delivered(AGREED).when(unknown).then_rejected(UnknownLine)


def test_a_shipment_of_the_same_units_is_no_return_that_was_sent_back():
    refused = inspect(1, is_accepted=False, disposition="send_back")
    case = delivered(AGREED, receive(), refused, parts=((1, "P1"), (2, "P2")))

    case.when(back("P1")).then_rejected(Contradiction)


def test_each_unit_that_arrived_is_looked_at_once():
    delivered(AGREED, receive(1)).when(inspect(2)).then_rejected(
        NotEnoughUnits, place="returned", asked=2, available=1
    )
    delivered(AGREED, receive(1), inspect(1)).when(inspect(1)).then_rejected(
        NotEnoughUnits, available=0
    )
    delivered(AGREED).when(inspect(1)).then_rejected(NotEnoughUnits, available=0)
    unknown = about(c.InspectReturn, items=Inspected(line_id="L9", units=1))
    delivered(AGREED, receive()).when(unknown).then_rejected(UnknownLine)


def test_the_inspection_is_done_when_all_that_was_to_come_was_looked_at():
    begun = delivered(AGREED, receive(1), inspect(1)).order
    assert ("approved", "received", "begun", "settled") == machines(begun)

    part = delivered(AGREED, receive(2), inspect(1)).order
    assert "begun" == part.return_("R1").inspection
    more = delivered(AGREED, receive(1), inspect(1), receive(1)).order
    assert "begun" == more.return_("R1").inspection


def test_a_deduction_is_an_amount_from_zero_in_the_orders_currency():
    case = delivered(AGREED, receive())

    with pytest.raises(CurrencyMismatch, match=r"items\[0\]\.deduction"):
        case.when(inspect(2, deduction=Money(1, "PLN")))
    with pytest.raises(InvalidMoney):
        case.when(inspect(2, deduction=eur(-1)))


def test_what_is_not_taken_back_is_not_sold_again():
    with pytest.raises(InvalidInput, match=r"items\[0\]\.disposition"):
        delivered(AGREED, receive()).when(inspect(2, is_accepted=False))


@pytest.mark.parametrize(
    ("where", "more", "expected"),
    [("", {}, "KYIV"), ("LVIV", {}, "LVIV"), ("LVIV", {"location_code": "B"}, "B")],
)
def test_goods_go_on_the_shelf_where_they_are(where, more, expected):
    case = delivered(AGREED, receive(2, location_code=where)).when(inspect(2, **more))

    assert expected == case.events[0].items[0].location_code
    gone = delivered(AGREED, receive()).when(inspect(2, disposition="destroy"))
    assert "" == gone.events[0].items[0].location_code


# Repair, replacement, ends


def test_a_repaired_unit_goes_back_and_no_money_with_it():
    asked = request(1, allowing(), kind="non_conformity", resolution="repair")
    seen = delivered(asked, receive(1), inspect(1, disposition="repair")).order
    assert ("approved", "received", "done", "pending") == machines(seen)

    done = delivered(asked, receive(1), inspect(1, disposition="repair"), back()).order
    assert {"delivered": 2, "shipped": 1} == done.line("L1").places
    assert ("closed", "received", "done", "waived") == machines(done)
    assert () == done.refunds


def test_a_replacement_is_a_new_line_at_no_price():
    asked = request(
        1, allowing(), kind="commercial_warranty", resolution="replace_same"
    )
    case = delivered(asked, receive(1)).when(inspect(1))

    resolved = next(one for one in case.events if type(one) is e.ReturnResolved)
    assert ("R1:L1:1",) == resolved.line_ids
    new = case.order.line("R1:L1:1")
    assert (1, 0, ("L1", 1)) == (
        new.ordered,
        new.terms.net_minor,
        (new.terms.replaces.line_id, new.terms.replaces.units),
    )
    assert {"placed": 1} == new.places
    assert ((), 3000) == (case.order.refunds, case.order.total.amount_minor)
    assert "closed" == case.order.return_("R1").intent


def test_each_replacement_has_a_line_of_its_own_and_may_become_money_by_hand():
    asked = request(2, allowing(), kind="non_conformity", resolution="replace_same")
    order = delivered(asked, receive(2), inspect(1), inspect(1)).order

    assert ["L1", "R1:L1:1", "R1:L1:2"] == [one.line_id for one in order.lines]
    money = delivered(asked, about(c.RefundReturn)).order
    assert (2000, 1) == (money.refund("R1:1").amount_minor, len(money.lines))


def test_ending_a_return_gives_the_rest_up():
    order = delivered(
        AGREED, receive(1), about(c.SettleReturn, reason="goodwill")
    ).order

    assert {"delivered": 2, "returned": 1} == order.line("L1").places
    assert ("closed", ("goodwill",)) == (
        order.return_("R1").intent,
        order.return_("R1").reasons,
    )
    ended = delivered(AGREED, about(c.SettleReturn, reason="goodwill"))
    assert "waived" == ended.order.return_("R1").money
    ended.when(about(c.SettleReturn, reason="goodwill")).then_nothing()
    delivered(request(2)).when(about(c.SettleReturn, reason="x")).then_rejected(
        TransitionNotAllowed, state="requested"
    )


def test_what_was_lost_on_the_way_back_stays_lost():
    lost = about(c.SettleReturn, reason="lost")
    order = delivered(AGREED, about(c.SendReturn), lost).order

    assert {"delivered": 1, "lost": 2} == order.line("L1").places
    assert ("closed", "lost", "awaiting", "waived") == machines(order)
    assert 1 == order.parcel("P1").held("L1")
    nothing = delivered(AGREED, receive(2), lost).order
    assert {"delivered": 1, "returned": 2} == nothing.line("L1").places
    assert "received" == nothing.return_("R1").logistics


def test_an_exchange_that_nobody_agreed_on_waits():
    asked = request(2, allowing(), resolution="exchange_variant")
    order = delivered(asked, receive(), inspect()).order

    assert ("approved", "received", "done", "due") == machines(order)
    assert attrs.evolve(order.return_("R1")).is_open


def test_units_that_wait_for_an_exchange_are_not_paid_meanwhile():
    asked = request(2, allowing(refund_when="receipt"))
    exchange = about(
        c.AgreeExchange,
        units=ONE,
        lines=(line("NEW", 1),),
        ship="inspection",
    )
    came = delivered(asked, exchange, receive(2))

    assert [(units(1), 1000)] == [
        (refund.units, refund.amount_minor) for refund in came.order.refunds
    ]
    came.when(about(c.RefundReturn)).then_rejected(NothingToChange)
    seen = delivered(asked, exchange, receive(2), inspect(2)).order
    known = seen.return_("R1")
    assert (units(2), "closed", ()) == (known.settled, known.intent, known.unearned)
    assert 1 == len(seen.refunds)


def test_a_replaced_unit_that_stays_with_the_customer_is_not_asked_back_twice():
    hurt = ask(c.ReportContents, parcel_id="P1", damaged=ONE)
    again = ask(
        c.ReshipUnits,
        lines=(line("L2", 1, 0, replaces=Replaced(line_id="L1", units=1)),),
        reason="damaged",
    )
    order = delivered(hurt, again).order

    assert 2 == order.line("L1").returnable


def test_a_return_shows_how_it_stands():
    order = delivered(AGREED, receive(1)).order

    assert (
        "Return('R1', policy_return, 2 × L1, approved, received, awaiting, pending)"
        == repr(order.return_("R1"))
    )
    assert () == order.return_("R1").refused


def test_a_box_that_goes_back_names_its_parcel():
    refused = inspect(1, is_accepted=False, disposition="send_back")
    sent = delivered(AGREED, receive(), refused).when(back()).events[0]

    assert (e.ReturnSentBack, "P9") == (type(sent), sent.parcel_id)


def test_what_was_exchanged_counts_once_against_what_may_come_back():
    wished = request(1, allowing(), resolution="exchange_variant")
    new = line("NEW", 1, replaces=Replaced(line_id="L1", units=1))
    swap = about(c.AgreeExchange, lines=[new], ship="first")

    assert 2 == delivered(wished, swap).order.line("L1").returnable
