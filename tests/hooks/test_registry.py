"""Registering: whole or not at all, one code for one object, look-ups that help."""

import pytest

from postpurchase.errors import (
    PluginConflict,
    PluginNotLoaded,
    SettingMissing,
    UnknownCode,
)
from postpurchase.hooks import Setting, hookimpl, load_plugins
from postpurchase.testing import NOON, FakeCarrier, FakeChannel


def load(*plugins, **options):
    return load_plugins(plugins, entry_points=False, **options)


class Registering:
    """A plugin that registers what it is given."""

    def __init__(self, *carriers, name="registering"):
        self.carriers = carriers
        self.plugin_name = name

    @hookimpl
    def register_carriers(self, register):
        for carrier in self.carriers:
            register(carrier)


def test_the_defaults_are_there_without_asking():
    plugins = load()

    assert set(plugins.carriers) == {"table-rate"}
    assert set(plugins.channels) == {"console", "email"}
    assert set(plugins.personalizers) == {"plain"}
    assert set(plugins.return_policies) == {"window"}
    assert set(plugins.order_sources) == set()
    assert set(plugins.stocks) == set()
    assert set(plugins.fulfilment_partners) == set()
    assert plugins.problems == ()


def test_an_object_that_answers_a_protocol_is_a_plugin_by_itself():
    channel = FakeChannel(code="sms")

    plugins = load(channel)

    assert plugins.get("channel", "sms") is channel
    assert plugins.table()[0].name == "channel sms"


def test_an_object_that_answers_nothing_is_refused():
    with pytest.raises(PluginNotLoaded, match="has no hook and is no carrier"):
        load(object())


def test_a_module_can_be_named():
    plugins = load("postpurchase.plugins.console_channel")

    assert plugins.owner("channel", "console") == "postpurchase.plugins.console_channel"


def test_a_name_that_is_no_module_is_refused_with_a_cure():
    with pytest.raises(PluginNotLoaded) as refused:
        load("no_such_module_anywhere")

    assert "ModuleNotFoundError" in refused.value.reason
    assert refused.value.cure == "Check the name of the module."


def test_a_second_owner_of_a_code_is_refused_and_the_first_stays():
    first, second = FakeCarrier(code="dhl"), FakeCarrier(code="dhl")

    with pytest.raises(PluginConflict) as refused:
        load(Registering(first, name="one"), Registering(second, name="two"))

    assert (refused.value.kind, refused.value.claimed) == ("carrier", "dhl")
    assert (refused.value.first, refused.value.plugin) == ("one", "two")


def test_two_kinds_may_use_one_code():
    plugins = load(FakeCarrier(code="fake"), FakeChannel(code="fake"))

    assert set(plugins.carriers) >= {"fake"}
    assert set(plugins.channels) >= {"fake"}


def test_two_plugins_of_one_name_are_refused():
    with pytest.raises(PluginConflict) as refused:
        load(Registering(name="same"), Registering(name="same"))

    assert (refused.value.kind, refused.value.claimed) == ("plugin", "same")


def test_what_the_shop_passes_takes_the_place_of_a_default():
    own = FakeChannel(code="email")

    assert load(own).get("channel", "email") is own


def test_a_plugin_with_one_bad_object_registers_none():
    class Half:
        plugin_name = "half"

        @hookimpl
        def register_carriers(self, register):
            register(FakeCarrier(code="good"))
            register("not a carrier")

    with pytest.raises(PluginNotLoaded, match=r"lacks code, name, quote\(\)"):
        load(Half())


def test_a_class_in_place_of_an_object_is_refused_with_a_cure():
    with pytest.raises(PluginNotLoaded) as refused:
        load(Registering(FakeCarrier))

    assert refused.value.cure == "Register FakeCarrier()."


@pytest.mark.parametrize("code", ["", "DHL", "d h l", "-dhl", "x" * 65, 7, None])
def test_a_code_is_a_short_name_in_small_letters(code):
    carrier = FakeCarrier()
    carrier.code = code

    with pytest.raises(PluginNotLoaded, match="not a short name"):
        load(Registering(carrier))


def test_one_plugin_cannot_claim_a_code_twice():
    with pytest.raises(PluginNotLoaded, match="registers the carrier fake twice"):
        load(Registering(FakeCarrier(), FakeCarrier()))


def test_an_unknown_code_names_the_closest_one_and_all():
    with pytest.raises(UnknownCode) as unknown:
        load(FakeCarrier(code="dhl")).get("carrier", "dhll")

    assert unknown.value.near == "dhl"
    assert unknown.value.known == ("dhl", "table-rate")


def test_an_unknown_kind_names_the_closest_one():
    with pytest.raises(UnknownCode) as unknown:
        load().get("carier", "dhl")

    assert unknown.value.near == "carrier"


def test_a_code_that_cannot_be_looked_up_is_unknown():
    with pytest.raises(UnknownCode):
        load().get("carrier", ["dhl"])


def test_settings_are_checked_at_the_first_use_and_not_before(monkeypatch):
    channel = FakeChannel(code="sms")
    channel.settings = (Setting("SMS token", "SMS_TOKEN", secret=True),)
    monkeypatch.delenv("SMS_TOKEN", raising=False)
    plugins = load(channel)

    with pytest.raises(SettingMissing) as missing:
        plugins.get("channel", "sms")
    assert (missing.value.setting, missing.value.variable) == ("SMS token", "SMS_TOKEN")
    monkeypatch.setenv("SMS_TOKEN", "s3cret")

    assert plugins.get("channel", "sms") is channel


def test_the_maps_cannot_be_written_to():
    with pytest.raises(TypeError):
        load().carriers["dhl"] = FakeCarrier()


def test_the_table_says_name_source_hooks_and_codes():
    rows = {row.name: row for row in load(FakeCarrier()).table()}

    row = rows["table_rate_carrier"]
    assert row.source == "default"
    assert row.hooks == ("register_carriers",)
    assert row.codes == ("carrier table-rate",)


@pytest.mark.parametrize(
    "fault", [RuntimeError, SystemExit, GeneratorExit, MemoryError]
)
def test_a_hook_that_raises_says_where(fault):
    class Raising:
        @hookimpl
        def register_channels(self, register):
            raise fault("no")

    with pytest.raises(PluginNotLoaded) as refused:
        load(Raising())

    assert refused.value.file == __file__
    assert refused.value.line == Raising.register_channels.__code__.co_firstlineno + 2
    assert refused.value.reason == f"{fault.__name__}: no"


def test_an_interrupt_is_never_swallowed():
    class Interrupting:
        @hookimpl
        def register_channels(self, register):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        load(Interrupting())


def test_on_loaded_gets_to_know_everything_that_is_loaded():
    class Curious:
        @hookimpl
        def on_loaded(self, plugins):
            self.codes = set(plugins.channels)

    curious = Curious()
    load(curious, FakeChannel(code="sms"))

    assert curious.codes == {"console", "email", "sms"}


def test_on_loaded_that_raises_is_raised_for_a_passed_plugin():
    class Raising:
        @hookimpl
        def on_loaded(self, plugins):
            raise RuntimeError("no")

    with pytest.raises(PluginNotLoaded, match="RuntimeError: no"):
        load(Raising())


def test_a_problem_is_kept_and_logged_once(caplog):
    plugins = load()
    problem = PluginNotLoaded(plugin="x", reason="broken", cure="Mend it.")

    plugins.report(problem)
    plugins.report(problem)

    assert plugins.problems == (problem,)
    assert len(caplog.records) == 1


def test_problems_do_not_grow_without_end():
    plugins = load()
    for number in range(500):
        plugins.report(PluginNotLoaded(plugin=str(number), reason="broken"))

    assert len(plugins.problems) == 100


def test_the_clock_is_the_shop_s_and_before_there_is_one_nobody_tells_the_time():
    plugins = load()
    with pytest.raises(LookupError):
        plugins.now()

    plugins.tell_time_with(lambda: NOON)
    assert NOON == plugins.now()
