"""Fulfilment partners: parts of orders go out, confirmations and stock come in."""

from __future__ import annotations

import attrs
import pytest

from postpurchase import PostPurchase, errors
from postpurchase.hooks import FulfilmentPartner, OrderPart, PartnerNotice
from postpurchase.order.commands import CancelUnits, CompleteStep, NewLine
from postpurchase.order.quantities import LineUnits
from postpurchase.testing import NOON, Clock, place_order
from postpurchase.values.money import Money
from postpurchase.values.stock import StockLevel


class FastBox:
    """A partner that keeps what it hears and knows its keys."""

    code = "fastbox"
    location_codes = ("LODZ",)

    def __init__(self):
        self.parts, self.stopped, self.levels = {}, {}, []
        self.agrees, self.fault = True, None

    def hand_over(self, part, order, *, key):
        if self.fault:
            raise self.fault
        assert order.order_id == part.order_id
        self.parts[key] = part

    def cancel(self, part, *, key):
        if self.fault:
            raise self.fault
        self.stopped[key] = part
        return self.agrees

    def stock(self):
        if self.fault:
            raise self.fault
        return iter(self.levels)


@pytest.fixture
def partner():
    return FastBox()


@pytest.fixture(params=["memory:", "sqlite://"])
def shop(request, partner):
    with PostPurchase.open(
        request.param, plugins=[partner], clock=Clock(), entry_points=False
    ) as opened:
        line = NewLine(line_id="L1", sku="MUG", quantity=3, unit_price=Money(1, "EUR"))
        opened.handle(place_order(lines=(line,)))
        yield opened


def part_of(units, location="LODZ"):
    return OrderPart(
        order_id="1001", location_code=location, units=(LineUnits("L1", units),)
    )


def notice(said, units=2, **more):
    return PartnerNotice(
        **{
            "order_id": "1001",
            "location_code": "LODZ",
            "units": (LineUnits("L1", units),),
            "said": said,
            "at": NOON,
            "key": f"n-{said}",
            **more,
        }
    )


def places(shop):
    return shop.order("1001").line("L1").places


def told(shop):
    return [entry.text for entry in shop.timeline("1001")]


def test_a_partner_is_a_plugin(shop, partner):
    assert isinstance(partner, FulfilmentPartner)
    assert dict(shop.plugins.fulfilment_partners) == {"fastbox": partner}


def test_only_the_partners_part_is_handed_over_after_the_commit(shop, partner):
    shop.allocate("1001", {"L1": {"LODZ": 2, "KYIV": 1}})
    assert partner.parts == {}

    shop.dispatch()

    assert list(partner.parts.values()) == [part_of(2)]
    assert "2 items were handed over to fastbox." in told(shop)


def test_a_hand_over_that_failed_comes_again_under_its_key(shop, partner):
    seen = []
    partner.fault = errors.TemporaryFailure(plugin="fastbox", reason="busy")
    hand_over = partner.hand_over

    def noting(part, order, *, key):
        seen.append(key)
        hand_over(part, order, key=key)

    partner.hand_over = noting
    shop.allocate("1001", {"L1": {"LODZ": 2}})
    shop.dispatch()
    partner.fault = None
    shop.clock.advance(days=1)
    shop.dispatch()

    assert len(seen) == 2
    assert len(set(seen)) == 1
    assert list(partner.parts.values()) == [part_of(2)]


def test_a_partner_that_refuses_leaves_the_units_free_for_others(shop, partner):
    partner.fault = errors.PermanentFailure(plugin="fastbox", reason="too_large")
    shop.receive_stock("MUG", "LODZ", 5, key="PO-1")
    shop.allocate("1001", {"L1": {"LODZ": 2}})
    shop.dispatch()

    assert places(shop) == {"placed": 3}
    assert [(level.on_hand, level.reserved) for level in shop.stock("MUG")] == [(5, 0)]
    assert any("too_large" in text for text in told(shop))


def test_steps_and_shipping_of_a_partner_are_the_orders_own(shop, partner):
    shop.receive_stock("MUG", "LODZ", 5, key="PO-1")
    shop.allocate("1001", {"L1": {"LODZ": 2}})

    shop.partner_said("fastbox", notice("picked", units=1))
    assert places(shop) == {"placed": 1, "allocated": 1, "picked": 1}
    shipped = notice(
        "shipped", parcel_id="F-1", carrier="inpost", tracking_number="6123"
    )
    outcome = shop.partner_said("fastbox", shipped)
    again = shop.partner_said("fastbox", shipped)

    assert places(shop) == {"placed": 1, "shipped": 2}
    assert {event.by for event in outcome.events} == {"partner:fastbox"}
    assert again.events == ()
    (parcel,) = shop.order("1001").parcels
    assert (parcel.parcel_id, parcel.tracking_number) == ("F-1", "6123")
    (level,) = shop.stock("MUG")
    assert (level.on_hand, level.reserved) == (3, 0)


def test_a_rejection_brings_units_back_from_wherever_they_were(shop, partner):
    shop.allocate("1001", {"L1": {"LODZ": 3}})
    shop.partner_said("fastbox", notice("picked", units=1))
    rejected = notice("rejected", units=3, reason="damaged_in_store")

    outcome = shop.partner_said("fastbox", rejected)
    again = shop.partner_said("fastbox", rejected)

    assert [(e.source, e.reason) for e in outcome.events] == [
        ("picked", "damaged_in_store"),
        ("allocated", "damaged_in_store"),
    ]
    assert places(shop) == {"placed": 3}
    assert again.events == ()
    shop.allocate("1001", {"L1": {"KYIV": 3}})
    shop.dispatch()
    assert partner.stopped == {}


def test_more_than_it_has_cannot_be_rejected(shop):
    shop.allocate("1001", {"L1": {"LODZ": 1, "KYIV": 2}})

    with pytest.raises(errors.NotEnoughUnits) as caught:
        shop.partner_said("fastbox", notice("rejected", units=2))

    assert (caught.value.asked, caught.value.available) == (2, 1)


def test_a_notice_must_be_the_partners_own(shop):
    with pytest.raises(errors.UnknownCode):
        shop.partner_said("fastbox", notice("picked", location_code="KYIV"))
    with pytest.raises(errors.UnknownCode):
        shop.partner_said("slowbox", notice("picked"))
    shop.allocate("1001", {"L1": {"LODZ": 2}})
    with pytest.raises(errors.InvalidInput):
        shop.partner_said("fastbox", notice("shipped"))


def test_a_recall_takes_units_back_if_the_partner_agrees(shop, partner):
    shop.allocate("1001", {"L1": {"LODZ": 2}})
    ask = {"units": {"L1": 2}, "location_code": "LODZ", "key": "recall-1"}

    assert shop.recall("1001", **ask) is True

    assert partner.stopped == {"recall-1": part_of(2)}
    assert places(shop) == {"placed": 3}
    shop.dispatch()
    assert list(partner.stopped) == ["recall-1"]


def test_what_has_no_steps_is_nowhere_to_be_recalled_from(shop, partner):
    card = NewLine(line_id="L1", quantity=1, unit_price=Money(1, "EUR"), workflow=())
    shop.handle(place_order(order_id="1002", lines=(card,)))
    with pytest.raises(errors.NotEnoughUnits):
        shop.recall("1002", {"L1": 1}, location_code="LODZ", key="recall-1")

    assert {} == partner.stopped


def test_a_recall_that_is_refused_moves_nothing_and_stands_in_the_timeline(
    shop, partner
):
    partner.agrees = False
    shop.allocate("1001", {"L1": {"LODZ": 2}})
    ask = {"units": {"L1": 2}, "location_code": "LODZ", "key": "recall-1"}

    assert shop.recall("1001", **ask) is False
    assert shop.recall("1001", **ask) is False

    assert places(shop) == {"placed": 1, "allocated": 2}
    assert told(shop).count("fastbox can no longer stop 2 items.") == 1


def test_a_recall_of_what_is_not_there_asks_nobody(shop, partner):
    shop.allocate("1001", {"L1": {"LODZ": 1}})

    with pytest.raises(errors.NotEnoughUnits):
        shop.recall("1001", {"L1": 2}, location_code="LODZ", key="r")
    with pytest.raises(errors.UnknownCode):
        shop.recall("1001", {"L1": 1}, location_code="KYIV", key="r")
    assert partner.stopped == {}


def test_a_partner_that_does_not_answer_keeps_its_units(shop, partner):
    shop.allocate("1001", {"L1": {"LODZ": 1}})
    partner.fault = ConnectionError("gone")

    with pytest.raises(errors.PluginFailed):
        shop.recall("1001", {"L1": 1}, location_code="LODZ", key="r")

    assert places(shop) == {"placed": 2, "allocated": 1}


@pytest.mark.parametrize(
    ("agrees", "said"), [(True, "will not send"), (False, "can no longer stop")]
)
def test_what_is_cancelled_here_is_stopped_there(shop, partner, agrees, said):
    partner.agrees = agrees
    shop.allocate("1001", {"L1": {"LODZ": 2}})
    shop.handle(CancelUnits(order_id="1001", at=NOON, reason="customer"))

    shop.dispatch()

    assert list(partner.stopped.values()) == [part_of(2)]
    assert any(said in text for text in told(shop))


def test_steps_after_the_first_hand_nothing_over(shop, partner):
    shop.allocate("1001", {"L1": {"LODZ": 2}})
    shop.handle(CompleteStep(order_id="1001", at=NOON, step="picked", units={"L1": 2}))

    shop.dispatch()

    assert list(partner.parts.values()) == [part_of(2)]


def level(units, sku="MUG", location="LODZ"):
    return StockLevel(sku=sku, location_code=location, on_hand=units)


def test_a_partners_stock_comes_in_and_never_below_what_is_reserved(shop, partner):
    partner.levels = [level(5), level(2, "CUP")]
    first = shop.take_partner_stock("fastbox", key="day-1")
    shop.allocate("1001", {"L1": {"LODZ": 3}})
    partner.levels = [level(1), level(2, "CUP")]

    second = shop.take_partner_stock("fastbox", key="day-2")

    assert [one.on_hand for one in first.changed] == [2, 5]
    assert first.short == ()
    assert second.changed == (attrs.evolve(level(3), reserved=3),)
    assert second.short == (attrs.evolve(level(1), reserved=3),)
    assert shop.stock_entries("MUG")[-1].by == "partner:fastbox"
    assert shop.take_partner_stock("fastbox", key="day-2").changed == ()
    assert shop.verify().broken == ()


@pytest.mark.parametrize(
    "odd", [level(1, location="KYIV"), level(-1), level(True), "MUG"]
)
def test_a_wrong_stock_of_a_partner_changes_nothing(shop, partner, odd):
    partner.levels = [level(5), odd]

    with pytest.raises(errors.PluginAnswerInvalid):
        shop.take_partner_stock("fastbox", key="day-1")

    assert shop.stock() == ()
