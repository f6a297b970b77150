"""Frozen records made quickly: what every decision and every replay does most.

`__init__` of a frozen class sets each field by a call of `object.__setattr__`; for
five fields that takes four times as long as making an ordinary object. A record
that is made here begins as an open twin, a subclass that adds nothing and whose
fields can simply be set, and is closed by giving it its own class. Nobody sees it
open, and what comes out is the same record that the class itself makes: a test
holds that for every class.

Where a record is made once in a while, its class makes it; `maker` is for the few
that are made in every life of an order.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar, cast

import attrs

_P = ParamSpec("_P")
_T = TypeVar("_T")


def open_class(cls: type) -> type:
    """Make a twin of a frozen slotted class whose fields can be set.

    Both methods must be `object`'s own, or Python calls them for each field, too.
    """
    namespace = {
        "__slots__": (),
        "__setattr__": object.__setattr__,
        "__delattr__": object.__delattr__,
    }
    return type(f"_Open{cls.__name__}", (cls,), namespace)


def maker(cls: Callable[_P, _T]) -> Callable[_P, _T]:
    """Return a function that makes records of a class as the class does, but faster.

    Args:
        cls: A frozen, slotted attrs class that neither converts nor checks its
            values and whose defaults are constants.

    Raises:
        TypeError: Making one takes more than setting its fields.

    >>> @attrs.frozen
    ... class Point:
    ...     x: int
    ...     y: int = 0
    >>> maker(Point)(3)
    Point(x=3, y=0)
    """
    frozen = cast("type[Any]", cls)
    fields = attrs.fields(frozen)
    for field in fields:
        is_plain = field.converter is field.validator is None
        is_constant = not isinstance(field.default, attrs.Factory)  # type: ignore[arg-type]
        if not (is_plain and is_constant and field.init):
            raise TypeError(f"{frozen.__name__}.{field.name} is not only set")
    if hasattr(frozen, "__attrs_post_init__"):
        raise TypeError(f"{frozen.__name__} does more than set its fields")
    scope: dict[str, Any] = {
        "cls": frozen,
        "open_class": open_class(frozen),
        "new": object.__new__,
    }
    arguments = []
    for field in sorted(fields, key=lambda field: field.kw_only):
        if field.kw_only and "*" not in arguments:
            arguments.append("*")
        if field.default is attrs.NOTHING:
            arguments.append(field.name)
        else:
            scope[f"default_{field.name}"] = field.default
            arguments.append(f"{field.name}=default_{field.name}")
    lines = [
        f"def made({', '.join(arguments)}):",
        "record = new(open_class)",
        *[f"record.{field.name} = {field.name}" for field in fields],
        "record.__class__ = cls",
        "return record",
    ]
    code = "\n    ".join(lines)
    # The code is made of attrs field names and fixed text only.
    exec(compile(code, f"<maker of {frozen.__qualname__}>", "exec"), scope)  # noqa: S102
    return cast("Callable[_P, _T]", scope["made"])
