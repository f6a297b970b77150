"""Orders take from stock as they go: refused alone, repeated once, never oversold."""

from __future__ import annotations

import pytest

from postpurchase import errors
from postpurchase.hooks import load_plugins
from postpurchase.order.commands import (
    CancelUnits,
    CompleteStep,
    FailStep,
    NewLine,
    ShipParcel,
    SkipSteps,
)
from postpurchase.service import Outcome, Service, Work
from postpurchase.stores import open_store
from postpurchase.testing import NOON, Clock, place_order
from postpurchase.values.money import Money
from postpurchase.values.stock import StockMove


@pytest.fixture(params=["memory:", "sqlite://"])
def service(request):
    with open_store(request.param) as store:
        yield Service(store, load_plugins(entry_points=False), Clock())


def receive(service, units, sku="MUG", location="KYIV"):
    move = StockMove(
        sku=sku, location_code=location, on_hand=units, reason="received", at=NOON
    )
    service.store.move_stock((move,), f"{sku} {location} {units}", b"r")


def level(service, sku="MUG", location="KYIV"):
    return next(
        (found.on_hand, found.reserved)
        for found in service.store.stock((sku,))
        if found.location_code == location
    )


def order_of(order_id, units=2, sku="MUG", **more):
    line = NewLine(
        line_id="L1", sku=sku, quantity=units, unit_price=Money(100, "EUR"), **more
    )
    return place_order(order_id=order_id, number="", lines=(line,))


def allocate(order_id, units=2, location="KYIV", **more):
    return CompleteStep(
        order_id=order_id,
        at=NOON,
        step="allocated",
        units={"L1": units},
        location_code=location,
        **more,
    )


def placed(service, *order_ids, units=2):
    service.handle_all([Work.of(order_of(name, units)) for name in order_ids])


def kinds(results):
    return ["ok" if isinstance(each, Outcome) else each.code for each in results]


def test_an_article_that_was_never_received_is_sold_without_a_look(service):
    placed(service, "1", units=1000)

    assert service.handle(allocate("1", 1000)).events
    assert service.store.stocked() == ()


def test_the_last_units_are_sold_once(service):
    receive(service, 3)
    placed(service, "1", "2")
    service.handle(allocate("1"))

    with pytest.raises(errors.OutOfStock) as caught:
        service.handle(allocate("2"))

    assert isinstance(caught.value, errors.Rejected)
    assert (caught.value.asked, caught.value.available) == (2, 1)
    assert service.order("2").line("L1").places == {"placed": 2}
    assert level(service) == (3, 2)
    assert service.handle(allocate("2", 1)).events


def test_a_work_that_finds_no_stock_is_refused_alone(service):
    receive(service, 5)
    placed(service, "1", "2", "3", "4")
    works = [
        Work.of(allocate("1")),
        Work(order_id="2", plan=lambda _o, _p: (allocate("2", 1), allocate("2", 1))),
        Work.of(allocate("3")),
        Work.of(CancelUnits(order_id="4", at=NOON, reason="customer")),
        Work.of(allocate("3", 1)),
    ]

    results = service.handle_all(works)

    assert kinds(results) == ["ok", "ok", "out_of_stock", "ok", "ok"]
    assert results[2].version == 2
    assert level(service) == (5, 5)
    assert service.order("3").line("L1").places == {"placed": 1, "allocated": 1}
    assert service.store.verify().broken == ()


def test_a_work_that_is_refused_halfway_takes_nothing(service):
    receive(service, 2)
    receive(service, 1, sku="CUP")
    lines = tuple(
        NewLine(line_id=name, sku=sku, quantity=2, unit_price=Money(100, "EUR"))
        for name, sku in (("L1", "MUG"), ("L2", "CUP"))
    )
    service.handle(place_order(order_id="1", lines=lines))
    placed(service, "2")
    both = CompleteStep(
        order_id="1",
        at=NOON,
        step="allocated",
        units={"L1": 2, "L2": 2},
        location_code="KYIV",
    )

    results = service.handle_all([Work.of(both), Work.of(allocate("2"))])

    assert kinds(results) == ["out_of_stock", "ok"]
    assert [level(service), level(service, "CUP")] == [(2, 2), (1, 0)]


def test_many_works_without_stock_are_refused_in_few_tries(service, monkeypatch):
    receive(service, 10)
    names = [str(n) for n in range(60)]
    placed(service, *names, units=1)
    tries = []
    append = service.store.append

    def counted(*batches):
        tries.append(len(batches))
        return append(*batches)

    monkeypatch.setattr(service.store, "append", counted)
    results = service.handle_all([Work.of(allocate(name, 1)) for name in names])

    assert kinds(results) == ["ok"] * 10 + ["out_of_stock"] * 50
    assert tries == [60, 10]
    assert level(service) == (10, 10)


def test_what_another_process_takes_meanwhile_is_refused_too(service, monkeypatch):
    receive(service, 5)
    placed(service, "1", "2", "3", "4")
    other = Service(service.store, load_plugins(entry_points=False), Clock())
    look = service.store.stock

    def look_then_lose(skus):
        found = look(skus)
        monkeypatch.undo()
        other.handle(allocate("4"))
        return found

    monkeypatch.setattr(service.store, "stock", look_then_lose)
    results = service.handle_all([Work.of(allocate(name)) for name in "123"])

    assert kinds(results) == ["ok", "out_of_stock", "out_of_stock"]
    assert level(service) == (5, 4)


def test_a_repeat_is_a_repeat_when_stock_is_gone_by_now(service):
    receive(service, 2)
    placed(service, "1", "2")
    first = service.handle(allocate("1", command_id="a"))
    service.handle(
        FailStep(
            order_id="1",
            at=NOON,
            line_id="L1",
            units=2,
            at_step="picked",
            to="placed",
            reason="other",
        )
    )
    service.handle(allocate("2"))

    again = service.handle(allocate("1", command_id="a"))

    assert again.repeated
    assert first.events == again.events
    assert level(service) == (2, 2)


def test_a_refusal_may_be_asked_again_under_its_id(service):
    placed(service, "1")
    receive(service, 1)
    with pytest.raises(errors.OutOfStock):
        service.handle(allocate("1", command_id="a"))
    receive(service, 5)

    assert not service.handle(allocate("1", command_id="a")).repeated
    assert level(service) == (6, 2)


def test_a_unit_whose_goods_broke_needs_another_or_waits(service):
    receive(service, 2)
    placed(service, "1")
    service.handle(allocate("1"))
    broke = {
        "order_id": "1",
        "at": NOON,
        "line_id": "L1",
        "units": 1,
        "at_step": "picked",
        "reason": "damaged",
        "goods": "scrapped",
    }

    with pytest.raises(errors.OutOfStock):
        service.handle(FailStep(**broke, to="allocated"))
    assert level(service) == (2, 2)
    service.handle(FailStep(**broke, to="placed"))
    assert level(service) == (1, 1)
    receive(service, 3)
    service.handle(FailStep(**broke, to="allocated"))
    assert level(service) == (3, 1)


def test_history_moves_no_stock_and_what_follows_takes_none_either(service):
    receive(service, 5)

    def past(_order, _past):
        skip = SkipSteps(
            order_id="1",
            at=NOON,
            units={"L1": 2},
            reason="imported",
            location_code="KYIV",
        )
        return (order_of("1"), skip)

    work = Work(order_id="1", plan=past, source="csv", is_historical=True)
    assert kinds(service.handle_all([work])) == ["ok"]
    ship = ShipParcel(
        order_id="1", at=NOON, parcel_id="P1", units={"L1": 2}, carrier="np"
    )
    service.handle(ship)

    assert level(service) == (5, 0)
    assert service.store.verify().broken == ()
