"""The catalogues are complete: every text, every language, every plural form."""

from __future__ import annotations

import ast
import re
import string
from pathlib import Path
from typing import get_args

import pytest
from babel.messages.pofile import read_po

import postpurchase
from postpurchase.delivery.watch.examining import ClosingReason
from postpurchase.delivery.watch.kinds import KINDS, STAGES, TOPICS
from postpurchase.errors.root import NEAR_HINT, NONE, PostPurchaseError
from postpurchase.order.events import Event
from postpurchase.order.findings import WHOSE
from postpurchase.order.status import FINANCIAL, FULFILMENT, RETURN
from postpurchase.order.transitions import FIXED_PLACES, STANDARD_WORKFLOW, TABLES
from postpurchase.tracking.vocabulary import CODES, STATUSES
from postpurchase.values.carriage import CHANGE_KINDS
from postpurchase.wording import LOCALES, missing, say, word
from postpurchase.wording.catalogues import FORMS, catalogue, catalogue_file
from postpurchase.wording.phrases import PHRASES
from postpurchase.wording.texts import plural_form
from postpurchase.wording.words import WORDS

TRANSLATED = [locale for locale in LOCALES if locale != "en"]
CYRILLIC = re.compile("[а-яіїєґ]", re.IGNORECASE)
ALIKE = {"SMS", "e-mail", "format"}
"""What is written in a language as it is in English."""


def error_classes(root=PostPurchaseError):
    yield root
    for one in root.__subclasses__():
        yield from error_classes(one)


def used_in_code():
    """Return the texts that modules say by `wording.text` and `wording.plural`.

    They stand there as they are, so that they can be found; only the errors, whose
    texts stand in their classes, may pass a name.
    """
    texts = {}
    root = Path(postpurchase.__file__).parent
    for module in sorted(root.rglob("*.py")):
        if module.parent.name in {"wording", "errors"}:
            continue
        for call in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
            match call:
                case ast.Call(
                    func=ast.Attribute(value=ast.Name(id="wording"), attr="text")
                ):
                    texts[ast.literal_eval(call.args[0])] = None
                case ast.Call(
                    func=ast.Attribute(value=ast.Name(id="wording"), attr="plural")
                ):
                    one, other = map(ast.literal_eval, call.args[:2])
                    texts[one] = other
    return texts


def wanted():
    """Return every text by (context, English singular), with its plural or None."""
    texts = {("", NEAR_HINT): None, ("", NONE): None}
    for error in error_classes():
        if error.template_one:
            texts["", error.template_one] = error.template
        else:
            texts["", error.template] = None
        texts.update((("", step), None) for step in error.next_steps)
    for phrase in PHRASES.values():
        one, other = (phrase, None) if isinstance(phrase, str) else phrase
        texts["", one] = other
    texts.update((("", one), other) for one, other in used_in_code().items())
    for kind, words in WORDS.items():
        texts.update(((kind, english), None) for english in words.values())
    return texts


def expectations():
    """Return what the code says that a refused value should have been."""
    root, said = Path(postpurchase.__file__).parent, set()
    for floor in (
        "values",
        "tracking",
        "order",
        "customer",
        "adapters",
        "service",
        "app",
    ):
        for path in (root / floor).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                match node:
                    case ast.keyword(arg="expected", value=ast.Constant(value=text)):
                        said.add(text)
                    case ast.Call(
                        func=ast.Attribute(attr="fault" | "missing"),
                        args=[_, ast.Constant(value=text)],
                    ):
                        said.add(text)
    # Names of classes and formats are the same in all languages.
    return {text for text in said if " " in text and text not in ALIKE_EXPECTED}


ALIKE_EXPECTED = {"OrderSnapshot or Refusal"}


def test_whatever_is_expected_of_a_value_can_be_said_in_every_language():
    assert len(expectations()) > 40
    assert set() == expectations() - set(WORDS["expected"])


def fields(template):
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_text_is_translated_and_nothing_else(language):
    assert wanted().keys() == catalogue(language).keys()


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_text_that_counts_has_every_plural_form(language):
    for key, other in wanted().items():
        forms = catalogue(language)[key]

        assert (len(FORMS[language]) if other else 1) == len(forms), key
        assert all(forms), key


@pytest.mark.parametrize("language", TRANSLATED)
def test_translations_have_the_fields_of_the_english_text(language):
    for (context, english), forms in catalogue(language).items():
        for form in forms:
            assert fields(english) == fields(form), (context, english)


@pytest.mark.parametrize("language", TRANSLATED)
def test_nothing_is_left_in_english(language):
    left = {
        english
        for (_, english), forms in catalogue(language).items()
        if english in forms and english not in ALIKE
    }

    assert set() == left - {
        "{feature} needs an extra: pip install 'postpurchase[{extra}]'"
    }


@pytest.mark.parametrize(("language", "letters"), [("uk", "ыэъё"), ("ru", "іїєґ’")])
def test_neighbouring_languages_do_not_mix(language, letters):
    for forms in catalogue(language).values():
        for form in forms:
            assert set() == set(form.lower()) & set(letters), form


@pytest.mark.parametrize("language", ["pl", "zh"])
def test_no_cyrillic_letter_stands_in_another_script(language):
    for forms in catalogue(language).values():
        assert not any(CYRILLIC.search(form) for form in forms), forms


@pytest.mark.parametrize("language", TRANSLATED)
def test_the_files_are_sound_for_other_gettext_tools(language):
    with catalogue_file(language).open("rb") as file:
        read = read_po(file, locale=language, abort_invalid=True)

    assert len(FORMS[language]) == read.num_plurals
    assert [message.id for message in read if message.id and message.fuzzy] == []
    assert len(wanted()) == len([message for message in read if message.id])


@pytest.mark.parametrize("language", LOCALES)
def test_every_form_of_a_language_is_reached_by_some_number(language):
    numbers = [*range(30), 1.5]

    assert set(FORMS[language]) == {plural_form(n, language) for n in numbers}


@pytest.mark.parametrize("language", LOCALES)
def test_every_phrase_and_word_can_be_said(language):
    for name, phrase in PHRASES.items():
        needed = fields(phrase if isinstance(phrase, str) else phrase[1])
        event, _, variant = name.partition(".")
        for n in (1, 2, 5, 21):
            said = say(
                event,
                language,
                variant=variant,
                n=n,
                **dict.fromkeys(needed - {"n"}, "X"),
            )
            assert "{" not in said
            assert "n" not in needed or str(n) in said
    for kind, words in WORDS.items():
        assert all(word(kind, code, language) for code in words)
    assert dict(missing) == {}


def test_texts_that_count_show_their_number_in_every_form():
    counted = [phrase for phrase in PHRASES.values() if not isinstance(phrase, str)]

    assert all("{n}" in one and "{n}" in other for one, other in counted)


def test_every_tracking_status_has_a_phrase_and_a_word():
    assert set(STATUSES) == set(WORDS["tracking"])
    told = {
        name.partition(".")[2]
        for name in PHRASES
        if name.startswith("TrackingRecorded.")
    }
    assert set(STATUSES) == told - set(CODES)
    assert set() == told - set(STATUSES) - set(CODES)


def test_what_a_carrier_says_is_told_by_its_code_and_else_by_its_status():
    said = {code: say("TrackingRecorded", "en", variant=code) for code in CODES}

    assert said["in_transit.customs_submitted"] == (
        "The parcel is going through customs."
    )
    assert said["in_transit.customs_cleared"] == "The parcel has cleared customs."
    assert said["in_transit.processed"] == "The parcel is on its way."
    assert say("TrackingRecorded", variant="") == "There is news about the parcel."


def test_trouble_and_delays_are_never_told_as_a_parcel_on_its_way():
    plain = say("TrackingRecorded", variant="in_transit")

    for code in CODES.values():
        if code.status == "in_transit" and code.severity != "info":
            assert plain != say("TrackingRecorded", variant=code.code), code


def test_every_event_has_a_phrase():
    events = {event.__name__ for event in Event.__subclasses__()}

    assert events == events & PHRASES.keys()


def test_every_status_and_place_has_a_word():
    assert set(FULFILMENT) == set(WORDS["fulfilment"])
    assert set(FINANCIAL) == set(WORDS["financial"])
    assert set(RETURN) <= set(WORDS["return"])
    assert {*FIXED_PLACES, *STANDARD_WORKFLOW} <= set(WORDS["place"])
    for table in TABLES[1:]:
        assert set(table.moves) <= set(WORDS["state"]), table.name


def test_every_finding_and_change_has_its_words():
    assert set(KINDS) == set(WORDS["finding"])
    assert {kind.action for kind in KINDS.values()} == set(WORDS["action"])
    assert set(STAGES) == set(WORDS["stage"])
    assert set(WHOSE) == set(WORDS["whose"])
    assert set(CHANGE_KINDS) == set(WORDS["change"])
    assert set(TOPICS.values()) <= set(WORDS["topic"])
    assert set(get_args(ClosingReason)) == set(WORDS["closing_reason"])
    told = {n.partition(".")[2] for n in PHRASES if n.startswith("FindingOpened.")}
    assert set(TOPICS) == told


def test_variants_have_a_plain_phrase_to_fall_back_to():
    assert set() == {name.partition(".")[0] for name in PHRASES} - PHRASES.keys()
