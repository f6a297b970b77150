"""The sentences of a ruling, in the customer's language."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from postpurchase import wording
from postpurchase.returning.policies.holding import End
from postpurchase.values.rulings import RulingReason


def listed(kind: str, codes: Iterable[str], locale: str) -> tuple[str, ...]:
    """Return the words for codes; a shop's own code is shown as plain words."""
    found = ((code, wording.word(kind, code, locale)) for code in codes)
    return tuple(
        said.replace("_", " ") if said == code else said for code, said in found
    )


def window(end: End, on: date, locale: str) -> RulingReason:
    """Say until when it could, or can, come back."""
    return RulingReason(rule=end.rule, text=_window(end, on, locale))


def _window(end: End, on: date, locale: str) -> str:
    match end.state:
        case "none":
            return wording.text("These items cannot be returned.", locale)
        case "never":
            return wording.text("You can send them back at any time.", locale)
        case "unknown":
            return wording.text(
                "The day of delivery is not known; a person will look at it.", locale
            )
    if end.is_open(on):
        return wording.text(
            "You can send them back until {last_on}.", locale, last_on=end.day
        )
    return wording.text(
        "The last day to send them back was {last_on}.", locale, last_on=end.day
    )


def not_delivered(locale: str) -> RulingReason:
    """Say that it is not there yet."""
    text = wording.text("These items have not arrived yet.", locale)
    return RulingReason(rule="not_delivered", text=text)


def not_covered(locale: str) -> RulingReason:
    """Say that no policy is about it."""
    text = wording.text("The shop's return policy does not cover this item.", locale)
    return RulingReason(rule="not_covered", text=text)


def excluded(locale: str) -> RulingReason:
    """Say that such goods do not come back."""
    text = wording.text("Goods of this kind cannot be returned.", locale)
    return RulingReason(rule="exclusion", text=text)


def condition(conditions: Iterable[str], locale: str) -> RulingReason:
    """Say in which condition they may."""
    text = wording.text(
        "This item can only be returned in this condition: {conditions}.",
        locale,
        conditions=listed("condition", conditions, locale),
    )
    return RulingReason(rule="condition", text=text)


def step(resolutions: Iterable[str], locale: str) -> RulingReason:
    """Say what there is by now."""
    text = wording.text(
        "Possible by now: {resolutions}.",
        locale,
        resolutions=listed("resolution", resolutions, locale),
    )
    return RulingReason(rule="step", text=text)


def review(locale: str) -> RulingReason:
    """Say that a person looks first."""
    text = wording.text("A person will look at your request first.", locale)
    return RulingReason(rule="review", text=text)


def photos(count: int, locale: str) -> RulingReason:
    """Say how many photos are needed."""
    text = wording.plural(
        "{n} photo of the item is needed.",
        "{n} photos of the item are needed.",
        count,
        locale,
    )
    return RulingReason(rule="photos", text=text)


def keep(locale: str) -> RulingReason:
    """Say that the goods may stay where they are."""
    text = wording.text(
        "You can keep the items; nothing needs to be sent back.", locale
    )
    return RulingReason(rule="keep_item", text=text)


def restocking(locale: str) -> str:
    """Name the fee that is kept back of the goods."""
    return wording.text("Restocking fee", locale)


def freight(method: str, locale: str) -> str:
    """Name the fee for the way back."""
    (way,) = listed("return_method", (method,), locale)
    return wording.text("Return shipping: {way}", locale, way=way)
