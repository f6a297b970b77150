"""Filling templates: look up, choose the plural form, put the fields in."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Final

from postpurchase.wording.catalogues import FORMS, translation
from postpurchase.wording.formats import shown
from postpurchase.wording.locales import babel_locale, normalise_locale

# Plain names only: a format specification or an attribute would let a template
# reach into the objects that it is filled with.
_FIELD: Final = re.compile(r"\{([a-z][a-z0-9_]*)\}(\.?)")


def text(template: str, locale: str = "en", /, **fields: object) -> str:
    """Say *template* in the reader's language, with its fields filled in.

    Args:
        template: The English text with fields such as ``{order_id}``.
        locale: The reader's, such as ``uk``, ``uk-UA`` or ``uk_UA``.
        fields: The values; dates, times, lists and money are written as the
            reader is used to.

    Raises:
        LocaleUnknown: There are no texts in this language.
        KeyError: The template has a field that was not given.

    >>> text("There is no order {order_id}.", "uk-UA", order_id="1001")
    'Замовлення 1001 немає.'
    """
    found = translation(template, normalise_locale(locale))
    return fill(found[0] if found else template, locale, fields)


def plural(
    one: str,
    other: str,
    n: float | Decimal,
    locale: str = "en",
    /,
    **fields: object,
) -> str:
    """Say the form that *n* needs in the reader's language; ``{n}`` is a field.

    Args:
        one: The English singular, the key of the translations.
        other: The English plural.
        n: The number; a fraction has a form of its own.
        locale: The reader's.
        fields: The other values.

    Raises:
        LocaleUnknown: There are no texts in this language.
        KeyError: The template has a field that was not given.

    >>> [plural("{n} unit", "{n} units", n, "uk") for n in (1, 2, 5, 21)]
    ['1 одиниця', '2 одиниці', '5 одиниць', '21 одиниця']
    """
    language = normalise_locale(locale)
    forms = FORMS[language]
    form = plural_form(n, language)
    found = translation(one, language, forms=len(forms))
    if found:
        template = found[forms.index(form)]
    else:
        template = one if plural_form(n, "en") == "one" else other
    return fill(template, locale, {"n": n, **fields})


def sentences(said: Iterable[str], locale: str = "en", /) -> str:
    """Put sentences one after the other, as readers of *locale* are used to.

    >>> sentences(["已付款。", "已发货。"], "zh")
    '已付款。已发货。'
    """
    gap = "" if normalise_locale(locale) == "zh" else " "
    return gap.join(one for one in said if one)


def plural_form(n: float | Decimal, language: str) -> str:
    """Return the plural category of CLDR for *n*.

    >>> plural_form(21, "uk"), plural_form(21, "pl"), plural_form(1.5, "uk")
    ('one', 'many', 'other')
    """
    if language == "en":
        # Loading Babel for this would make every English refusal slow.
        return "one" if n == 1 else "other"
    form: str = babel_locale(language).plural_form(n)
    return form


def fill(template: str, locale: str, fields: dict[str, object]) -> str:
    """Put *fields* into *template*, once: what a value contains stays as it is.

    A value that ends with a full stop, such as an abbreviated word, ends its sentence
    with it.

    >>> fill("Delivery: {day}.", "en", {"day": "noon at St."})
    'Delivery: noon at St.'
    """

    def put(found: re.Match[str]) -> str:
        said = shown(fields[found.group(1)], locale)
        return said if said.endswith(".") else said + found.group(2)

    return _FIELD.sub(put, template)
