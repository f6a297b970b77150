"""Returns are told to whom they concern, with what there is to do."""

from datetime import date, timedelta

import pytest

from order.making import ask, eur, line, place
from order.returns_making import (
    AGREED,
    about,
    allowing,
    inspect,
    receive,
    request,
    shipped,
    tracked,
)
from postpurchase.hooks import load_plugins
from postpurchase.order import commands as c
from postpurchase.order.events import Replaced
from postpurchase.order.returns import ReturnWay
from postpurchase.plugins.notices import Notices
from postpurchase.testing import CUSTOMER, NOON, FakeChannel
from postpurchase.values.contact import Contact
from postpurchase.values.personal import FORGOTTEN, PersonalRef
from postpurchase.values.rulings import Deadline

BUYER, FRIEND = PersonalRef("buyer", "c"), PersonalRef("friend", "c")
RECIPIENT = Contact(name="Ola", email="ola@example.com")
LABEL = ReturnWay(
    method="printerless_code", code="Q7", expires_at=NOON + timedelta(days=9)
)


def told(*history, locale="en"):
    """Tell the last command's events of a kind; return the messages."""
    return told_of_parcel(tracked("delivered.general"), *history, locale=locale)


def told_of_parcel(*history, locale="en"):
    """Tell the last command's events, of an order that was shipped."""
    channel = FakeChannel(code="sms")
    plugins = load_plugins([channel, Notices(channel="sms")], entry_points=False)
    plugins.tell_time_with(lambda: NOON)
    people = {BUYER: CUSTOMER, FRIEND: RECIPIENT}
    plugins.read_personal_with(lambda ref: people.get(ref, FORGOTTEN))
    [subscriber] = plugins.subscribers
    *before, last = history
    order = place(recipient=BUYER, gift_recipient=FRIEND, locale=locale)
    case = shipped(*before, order_command=order).when(last)
    for n, event in enumerate(case.events):
        subscriber.call(event, case.order, f"1001:{n}:notices-sms")
    return [(m.topic, m.to.email, m.body) for m in channel.sent.values()]


def test_an_approved_return_says_what_to_do():
    until = Deadline(name="send_back", last_on=date(2026, 5, 18), basis="EU")
    other = Deadline(name="refund", last_on=date(2026, 5, 20), basis="EU")

    ((topic, to, body),) = told(request(2, allowing(deadlines=(other, until))))
    assert ("return_approved", CUSTOMER.email) == (topic, to)
    assert (
        "The return of 2 items was approved. Please choose how you want to send it "
        "back. Please send it by May 18, 2026."
    ) == body
    ((_, _, wished),) = told(request(2, allowing(), method="locker"))
    assert wished.endswith("We will tell you as soon as you can send it.")
    ((_, _, kept),) = told(request(2, allowing(keeps_item=True, refund_when="manual")))
    assert "2 items may be kept; they need not be sent back." == kept


def test_a_parcel_that_turned_back_asks_nothing_of_its_customer():
    back = tracked("returning.general")
    asked = request(3, kind="delivery_refused", asked_by="staff")

    messages = told_of_parcel(back, asked)

    assert [] == messages


def test_a_recall_says_what_it_is():
    asked = request(2, kind="recall", asked_by="staff")

    ((_, _, body),) = told(asked)
    assert (
        "2 items are being recalled. Please do not use them any more. "
        "Please choose how you want to send it back."
    ) == body


def test_store_credit_is_told_as_store_credit_with_its_bonus():
    credit = {"resolution": "store_credit"}
    paid = ask(c.SettleRefund, refund_id="R1:1", outcome="succeeded")
    plain = request(1, allowing(refund_when="request"), **credit)
    more = request(1, allowing(refund_when="request", bonus_percent=10), **credit)

    assert ["€10.00 was given as store credit."] == [
        body for _, _, body in told(plain, paid)
    ]
    assert ["€11.00 was given as store credit, of which €1.00 is a bonus."] == [
        body for _, _, body in told(more, paid)
    ]


def test_a_declined_return_gives_its_reasons():
    no = allowing(allowed=False, reasons=("The last day was May 1.",))

    ((topic, _, body),) = told(request(2, no))
    assert "return_declined" == topic
    assert "The return was declined. The last day was May 1." == body
    ((_, _, plain),) = told(request(2), about(c.DeclineReturn, reason="window_over"))
    assert "The return was declined: the time for it is over." == plain


def test_the_code_is_told_with_its_end_and_reminded_of():
    issued = about(c.IssueReturnWay, way=LABEL)

    ((topic, _, body),) = told(AGREED, issued)
    assert "return_way_issued" == topic
    assert "Code: Q7. It can be used until May 13, 2026" in body
    remind = about(c.RemindOfReturn, at=NOON + timedelta(days=7))
    ((topic, _, body),) = told(AGREED, issued, remind)
    assert "return_reminder" == topic
    assert "until May 13, 2026" in body


def test_a_way_that_is_refused_or_runs_out_asks_for_another():
    wished = about(c.ChooseReturnWay, method="courier_collection")
    refused = {"method": "courier_collection", "reason": "not_covered"}
    ((topic, _, body),) = told(AGREED, wished, about(c.RefuseReturnWay, **refused))
    assert "return_way_refused" == topic
    assert "Please choose another one." in body

    issued = about(c.IssueReturnWay, way=LABEL)
    over = about(c.ExpireReturnWay, at=NOON + timedelta(days=9))
    ((topic, _, body),) = told(AGREED, issued, over)
    assert "return_way_expired" == topic
    assert (
        "The label or code for the return has run out. "
        "Please choose how you want to send it back."
    ) == body
    ended = about(c.ExpireReturnWay, at=NOON + timedelta(days=9), closes=True)
    ((_, _, body),) = told(AGREED, issued, ended)
    assert body.endswith("and with it the return ended.")


def test_receipt_is_told_and_an_inspection_where_something_is_kept_back():
    ((topic, _, body),) = told(AGREED, receive(1, missing={"L1": 1}))
    assert "return_received" == topic
    assert "1 returned item arrived. 1 item of the return did not arrive." == body

    assert [] == told(AGREED, receive(), inspect())
    short = inspect(2, deduction=eur(100))
    assert "return_inspected" in [
        topic for topic, _, _ in told(AGREED, receive(), short)
    ]


def test_a_gift_that_comes_back_is_told_to_its_recipient_alone():
    credit = {"asked_by": "gift_recipient", "resolution": "store_credit"}
    asked = request(2, allowing(refund_when="request"), kind="gift_return", **credit)
    readers = {to for _, to, _ in told(asked)}
    assert {RECIPIENT.email} == readers

    for history in ([receive()], [receive(), inspect(2, deduction=eur(1))]):
        assert {RECIPIENT.email} == {to for _, to, _ in told(asked, *history)}


@pytest.mark.parametrize("locale", ["uk", "pl", "ru", "zh"])
def test_each_language_has_its_words(locale):
    ((_, _, body),) = told(AGREED, locale=locale)

    assert "return" not in body


def test_chinese_sentences_follow_each_other_without_a_space():
    short = inspect(2, deduction=eur(100))

    ((_, _, approved),) = told(AGREED, locale="zh")
    bodies = [body for _, _, body in told(AGREED, receive(), short, locale="zh")]
    assert "2 件商品的退货已获批准。请选择寄回的方式。" == approved
    assert "2 件退货已检查并接受。已从退款中扣除：€1.00。" in bodies


def test_the_giver_hears_nothing_of_the_money_or_the_new_goods_either():
    credit = {"asked_by": "gift_recipient", "resolution": "store_credit"}
    asked = request(2, allowing(refund_when="request"), kind="gift_return", **credit)
    paid = ask(c.SettleRefund, refund_id="R1:1", outcome="succeeded")
    assert [("refund_issued", RECIPIENT.email)] == [
        (topic, to) for topic, to, _ in told(asked, paid)
    ]

    swap = {"asked_by": "gift_recipient", "resolution": "exchange_variant"}
    wish = request(1, allowing(), kind="gift_return", **swap)
    new = line("NEW", 1, replaces=Replaced(line_id="L1", units=1), workflow=())
    agreed = about(c.AgreeExchange, lines=[new], ship="first")
    assert [("exchange_agreed", RECIPIENT.email)] == [
        (topic, to) for topic, to, _ in told(wish, agreed)
    ]
    sent = ask(c.ShipParcel, parcel_id="P2", units={"NEW": 1})
    assert [("parcel_shipped", RECIPIENT.email)] == [
        (topic, to) for topic, to, _ in told(wish, agreed, sent)
    ]
