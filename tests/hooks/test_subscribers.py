"""Telling: each subscriber gets what it asks for, in a fixed order."""

import itertools
from typing import ClassVar

import pytest

from postpurchase.hooks import hookimpl, load_plugins
from postpurchase.hooks.subscribers import taking_three


def named(name, **options):
    class Plugin:
        plugin_name = name

        @hookimpl(**options)
        def on_event(self, event, order, key):
            return (name, event, order, key)

    return Plugin()


def test_nobody_is_told_when_nobody_asks():
    assert load_plugins(entry_points=False).subscribers == ()


def test_subscribers_keep_the_order_in_which_they_were_passed():
    plugins = load_plugins(
        [
            named("a"),
            named("last", trylast=True),
            named("b"),
            named("first", tryfirst=True),
        ],
        entry_points=False,
    )

    assert [one.name for one in plugins.subscribers] == ["first", "a", "b", "last"]


def test_a_subscriber_is_called_with_event_order_and_key():
    [subscriber] = load_plugins([named("a")], entry_points=False).subscribers

    assert subscriber.call("e", "o", "k") == ("a", "e", "o", "k")


def test_the_full_signature_is_called_without_anything_between():
    plugin = named("a")
    [subscriber] = load_plugins([plugin], entry_points=False).subscribers

    assert subscriber.call == plugin.on_event


@pytest.mark.parametrize(
    "asked",
    [
        names
        for count in range(4)
        for names in itertools.permutations(("event", "order", "key"), count)
    ],
)
def test_any_part_of_the_arguments_can_be_asked_for_in_any_order(asked):
    values = {"event": 1, "order": 2, "key": 3}

    given = taking_three(lambda *arguments: arguments, asked)(1, 2, 3)

    assert given == tuple(values[name] for name in asked)


def test_a_plugin_hears_the_classes_that_it_names_and_nothing_else():
    class Told:
        hears = (int, str)

        @hookimpl
        def on_event(self, event):
            return None

    (subscriber,) = load_plugins([Told()], entry_points=False).subscribers

    assert [True, True, False] == [subscriber.hears(one) for one in (1, "x", 1.5)]


def test_a_plugin_hears_events_with_the_values_that_it_names():
    class Told:
        hears: ClassVar = {complex: {"real": 2.0}, int: {}}

        @hookimpl
        def on_event(self, event):
            return None

    (subscriber,) = load_plugins([Told()], entry_points=False).subscribers

    assert subscriber.hears(complex(2, 3))
    assert not subscriber.hears(complex(3, 2))
    assert subscriber.hears(7)
    assert not subscriber.hears("7")


def test_who_names_nothing_hears_everything():
    class Told:
        @hookimpl
        def on_event(self, event):
            return None

    (subscriber,) = load_plugins([Told()], entry_points=False).subscribers

    assert subscriber.hears is None


def test_customers_events_go_to_their_own_hook_with_the_arguments_that_it_asks_for():
    class Told:
        @hookimpl
        def on_customer_event(self, key, customer):
            return customer, key

    plugins = load_plugins([Told()], entry_points=False)
    (subscriber,) = plugins.customer_subscribers

    assert () == plugins.subscribers
    assert ("account", "k") == subscriber.call("event", "account", "k")
