"""Stock that is kept elsewhere: reserved first, claimed with the order, or released."""

from __future__ import annotations

import threading
from collections import Counter

import pytest

from postpurchase import errors
from postpurchase.app.stock.following import add_followers
from postpurchase.dispatch import Dispatcher
from postpurchase.hooks import Stock, load_plugins, questions
from postpurchase.order.commands import CancelUnits, CompleteStep, NewLine, ShipParcel
from postpurchase.service import Service, Work
from postpurchase.stores import open_store
from postpurchase.testing import NOON, Clock, place_order
from postpurchase.values.money import Money
from postpurchase.values.stock import StockLevel


class Warehouse:
    """Another system's stock, which knows its keys."""

    plugin_name = "warehouse"
    code = "erp"

    def __init__(self, **on_hand):
        self.on_hand, self.held, self.said = Counter(on_hand), {}, []
        self.released, self.followed = set(), {}
        self.fault = self.late = None

    def available(self, skus):
        return [
            StockLevel(sku=sku, location_code="KYIV", on_hand=self.on_hand[sku])
            for sku in skus
            if sku in self.on_hand
        ]

    def free(self, sku):
        held = sum(
            units
            for found in self.held.values()
            for name, units in found
            if name == sku
        )
        return self.on_hand[sku] - held

    def reserve(self, moves, *, key):
        self.said.append(key)
        assert key not in self.released
        if self.fault:
            raise self.fault
        asked = [(m.sku, m.reserved) for m in moves if m.sku in self.on_hand]
        if key not in self.held:
            for sku, units in asked:
                if units > self.free(sku):
                    raise errors.OutOfStock(
                        sku=sku,
                        location_code="KYIV",
                        asked=units,
                        available=self.free(sku),
                    )
            self.held[key] = asked
        if self.late:
            raise self.late

    def release(self, *, key):
        self.released.add(key)
        self.held.pop(key, None)

    def follow(self, moves, *, key):
        self.followed[key] = [(m.sku, m.on_hand, m.reserved) for m in moves]


@pytest.fixture(params=["memory:", "sqlite://"])
def store(request):
    with open_store(request.param) as opened:
        yield opened


def service_on(store, warehouse):
    plugins = load_plugins([warehouse], entry_points=False)
    add_followers(plugins)
    service = Service(store, plugins, Clock())
    for name in ("1", "2"):
        line = NewLine(
            line_id="L1", sku="MUG", quantity=2, unit_price=Money(100, "EUR")
        )
        service.handle(place_order(order_id=name, number="", lines=(line,)))
    return service


def allocate(order_id="1", units=2, **more):
    return CompleteStep(
        order_id=order_id,
        at=NOON,
        step="allocated",
        units={"L1": units},
        location_code="KYIV",
        **more,
    )


def dispatch(service):
    return Dispatcher(service, worker="w").run(limit=100)


def test_the_warehouse_is_asked_before_the_order_decides(store):
    warehouse = Warehouse(MUG=3)
    service = service_on(store, warehouse)

    assert isinstance(warehouse, Stock)
    service.handle(allocate("1"))
    with pytest.raises(errors.OutOfStock) as caught:
        service.handle(allocate("2"))

    assert (caught.value.asked, caught.value.available) == (2, 1)
    assert service.order("2").line("L1").places == {"placed": 2}
    assert warehouse.free("MUG") == 1


def test_what_an_order_stands_for_is_never_released(store):
    warehouse = Warehouse(MUG=3)
    service = service_on(store, warehouse)
    service.handle(allocate("1", command_id="a"))
    service.handle(allocate("2", units=1))

    service.clock.advance(minutes=16)
    dispatch(service)

    assert warehouse.released == set()
    assert warehouse.free("MUG") == 0
    assert store.pending() == 0


@pytest.mark.parametrize(
    "fault",
    [
        errors.OutcomeUnknown(plugin="warehouse", reason="time-out"),
        ConnectionError("gone"),
    ],
)
def test_what_nobody_knows_is_not_sold_and_is_released(store, fault):
    warehouse = Warehouse(MUG=3)
    service = service_on(store, warehouse)
    warehouse.late = fault

    with pytest.raises(errors.PluginError):
        service.handle(allocate("1", command_id="a"))
    assert service.order("1").line("L1").places == {"placed": 2}
    assert warehouse.free("MUG") == 1

    dispatch(service)
    assert warehouse.free("MUG") == 1
    service.clock.advance(minutes=16)
    dispatch(service)
    assert warehouse.free("MUG") == 3


def test_a_retry_carries_the_same_key(store):
    warehouse = Warehouse(MUG=3)
    service = service_on(store, warehouse)
    warehouse.late = errors.OutcomeUnknown(plugin="warehouse", reason="time-out")
    with pytest.raises(errors.OutcomeUnknown):
        service.handle(allocate("1", command_id="a"))
    warehouse.late = None

    service.handle(allocate("1", command_id="a"))

    assert len(set(warehouse.said)) == 1
    assert warehouse.free("MUG") == 1
    service.clock.advance(minutes=16)
    dispatch(service)
    assert warehouse.free("MUG") == 1


def test_a_retry_after_the_release_reserves_anew(store):
    warehouse = Warehouse(MUG=3)
    service = service_on(store, warehouse)
    warehouse.late = errors.OutcomeUnknown(plugin="warehouse", reason="time-out")
    with pytest.raises(errors.OutcomeUnknown):
        service.handle(allocate("1", command_id="a"))
    service.clock.advance(minutes=16)
    dispatch(service)
    warehouse.late = None

    service.handle(allocate("1", command_id="a"))
    service.clock.advance(minutes=16)
    dispatch(service)

    assert len(set(warehouse.said)) == 2
    assert warehouse.free("MUG") == 1


def test_a_release_that_comes_between_makes_the_order_reserve_again(store):
    class Slow(Warehouse):
        def reserve(self, moves, *, key):
            super().reserve(moves, key=key)
            if len(self.said) == 1:
                service.clock.advance(minutes=16)
                dispatch(service)

    warehouse = Slow(MUG=3)
    service = service_on(store, warehouse)

    service.handle(allocate("1", command_id="a"))

    assert [warehouse.said[0]] == list(warehouse.released)
    assert len(warehouse.said) == 2
    assert warehouse.free("MUG") == 1


def test_a_repeat_reserves_nothing(store):
    warehouse = Warehouse(MUG=9)
    service = service_on(store, warehouse)
    service.handle(allocate("1", units=1, command_id="a"))

    again = service.handle(allocate("1", units=1, command_id="a"))

    assert again.repeated
    assert len(warehouse.said) == 1


def test_a_refused_command_asks_nobody(store):
    warehouse = Warehouse(MUG=9)
    service = service_on(store, warehouse)
    with pytest.raises(errors.NotEnoughUnits):
        service.handle(allocate("1", units=3))
    work = Work(
        order_id="1",
        plan=lambda _order, _past: (allocate("1"),),
        source="csv",
        is_historical=True,
    )
    service.handle_all([work])

    assert warehouse.said == []


def test_articles_that_it_does_not_keep_pass(store):
    service = service_on(store, Warehouse(CUP=1))

    assert service.handle(allocate("1")).events


def test_a_warehouse_that_hangs_is_left_alone(store, monkeypatch):
    monkeypatch.setattr(questions, "STOCK_S", 0.01)
    warehouse = Warehouse(MUG=9)
    service = service_on(store, warehouse)
    stop = threading.Event()
    monkeypatch.setattr(warehouse, "reserve", lambda *_, **__: stop.wait(5))

    with pytest.raises(errors.PluginTimeout):
        service.handle(allocate("1"))
    stop.set()
    assert service.order("1").line("L1").places == {"placed": 2}


def test_it_hears_after_the_commit_what_left_and_what_is_free(store):
    warehouse = Warehouse(MUG=9)
    service = service_on(store, warehouse)
    service.handle(allocate("1"))
    service.handle(CancelUnits(order_id="1", at=NOON, units={"L1": 1}, reason="no"))
    for step in ("picked", "checked", "packed"):
        service.handle(CompleteStep(order_id="1", at=NOON, step=step, units={"L1": 1}))
    service.handle(
        ShipParcel(order_id="1", at=NOON, parcel_id="P", units={"L1": 1}, carrier="np")
    )
    assert warehouse.followed == {}

    dispatch(service)

    assert list(warehouse.followed.values()) == [
        [("MUG", 0, -1)],
        [("MUG", -1, -1)],
    ]


def test_levels_are_asked_of_every_stock_and_a_broken_one_is_left_out():
    class Broken(Warehouse):
        plugin_name, code = "broken", "broken"

        def available(self, skus):
            yield StockLevel(sku="MUG", location_code="LVIV", on_hand=5)
            raise ConnectionError

    plugins = load_plugins([Broken(), Warehouse(MUG=3)], entry_points=False)

    (level,) = questions.available(("MUG",), plugins=plugins)

    assert (level.location_code, level.on_hand) == ("KYIV", 3)
    assert [problem.plugin for problem in plugins.problems] == ["stock broken"]
