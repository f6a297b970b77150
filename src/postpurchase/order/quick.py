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

from collections.abc import Callable, Collection
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
    return cast("Callable[_P, _T]", _made(cast("type[Any]", cls), ()))


def heir(cls: type[_T], source: type[Any], *own: str) -> Callable[..., _T]:
    """Return a function that makes records from others with the same fields.

    A wide record has most of its fields from the command that led to it. Handing
    over 17 arguments by name takes longer than setting 17 fields.

    Args:
        cls: As for `maker`.
        source: Where it inherits from, a class with fields of the same name.
        own: The fields that are given by name instead; those that *source* lacks
            are given in any case.

    Raises:
        TypeError: Making one takes more than setting its fields.

    >>> @attrs.frozen
    ... class Asked:
    ...     x: int
    >>> @attrs.frozen
    ... class Point:
    ...     x: int
    ...     y: int = 0
    >>> heir(Point, Asked)(Asked(3), y=4)
    Point(x=3, y=4)
    """
    names = {field.name for field in attrs.fields(source)} - set(own)
    return cast("Callable[..., _T]", _made(cls, names))


def _made(cls: type[Any], inherited: Collection[str]) -> Callable[..., Any]:
    fields = attrs.fields(cls)
    for field in fields:
        is_plain = field.converter is field.validator is None
        is_constant = not isinstance(field.default, attrs.Factory)  # type: ignore[arg-type]
        if not (is_plain and is_constant and field.init):
            raise TypeError(f"{cls.__name__}.{field.name} is not only set")
    if hasattr(cls, "__attrs_post_init__"):
        raise TypeError(f"{cls.__name__} does more than set its fields")
    scope: dict[str, Any] = {
        "cls": cls,
        "open_class": open_class(cls),
        "new": object.__new__,
    }
    arguments = ["source", "/"] if inherited else []
    lines = ["record = new(open_class)"]
    for field in sorted(fields, key=lambda field: field.kw_only):
        name = field.name
        if name in inherited:
            lines.append(f"record.{name} = source.{name}")
            continue
        lines.append(f"record.{name} = {name}")
        if (field.kw_only or inherited) and "*" not in arguments:
            arguments.append("*")
        if field.default is attrs.NOTHING:
            arguments.append(name)
        else:
            scope[f"default_{name}"] = field.default
            arguments.append(f"{name}=default_{name}")
    lines = [
        f"def made({', '.join(arguments)}):",
        *lines,
        "record.__class__ = cls",
        "return record",
    ]
    code = "\n    ".join(lines)
    # The code is made of attrs field names and fixed text only.
    exec(compile(code, f"<maker of {cls.__qualname__}>", "exec"), scope)  # noqa: S102
    return cast("Callable[..., Any]", scope["made"])
