"""A policy read from schema.org's MerchantReturnPolicy."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import attrs

from postpurchase.errors import InvalidInput, MissingField
from postpurchase.returning.policies import fields
from postpurchase.returning.policies import schema_words as words
from postpurchase.returning.policies.fields import wrong
from postpurchase.returning.policies.parts import Restocking, Way
from postpurchase.returning.policies.policy import Policy
from postpurchase.returning.policies.windows import (
    NO_RETURNS,
    UNLIMITED,
    Season,
    Window,
)
from postpurchase.values.money import Money

_MAIL = ("post_label", "own_carrier")


@attrs.frozen
class SchemaRead:
    """A policy that was read, and what of the document it cannot hold.

    Args:
        policy: The policy.
        lost: Properties and values that have no place in it.
    """

    policy: Policy
    lost: tuple[str, ...]


def read_schema_policy(document: Mapping[str, Any], *, code: str = "") -> SchemaRead:
    """Read a MerchantReturnPolicy.

    Fees for goods that were merely not liked count; faulty goods come back for free
    in any case. What is returned in a store costs nothing.

    Args:
        document: The JSON-LD, with words as URLs or bare.
        code: The policy's code; else the document's ``identifier``.

    Raises:
        InvalidInput: A property has a value that it cannot have.
        MissingField: The document says no window, or there is no code.

    >>> read = read_schema_policy({"merchantReturnDays": 30, "identifier": "month"})
    >>> read.policy.window.length, read.lost
    (30, ())
    """
    if not isinstance(document, Mapping):
        raise wrong(document, "a MerchantReturnPolicy")
    lost = [str(name)[:60] for name in document if name not in words.READ]
    given = code or document.get("identifier")
    if not given:
        raise MissingField(path="identifier", expected="a code for the policy")
    known: dict[str, Any] = {
        "code": given,
        "window": _window(document, ""),
        "countries": _countries(document),
        "resolutions": _words(document, "refundType", words.REFUND_TYPES, lost),
        "conditions": _words(document, "itemCondition", words.CONDITIONS, lost),
        "seasons": _seasons(document),
        "restocking": _restocking(document),
        "link": document.get("merchantReturnLink", ""),
    }
    known |= _ways(document, lost)
    return SchemaRead(Policy(**known), tuple(lost))


def _listed(value: object) -> list[Any]:
    return list(value) if isinstance(value, list | tuple) else [value]


def _word(value: object, path: str) -> str:
    """Return a word without its address."""
    if not isinstance(value, str) or len(value) > 200:
        raise wrong(value, "a word of schema.org", path)
    return value.removeprefix("https://schema.org/").removeprefix("http://schema.org/")


def _at(path: str, read: Callable[[object], Any], value: object) -> Any:
    """Read a value; its path is that of the property."""
    try:
        return read(value)
    except InvalidInput as fault:
        fault.path = f"{path}{fault.path}"
        raise


def _countries(document: Mapping[str, Any]) -> tuple[str, ...]:
    found = _listed(document.get("applicableCountry", []))
    names = [one.get("name") if isinstance(one, Mapping) else one for one in found]
    read: tuple[str, ...] = _at("applicableCountry", fields.countries, names)
    return read


def _window(document: Mapping[str, Any], prefix: str) -> Window:
    """Read the category and the days."""
    days = document.get("merchantReturnDays")
    path = f"{prefix}returnPolicyCategory"
    category = words.FINITE if days is not None else ""
    if "returnPolicyCategory" in document:
        category = _word(document["returnPolicyCategory"], path)
    if category == words.UNLIMITED:
        return UNLIMITED
    if category == words.NOT_PERMITTED:
        return NO_RETURNS
    if category not in (words.FINITE, ""):
        expected = f"{words.FINITE}, {words.UNLIMITED} or {words.NOT_PERMITTED}"
        raise wrong(category, expected, path)
    if days is None:
        raise MissingField(
            path=f"{prefix}merchantReturnDays", expected="days, or the last day"
        )
    return _days(days, f"{prefix}merchantReturnDays")


def _days(value: object, path: str) -> Window:
    """Read a number of days, or a date that is itself the last day."""
    if isinstance(value, str) and value.isdecimal() and len(value) <= 6:
        value = int(value)
    if isinstance(value, int):
        made: Window = _at(path, fields.counted("days"), value)
        return made
    return Window.until(_day(value, path))


def _day(value: object, path: str) -> date:
    """Read a date, or the day of a time as it was written."""
    if isinstance(value, str):
        with suppress(ValueError):
            value = datetime.fromisoformat(value[:40]).date()
    if isinstance(value, datetime):
        value = value.date()
    if not isinstance(value, date):
        raise wrong(value, "a date", path)
    return value


def _words(
    document: Mapping[str, Any], name: str, known: Mapping[str, str], lost: list[str]
) -> tuple[str, ...]:
    ours = {theirs: our for our, theirs in known.items()}
    found = [_word(one, name) for one in _listed(document.get(name, []))]
    lost += [f"{name}.{one[:60]}" for one in found if one not in ours]
    return tuple(dict.fromkeys(ours[one] for one in found if one in ours))


def _seasons(document: Mapping[str, Any]) -> tuple[Season, ...]:
    seasons = []
    given = _listed(document.get("returnPolicySeasonalOverride", []))
    for index, one in enumerate(given):
        path = f"returnPolicySeasonalOverride[{index}]"
        if not isinstance(one, Mapping):
            raise wrong(one, "an override", path)
        season = Season(
            ordered_from=_day(one.get("startDate"), f"{path}.startDate"),
            ordered_until=_day(one.get("endDate"), f"{path}.endDate"),
            window=_window(one, f"{path}."),
            replaces=True,
        )
        seasons.append(season)
    return tuple(seasons)


def _restocking(document: Mapping[str, Any]) -> Restocking | None:
    given = document.get("restockingFee")
    if given is None:
        return None
    if isinstance(given, Mapping):
        return Restocking(amount=(_amount(given, "restockingFee"),))
    percent = Decimal(str(given)[:40]) if isinstance(given, float) else given
    return Restocking(basis_points=_at("restockingFee", fields.percent, percent))


def _amount(given: object, path: str) -> Money:
    if not isinstance(given, Mapping):
        raise wrong(given, "a MonetaryAmount", path)
    value: Any = given.get("value")
    if isinstance(value, float):
        value = str(value)
    amount = Money.parse(value, given.get("currency", ""), path=f"{path}.value")
    if amount.amount_minor < 0:
        raise wrong(str(amount), "an amount from zero", f"{path}.value")
    return amount


def _ways(document: Mapping[str, Any], lost: list[str]) -> dict[str, Any]:
    """Read the ways back, each at the one price that there is."""
    cost = _cost(document, lost)
    ours = {theirs: our for our, theirs in words.METHODS.items() if our not in _MAIL}
    methods = []
    for one in _listed(document.get("returnMethod", [])):
        word = _word(one, "returnMethod")
        if word == words.BY_MAIL:
            methods.append(_mail(document, lost))
        elif word in ours:
            methods.append(ours[word])
        else:
            lost.append(f"returnMethod.{word[:60]}")
    if cost is not None and cost.price and not methods:
        methods.append(_mail(document, lost))
    if document.get("inStoreReturnsOffered") is True and "in_store" not in methods:
        methods.append("in_store")
    if not methods:
        return {} if cost is None else {"freight_by": cost.paid_by}
    # Silence about fees means that the law's own rule holds: the customer pays.
    dear = cost or Way(method="own_carrier", paid_by="customer")
    return {
        "ways": tuple(
            Way(method=one)
            if one in words.FREE_METHODS
            else attrs.evolve(dear, method=one)
            for one in dict.fromkeys(methods)
        )
    }


def _mail(document: Mapping[str, Any], lost: list[str]) -> str:
    """Tell the two ways by mail apart by where the label comes from."""
    source = ""
    for name in ("customerRemorseReturnLabelSource", "returnLabelSource"):
        if name in document:
            source = _word(document[name], name)
            if source not in (words.PRINT, words.OWN_LABEL):
                lost.append(f"{name}.{source[:60]}")
            break
    return "own_carrier" if source == words.OWN_LABEL else "post_label"


def _cost(document: Mapping[str, Any], lost: list[str]) -> Way | None:
    """Read what the way back costs; None if nothing is said."""
    defect = document.get("itemDefectReturnFees")
    if defect is not None and _word(defect, "itemDefectReturnFees") != words.FREE:
        lost.append("itemDefectReturnFees")
    name = "customerRemorseReturnFees"
    amount = "customerRemorseReturnShippingFeesAmount"
    if name not in document:
        name, amount = "returnFees", "returnShippingFeesAmount"
    if name not in document:
        return None
    found = [_word(one, name) for one in _listed(document[name])]
    known = (words.FREE, words.CUSTOMER, words.SHIPPING)
    # The restocking fee has a property of its own.
    kinds = [one for one in found if one != "RestockingFees"]
    lost += [f"{name}.{one[:60]}" for one in kinds if one not in known]
    if words.SHIPPING in kinds:
        if amount not in document:
            raise MissingField(path=amount, expected="a MonetaryAmount")
        price = _amount(document[amount], amount)
        return Way(method="post_label", paid_by="customer", price=(price,))
    if words.CUSTOMER in kinds:
        return Way(method="own_carrier", paid_by="customer")
    return Way(method="post_label") if words.FREE in kinds else None
