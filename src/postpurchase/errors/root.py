"""The root of the error tree and the decorator that makes an error class."""

from __future__ import annotations

from typing import Any, ClassVar, TypeVar, dataclass_transform

import attrs

from postpurchase import wording

_E = TypeVar("_E", bound=BaseException)


@dataclass_transform(kw_only_default=True, field_specifiers=(attrs.field,))
def error(cls: type[_E]) -> type[_E]:
    """Make an error class: keyword-only attributes that survive pickling."""
    make = attrs.define(
        kw_only=True, auto_exc=True, eq=False, repr=False, str=False, slots=False
    )
    return make(cls)


def _rebuild(cls: type[PostPurchaseError], fields: dict[str, Any]) -> PostPurchaseError:
    return cls(**fields)


@error
class PostPurchaseError(Exception):
    """The root of everything that this library raises.

    Subclasses state a `code` that never changes, a `template` that is filled
    with their own attributes and is the key of its translations, and what a
    person can do next.

    Args:
        path: Where in the input the fault lies, such as ``lines[0].quantity``;
            empty where there was no input document.
    """

    code: ClassVar[str] = "error"
    template: ClassVar[str] = "Something went wrong."
    next_steps: ClassVar[tuple[str, ...]] = ()

    path: str = ""

    @property
    def fields(self) -> dict[str, Any]:
        """The attributes by name, in the order in which they are declared."""
        return {a.name: getattr(self, a.name) for a in attrs.fields(type(self))}

    @property
    def docs_page(self) -> str:
        """The page of the reference that explains this code."""
        return f"reference/errors.html#{self.code.replace('_', '-')}"

    def user_message(self, locale: str = "en") -> str:
        """Say what happened in the reader's language.

        >>> UnknownOrder(order_id="1001").user_message("pl")
        'Nie ma zamówienia 1001.'
        """
        return wording.text(self.template, locale, **self.fields)

    def __str__(self) -> str:
        said = self.user_message("en")
        return f"{self.path}: {said}" if self.path else said

    def __repr__(self) -> str:
        shown = ", ".join(f"{k}={v!r}" for k, v in self.fields.items() if v != "")
        return f"{type(self).__name__}({shown})"

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuild, (type(self), self.fields)
