"""Texts that a person may read, in five languages.

English templates stand where they are used and are the keys of their translations
in ``locale/<language>/LC_MESSAGES/postpurchase.po``; English itself needs no
catalogue. `text` fills a template, `plural` chooses the form that a number needs,
`say` speaks a phrase of the timeline, `word` names a code such as a place or status.
A text without a translation is shown in English, warned about and counted.

>>> text("There is no order {order_id}.", "pl", order_id="1001")
'Nie ma zamówienia 1001.'
"""

from postpurchase.wording.catalogues import UntranslatedText, missing
from postpurchase.wording.formats import date_range, money, shown, territory, weekday
from postpurchase.wording.locales import (
    LOCALES,
    LocaleUnknown,
    normalise_locale,
    reader_locale,
)
from postpurchase.wording.phrases import say, word
from postpurchase.wording.texts import plural, sentences, text

__all__ = [
    "LOCALES",
    "LocaleUnknown",
    "UntranslatedText",
    "date_range",
    "missing",
    "money",
    "normalise_locale",
    "plural",
    "reader_locale",
    "say",
    "sentences",
    "shown",
    "territory",
    "text",
    "weekday",
    "word",
]
