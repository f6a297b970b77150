"""Returns are asked for, agreed on, sent, received, looked at and dealt with."""

import attrs
import pytest

from order.making import ask, fact, happened, line, place, ref
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
    units,
)
from postpurchase.errors import (
    Contradiction,
    InvalidInput,
    MissingField,
    NotEnoughUnits,
    NothingToChange,
    NotOffered,
    TransitionNotAllowed,
    UnknownLine,
    UnknownReturn,
)
from postpurchase.order import commands as c
from postpurchase.order import events as e
from postpurchase.order.returns import (
    ReturnItem,
    ReturnRequest,
    ReturnSource,
    ReturnWay,
)
from postpurchase.testing import given
from postpurchase.values.rulings import LineRuling, Ruling, RulingReason


def kinds(case):
    return [type(event) for event in case.events]


def test_what_is_allowed_is_approved_at_once_and_its_units_are_the_returns():
    order = (
        delivered()
        .when(AGREED)
        .then(
            happened(
                e.ReturnRequested,
                return_id="R1",
                items=(ReturnItem(line_id="L1", units=2),),
                kind="policy_return",
                ruling=allowing(),
            ),
            happened(
                e.ReturnApproved,
                return_id="R1",
                units=units(2),
                sources=(
                    ReturnSource(
                        line_id="L1", units=2, location_code="KYIV", parcel_id="P1"
                    ),
                ),
            ),
        )
    )

    assert {"delivered": 1, "returning": 2} == order.line("L1").places
    assert ("approved", "awaiting", "awaiting", "pending") == machines(order)
    assert 1 == order.parcel("P1").held("L1")
    assert units(1) == order.parcel("P1").following()


def test_a_whole_return_goes_through_all_four_machines():
    order = delivered(
        AGREED,
        about(c.ChooseReturnWay, method="post_label"),
        about(c.IssueReturnWay, way=ReturnWay(method="post_label", carrier="dhl")),
        about(c.SendReturn),
        receive(),
        inspect(),
    ).order

    assert {"delivered": 1, "returned": 2} == order.line("L1").places
    assert ("closed", "received", "done", "settled") == machines(order)
    assert ["R1:1"] == [refund.refund_id for refund in order.refunds]
    assert 2000 == order.refund("R1:1").amount_minor
    assert units(2) == order.return_("R1").settled


@pytest.mark.parametrize(
    ("when", "steps"),
    [("request", 0), ("scan", 1), ("receipt", 2), ("inspection", 3)],
)
def test_the_money_is_due_at_the_moment_of_the_ruling_and_not_before(when, steps):
    history = [about(c.SendReturn), receive(), inspect()]
    asked = request(2, allowing(refund_when=when))

    before = delivered(asked, *history[: steps - 1]) if steps else delivered()
    after = delivered(asked, *history[:steps])
    assert () == before.order.refunds
    assert 2000 == after.order.refund("R1:1").amount_minor
    whole = delivered(asked, *history).order
    assert 1 == len(whole.refunds)
    assert ("closed", "received", "done", "settled") == machines(whole)


def test_receipt_without_a_scan_reaches_the_scans_moment_too():
    order = delivered(request(2, allowing(refund_when="scan")), receive(1)).order

    assert 2000 == order.refund("R1:1").amount_minor


def test_manual_money_waits_for_somebody():
    asked = request(2, allowing(refund_when="manual"))
    waits = delivered(asked, receive(), inspect()).order

    assert () == waits.refunds
    assert ("approved", "received", "done", "due") == machines(waits)
    paid = delivered(asked, receive(), inspect(), about(c.RefundReturn)).order
    assert ("closed", "received", "done", "settled") == machines(paid)
    assert 2000 == paid.refund("R1:1").amount_minor


def test_money_can_be_given_by_hand_before_its_moment_and_only_once():
    early = delivered(AGREED, about(c.RefundReturn, units=ONE))

    assert 1000 == early.order.refund("R1:1").amount_minor
    early.when(about(c.RefundReturn, units=TWO)).then_rejected(
        NotEnoughUnits, asked=2, available=1, place="refundable"
    )
    both = delivered(AGREED, about(c.RefundReturn, units=ONE), about(c.RefundReturn))
    assert units(2) == both.order.return_("R1").settled
    both.when(about(c.RefundReturn)).then_rejected(NothingToChange)
    whole = delivered(AGREED, about(c.RefundReturn, units=ONE), receive(), inspect())
    assert [1000, 1000] == [refund.amount_minor for refund in whole.order.refunds]


def test_money_is_given_for_what_was_agreed_on_alone():
    delivered(request()).when(about(c.RefundReturn)).then_rejected(
        TransitionNotAllowed, state="requested"
    )
    delivered(AGREED).when(about(c.RefundReturn, units={"L9": 1})).then_rejected(
        UnknownLine
    )


def test_nothing_paid_is_nothing_to_give_back_and_ends_the_return_all_the_same():
    order = delivered(AGREED, receive(), inspect(), paid=0).order

    assert ((), units(2)) == (order.refunds, order.return_("R1").settled)
    assert "closed" == order.return_("R1").intent


# Asking


def test_a_wish_without_a_ruling_waits_and_its_units_stay_where_they_are():
    order = (
        delivered()
        .when(request(note=ref(), photos=2, method="locker"))
        .then(
            happened(
                e.ReturnRequested,
                return_id="R1",
                items=(ReturnItem(line_id="L1", units=2),),
                kind="policy_return",
                method="locker",
                photos=2,
                note=ref(),
            )
        )
    )

    assert {"delivered": 3} == order.line("L1").places
    assert ("requested", "awaiting", "awaiting", "pending") == machines(order)
    known = order.return_("R1")
    assert ("locker", 2, ref()) == (known.wish.method, known.photos, known.note)


def test_a_decision_never_sees_the_customers_words():
    with pytest.raises(InvalidInput, match="note: a personal value"):
        delivered().when(request(note="Too small for Olena"))


@pytest.mark.parametrize(
    "ruling",
    [
        allowing(review=True),
        allowing(photos=2),
        allowing(lines=(LineRuling(line_id="L1", units=2, allowed=True, review=True),)),
    ],
)
def test_a_ruling_that_wants_a_person_or_photos_waits(ruling):
    order = delivered(request(2, ruling, photos=1)).order

    assert "requested" == order.return_("R1").intent
    assert (
        "approved" == delivered(request(2, ruling), approve()).order.returns[0].intent
    )


def test_photos_enough_do_not_wait():
    order = delivered(request(2, allowing(photos=2), photos=2)).order

    assert "approved" == order.return_("R1").intent


def test_what_is_not_allowed_is_declined_with_its_reasons():
    late = RulingReason(rule="window", text="The last day was 3 May.")
    ruling = Ruling(
        policy="shop",
        allowed=False,
        reasons=("Too late.",),
        lines=(LineRuling(line_id="L1", units=2, allowed=False, reasons=(late,)),),
    )
    case = delivered().when(request(2, ruling))

    declined = case.events[1]
    assert ("window", ("Too late.", "The last day was 3 May.")) == (
        declined.reason,
        declined.reasons,
    )
    assert "declined" == case.order.return_("R1").intent
    assert declined.reasons == case.order.return_("R1").reasons
    without = attrs.evolve(ruling, lines=(), reasons=())
    assert "shop" == delivered().when(request(2, without)).events[1].reason


def test_a_ruling_decides_line_by_line():
    lines = (
        LineRuling(line_id="L1", units=1, allowed=True),
        LineRuling(line_id="L1", units=1, allowed=False),
    )
    case = delivered().when(request(2, allowing(lines=lines)))

    approved = case.events[1]
    assert (units(1), units(1)) == (approved.units, approved.declined)
    assert {"delivered": 2, "returning": 1} == case.order.line("L1").places
    none = allowing(lines=(LineRuling(line_id="L2", units=1, allowed=True),))
    assert e.ReturnDeclined is type(delivered().when(request(2, none)).events[1])


def test_units_are_asked_back_once():
    first = delivered(request(2))

    first.when(request(2, return_id="R2")).then_rejected(
        NotEnoughUnits, asked=2, available=1, place="returnable"
    )
    assert 2 == len(delivered(request(2), request(1, return_id="R2")).order.returns)
    declined = delivered(request(2), about(c.DeclineReturn, reason="window_over"))
    assert 3 == declined.order.line("L1").returnable
    taken = delivered(AGREED).order
    assert 1 == taken.line("L1").returnable


def test_the_same_wish_again_changes_nothing_and_another_is_a_contradiction():
    delivered(AGREED).when(AGREED).then_nothing()
    delivered(AGREED).when(request(1)).then_rejected(
        Contradiction, known="policy_return: 2 × L1", said="policy_return: 1 × L1"
    )
    delivered(AGREED).when(request(2, kind="recall")).then_rejected(Contradiction)


def test_only_what_was_delivered_comes_back_by_the_shops_policy():
    on_way = given(
        place(),
        ask(c.SkipSteps, units=THREE, reason="x"),
        ask(c.ShipParcel, parcel_id="P1", units=THREE),
    )
    on_way.when(AGREED).then_rejected(NotEnoughUnits, available=0)

    recalled = on_way.when(request(3, kind="recall", asked_by="staff"))
    assert [e.ReturnRequested, e.ReturnApproved] == kinds(recalled)


def test_units_without_a_parcel_come_back_too():
    order = given(
        place(line(requires_parcel=False)), ask(c.DeliverLines, units=THREE), AGREED
    ).order

    assert {"delivered": 1, "returning": 2} == order.line("L1").places
    assert "" == order.return_("R1").sources[0].parcel_id


def test_units_come_from_the_parcels_in_their_order():
    order = delivered(AGREED, parts=((1, "P1"), (2, "P2"))).order

    assert [("P1", 1), ("P2", 1)] == [
        (source.parcel_id, source.units) for source in order.return_("R1").sources
    ]
    assert (0, 1) == (order.parcel("P1").held("L1"), order.parcel("P2").held("L1"))


def test_what_was_paid_back_or_replaced_only_the_shop_asks_back():
    paid_back = ask(c.RequestRefund, refund_id="X", units=TWO)

    delivered(paid_back).when(request(2)).then_rejected(NotEnoughUnits, available=1)
    assert 1 == delivered(paid_back).order.line("L1").returnable
    asked = delivered(paid_back).when(request(3, asked_by="staff"))
    assert [e.ReturnRequested] == kinds(asked)


def test_the_receiver_of_a_gift_gets_no_money():
    gift = {"asked_by": "gift_recipient", "kind": "gift_return"}

    delivered().when(request(1, allowing(), **gift)).then_rejected(
        NotOffered, asked="refund_original"
    )
    credit = request(1, allowing(), resolution="store_credit", **gift)
    assert "approved" == delivered(credit).order.return_("R1").intent


def test_what_the_ruling_does_not_offer_cannot_be_wished_for():
    ruling = allowing(resolutions=("store_credit",), methods=("locker", "in_store"))

    delivered().when(request(1, ruling)).then_rejected(
        NotOffered, asked="refund_original", offered=("store_credit",)
    )
    delivered().when(
        request(1, ruling, resolution="store_credit", method="post_label")
    ).then_rejected(NotOffered, asked="post_label")
    fine = request(1, ruling, resolution="store_credit", method="locker")
    assert "approved" == delivered(fine).order.return_("R1").intent


# Keeping


def test_kept_units_stay_with_the_customer_and_their_money_is_due_at_once():
    case = delivered().when(request(2, allowing(keeps_item=True)))

    assert {"delivered": 1, "kept": 2} == case.order.line("L1").places
    assert ("closed", "not_required", "not_required", "settled") == machines(case.order)
    assert 2000 == case.order.refund("R1:1").amount_minor
    assert () == case.order.return_("R1").unearned


@pytest.mark.parametrize("wish", [{"method": "keep_item"}, {"resolution": "donate"}])
def test_keeping_that_was_not_offered_waits_for_a_person(wish):
    asked = request(2, allowing(), **wish)

    assert "requested" == delivered(asked).order.return_("R1").intent
    approved = delivered(asked, approve()).order
    assert {"delivered": 1, "kept": 2} == approved.line("L1").places
    offered = request(2, allowing(methods=("keep_item",)), method="keep_item")
    assert "closed" == delivered(offered).order.return_("R1").intent


# Agreeing and declining


def test_a_person_agrees_to_all_or_to_a_part_and_later_to_more():
    whole = delivered(request(2)).when(approve())
    assert units(2) == whole.events[0].units

    part = delivered(request(2)).when(approve(units=ONE))
    assert (units(1), units(1)) == (part.events[0].units, part.events[0].declined)
    delivered(request(2), approve(units=ONE)).when(approve(units=ONE)).then_nothing()
    delivered(request(2), approve(units=ONE)).when(approve()).then_nothing()
    more = delivered(request(2), approve(units=ONE)).when(approve(units=TWO))
    assert (units(1), ()) == (more.events[0].units, more.events[0].declined)
    assert units(2) == more.order.return_("R1").approved


def test_nobody_agrees_to_more_than_was_asked_for():
    case = delivered(request(2)).when(approve(units=THREE))

    case.then_rejected(NotEnoughUnits, place="requested", asked=3, available=2)
    delivered(request(2)).when(approve(units={"L9": 1})).then_rejected(UnknownLine)


def test_a_decline_can_be_overturned_with_another_ruling():
    goodwill = allowing(policy="goodwill", refund_when="request")
    order = delivered(
        request(2),
        about(c.DeclineReturn, reason="window_over"),
        approve(ruling=goodwill),
    ).order

    assert (goodwill, ()) == (order.return_("R1").ruling, order.return_("R1").reasons)
    assert 2000 == order.refund("R1:1").amount_minor


def test_units_that_went_elsewhere_meanwhile_cannot_be_agreed_on():
    declined = about(c.DeclineReturn, reason="no")
    case = delivered(request(2), declined, request(2, allowing(), return_id="R2"))

    case.when(approve()).then_rejected(NotEnoughUnits, asked=2, available=1)


def test_declining_is_for_what_waits():
    no = about(c.DeclineReturn, reason="final_sale")

    assert ("final_sale",) == delivered(request(2), no).order.return_("R1").reasons
    delivered(request(2), no).when(no).then_nothing()
    delivered(AGREED).when(no).then_rejected(TransitionNotAllowed, state="approved")


def test_calling_off_gives_the_units_back():
    off = about(c.CancelReturn, reason="customer")
    order = delivered(AGREED, off).order

    assert {"delivered": 3} == order.line("L1").places
    assert (3, ()) == (order.parcel("P1").held("L1"), order.parcel("P1").taken)
    assert ("cancelled", ()) == (
        order.return_("R1").intent,
        order.return_("R1").sources,
    )
    delivered(AGREED, off).when(off).then_nothing()
    assert "cancelled" == delivered(request(2), off).order.return_("R1").intent


@pytest.mark.parametrize(
    ("history", "state"),
    [
        ([AGREED, receive(1)], "received"),
        ([request(2, allowing(keeps_item=True, refund_when="manual"))], "not_required"),
        ([request(2), about(c.DeclineReturn, reason="no")], "declined"),
    ],
)
def test_what_is_back_or_kept_cannot_be_called_off(history, state):
    case = delivered(*history).when(about(c.CancelReturn, reason="customer"))

    case.then_rejected(TransitionNotAllowed, state=state)


def test_units_that_are_given_back_go_where_their_parcel_is_now():
    lost = ask(
        c.RecordTracking,
        parcel_id="P1",
        facts=fact("exception.lost", hour=5),
        is_correction=True,
    )
    case = delivered(AGREED, lost)

    assert {"lost": 1, "returning": 2} == case.order.line("L1").places
    off = case.when(about(c.CancelReturn, reason="customer"))
    assert {"lost": 3} == off.order.line("L1").places


@pytest.mark.parametrize(
    "command",
    [
        approve(),
        about(c.DeclineReturn, reason="x"),
        about(c.CancelReturn, reason="x"),
        about(c.ChooseReturnWay, method="locker"),
        about(c.IssueReturnWay, way=ReturnWay(method="locker")),
        about(c.SendReturn),
        about(c.ExpireReturnWay),
        about(c.RemindOfReturn),
        receive(),
        inspect(),
        about(c.SendBackReturn, units=ONE, parcel_id="P9"),
        about(c.RefundReturn),
        about(c.SettleReturn, reason="x"),
    ],
)
def test_what_nobody_asked_for_is_unknown(command):
    delivered().when(command).then_rejected(UnknownReturn, known=())


def test_a_return_names_items_by_known_reasons():
    with pytest.raises(MissingField) as nothing:
        request(1, items={})
    assert ("items", "at least one unit of a line") == (
        nothing.value.path,
        nothing.value.expected,
    )
    with pytest.raises(MissingField):
        about(c.InspectReturn, items=[])
    with pytest.raises(InvalidInput, match="a code"):
        ReturnItem(line_id="L1", units=1, reason=7)
    asked = ReturnRequest.of("1001", {"L1": 2}, "fit.too_small")
    assert (units(2), "fit.too_small") == (asked.units, asked.items[0].reason)


def test_a_grade_is_one_of_the_known_ones():
    with pytest.raises(InvalidInput) as refused:
        inspect(1, grade="dusty")
    assert ("grade", "'dusty'") == (refused.value.path, refused.value.value)
