"""`returns deadline`: what a law says, to the day."""

from __future__ import annotations

from datetime import date

import pytest
import typer

from postpurchase.cli.commands import returning_deadline
from postpurchase.returning.statutes import RULES


def ask(cli, *options):
    return cli("returns", "deadline", *options)


def test_the_document_has_four_fields_and_no_others(cli):
    ended = ask(
        cli,
        *("--statute", "EU", "--country", "PL", "--delivered", "2026-06-06", "--json"),
    )
    document = ended.document

    assert 0 == ended.code
    assert document.pop("calendar").startswith("holidays ")
    assert {
        "last_day": "2026-06-22",
        "basis": "Directive 2011/83/EU, art. 9(2)(b)",
        "rolled_from": "2026-06-20",
    } == document


def test_what_no_calendar_moved_names_none(cli):
    document = ask(
        cli, "--country", "GB", "--delivered", "2026-06-06", "--json"
    ).document

    assert {
        "last_day": "2026-06-20",
        "basis": "Consumer Contracts Regulations 2013, reg. 30(3)",
        "calendar": None,
        "rolled_from": None,
    } == document


def test_without_json_it_is_a_sentence_with_the_day_in_words_and_as_a_date(cli):
    moved = ask(cli, "--country", "pl", "--delivered", "2026-06-06").out
    plain = ask(cli, "--country", "PL", "--delivered", "2026-06-01").out

    assert moved.startswith(
        "The last day to withdraw is Monday, 22 June 2026 (2026-06-22) "
        "(Directive 2011/83/EU, art. 9(2)(b)). It would have been Saturday, 20 June "
        "2026 (2026-06-20), which is no working day by holidays "
    )
    assert (
        "The last day to withdraw is Monday, 15 June 2026 (2026-06-15) "
        "(Directive 2011/83/EU, art. 9(2)(b)).\n"
    ) == plain


@pytest.mark.parametrize(
    ("options", "last_day"),
    [
        ("--country UK --delivered 2026-06-06", "2026-06-20"),
        ("--country el --delivered 2026-03-27", "2026-04-14"),
        ("--country DE --subdivision BY --delivered 2026-05-21", "2026-06-05"),
        ("--country PL --delivered 2026-06-01 --informed never", "2027-06-15"),
        ("--country PL --delivered 2026-06-01 --informed 2026-09-01", "2026-09-15"),
        ("--country PL --delivered 2026-06-01 --visit", "2026-07-01"),
        ("--country PL --contract 2026-06-01 --delivery digital", "2026-06-15"),
        ("--country PL --name send-back --notice 2026-06-10", "2026-06-24"),
        ("--country PL --name refund --notice 2026-06-10", "2026-06-24"),
        (
            "--country PL --name refund --notice 2026-06-10 --returned 2026-06-26",
            "2026-06-26",
        ),
        (
            (
                "--country PL --name refund --notice 2026-06-10 --returned 2026-06-26 "
                "--collects"
            ),
            "2026-06-24",
        ),
        ("--country PL --name withhold --evidence 2026-06-12", "2026-06-12"),
        (
            (
                "--country PL --name guarantee --delivered 2026-06-01 "
                "--repaired 2026-08-01"
            ),
            "2029-06-01",
        ),
        ("--statute PL --name complaint --asked 2026-06-06", "2026-06-20"),
        ("--statute UK --name reject_refund --agreed 2026-06-01", "2026-06-14"),
        ("--country US --name ship --contract 2026-11-02 --credit", "2026-12-22"),
        (
            (
                "--country US --name cancel --stated 2026-12-16 --revised 2026-12-20 "
                "--renewed"
            ),
            "2026-12-16",
        ),
    ],
)
def test_each_option_counts(cli, options, last_day):
    ended = ask(cli, *options.split(), "--json")

    assert (0, last_day) == (ended.code, ended.document["last_day"])


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ("--statute EI --delivered 2026-06-06", "Did you mean “EU”?"),
        ("--country CH --delivered 2026-06-06", "There is no country “CH”."),
        ("--statute PL --country DE --delivered 2026-06-06", "Known: PL."),
        ("--country PL --name withdraw2 --delivered 2026-06-06", "“withdraw”"),
        ("--country PL --delivered 6.6.2026", "'6.6.2026' is not a date such as"),
        ("--country PL --delivered 20260606", "'20260606' is not a date such as"),
        ("--country PL --delivered 2026-02-30", "'2026-02-30' is not a date"),
        ("--country PL --delivered 1999-06-06", "the years 2000 to 2099"),
        ("--country PL --delivered 2010-06-06", "the law was in force"),
        ("--country PL --delivered 2026-06-06 --informed nie", "'nie' is not a date"),
        ("--country PL", "'--delivered': Missing"),
        ("--delivered 2026-06-06", "'--country': Missing"),
        ("--country PL --delivered 2026-06-06 --delivery parts", "'--delivery'"),
        ("--country DE --subdivision ZZ --delivered 2026-06-06", "subdivision “ZZ”"),
    ],
)
def test_what_cannot_be_meant_is_wrong_usage_and_says_what_can(cli, options, said):
    ended = ask(cli, *options.split())

    assert (2, "") == (ended.code, ended.out)
    assert said in ended.err


def test_a_failure_is_a_document_too(cli):
    ended = ask(cli, "--country", "PL", "--delivered", "soon", "--json")

    assert (2, "wrong_usage") == (ended.code, ended.document["error"]["code"])


def test_every_deadline_has_a_sentence():
    assert {name for names in RULES.values() for name in names} == set(
        returning_deadline._WHAT
    )


def test_a_date_is_read_in_one_way():
    assert date(2026, 6, 6) == returning_deadline._day("2026-06-06")
    with pytest.raises(typer.BadParameter):
        returning_deadline._day("2026-W23-6")
