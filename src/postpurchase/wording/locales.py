"""Which languages the texts exist in, and how a locale names one of them."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from babel import Locale

LOCALES: Final = ("en", "uk", "pl", "ru", "zh")
"""The languages whose catalogues are complete."""

_TAG: Final = re.compile(
    r"([A-Za-z]{2,3})(?:[-_][A-Za-z0-9]{2,8}){0,3}(?:\.[\w-]{1,12})?"
)


class LocaleUnknown(LookupError):
    """There are no texts in the language of this locale.

    Args:
        locale: What was asked for.
        near: A supported language that may have been meant, or empty.
    """

    def __init__(self, locale: str, near: str = "") -> None:
        super().__init__(locale, near)
        self.locale = locale
        self.near = near

    def __str__(self) -> str:
        return f"no texts for locale {self.locale!r}; known: {', '.join(LOCALES)}"


_MEANT: Final = {"ua": "uk", "cn": "zh", "gb": "en", "us": "en"}
"""Country codes that are often written in place of the language."""


@lru_cache(maxsize=256)
def normalise_locale(locale: str) -> str:
    """Return the supported language that *locale* names.

    Hyphen and underscore, any case, and a POSIX encoding are accepted.

    Raises:
        LocaleUnknown: There are no texts in this language.

    >>> normalise_locale("uk-UA"), normalise_locale("pl_PL.UTF-8")
    ('uk', 'pl')
    """
    found = _TAG.fullmatch(locale) if len(locale) <= 40 else None
    language = found.group(1).lower() if found else ""
    if language not in LOCALES:
        raise LocaleUnknown(locale[:40], _MEANT.get(language, ""))
    return language


def reader_locale(locale: str, fallback: str = "en") -> str:
    """Return *locale* if there are texts in its language, else *fallback*.

    For readers whose language is known but not spoken here; where a person chose
    the locale, use `normalise_locale` and tell them.

    >>> reader_locale("uk-UA"), reader_locale("de-DE")
    ('uk-UA', 'en')
    """
    try:
        normalise_locale(locale)
    except LocaleUnknown:
        return fallback
    return locale


@lru_cache(maxsize=256)
def babel_locale(locale: str) -> Locale:
    """Return Babel's rules for *locale*, or for its language alone.

    Raises:
        LocaleUnknown: There are no texts in this language.
    """
    from babel import Locale, UnknownLocaleError

    language = normalise_locale(locale)
    try:
        return Locale.parse(locale.partition(".")[0].replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return Locale.parse(language)
