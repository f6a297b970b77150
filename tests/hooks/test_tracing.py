"""The trace: every call with its answer and time, and nothing about people."""

import pytest

from postpurchase.errors import TemporaryFailure
from postpurchase.hooks import hookimpl, load_plugins
from postpurchase.hooks.tracing import shown, trace_of_environment
from postpurchase.testing import FakeCarrier, FakeChannel, message, placed_order
from postpurchase.values.address import Address
from postpurchase.values.money import Money


@pytest.fixture
def lines():
    return []


def load(lines, *plugins):
    return load_plugins(plugins, entry_points=False, trace=lines.append)


def test_a_call_is_traced_with_arguments_answer_and_time(lines):
    plugins = load(lines, FakeCarrier(code="dhl"))
    lines.clear()

    plugins.get("carrier", "dhl").tracking_url("T1")

    [line] = lines
    assert line.startswith("carrier dhl: carrier dhl.tracking_url(tracking_number=str)")
    assert line.endswith(" ms")


def test_names_addresses_and_texts_are_not_traced(lines):
    plugins = load(lines, FakeChannel(code="sms"))
    lines.clear()

    plugins.get("channel", "sms").send(message(), key="1001:3:notices")

    [line] = lines
    assert "topic=parcel_shipped" in line
    assert "key=1001:3:notices" in line
    for personal in ("Олена", "olena@example.com", "+380", "Посилка", "Замовлення"):
        assert personal not in line


def test_a_call_that_fails_is_traced_by_the_kind_of_failure(lines):
    failing = FakeChannel(code="sms", failures=[TemporaryFailure(reason="olena@x")])
    plugins = load(lines, failing)
    lines.clear()

    with pytest.raises(TemporaryFailure):
        plugins.get("channel", "sms").send(message(), key="k")

    assert "-> raised TemporaryFailure in" in lines[0]
    assert "olena" not in lines[0]


def test_hooks_are_traced(lines):
    class Told:
        @hookimpl
        def on_event(self, event):
            return None

    plugins = load(lines, Told())
    plugins.subscribers[0].call("e", placed_order(), "1001:1:Told")

    assert any(line.startswith("console_channel: register_channels(") for line in lines)
    assert "key=1001:1:Told" in lines[-1]
    assert lines[-1].startswith(
        "Told: on_event(event=str, order=Order(version=1), key="
    )


def test_a_traced_object_still_answers_its_protocol(lines):
    carrier = load(lines, FakeCarrier(code="dhl")).get("carrier", "dhl")

    assert (carrier.code, carrier.name) == ("dhl", "Fake carrier dhl")
    assert repr(carrier) == "Traced(carrier dhl: carrier dhl)"


def test_long_answers_are_shortened():
    assert shown(tuple(range(9))) == "[0, 1, 2, 3, 4, and 4 more]"


def test_money_and_codes_are_shown_and_addresses_are_not():
    address = Address(lines=("Khreshchatyk 1",), city="Kyiv", country="UA")

    assert shown(Money(1999, "EUR")) == str(Money(1999, "EUR"))
    assert "Khreshchatyk" not in shown(address)
    assert "Kyiv" not in shown(address)


@pytest.mark.parametrize("value", ["", "0", "false", "no", " "])
def test_the_switch_is_off_by_default(monkeypatch, value):
    monkeypatch.setenv("POSTPURCHASE_TRACE", value)

    assert trace_of_environment() is None


def test_the_switch_traces_to_stderr(monkeypatch, capsys):
    monkeypatch.setenv("POSTPURCHASE_TRACE", "1")

    load_plugins(entry_points=False)

    assert "console_channel: register_channels(" in capsys.readouterr().err
