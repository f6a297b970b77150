"""Load, ask, decide, store: repeats, conflicts, batches, the cache."""

from __future__ import annotations

import threading

import attrs
import pytest

from postpurchase import errors
from postpurchase.hooks import load_plugins
from postpurchase.order.commands import (
    CancelUnits,
    CompleteStep,
    NewLine,
    PlaceHold,
    ReleaseHold,
)
from postpurchase.order.events import OrderPlaced, ParcelShipped, StepCompleted
from postpurchase.service import Service, Work
from postpurchase.service.cache import StateCache
from postpurchase.stores import open_store
from postpurchase.testing import NOON, Clock, place_order, ship_parcel
from postpurchase.values.answers import Insert
from postpurchase.values.money import Money


@pytest.fixture(params=["memory:", "sqlite://", "file"])
def store(request, tmp_path):
    url = f"sqlite:///{tmp_path}/shop.db" if request.param == "file" else request.param
    with open_store(url) as opened:
        yield opened


def service_on(store, *plugins, **options):
    return Service(store, load_plugins(plugins), Clock(), **options)


@pytest.fixture
def service(store):
    return service_on(store)


def test_a_command_is_answered_with_the_order_and_what_happened(service):
    outcome = service.handle(place_order())

    assert [OrderPlaced] == [type(event) for event in outcome.events]
    assert outcome.order.total == Money(3240, "EUR")
    assert not outcome.repeated
    assert service.order("1001") == outcome.order


def test_an_order_that_was_never_placed_is_not_found(service):
    with pytest.raises(errors.UnknownOrder):
        service.order("1001")
    with pytest.raises(errors.UnknownOrder):
        service.handle(ship_parcel())


def test_a_repeat_returns_the_first_events_and_the_present_order(service):
    service.handle(place_order())
    first = service.handle(ship_parcel(command_id="ship-1"))
    service.handle(CancelUnits(order_id="1001", at=NOON, reason="customer"))

    again = service.handle(ship_parcel(command_id="ship-1"))

    assert again.repeated
    assert again.events == first.events
    assert again.order == service.order("1001")
    assert again.order.version == 3


def test_a_repeat_that_would_be_refused_by_now_is_still_a_repeat(service):
    service.handle(place_order())
    command = CancelUnits(
        order_id="1001", at=NOON, units={"L1": 2}, reason="customer", command_id="c"
    )
    first = service.handle(command)

    assert service.handle(command).events == first.events
    assert service.handle(attrs.evolve(command, at=NOON.replace(hour=20))).repeated


def test_a_command_id_with_other_content_is_refused(service):
    service.handle(place_order())
    service.handle(ship_parcel(command_id="ship-1"))

    with pytest.raises(errors.CommandIdReused) as refused:
        service.handle(ship_parcel(command_id="ship-1", parcel_id="P2"))

    assert refused.value.command_id == "ship-1"
    assert service.order("1001").version == 2


def test_personal_values_are_part_of_what_a_command_id_stands_for(service):
    from postpurchase.testing import CUSTOMER

    placed = place_order(command_id="p", recipient=CUSTOMER)
    service.handle(placed)

    assert service.handle(placed).repeated
    with pytest.raises(errors.CommandIdReused):
        service.handle(
            attrs.evolve(placed, recipient=attrs.evolve(CUSTOMER, name="Other"))
        )


def test_a_command_without_effect_keeps_its_id(service):
    service.handle(place_order())
    hold = PlaceHold(order_id="1001", at=NOON, hold_id="H", reason="other")
    service.handle(hold)
    nothing = attrs.evolve(hold, command_id="again")

    assert service.handle(nothing).events == ()
    release = ReleaseHold(order_id="1001", at=NOON, hold_id="H", command_id="again")
    with pytest.raises(errors.CommandIdReused):
        service.handle(release)


def test_a_refused_command_stores_nothing_and_may_be_tried_again(service, store):
    service.handle(place_order())
    too_many = ship_parcel(units={"L1": 3}, command_id="ship")
    with pytest.raises(errors.NotEnoughUnits):
        service.handle(too_many)

    assert store.head("order:1001").version == 1
    assert service.handle(ship_parcel(command_id="ship")).order.version == 2


def test_another_writer_is_noticed_and_the_decision_made_anew(store):
    ours, theirs = service_on(store), service_on(store)
    ours.handle(place_order())
    theirs.handle(ship_parcel())

    with pytest.raises(errors.NotEnoughUnits) as refused:
        ours.handle(ship_parcel(parcel_id="P2"))

    assert refused.value.available == 0
    assert ours.order("1001").version == 2


def test_a_refusal_from_a_stale_state_does_not_count(store):
    ours, theirs = service_on(store), service_on(store)
    hold = PlaceHold(order_id="1001", at=NOON, hold_id="H", reason="other")
    ours.handle(place_order())
    ours.handle(hold)
    theirs.handle(ReleaseHold(order_id="1001", at=NOON, hold_id="H"))

    assert [ParcelShipped] == [type(e) for e in ours.handle(ship_parcel()).events]


def test_an_empty_answer_from_a_stale_state_does_not_count(store):
    ours, theirs = service_on(store), service_on(store)
    ours.handle(place_order())
    ours.order("1001")
    theirs.handle(ship_parcel())

    assert ours.handle(ship_parcel()).order.version == 2


def test_a_read_shows_what_another_writer_stored(store):
    ours, theirs = service_on(store), service_on(store)
    ours.handle(place_order())
    theirs.handle(ship_parcel())

    assert ours.order("1001").version == 2


def test_sixteen_threads_never_pick_a_unit_twice(store):
    line = NewLine(line_id="L1", sku="A", quantity=20, unit_price=Money(1, "EUR"))
    first = service_on(store)
    first.handle(place_order(lines=[line]))
    picked, refused = [], []

    def pick(number):
        service = service_on(store)
        for n in range(3):
            command = CompleteStep(
                order_id="1001",
                at=NOON,
                step="allocated",
                units={"L1": 1},
                command_id=f"{number}:{n}",
            )
            try:
                picked.append(service.handle(command))
            except errors.NotEnoughUnits:
                refused.append(number)

    threads = [threading.Thread(target=pick, args=(n,)) for n in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (20, 28) == (len(picked), len(refused))
    assert {"allocated": 20} == first.order("1001").line("L1").places


def test_many_commands_are_answered_each_by_itself_in_one_transaction(service, store):
    works = [
        Work.of(place_order()),
        Work.of(ship_parcel(units={"L1": 9})),
        Work.of(ship_parcel()),
        Work.of(place_order(order_id="2", number="#2")),
    ]

    placed, too_many, shipped, other = service.handle_all(works)

    assert placed.order.version == 1
    assert isinstance(too_many, errors.NotEnoughUnits)
    assert shipped.order.version == 2
    assert other.order.order_id == "2"
    assert (2, 1) == (store.head("order:1001").version, store.head("order:2").version)


def test_a_repeat_in_the_same_transaction_is_answered_like_any_other(service, store):
    ship = ship_parcel(command_id="s")
    works = [Work.of(place_order(command_id="p")), Work.of(ship), Work.of(ship)]

    _, first, again = service.handle_all(works)

    assert (False, True) == (first.repeated, again.repeated)
    assert again.events == first.events
    assert store.head("order:1001").version == 2


def test_a_repeat_is_known_where_another_process_handled_it_first(store):
    ours, theirs = service_on(store), service_on(store)
    theirs.handle(place_order())
    ours.order("1001")
    first = theirs.handle(ship_parcel(command_id="s"))

    again = ours.handle(ship_parcel(command_id="s"))

    assert (True, 2) == (again.repeated, again.order.version)
    assert again.events == first.events


def test_a_repeat_beside_something_new_is_known_from_a_stale_state(store):
    ours, theirs = service_on(store), service_on(store)
    theirs.handle(place_order())
    ours.order("1001")
    first = theirs.handle(ship_parcel(command_id="s"))
    hold = PlaceHold(order_id="1001", at=NOON, hold_id="H", reason="other")

    new, again = ours.handle_all([Work.of(hold), Work.of(ship_parcel(command_id="s"))])

    assert (False, True) == (new.repeated, again.repeated)
    assert again.events == first.events
    assert ours.order("1001").version == 3


def test_a_command_id_used_twice_in_one_transaction_is_refused(service):
    works = [Work.of(place_order()), Work.of(ship_parcel(command_id="s"))]
    other = Work.of(ship_parcel(command_id="s", parcel_id="P2"))

    *_, refused = service.handle_all([*works, other])

    assert isinstance(refused, errors.CommandIdReused)


def test_a_work_that_repeats_itself_counts_once(service, store):
    ship = ship_parcel(command_id="s")
    work = Work(order_id="1001", plan=lambda _order, _past: (place_order(), ship, ship))

    (outcome,) = service.handle_all([work])

    assert outcome.order.version == 2
    assert len(store.load("order:1001")) == 2


def test_a_work_of_several_commands_counts_as_a_whole(service, store):
    work = Work(
        order_id="1001",
        plan=lambda _order, _past: (place_order(), ship_parcel(units={"L1": 9})),
    )

    (refused,) = service.handle_all([work])

    assert isinstance(refused, errors.NotEnoughUnits)
    assert store.head("order:1001").version == 0


def test_a_plan_sees_the_order_and_its_past_as_the_work_before_left_them(service):
    seen = []

    def plan(order, past):
        seen.append((order.version, [type(event) for event in past()]))
        return (ship_parcel(),)

    service.handle(place_order())
    service.handle_all([Work(order_id="1001", plan=plan)] * 2)

    assert seen == [(1, [OrderPlaced]), (2, [OrderPlaced, ParcelShipped])]


def test_historical_works_have_no_deliveries_and_no_timers(store):
    from postpurchase.plugins.notices import Notices

    service = service_on(store, Notices(channel="console"))
    hold = PlaceHold(
        order_id="1001", at=NOON, hold_id="H", reason="other", until_at=NOON
    )
    work = Work(
        order_id="1001",
        plan=lambda _order, _past: (place_order(), hold),
        source="shopify",
        is_historical=True,
    )
    service.handle_all([work])

    assert store.pending() == 0
    assert {True} == {one.historical for one in store.load("order:1001")}
    assert {"shopify"} == {one.source for one in store.load("order:1001")}


def test_live_events_have_a_delivery_for_each_subscriber_and_timers(store):
    from postpurchase.plugins.notices import Notices

    service = service_on(store, Notices(channel="console"))
    service.handle(place_order())
    service.handle(
        PlaceHold(order_id="1001", at=NOON, hold_id="H", reason="other", until_at=NOON)
    )

    assert store.pending() == 3


class Cards:
    code = "cards"

    def inserts(self, order, parcel_id, units, at):
        return [Insert(code="card", text="Дякуємо, Олено!", locale="uk")]


def test_what_personalizers_answer_is_recorded_without_what_names_the_person(store):
    service = service_on(store, Cards())
    service.handle(place_order())
    outcome = service.handle(ship_parcel())

    (insert,) = outcome.order.parcel("P1").inserts
    assert (insert.code, insert.text) == ("card", "")
    assert insert.sealed_text is not None
    (value,) = store.personal((insert.sealed_text.ref,)).values()
    assert "Олено" in value.value


def test_the_cache_keeps_the_lately_used_and_no_more():
    cache = StateCache(2)
    for name in ("a", "b"):
        cache.put(name, None, None)
    cache.get("a")
    cache.put("c", None, None)

    assert cache.get("b") is None
    assert cache.get("a") == (None, None)
    cache.drop("a")
    assert cache.get("a") is None


def test_a_service_without_a_cache_says_the_same(store):
    service = service_on(store, cache=StateCache(0))
    service.handle(place_order())
    service.handle(ship_parcel())

    assert service.order("1001").version == 2


def test_conflicts_without_end_are_told_to_the_caller(store, monkeypatch):
    service = service_on(store)
    service.handle(place_order())

    def always_late(*_batches):
        raise errors.ConcurrencyConflict(
            stream="order:1001", expected_version=1, version=2
        )

    monkeypatch.setattr(store, "append", always_late, raising=False)
    with pytest.raises(errors.ConcurrencyConflict):
        service.handle(ship_parcel())


def test_a_scan_completes_a_step_or_is_counted(service):
    from postpurchase.order.commands import ScanCode

    line = NewLine(line_id="L1", sku="A", quantity=1, unit_price=Money(1, "EUR"))
    service.handle(place_order(lines=[line]))
    right = service.handle(
        ScanCode(order_id="1001", at=NOON, code="A", step="allocated")
    )
    wrong = service.handle(ScanCode(order_id="1001", at=NOON, code="B", step="picked"))

    assert StepCompleted in [type(event) for event in right.events]
    assert wrong.order.errors_caught == 1
