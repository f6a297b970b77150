"""The level is what the suite finds, and a broken promise reads like a review."""

import json
import textwrap
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from postpurchase.errors import PluginNotLoaded
from postpurchase.hooks import hookimpl
from postpurchase.testing import (
    CarrierSuite,
    ChannelSuite,
    FulfilmentPartnerSuite,
    OrderSourceSuite,
    PaymentGatewaySuite,
    PersonalizerSuite,
    ReturnPolicySuite,
    RuleBroken,
    StockSuite,
    check_plugin,
    new_plugin,
    rules,
)

SUITES = [
    CarrierSuite,
    ChannelSuite,
    FulfilmentPartnerSuite,
    OrderSourceSuite,
    PaymentGatewaySuite,
    PersonalizerSuite,
    ReturnPolicySuite,
    StockSuite,
]


@pytest.fixture
def carrier_file(tmp_path):
    """Return a function that writes a plugin package and changes its module."""
    folder = new_plugin("carrier", "sample", tmp_path)
    file = folder / "postpurchase_sample.py"
    source = file.read_text(encoding="utf-8")

    def write(*changes, extra=""):
        text = source
        for old, new in changes:
            assert old in text
            text = text.replace(old, new)
        file.write_text(text + textwrap.dedent(extra), encoding="utf-8")
        return str(file)

    return write


def broken(target):
    return {row.rule.rule_id: row.detail for row in check_plugin(target).broken}


def rule_ids(suite):
    return {
        member.rule_id
        for name in dir(suite)
        if hasattr(member := getattr(suite, name), "rule_id")
    }


@pytest.mark.parametrize("suite", SUITES)
def test_every_suite_has_at_least_fifteen_tests_with_names(suite):
    names = [name for name in dir(suite) if name.startswith("test_")]

    assert len(names) >= 15
    assert all((getattr(suite, name).__doc__ or "").strip() for name in names)


@pytest.mark.parametrize("suite", SUITES)
def test_every_rule_of_a_kind_is_checked_by_its_suite_and_no_other(suite):
    expected = {one.rule_id for one in rules().values() if suite.kind in one.kinds}

    assert rule_ids(suite) == expected


def test_a_fresh_package_is_complete(carrier_file):
    report = check_plugin(carrier_file())

    assert (report.level, report.broken) == ("complete", ())


ONE_FAULT = {
    "quotes-typed": ('yield Quote(carrier=self.code, service="standard", price=price)', "yield price"),
    "quotes-own-code": ("carrier=self.code", 'carrier="other"'),
    "quotes-exact": ("Money(1299", "Money(-1299"),
    "unknown-place": ('destination_country == "PL" and ', ""),
    "too-heavy": (" and package.weight_grams <= WEIGHT_GRAMS_MAX", ""),
    "carrier-name": ('name = "Sample"', 'name = ""'),
    "tracking-url-https": ("https://", "http://"),
    "tracking-url-quoted": ("percent_encoded(tracking_number, safe='')", "tracking_number"),
    "quotes-distinct": ("yield Quote", "for _ in 'ab': yield Quote"),
    "quotes-bounded": ("yield Quote", "while True: yield Quote"),
    "quotes-repeatable": ("Money(1299", "Money(id(object()) % 7 + len(SEEN.append(1) or SEEN)"),
    "quotes-zone-free": ("Money(1299", "Money(1299 + at.hour"),
    "odd-postcodes": ("price = Money", "int(postcode[:2] or 'x'); price = Money"),
    "described": ('"""Sample: a carrier that quotes prices and links tracking pages."""', ""),
    "states-host-range": ('postpurchase_requires = ">=0.1,<1"', 'postpurchase_requires = ">=0.1"'),
    "typed": ("tracking_number: str) -> str", "tracking_number)"),
    "quiet-import": ("WEIGHT_GRAMS_MAX = 30_000", "WEIGHT_GRAMS_MAX = 30_000\nimport socket\nsocket.socket().bind(('127.0.0.1', 0))"),
    "settings-declared": ('code = "sample"', 'code = "sample"\n    settings = ["TOKEN"]'),
}  # fmt: skip


@pytest.mark.filterwarnings("ignore::ResourceWarning")
@pytest.mark.parametrize("rule_id", ONE_FAULT)
def test_one_fault_breaks_its_own_rule(carrier_file, rule_id):
    class Checked(CarrierSuite):
        plugin = carrier_file(ONE_FAULT[rule_id], extra="SEEN: list[int] = []\n")

    [test] = [
        member
        for name in dir(Checked)
        if getattr(member := getattr(Checked, name), "rule_id", "") == rule_id
    ]

    with pytest.raises(RuleBroken) as failure:
        test(Checked())
    assert failure.value.rule.rule_id == rule_id


def test_a_failure_says_rule_why_fix_and_page(carrier_file):
    class Checked(CarrierSuite):
        plugin = carrier_file(ONE_FAULT["quotes-exact"])

    with pytest.raises(RuleBroken) as failure:
        Checked().test_quotes_exact_prices()

    rule = rules()["quotes-exact"]
    first, why, fix, page = str(failure.value).splitlines()
    assert first == "quotes-exact (works): a price is -12.99 PLN"
    assert why.endswith(rule.why)
    assert fix.endswith(rule.fix)
    assert page == "  page: reference/plugin-rules.html#quotes-exact"


def test_a_fault_below_a_level_takes_the_levels_above_away(carrier_file):
    assert check_plugin(carrier_file(ONE_FAULT["typed"])).level == "dependable"
    assert check_plugin(carrier_file(ONE_FAULT["quotes-exact"])).level == "none"


def test_an_exemption_needs_its_reason_and_is_shown(carrier_file):
    exempt = carrier_file(
        ONE_FAULT["typed"],
        extra='postpurchase_exemptions = {"typed": "generated by a tool"}\n',
    )

    report = check_plugin(exempt)

    [row] = [one for one in report.rows if one.rule.rule_id == "typed"]
    assert (row.outcome, row.detail) == ("exempt", "generated by a tool")
    assert report.level == "complete"
    assert "exempt         generated by a tool" in report.as_table()


@pytest.mark.parametrize(
    ("exemptions", "rule_id", "detail"),
    [
        ('{"typed": " "}', "typed", "it is exempted without a reason"),
        ('{"tpyed": "x"}', "hooks-exist", "unknown rules: tpyed"),
    ],
)
def test_an_exemption_without_reason_or_rule_is_a_fault(
    carrier_file, exemptions, rule_id, detail
):
    found = broken(carrier_file(extra=f"postpurchase_exemptions = {exemptions}\n"))

    assert detail in found[rule_id]


def test_a_readme_without_sections_is_a_fault(carrier_file, tmp_path):
    file = carrier_file()
    (tmp_path / "postpurchase-sample" / "README.md").write_text(
        "# x\n", encoding="utf-8"
    )

    assert {
        "readme-description",
        "readme-install",
        "readme-settings",
        "readme-removal",
        "readme-troubleshooting",
        "readme-limits",
        "readme-examples",
    } <= set(broken(file))


def test_a_project_without_checks_changelog_and_owner_is_a_fault(
    carrier_file, tmp_path
):
    file, folder = carrier_file(), tmp_path / "postpurchase-sample"
    (folder / ".github" / "workflows" / "ci.yml").unlink()
    (folder / "CHANGELOG.md").unlink()
    project = folder / "pyproject.toml"
    kept = [
        line
        for line in project.read_text(encoding="utf-8").splitlines()
        if not line.startswith(("authors", "version"))
    ]
    project.write_text("\n".join(kept), encoding="utf-8")

    assert set(broken(file)) == {
        "suite-in-ci",
        "changelog",
        "owner-named",
        "states-own-version",
    }


OF_A_PROJECT = {
    "states-own-version",
    "readme-description",
    "readme-install",
    "readme-settings",
    "readme-removal",
    "readme-troubleshooting",
    "readme-limits",
    "readme-examples",
    "suite-in-ci",
    "owner-named",
    "changelog",
}


def test_rules_about_a_project_do_not_apply_to_a_single_file(carrier_file, tmp_path):
    alone = tmp_path / "alone.py"
    alone.write_text(Path(carrier_file()).read_text(encoding="utf-8"), encoding="utf-8")

    report = check_plugin(str(alone))
    left_out = {
        row.rule.rule_id for row in report.rows if row.outcome == "does not apply"
    }

    assert OF_A_PROJECT == left_out
    assert ("complete", ()) == (report.level, report.broken)
    assert "does not apply a single file has no project" in report.as_table()


def test_a_single_file_keeps_the_rules_about_its_code(carrier_file, tmp_path):
    alone = tmp_path / "alone.py"
    source = Path(carrier_file(ONE_FAULT["described"])).read_text(encoding="utf-8")
    alone.write_text(source.replace("postpurchase_requires", "unused"), "utf-8")

    assert {"described", "states-host-range"} == set(broken(str(alone)))


def test_the_table_says_how_to_mend_what_is_broken(carrier_file):
    report = check_plugin(carrier_file(ONE_FAULT["typed"]))
    lines = report.as_table().splitlines()
    [at] = [place for place, line in enumerate(lines) if " broken " in line]

    assert lines[at + 1].strip() == f"fix: {rules()['typed'].fix}"
    assert 1 == report.as_table().count("fix: ")


def test_a_taken_code_is_a_fault(carrier_file):
    found = broken(carrier_file(('code = "sample"', 'code = "table-rate"')))

    assert "taken by a built-in plugin" in found["unique-code"]


LEAKY = """
    from postpurchase import PermanentFailure, Setting, hookimpl

    class Leaky:
        code = "leaky"
        settings = (Setting("token", "LEAKY_TOKEN", secret=True),)
        def __repr__(self):
            import os
            return f"Leaky({os.environ.get('LEAKY_TOKEN')})"
        def send(self, message, *, key):
            raise PermanentFailure(reason=f"cannot reach {message.to.email}")

    @hookimpl
    def register_channels(register):
        register(Leaky())
"""


def test_a_secret_in_a_repr_and_a_person_in_an_error_are_faults(tmp_path):
    file = tmp_path / "leaky.py"
    file.write_text(textwrap.dedent(LEAKY), encoding="utf-8")

    found = broken(str(file))

    assert "a secret is shown" in found["secrets-hidden"]
    assert "an error names the person" in found["errors-impersonal"]
    assert "the customer is shown" in found["trace-impersonal"]
    assert "outage is called permanent" in found["outage-typed"]


class Rude:
    """A personalizer and policy that breaks what it can."""

    code = "rude"

    def inserts(self, order, parcel_id, units, at):
        order.counts[0]
        object.__setattr__(order, "version", order.version + 1)
        return ["card"] * 99

    @hookimpl
    def register_personalizers(self, register):
        register(self)


def test_rubbish_and_meddling_are_faults():
    found = broken(Rude())

    assert "it answered with str" in found["inserts-typed"]
    assert "more than 50" in found["inserts-bounded"]
    assert "the order was changed" in found["order-unchanged"]


def test_a_plugin_that_does_not_load_is_told_by_name():
    with pytest.raises(PluginNotLoaded, match="no_such_plugin"):
        check_plugin("no_such_plugin")


def test_a_report_is_plain_values_for_json(carrier_file):
    shown = json.loads(json.dumps(check_plugin(carrier_file()).as_dict()))

    assert (shown["plugin"], shown["level"]) == ("postpurchase_sample", "complete")
    assert set(shown["rules"][0]) == {
        "id",
        "level",
        "kind",
        "outcome",
        "detail",
        "why",
        "fix",
        "page",
    }


def test_the_badge_is_svg_and_says_the_level(carrier_file):
    badge = ET.fromstring(check_plugin(carrier_file()).as_badge())

    assert badge.attrib["aria-label"] == "postpurchase: complete"
