"""The catalogues: one ``.po`` file per language, read at its first use."""

from __future__ import annotations

import warnings
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Final, TypeAlias

Texts: TypeAlias = dict[tuple[str, str], tuple[str, ...]]
"""Translations by (context, English text); one, or one per plural form."""

missing: Final[Counter[tuple[str, str]]] = Counter()
"""How often a text was wanted in a language that lacks it, by (language, text)."""

FORMS: Final = {
    "en": ("one", "other"),
    "uk": ("one", "few", "many", "other"),
    "pl": ("one", "few", "many", "other"),
    "ru": ("one", "few", "many", "other"),
    "zh": ("other",),
}
"""The plural categories of CLDR in the order of ``msgstr[0]``, ``msgstr[1]`` …

Unlike gettext's own rules, whose numbers are C integers, these have a form for
fractions: ``other`` in Ukrainian, Polish and Russian.
"""


class UntranslatedText(UserWarning):
    """A text was shown in English, because the catalogue lacks it."""


def translation(
    english: str, language: str, *, context: str = "", forms: int = 1
) -> tuple[str, ...] | None:
    """Return the translation of *english*, or None when English is to be shown.

    Args:
        english: The template as it stands in the code; for plurals, the singular.
        language: A supported language.
        context: Tells apart words that are written alike in English.
        forms: How many plural forms the text must have.
    """
    if language == "en":
        return None
    found = catalogue(language).get((context, english))
    if found is not None and len(found) == forms and all(found):
        return found
    _report(english, language)
    return None


def catalogue_file(language: str) -> Path:
    """Return where the catalogue of *language* lies."""
    return Path(__file__).parent.joinpath(
        "locale", language, "LC_MESSAGES", "postpurchase.po"
    )


@cache
def catalogue(language: str) -> Texts:
    """Read the whole catalogue of *language*, once per process."""
    from babel.messages.pofile import read_po

    texts: Texts = {}
    with catalogue_file(language).open("rb") as file:
        for message in read_po(file, locale=language, abort_invalid=True):
            if not message.id or message.fuzzy:
                continue
            english = message.id if isinstance(message.id, str) else message.id[0]
            said = message.string or ""
            texts[message.context or "", english] = (
                (said,) if isinstance(said, str) else tuple(said)
            )
    return texts


def _report(english: str, language: str) -> None:
    missing[language, english] += 1
    if missing[language, english] == 1:
        warnings.warn(
            f"no {language} translation of {english!r}", UntranslatedText, stacklevel=4
        )
