"""Settings that a plugin declares: read from the environment, checked before use."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping

import attrs

from postpurchase.errors import SettingMissing


@attrs.frozen
class Setting:
    """One value that a plugin reads from the environment.

    A plugin object declares ``settings = (Setting(...), ...)``. They are checked
    when the object is looked up for the first time; values are never stored, so
    they stand in no repr, log or trace.

    Args:
        name: What a person calls it, such as ``SMTP password``.
        variable: The environment variable, such as ``POSTPURCHASE_SMTP_PASSWORD``.
        secret: True if nobody may see the value.
        required: False if the plugin works without it.
        example: A value of the right shape, for documentation and tests.

    >>> host = Setting("SMTP server", "SHOP_SMTP_HOST")
    >>> host.read({"SHOP_SMTP_HOST": "mail.example"})
    'mail.example'
    >>> host.read({})
    Traceback (most recent call last):
    ...
    postpurchase.errors.failures.SettingMissing: Plugin  needs the setting ...
    """

    name: str
    variable: str
    secret: bool = False
    required: bool = True
    example: str = ""

    def read(
        self, environ: Mapping[str, str] | None = None, *, plugin: str = ""
    ) -> str:
        """Return the value, or an empty string if it is optional and not set.

        Raises:
            SettingMissing: It is required and not set.
        """
        value = (os.environ if environ is None else environ).get(self.variable, "")
        if not value and self.required:
            raise SettingMissing(
                plugin=plugin, setting=self.name, variable=self.variable
            )
        return value


def settings_of(registered: object) -> tuple[Setting, ...]:
    """Return the settings that a registered object declares."""
    declared = getattr(registered, "settings", ())
    if not isinstance(declared, tuple):
        return ()
    return tuple(one for one in declared if isinstance(one, Setting))


def check_settings(registered: object, *, plugin: str) -> None:
    """Refuse to use an object before its required settings are there.

    Raises:
        SettingMissing: The first required setting that is not set.
    """
    for setting in settings_of(registered):
        setting.read(plugin=plugin)


def secret_values(registered: object) -> Iterator[str]:
    """Yield the values of the secret settings that are set."""
    for setting in settings_of(registered):
        if setting.secret:
            value = os.environ.get(setting.variable, "")
            if value:
                yield value
