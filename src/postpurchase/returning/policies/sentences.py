"""The sentences of a policy's plain text, each by what it is about."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from postpurchase import wording
from postpurchase.returning.policies.parts import (
    Amounts,
    Exclusion,
    Restocking,
    Way,
    matches,
)
from postpurchase.returning.policies.said import listed
from postpurchase.returning.policies.terms import Terms
from postpurchase.returning.policies.windows import Season, Window
from postpurchase.values.return_reasons import REASONS


def window(given: Window, locale: str) -> str:
    """Say how long things may come back."""
    n = given.length
    match given.unit:
        case "days":
            return wording.plural(
                "You can return items for {n} day.",
                "You can return items for {n} days.",
                n,
                locale,
            )
        case "months":
            return wording.plural(
                "You can return items for {n} month.",
                "You can return items for {n} months.",
                n,
                locale,
            )
        case "years":
            return wording.plural(
                "You can return items for {n} year.",
                "You can return items for {n} years.",
                n,
                locale,
            )
        case "until":
            return wording.text(
                "You can return items until {last_on}.", locale, last_on=given.until_on
            )
        case "unlimited":
            return wording.text("You can return items at any time.", locale)
        case _:
            return wording.text("These items cannot be returned.", locale)


def begins(counts_from: str, locale: str) -> str:
    """Say when the window begins."""
    if counts_from == "order":
        return wording.text("The time begins on the day after your order.", locale)
    if counts_from == "dispatch":
        return wording.text(
            "The time begins on the day after the last parcel of your order was sent.",
            locale,
        )
    return wording.text(
        "The time begins on the day after the last parcel of your order was delivered.",
        locale,
    )


def grace(days: int, locale: str) -> str:
    """Say what comes on top."""
    return wording.plural(
        "We add {n} day for the time that parcels take.",
        "We add {n} days for the time that parcels take.",
        days,
        locale,
    )


def season(given: Season, locale: str) -> str:
    """Say which orders have another window."""
    dates = wording.date_range(given.ordered_from, given.ordered_until, locale)
    n = given.window.length
    match given.window.unit:
        case "days":
            return wording.plural(
                "Ordered {dates}: {n} day.",
                "Ordered {dates}: {n} days.",
                n,
                locale,
                dates=dates,
            )
        case "months":
            return wording.plural(
                "Ordered {dates}: {n} month.",
                "Ordered {dates}: {n} months.",
                n,
                locale,
                dates=dates,
            )
        case "years":
            return wording.plural(
                "Ordered {dates}: {n} year.",
                "Ordered {dates}: {n} years.",
                n,
                locale,
                dates=dates,
            )
        case "until":
            last_on = given.window.until_on
            return wording.text(
                "Ordered {dates}: until {last_on}.",
                locale,
                dates=dates,
                last_on=last_on,
            )
        case "unlimited":
            return wording.text("Ordered {dates}: at any time.", locale, dates=dates)
        case _:
            return wording.text("Ordered {dates}: no returns.", locale, dates=dates)


def scope(terms: Terms, locale: str) -> Iterator[str]:
    """Say which goods and countries the policy is about."""
    if terms.categories:
        goods = listed("return_goods", terms.categories, locale)
        yield wording.text("These terms are for: {goods}.", locale, goods=goods)
    if terms.countries:
        names = sorted(wording.territory(one, locale) for one in terms.countries)
        yield wording.text(
            "These terms are for deliveries to: {countries}.", locale, countries=names
        )


def exclusion(given: Exclusion, locale: str) -> str:
    """Say what does not come back."""
    goods = (*listed("return_goods", given.categories, locale), *given.skus)
    if not given.unless:
        return wording.text("Cannot be returned: {goods}.", locale, goods=goods)
    return wording.text(
        "Can only be returned in this condition ({conditions}): {goods}.",
        locale,
        conditions=listed("condition", given.unless, locale),
        goods=goods,
    )


def conditions(given: tuple[str, ...], locale: str) -> str:
    """Say in which condition goods come back."""
    words = listed("condition", given, locale)
    if len(words) == 1:
        return wording.text(
            "Items have to be in this condition: {conditions}.",
            locale,
            conditions=words,
        )
    return wording.text(
        "Items have to be in one of these conditions: {conditions}.",
        locale,
        conditions=words,
    )


def choice(given: tuple[str, ...], locale: str, from_day: int = 0) -> str:
    """Say what the customer gets, from a day of the window on or from the first."""
    words = listed("resolution", given, locale)
    if len(words) == 1 and from_day:
        return wording.text(
            "From day {day} you get: {resolution}.",
            locale,
            day=from_day,
            resolution=words,
        )
    if len(words) == 1:
        return wording.text("You get: {resolution}.", locale, resolution=words)
    if from_day:
        return wording.text(
            "From day {day} you can choose: {resolutions}.",
            locale,
            day=from_day,
            resolutions=words,
        )
    return wording.text("You can choose: {resolutions}.", locale, resolutions=words)


def keeping(terms: Terms, currency: str, locale: str) -> str:
    """Say what customers keep and are refunded for, and for which reasons."""
    amount = amounts(terms.keep_up_to, currency)
    if not terms.keep_reasons:
        return wording.text(
            "Items worth up to {amount} you keep, and still get your money back.",
            locale,
            amount=amount,
        )
    codes = (one.code for one in REASONS if matches(one.code, terms.keep_reasons))
    return wording.text(
        "Items worth up to {amount} you keep, and still get your money back, if the "
        "reason is one of these: {reasons}.",
        locale,
        amount=amount,
        reasons=listed("reason", codes, locale),
    )


def refund_when(moment: str, locale: str) -> str:
    """Say when the money comes."""
    match moment:
        case "request":
            return wording.text(
                "We refund you as soon as the return is approved.", locale
            )
        case "scan":
            return wording.text(
                "We refund you as soon as the carrier has your parcel.", locale
            )
        case "receipt":
            return wording.text(
                "We refund you as soon as your parcel is back with us.", locale
            )
        case "manual":
            return wording.text("We tell you when we refund you.", locale)
        case _:
            return wording.text(
                "We refund you once we have received and checked your items.", locale
            )


def outbound(terms: Terms, currency: str, locale: str) -> str:
    """Say what becomes of the delivery charge."""
    match terms.outbound:
        case "share":
            return wording.text(
                "We also refund the share of the delivery charge that falls to the "
                "items.",
                locale,
            )
        case "standard":
            return wording.text(
                "We also refund the delivery charge, up to {amount}.",
                locale,
                amount=amounts(terms.outbound_max, currency),
            )
        case _:
            return wording.text("We do not refund the delivery charge.", locale)


def way(given: Way, currency: str, locale: str) -> str:
    """Say what a way back costs."""
    (name,) = listed("return_method", (given.method,), locale)
    name = name[:1].upper() + name[1:]
    if given.price:
        price = amounts(given.price, currency)
        return wording.text("{way}: you pay {price}", locale, way=name, price=price)
    if given.paid_by == "shop":
        return wording.text("{way}: free of charge", locale, way=name)
    return wording.text("{way}: at your own expense", locale, way=name)


def restocking(given: Restocking, currency: str, locale: str) -> Iterator[str]:
    """Say what is kept back."""
    percent = Decimal(given.basis_points) / 100
    if given.basis_points and given.least:
        yield wording.text(
            "We keep back {percent} % of the price, at least {amount}.",
            locale,
            percent=percent.normalize(),
            amount=amounts(given.least, currency),
        )
    elif given.basis_points:
        yield wording.text(
            "We keep back {percent} % of the price.",
            locale,
            percent=percent.normalize(),
        )
    if given.amount:
        yield wording.text(
            "We keep back {amount} for each return.",
            locale,
            amount=amounts(given.amount, currency),
        )


def amounts(given: Amounts, currency: str) -> Amounts:
    """Return the amount in the reader's currency, or all of them."""
    found = tuple(one for one in given if one.currency == currency)
    return found or given
