"""Customers' accounts are streams like orders: repeats, conflicts, timers, telling."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest

from customer.accounts import ask, capture, eur, issue, release, reserve
from postpurchase import errors
from postpurchase.customer import commands as c
from postpurchase.customer.events import CreditExpired, CreditIssued, CreditReserved
from postpurchase.dispatch import Dispatcher
from postpurchase.hooks import hookimpl, load_plugins
from postpurchase.service import Service, Work
from postpurchase.service.cache import StateCache
from postpurchase.stores import open_store
from postpurchase.testing import NOON, Clock, place_order


@pytest.fixture(params=["memory:", "sqlite://", "file"])
def store(request, tmp_path):
    url = f"sqlite:///{tmp_path}/shop.db" if request.param == "file" else request.param
    with open_store(url) as opened:
        yield opened


@pytest.fixture
def service(store):
    return Service(store, load_plugins(entry_points=False), Clock())


def test_a_command_is_answered_with_the_account_and_what_happened(service):
    outcome = service.handle(issue("K1", 2000, 200))

    assert [CreditIssued] == [type(event) for event in outcome.events]
    assert eur(2200) == outcome.customer.credit("EUR").available
    assert not outcome.repeated
    assert service.customer("c7") == outcome.customer
    assert 1 == service.store.head("customer:c7").version


def test_an_outcome_is_of_an_order_or_of_a_customer(service):
    with pytest.raises(LookupError):
        _ = service.handle(issue("K1", 1)).order
    with pytest.raises(LookupError):
        _ = service.handle(place_order()).customer


def test_a_customer_of_whom_nothing_is_known_has_an_empty_account(service):
    customer = service.customer("c8")

    assert ("c8", 0, ()) == (customer.customer_id, customer.version, customer.balances)


def test_an_order_and_a_customer_of_the_same_name_are_two_streams(service):
    service.handle(place_order(order_id="c7"))
    service.handle(issue("K1", 1))

    assert 1 == service.order("c7").version
    assert eur(1) == service.customer("c7").credit("EUR").available


def test_a_repeat_is_answered_as_the_first_time(service):
    service.handle(issue("K1", 2000))
    first = service.handle(reserve(500, command_id="r-1"))
    service.handle(capture())

    again = service.handle(reserve(500, command_id="r-1"))

    assert again.repeated
    assert first.events == again.events
    assert 3 == again.customer.version


def test_a_repeat_that_would_be_refused_by_now_is_still_a_repeat(service):
    service.handle(issue("K1", 500))
    service.handle(reserve(500))
    service.handle(capture(300, command_id="c-1"))

    again = service.handle(capture(300, command_id="c-1"))

    assert (True, eur(300)) == (again.repeated, again.customer.credit("EUR").spent)


def test_a_command_id_is_for_one_command(service):
    service.handle(issue("K1", 500, command_id="k"))

    with pytest.raises(errors.CommandIdReused):
        service.handle(issue("K2", 500, command_id="k"))


def test_the_same_command_id_may_name_an_order_and_a_customer(service):
    service.handle(place_order(command_id="k"))

    assert not service.handle(issue("K1", 500, command_id="k")).repeated


def test_a_refusal_stores_nothing(service):
    with pytest.raises(errors.NotEnoughCredit):
        service.handle(reserve(1))

    assert 0 == service.store.head("customer:c7").version


def test_what_is_no_command_is_no_work():
    with pytest.raises(errors.InvalidInput):
        Work.of("IssueCredit")


def test_commands_on_orders_and_customers_go_into_one_transaction(service):
    works = [
        Work.of(one) for one in (issue("K1", 5), place_order(), reserve(6), reserve(5))
    ]

    issued, placed, refused, reserved = service.handle_all(works)

    assert (1, "1001") == (issued.customer.version, placed.order.order_id)
    assert isinstance(refused, errors.NotEnoughCredit)
    assert eur(0) == reserved.customer.credit("EUR").available


def test_another_process_is_seen_through_a_cache_that_is_stale(service):
    other = Service(service.store, service.plugins, Clock())
    service.handle(issue("K1", 500))
    other.handle(reserve(500))

    with pytest.raises(errors.NotEnoughCredit):
        service.handle(reserve(1, "P2"))
    other.handle(release())
    assert eur(499) == service.handle(reserve(1, "P2")).customer.credit("EUR").available


def test_without_a_cache_it_is_the_same(store):
    service = Service(
        store, load_plugins(entry_points=False), Clock(), cache=StateCache(0)
    )
    service.handle(issue("K1", 500))

    assert 2 == service.handle(reserve(500)).customer.version


def test_threads_never_spend_the_same_credit_twice(tmp_path):
    with open_store(f"sqlite:///{tmp_path}/shop.db") as store:
        plugins = load_plugins(entry_points=False)
        services = [Service(store, plugins, Clock()) for _ in range(4)]
        services[0].handle(issue("K1", 10))
        won, lost = [], []

        def spend(number):
            for n in range(5):
                try:
                    services[number].handle(reserve(1, f"P{number}-{n}"))
                    won.append(n)
                except errors.NotEnoughCredit:
                    lost.append(n)

        threads = [threading.Thread(target=spend, args=(n,)) for n in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert (10, 10) == (len(won), len(lost))
        assert eur(10) == services[3].customer("c7").credit("EUR").reserved


def test_credit_expires_by_itself_at_its_time(service):
    service.handle(issue("K1", 500, expires_at=NOON + timedelta(days=30)))
    dispatcher = Dispatcher(service, worker="w")

    assert 0 == dispatcher.run(limit=10).done
    service.clock.advance(days=30)
    assert 1 == dispatcher.run(limit=10).done

    (_, expired) = service.store.load("customer:c7")
    assert CreditExpired is type(expired.event)
    assert ("timer", NOON + timedelta(days=30)) == (expired.event.by, expired.event.at)
    assert eur(500) == service.customer("c7").credit("EUR").expired


def test_a_checkout_that_was_left_gives_its_credit_back_by_itself(service):
    service.handle(issue("K1", 500))
    service.handle(reserve(500, until_at=NOON + timedelta(minutes=15)))

    service.clock.advance(minutes=15)
    Dispatcher(service, worker="w").run(limit=10)

    assert eur(500) == service.customer("c7").credit("EUR").available


class Told:
    """A plugin that is told about accounts and answers with a command."""

    def __init__(self):
        self.heard = []

    @hookimpl
    def on_customer_event(self, event, customer, key):
        self.heard.append((type(event).__name__, customer.version, key))
        if isinstance(event, CreditReserved):
            return [release()]
        return None


def test_who_has_the_hook_is_told_of_each_event_and_may_answer(store):
    told = Told()
    service = Service(store, load_plugins([told], entry_points=False), Clock())
    service.handle(issue("K1", 500))
    service.handle(reserve(500))

    report = Dispatcher(service, worker="w").run(limit=10)

    assert [
        ("CreditIssued", 1, "customer:c7:1:Told"),
        ("CreditReserved", 2, "customer:c7:2:Told"),
        ("CreditReleased", 3, "customer:c7:3:Told"),
    ] == told.heard
    assert (3, 0) == (report.done, report.buried)
    assert eur(500) == service.customer("c7").credit("EUR").available


def test_plugins_of_orders_are_never_called_with_accounts(store):
    class OfOrders:
        @hookimpl
        def on_event(self, event, order, key):
            raise AssertionError(event)

    service = Service(store, load_plugins([OfOrders()], entry_points=False), Clock())
    service.handle(issue("K1", 500))

    assert 0 == store.pending()


def test_a_log_with_accounts_verifies_and_nothing_in_it_is_personal(service):
    service.handle(issue("K1", 500, 50))
    service.handle(ask(c.RevokeCredit, credit_id="K1", reason="mistake"))

    found = service.store.verify()

    assert (1, 2, ()) == (found.streams, found.events, found.broken)
    assert 0 == service.store.forget("customer:c7")
    assert 2 == service.customer("c7").version


def test_a_work_is_on_an_order_or_on_a_customer(service):
    nobody = Work(plan=lambda _state, _past: (issue("K1", 1),))

    with pytest.raises(errors.MissingField):
        service.handle_all([nobody])


def test_commands_of_one_work_see_each_other_and_count_together(service):
    def plan(_customer, _past):
        return issue("K1", 5), reserve(5), capture(6)

    (refused,) = service.handle_all([Work(customer_id="c7", plan=plan)])

    assert isinstance(refused, errors.NotEnoughCredit)
    assert 0 == service.customer("c7").version
