"""What failed around the order: look-ups, the store, plugins, extras."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from postpurchase.errors.root import PostPurchaseError, error


@error
class NotFound(PostPurchaseError, LookupError):
    """Something was looked up by name and is not there."""

    code: ClassVar[str] = "not_found"
    template: ClassVar[str] = "It was not found."


@error
class UnknownOrder(NotFound):
    """The store has no order with this id or display name."""

    code: ClassVar[str] = "unknown_order"
    template: ClassVar[str] = "There is no order {order_id}."
    next_steps: ClassVar[tuple[str, ...]] = (
        "Check the id and the store's URL, or import the order first.",
    )

    order_id: str


@error
class UnknownTrackingNumber(NotFound):
    """No parcel in the store has this tracking number."""

    code: ClassVar[str] = "unknown_tracking_number"
    template: ClassVar[str] = "There is no parcel with the number {tracking_number}."
    next_steps: ClassVar[tuple[str, ...]] = (
        "Record the number with the parcel, then let the sender try again.",
    )

    tracking_number: str


@error
class SeveralOrders(NotFound):
    """A display name belongs to several orders."""

    code: ClassVar[str] = "several_orders"
    template: ClassVar[str] = "The name {name} belongs to several orders: {order_ids}."
    next_steps: ClassVar[tuple[str, ...]] = ("Use the id of the one that you mean.",)

    name: str
    order_ids: tuple[str, ...]


@error
class UnknownCode(NotFound):
    """A name that is looked up in a list is not in it.

    Args:
        kind: What was looked up: carrier, channel, locale, format, command.
        value: What was asked for.
        known: The whole list.
        near: The closest name in the list, or empty.
    """

    code: ClassVar[str] = "unknown_code"
    template: ClassVar[str] = "There is no {kind} “{value}”. Known: {known}."
    next_steps: ClassVar[tuple[str, ...]] = ("Use one of the known names.",)
    words: ClassVar[Mapping[str, str]] = {"kind": "kind"}

    kind: str
    value: str
    known: tuple[str, ...] = ()
    near: str = ""


@error
class StoreError(PostPurchaseError):
    """The store could not do what was asked."""

    code: ClassVar[str] = "store_error"
    template: ClassVar[str] = "The store failed: {reason}."

    reason: str = ""


@error
class ConcurrencyConflict(StoreError):
    """Another writer appended to the stream first."""

    code: ClassVar[str] = "concurrency_conflict"
    template: ClassVar[str] = (
        "{stream} moved on: expected version {expected_version}, found {version}."
    )
    next_steps: ClassVar[tuple[str, ...]] = ("Load the order and try again.",)

    stream: str
    expected_version: int
    version: int


@error
class KeyTaken(StoreError):
    """The idempotency key is in the store already: the command was done before."""

    code: ClassVar[str] = "key_taken"
    template: ClassVar[str] = "The key {key} of {scope} was used already."
    next_steps: ClassVar[tuple[str, ...]] = (
        "Read the stored answer of the key instead of doing it again.",
    )

    scope: str
    key: str


@error
class BrokenLog(StoreError):
    """A hash, a version or a reference in the log does not fit."""

    code: ClassVar[str] = "broken_log"
    template: ClassVar[str] = "{stream}, event {version}: {reason}."
    next_steps: ClassVar[tuple[str, ...]] = (
        "Restore the store from a backup and compare with `postpurchase verify`.",
    )

    stream: str
    version: int


@error
class SchemaTooNew(StoreError):
    """The store or an event was written by a newer release."""

    code: ClassVar[str] = "schema_too_new"
    template: ClassVar[str] = (
        "{subject} has schema {schema}; this release reads up to {known}."
    )
    next_steps: ClassVar[tuple[str, ...]] = ("Install a newer release.",)

    subject: str
    schema: int
    known: int


@error
class StoreUnavailable(StoreError):
    """The disk is full, the file is locked or gone."""

    code: ClassVar[str] = "store_unavailable"
    template: ClassVar[str] = "The store cannot be used: {reason}."
    next_steps: ClassVar[tuple[str, ...]] = (
        "Check the path, the rights and the space on the disk, then try again.",
    )


@error
class PluginError(PostPurchaseError):
    """Something about a plugin."""

    code: ClassVar[str] = "plugin_error"
    template: ClassVar[str] = "Plugin {plugin}: {reason}."

    plugin: str = ""
    reason: str = ""


@error
class PluginNotLoaded(PluginError):
    """A plugin does not import, misspells a hook or wants another version.

    Args:
        plugin: The entry point or file that was to be loaded.
        package: The distribution it comes from, or empty.
        file: The file in which the fault lies, or empty.
        line: The line in that file, or 0.
        reason: What is wrong.
        cure: What its author or the shop can do.
    """

    code: ClassVar[str] = "plugin_not_loaded"
    template: ClassVar[str] = "Plugin {plugin} was not loaded: {reason}. {cure}"
    next_steps: ClassVar[tuple[str, ...]] = (
        "Run `postpurchase plugins list` to see package, file and line.",
    )

    package: str = ""
    file: str = ""
    line: int = 0
    cure: str = ""


@error
class PluginConflict(PluginError):
    """Two plugins claim the same code."""

    code: ClassVar[str] = "plugin_conflict"
    template: ClassVar[str] = (
        "The {kind} “{claimed}” is registered twice: by {first} and by {plugin}."
    )
    next_steps: ClassVar[tuple[str, ...]] = (
        "Uninstall one of the two, or give one another code.",
    )
    words: ClassVar[Mapping[str, str]] = {"kind": "kind"}

    kind: str
    claimed: str
    first: str


@error
class PluginFailed(PluginError):
    """A plugin raised."""

    code: ClassVar[str] = "plugin_failed"
    template: ClassVar[str] = "Plugin {plugin} failed: {reason}."
    next_steps: ClassVar[tuple[str, ...]] = (
        "Tell the plugin's author; the dead letter keeps the traceback.",
    )


@error
class TemporaryFailure(PluginFailed):
    """Raised by a plugin: not now, but a later try may succeed.

    Args:
        retry_after_s: Seconds to wait at least, or None if nobody said.
    """

    code: ClassVar[str] = "temporary_failure"
    next_steps: ClassVar[tuple[str, ...]] = ("It is tried again by itself.",)

    retry_after_s: float | None = None


@error
class PermanentFailure(PluginFailed):
    """Raised by a plugin: this will never succeed as it is, so nobody retries."""

    code: ClassVar[str] = "permanent_failure"
    next_steps: ClassVar[tuple[str, ...]] = (
        "Correct what the reason names, then send it again.",
    )


@error
class OutcomeUnknown(PluginFailed):
    """Raised by a plugin: it may or may not have happened, such as after a time-out.

    A retry carries the same key, so that a provider which knows the key does
    one thing only.
    """

    code: ClassVar[str] = "outcome_unknown"
    next_steps: ClassVar[tuple[str, ...]] = (
        "Look at the provider for the key before you send it by hand.",
    )


@error
class SettingMissing(PluginError):
    """A plugin needs a setting that is not there.

    Args:
        setting: The setting by name.
        variable: The environment variable that it is read from.
    """

    code: ClassVar[str] = "setting_missing"
    template: ClassVar[str] = (
        "Plugin {plugin} needs the setting {setting}: set {variable}."
    )
    next_steps: ClassVar[tuple[str, ...]] = (
        "Set the environment variable that is named, then start again.",
    )

    setting: str
    variable: str


@error
class PluginTimeout(PluginError):
    """A plugin did not answer in time."""

    code: ClassVar[str] = "plugin_timeout"
    template: ClassVar[str] = "Plugin {plugin} did not answer within {timeout_s} s."
    next_steps: ClassVar[tuple[str, ...]] = (
        "Look at what the plugin waits for, or tell its author.",
    )

    timeout_s: float


@error
class PluginAnswerInvalid(PluginError):
    """A plugin answered with something of the wrong shape."""

    code: ClassVar[str] = "plugin_answer_invalid"
    template: ClassVar[str] = "Plugin {plugin} answered {value}, expected {expected}."
    next_steps: ClassVar[tuple[str, ...]] = (
        "Run `postpurchase plugins check` and show its report to the plugin's author.",
    )

    value: str
    expected: str


@error
class MissingExtra(PostPurchaseError, ImportError):  # type: ignore[misc]
    """An optional dependency is not installed."""

    # Ignored above: the `path` of an ImportError may be None, ours never is.

    code: ClassVar[str] = "missing_extra"
    template: ClassVar[str] = (
        "{feature} needs an extra: pip install 'postpurchase[{extra}]'"
    )
    next_steps: ClassVar[tuple[str, ...]] = ("Install the extra that is named.",)

    feature: str
    extra: str
