"""Fields of commands: how a value is checked before anything is decided.

Every kind of command has ids, texts, amounts and times; what is wrong with one of
them is said with the name of its field.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, TypeVar

import attrs

from postpurchase.errors import InvalidInput, MissingField
from postpurchase.errors.inputs import short
from postpurchase.values.ids import check_id
from postpurchase.values.money import Money
from postpurchase.values.times import aware

TEXT_MAX = 500
"""Codes, reasons and titles are short; whatever is longer is not one of them."""


_T = TypeVar("_T")


def _aware_at(value: Any) -> datetime:
    return aware(value, "at")


def _aware_or_none(value: Any) -> datetime | None:
    return None if value is None else aware(value, "until_at")


def _checked_id(instance: object, field: attrs.Attribute[str], value: object) -> None:
    check_id(value, field.name)


def _checked_text(instance: object, field: attrs.Attribute[str], value: object) -> None:
    if not isinstance(value, str):
        raise InvalidInput(path=field.name, value=short(value), expected="text")
    if len(value) > TEXT_MAX:
        raise InvalidInput(
            path=field.name,
            value=f"{value[:20]}… ({len(value)} characters)",
            expected=f"text of at most {TEXT_MAX} characters",
        )


def _named_text(instance: object, field: attrs.Attribute[str], value: object) -> None:
    _checked_text(instance, field, value)
    if not value:
        raise MissingField(path=field.name, expected="a short text")


def _checked_flag(
    instance: object, field: attrs.Attribute[bool], value: object
) -> None:
    if not isinstance(value, bool):
        raise InvalidInput(
            path=field.name, value=short(value), expected="True or False"
        )


def items_of(value: object, kind: type[_T], path: str) -> tuple[_T, ...]:
    """Bring several things of one kind to a tuple.

    Raises:
        InvalidInput: It is one thing instead of several, or one of another kind.

    >>> items_of("4006381333931", str, "barcodes")
    Traceback (most recent call last):
    ...
    postpurchase.errors.inputs.InvalidInput: barcodes: '4006381333931' is not \
several of str.
    """
    if isinstance(value, str | Mapping) or not isinstance(value, Iterable):
        raise InvalidInput(
            path=path, value=short(value), expected=f"several of {kind.__name__}"
        )
    items = tuple(value)
    for n, item in enumerate(items):
        if not isinstance(item, kind):
            raise InvalidInput(
                path=f"{path}[{n}]", value=short(item), expected=kind.__name__
            )
    return items


def items_field(kind: type[Any], path: str) -> Any:
    """Several things of one kind, or none."""
    return attrs.field(default=(), converter=lambda value: items_of(value, kind, path))


def _kind_of(*kinds: type[Any], optional: bool) -> Any:
    def check(instance: object, field: attrs.Attribute[Any], value: object) -> None:
        if isinstance(value, kinds) or (optional and value is None):
            return
        names = " or ".join(kind.__name__ for kind in kinds)
        raise InvalidInput(path=field.name, value=short(value), expected=names)

    return check


def value_field(*kinds: type[Any]) -> Any:
    """A value of one of these kinds, which must be there."""
    return attrs.field(validator=_kind_of(*kinds, optional=False))


def value_or_none(*kinds: type[Any]) -> Any:
    """A value of one of these kinds, or None."""
    return attrs.field(default=None, validator=_kind_of(*kinds, optional=True))


def _location(instance: object, field: attrs.Attribute[Any], value: object) -> None:
    if value is not None:
        _checked_text(instance, field, value)


def location_field() -> Any:
    """The code of a location, or None where the order itself knows."""
    return attrs.field(default=None, validator=_location)


def id_field() -> Any:
    """An id that the caller gives: non-empty, printable, at most 128 characters."""
    return attrs.field(validator=_checked_id)


def text_field(default: str = "") -> Any:
    """A short text that may be empty."""
    return attrs.field(default=default, validator=_checked_text)


def name_field() -> Any:
    """A short text that must be there, such as a reason or a method."""
    return attrs.field(validator=_named_text)


def flag_field(*, default: bool) -> Any:
    """True or False."""
    return attrs.field(default=default, validator=_checked_flag)


def until_field() -> Any:
    """An aware time or None."""
    return attrs.field(default=None, converter=_aware_or_none)


def at_field() -> Any:
    """The aware time at which something happened."""
    return attrs.field(converter=_aware_at)


def _money(instance: object, field: attrs.Attribute[Any], value: object) -> None:
    if not (isinstance(value, Money) or (value is None and field.default is None)):
        raise InvalidInput(path=field.name, value=short(value), expected="Money")


def money_field(*, optional: bool = False) -> Any:
    """An exact amount with its currency."""
    if optional:
        return attrs.field(default=None, validator=_money)
    return attrs.field(validator=_money)
