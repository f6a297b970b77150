"""What is refused before a plugin is registered: names, arguments, versions."""

import pytest
from pluggy import HookimplMarker

from postpurchase.errors import PluginNotLoaded
from postpurchase.hooks import hookimpl, load_plugins
from postpurchase.hooks.checking import HOOKS, in_range


def refusal_of(plugin):
    with pytest.raises(PluginNotLoaded) as refused:
        load_plugins([plugin], entry_points=False)
    return refused.value


def test_every_hook_of_the_specification_is_known():
    assert HOOKS == {
        "register_carriers": ("register",),
        "register_channels": ("register",),
        "register_personalizers": ("register",),
        "register_return_policies": ("register",),
        "register_order_sources": ("register",),
        "register_stocks": ("register",),
        "register_fulfilment_partners": ("register",),
        "register_duty_calculators": ("register",),
        "register_payment_gateways": ("register",),
        "on_loaded": ("plugins",),
        "on_event": ("event", "order", "key"),
        "on_customer_event": ("event", "customer", "key"),
    }


def test_a_misspelt_hook_is_refused_with_the_right_name_and_its_line():
    class Plugin:
        @hookimpl
        def register_carrierz(self, register):
            pass

    refused = refusal_of(Plugin())

    assert refused.reason == "there is no hook register_carrierz"
    assert refused.cure == "Did you mean register_carriers?"
    assert refused.file == __file__
    assert refused.line == Plugin.register_carrierz.__code__.co_firstlineno


def test_a_hook_unlike_any_other_lists_what_there_is():
    class Plugin:
        @hookimpl
        def paint_the_box(self):
            pass

    assert "register_carriers, register_channels" in refusal_of(Plugin()).cure


def test_a_function_that_looks_like_a_hook_but_is_not_marked_is_refused():
    class Plugin:
        @hookimpl
        def on_event(self, event):
            pass

        def register_carriers(self, register):
            pass

    refused = refusal_of(Plugin())

    assert refused.reason == "register_carriers looks like a hook"
    assert "@hookimpl" in refused.cure


def test_a_private_function_may_be_called_as_it_likes():
    class Plugin:
        @hookimpl
        def on_event(self, event):
            pass

        def _register_carriers(self, register):
            pass

    assert load_plugins([Plugin()], entry_points=False).problems == ()


def test_an_argument_that_does_not_exist_is_refused_with_those_that_do():
    class Plugin:
        @hookimpl
        def on_event(self, evnt, order):
            pass

    refused = refusal_of(Plugin())

    assert refused.reason == "on_event has no argument evnt"
    assert refused.cure == "Its arguments are: event, order, key."


def test_an_argument_with_a_default_is_the_authors_own():
    class Plugin:
        @hookimpl
        def on_event(self, event, retries=3):
            return retries

    [subscriber] = load_plugins([Plugin()], entry_points=False).subscribers
    assert subscriber.call("event", "order", "key") == 3


def test_a_wrapper_is_refused():
    class Plugin:
        @hookimpl(wrapper=True)
        def on_event(self, event):
            yield

    assert refusal_of(Plugin()).reason == "on_event is a wrapper"


def test_a_mark_of_another_project_is_no_mark():
    class Plugin:
        @HookimplMarker("pytest")
        def pytest_configure(self, config):
            pass

    assert "has no hook" in refusal_of(Plugin()).reason


@pytest.mark.parametrize("wanted", [">=99", "<0.0.1", "==7", "!=0.1.0,<0.1.1,>=0.1.0"])
def test_another_host_version_is_refused_with_both_versions(wanted):
    class Plugin:
        postpurchase_requires = wanted

        @hookimpl
        def on_event(self, event):
            pass

    assert f"it wants postpurchase {wanted}" in refusal_of(Plugin()).reason


@pytest.mark.parametrize("wanted", ["~0.1", "1", ">= abc", 7, None])
def test_a_range_that_cannot_be_read_is_refused(wanted):
    class Plugin:
        postpurchase_requires = wanted

        @hookimpl
        def on_event(self, event):
            pass

    assert 'Write it like ">=0.1,<1".' in refusal_of(Plugin()).cure


@pytest.mark.parametrize(
    ("installed", "wanted", "fits"),
    [
        ("0.1.0", ">=0.1,<1", True),
        ("0.1", ">=0.1.0", True),
        ("1.0rc1", "<1", False),
        ("0.10", ">0.9", True),
        ("2.3.4", "==2.3.4", True),
        ("2.3.4", "!=2.3.4", False),
        ("2.3.4", "<=2.3", False),
        ("2.3.4", "", True),
        ("2.3.4", " >= 2 , < 3 ", True),
    ],
)
def test_versions_are_compared_by_their_numbers(installed, wanted, fits):
    assert in_range(installed, wanted) is fits
