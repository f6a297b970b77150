"""What a return policy says, as one value."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise
from typing import Any, Final, TypeVar

import attrs

from postpurchase.returning.policies.parts import (
    CONDITIONS,
    REASON_NAMES,
    REQUIRED,
    Amounts,
    Exclusion,
    Photos,
    Restocking,
    Review,
    Segment,
    Step,
    Way,
    amounts,
    listed,
    names,
    one_of,
    parts_of,
    whole,
    wrong,
)
from postpurchase.returning.policies.windows import Season, Window
from postpurchase.values.countries import COUNTRIES
from postpurchase.values.return_terms import REFUND_MOMENTS, RESOLUTIONS

COUNTED_FROM: Final = ("delivery", "dispatch", "order")
"""The day that a window is counted from."""

OUTBOUND: Final = ("share", "standard", "none")
"""What is paid back of the delivery out."""

CODE_MAX: Final = 64
"""The most characters of a code."""

_CODE: Final = re.compile(r"[a-z0-9][a-z0-9_.-]{0,63}")

Value = TypeVar("Value")


def _code(instance: object, field: attrs.Attribute[str], value: object) -> None:
    if not isinstance(value, str) or not _CODE.fullmatch(value):
        expected = f"a short name of at most {CODE_MAX} small letters, digits, - _ ."
        raise wrong(field.name, value, expected)


def _countries(instance: object, field: attrs.Attribute[Any], value: object) -> None:
    for index, country in enumerate(parts_of(field, value)):
        if country not in COUNTRIES:
            path = f"{field.name}[{index}]"
            raise wrong(path, country, "a country code of ISO 3166, such as UA")


def _https(instance: object, field: attrs.Attribute[Any], value: object) -> None:
    is_url = isinstance(value, str) and value.startswith("https://")
    if value != "" and not is_url:
        raise wrong(field.name, value, "an https URL")


def _rising(instance: object, field: attrs.Attribute[Any], value: Any) -> None:
    days = [step.from_day for step in value]
    for index, (one, other) in enumerate(pairwise(days), start=1):
        if other <= one:
            path = f"{field.name}[{index}].from_day"
            raise wrong(path, other, "a later day than that of the step before")


def _unlike(instance: object, field: attrs.Attribute[Any], value: Any) -> None:
    """Refuse two parts about the same thing."""
    name = {"ways": "method", "segments": "name", "photos": "reason"}[field.name]
    seen: list[str] = []
    for index, part in enumerate(value):
        known = getattr(part, name)
        if known in seen:
            raise wrong(f"{field.name}[{index}].{name}", known, "named once")
        seen.append(known)


@attrs.frozen(kw_only=True)
class Terms:
    """What a return policy says.

    Args:
        code: Its name in stored events: small letters, digits and ``- _ .``, at most
            64.
        window: How long things may come back.
        counts_from: The day that it is counted from, one of `COUNTED_FROM`: the
            delivery of the last parcel that came, the dispatch of the last one that
            left, or the order.
        grace_days: Days on top, such as for the way, 0 to 365.
        seasons: Other windows for orders of certain days; the first that holds.
        steps: Other terms from a day of the window on, in the order of their days.
        segments: Other terms for some customers; for each term the first that has it.
        categories: The kinds of goods that the policy is about; empty for all.
        countries: The countries of delivery that it is about; empty for all.
        exclusions: Goods that do not come back.
        conditions: Conditions in which goods may come back; empty for any.
        requires: What has to come along, of `REQUIRED`: it is told to customers.
        resolutions: What customers can get, of `RESOLUTIONS`; empty for any.
        ways: The ways back; empty for any.
        freight_by: Who pays the way back where *ways* does not say it: ``shop`` or
            ``customer``; empty says nothing, and then the customer does.
        restocking: What is kept back of the goods.
        keep_up_to: Goods that cost no more than this are not wanted back.
        keep_reasons: The reasons for which that holds; empty for all.
        photos: How many photos are needed for which reasons.
        review: When a person looks first.
        refund_when: When the money is due, of `REFUND_MOMENTS`; empty says nothing,
            and then it is after the inspection.
        outbound: What is paid back of the delivery out, of `OUTBOUND`.
        outbound_max: Its most, with ``standard``.
        bonus_percent: What store credit has on top, 0 to 100; None says nothing.
        link: The page of the policy, an https URL or empty.

    Raises:
        InvalidInput: Something is not as described; the path names the field.
    """

    code: str = attrs.field(validator=_code)
    window: Window = attrs.field(validator=attrs.validators.instance_of(Window))
    counts_from: str = attrs.field(default="delivery", validator=one_of(*COUNTED_FROM))
    grace_days: int = attrs.field(default=0, validator=whole(0, 365))
    seasons: tuple[Season, ...] = ()
    steps: tuple[Step, ...] = attrs.field(default=(), validator=_rising)
    segments: tuple[Segment, ...] = attrs.field(default=(), validator=_unlike)
    categories: tuple[str, ...] = attrs.field(default=(), validator=names)
    countries: tuple[str, ...] = attrs.field(default=(), validator=_countries)
    exclusions: tuple[Exclusion, ...] = ()
    conditions: tuple[str, ...] = attrs.field(default=(), validator=listed(*CONDITIONS))
    requires: tuple[str, ...] = attrs.field(default=(), validator=listed(*REQUIRED))
    resolutions: tuple[str, ...] = attrs.field(
        default=(), validator=listed(*RESOLUTIONS)
    )
    ways: tuple[Way, ...] = attrs.field(default=(), validator=_unlike)
    freight_by: str = attrs.field(default="", validator=one_of("shop", "customer", ""))
    restocking: Restocking | None = None
    keep_up_to: Amounts = attrs.field(default=(), validator=amounts)
    keep_reasons: tuple[str, ...] = attrs.field(
        default=(), validator=listed(*REASON_NAMES)
    )
    photos: tuple[Photos, ...] = attrs.field(default=(), validator=_unlike)
    review: Review | None = None
    refund_when: str = attrs.field(default="", validator=one_of(*REFUND_MOMENTS, ""))
    outbound: str = attrs.field(default="share", validator=one_of(*OUTBOUND))
    outbound_max: Amounts = attrs.field(default=(), validator=amounts)
    bonus_percent: int | None = attrs.field(
        default=None, validator=attrs.validators.optional(whole(0, 100))
    )
    link: str = attrs.field(default="", validator=_https)

    def __attrs_post_init__(self) -> None:
        """Refuse terms that contradict each other."""
        if (self.outbound == "standard") != bool(self.outbound_max):
            expected = "amounts with outbound = 'standard', and only then"
            raise wrong("outbound_max", None, expected)

    def covers(self, categories: Iterable[str], country: str) -> bool:
        """Say whether the policy is about goods of these kinds sent to a country."""
        is_there = not self.countries or not country or country in self.countries
        if not self.categories:
            return is_there
        return is_there and any(one in self.categories for one in categories)

    def segments_of(self, segments: Iterable[str]) -> tuple[Segment, ...]:
        """Return those of its segments that a customer belongs to."""
        known = set(segments)
        return tuple(one for one in self.segments if one.name in known)

    def step_on(self, day: int) -> Step | None:
        """Return the step that holds on a day of the window, counted from 1."""
        begun = [step for step in self.steps if step.from_day <= day]
        return begun[-1] if begun else None


def first(given: Iterable[Value | None]) -> Value | None:
    """Return the first that says something."""
    return next((one for one in given if one), None)
