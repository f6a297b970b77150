"""How plain values are written for a reader: dates, times, numbers, money."""

from __future__ import annotations

import re
from collections.abc import Iterable
from copy import copy
from datetime import date, datetime
from decimal import Decimal
from typing import Final, Protocol, runtime_checkable

from postpurchase.wording.locales import babel_locale, normalise_locale

# CLDR's currencySpacing, which Babel leaves out.
_LETTER_BEFORE_DIGIT: Final = re.compile(r"([^\W\d_])(?=\d)")

_SHORT_WEEKDAY: Final = re.compile("[Ec]{1,3}")
_SHORT_MONTH: Final = re.compile("(?<!M)MMM(?!M)")


@runtime_checkable
class Formatted(Protocol):
    """A value that knows how to write itself for a reader, such as `Money`."""

    def format(self, locale: str) -> str:
        """Write the value as readers of *locale* do."""
        ...


def shown(value: object, locale: str) -> str:
    r"""Write *value* as it stands in a sentence for readers of *locale*.

    Times are written in the zone that they carry. Whole numbers are written plain,
    because most of them are numbers of something, or names.

    >>> from datetime import date
    >>> shown(date(2026, 5, 1), "uk"), shown(("L1", "L2"), "uk")
    ('1 травня 2026\u202fр.', 'L1, L2')
    """
    match value:
        case str():
            return value
        case None:
            return ""
        case bool() | int():
            return str(value)
        case datetime():
            return _time(value, locale)
        case date():
            from babel.dates import format_date

            return format_date(value, "long", locale=babel_locale(locale))
        case float() | Decimal():
            from babel.numbers import format_decimal

            return format_decimal(value, locale=babel_locale(locale))
        case Formatted():
            return value.format(locale)
        case Iterable():
            comma = "、" if normalise_locale(locale) == "zh" else ", "
            return comma.join(shown(each, locale) for each in value)
        case _:
            return str(value)


def date_range(earliest_on: date, latest_on: date, locale: str = "en") -> str:
    r"""Write a range of days, without repeating the month or year that they share.

    >>> date_range(date(2026, 5, 1), date(2026, 5, 4), "en")
    'May 1\u2009–\u20094, 2026'
    """
    from babel.dates import parse_pattern

    if earliest_on == latest_on:
        return shown(earliest_on, locale)
    rules = babel_locale(locale)
    # CLDR has the long month for few languages; the short one differs in it alone.
    known = rules.interval_formats
    patterns = known.get("yMMMMd") or known["yMMMd"]
    parts = {"y": "year", "M": "month", "d": "day"}
    widest = next(
        field
        for field, part in parts.items()
        if getattr(earliest_on, part) != getattr(latest_on, part)
    )
    return "".join(
        parse_pattern(_SHORT_MONTH.sub("MMMM", pattern)).apply(day, rules)
        for pattern, day in zip(patterns[widest], (earliest_on, latest_on), strict=True)
    )


def weekday(day: date, locale: str = "en") -> str:
    r"""Write a day of this or next year with its weekday in full.

    >>> weekday(date(2026, 5, 4), "en"), weekday(date(2026, 5, 4), "uk")
    ('Monday, May 4', 'понеділок, 4 травня')
    """
    from babel.dates import format_date

    rules = babel_locale(locale)
    short = rules.datetime_skeletons["MMMEd"].pattern
    full = _SHORT_MONTH.sub("MMMM", _SHORT_WEEKDAY.sub("EEEE", short))
    said: str = format_date(day, full, locale=rules)
    return said


def money(decimal_text: str, currency: str, digits: int, locale: str = "en") -> str:
    r"""Write an amount as readers of *locale* do.

    Args:
        decimal_text: The exact amount in major units.
        currency: The ISO 4217 code.
        digits: Decimals to show. Babel's own are CLDR's, made for display, and
            drop the minor units of several currencies.
        locale: The reader's.

    >>> money("1234.500", "IQD", 3, "en")
    'IQD\xa01,234.500'
    """
    rules = babel_locale(locale)
    pattern = copy(rules.currency_formats["standard"])
    pattern.frac_prec = (digits, digits)
    said: str = pattern.apply(
        Decimal(decimal_text), rules, currency=currency, currency_digits=False
    )
    return _LETTER_BEFORE_DIGIT.sub("\\1\xa0", said)


def territory(country: str, locale: str = "en") -> str:
    """Return the name of a country, given as ISO 3166 code.

    >>> territory("PL", "uk")
    'Польща'
    """
    return str(babel_locale(locale).territories.get(country, country))


def _time(value: datetime, locale: str) -> str:
    from babel.dates import format_time

    rules = babel_locale(locale)
    both = str(rules.datetime_formats["medium"]).replace("'", "")
    clock = format_time(value, "short", tzinfo=value.tzinfo, locale=rules)
    return both.replace("{0}", clock).replace("{1}", shown(value.date(), locale))
