"""The root of the error tree and the decorator that makes an error class."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Final, TypeVar, cast, dataclass_transform

import attrs

from postpurchase import wording

_E = TypeVar("_E", bound=BaseException)

NEAR_HINT: Final = "Did you mean “{near}”?"
NONE: Final = "none"
_MASK: Final = "***"
_LISTS: Final = ("known", "allowed")
"""Fields that are read out; an empty one is said to be empty."""
_COMPARED_MAX: Final = 100
"""Names that are compared for a near match; an order may have 10,000 lines."""


@dataclass_transform(kw_only_default=True, field_specifiers=(attrs.field,))
def error(cls: type[_E]) -> type[_E]:
    """Make an error class: keyword-only attributes that survive pickling."""
    make = attrs.define(
        kw_only=True, auto_exc=True, eq=False, repr=False, str=False, slots=False
    )
    return make(cls)


@error
class PostPurchaseError(Exception):
    """The root of everything that this library raises.

    Subclasses state a `code` that never changes, a `template` that is filled
    with their own attributes and is the key of its translations, and what a
    person can do next. Logs get `str` and `repr`, which hide personal values;
    `user_message` shows them to the person who gave them.

    Args:
        path: Where in the input the fault lies, such as ``lines[0].quantity``;
            empty where there was no input document.
    """

    code: ClassVar[str] = "error"
    template: ClassVar[str] = "Something went wrong."
    next_steps: ClassVar[tuple[str, ...]] = ()

    counted: ClassVar[str] = ""
    """The field whose number chooses the plural form, if there is one."""
    template_one: ClassVar[str] = ""
    """The template's singular, if it counts."""
    words: ClassVar[Mapping[str, str]] = {}
    """Fields that hold codes, with the kind of word that each is shown as."""
    personal: ClassVar[tuple[str, ...]] = ()
    """Fields that may hold personal values."""
    sought: ClassVar[str] = ""
    """The field that was looked up among `known`, if there is one."""

    path: str = ""

    @property
    def fields(self) -> dict[str, Any]:
        """The attributes by name, in the order in which they are declared."""
        declared = attrs.fields(cast("type[attrs.AttrsInstance]", type(self)))
        return {each.name: getattr(self, each.name) for each in declared}

    @property
    def docs_page(self) -> str:
        """The page of the reference that explains this code."""
        return f"reference/errors.html#{self.code.replace('_', '-')}"

    def user_message(self, locale: str = "en") -> str:
        """Say what happened in the reader's language, in English if it is not known.

        >>> from postpurchase.errors import UnknownOrder
        >>> UnknownOrder(order_id="1001").user_message("pl")
        'Nie ma zamówienia 1001.'
        """
        return self._message(wording.reader_locale(locale), self.fields)

    def user_next_steps(self, locale: str = "en") -> tuple[str, ...]:
        """Say what can be done next in the reader's language."""
        spoken = wording.reader_locale(locale)
        return tuple(wording.text(step, spoken) for step in self.next_steps)

    def _message(self, locale: str, fields: dict[str, Any]) -> str:
        near = fields.get("near") or self._near()
        for name, kind in self.words.items():
            fields[name] = _worded(kind, fields[name], locale)
        for name in _LISTS:
            if fields.get(name) == ():
                fields[name] = wording.text(NONE, locale)
        if self.counted:
            said = wording.plural(
                self.template_one, self.template, fields[self.counted], locale, **fields
            )
        else:
            said = wording.text(self.template, locale, **fields)
        if not near:
            return said
        hint = wording.text(NEAR_HINT, locale, near=near)
        return f"{said} {hint}"

    def _near(self) -> str:
        """Return the known name that is closest to what was looked up, or nothing."""
        if not self.sought:
            return ""
        from difflib import get_close_matches

        asked, known = self.fields[self.sought], self.fields["known"]
        return next(iter(get_close_matches(asked, known[:_COMPARED_MAX], n=1)), "")

    def _masked(self) -> dict[str, Any]:
        fields = self.fields
        fields.update((name, _MASK) for name in self.personal if fields[name])
        return fields

    def __str__(self) -> str:
        said = self._message("en", self._masked())
        return f"{self.path}: {said}" if self.path else said

    def __repr__(self) -> str:
        shown = ", ".join(f"{k}={v!r}" for k, v in self._masked().items() if v != "")
        return f"{type(self).__name__}({shown})"

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuild, (type(self), self.fields)


def _worded(kind: str, codes: str | tuple[str, ...], locale: str) -> Any:
    if isinstance(codes, str):
        return wording.word(kind, codes, locale)
    return tuple(wording.word(kind, code, locale) for code in codes)


def _rebuild(cls: type[PostPurchaseError], fields: dict[str, Any]) -> PostPurchaseError:
    return cls(**fields)
