"""Settings: read when used, refused by name, never shown."""

import pytest

from postpurchase.errors import SettingMissing
from postpurchase.hooks import Setting
from postpurchase.hooks.settings import check_settings, settings_of

TOKEN = Setting("token", "SHOP_TOKEN", secret=True)
LIMIT = Setting("limit", "SHOP_LIMIT", required=False)


def test_a_required_setting_that_is_missing_is_named_with_its_variable():
    with pytest.raises(SettingMissing) as missing:
        TOKEN.read({}, plugin="sms")

    assert str(missing.value) == "Plugin sms needs the setting token: set SHOP_TOKEN."


def test_an_empty_value_counts_as_missing():
    with pytest.raises(SettingMissing):
        TOKEN.read({"SHOP_TOKEN": ""})


def test_an_optional_setting_may_be_missing():
    assert LIMIT.read({}) == ""


def test_the_environment_is_read_when_nothing_else_is_given(monkeypatch):
    monkeypatch.setenv("SHOP_TOKEN", "s3cret")

    assert TOKEN.read() == "s3cret"


def test_a_value_stands_in_no_repr(monkeypatch):
    monkeypatch.setenv("SHOP_TOKEN", "s3cret")
    TOKEN.read()

    assert "s3cret" not in repr(TOKEN)


def test_an_object_without_settings_needs_none():
    check_settings(object(), plugin="x")

    assert settings_of(object()) == ()


def test_settings_of_a_wrong_shape_are_none():
    class Plugin:
        settings = ["SHOP_TOKEN"]

    assert settings_of(Plugin()) == ()
