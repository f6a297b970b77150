"""A policy as people read it, in five languages."""

from datetime import date

import pytest
from hypothesis import given as given_any
from hypothesis import settings
from hypothesis import strategies as st

from postpurchase.returning.policies import (
    NO_RETURNS,
    UNLIMITED,
    Exclusion,
    Photos,
    Restocking,
    Review,
    Season,
    Segment,
    Step,
    Way,
    Window,
    combine,
)
from postpurchase.returning.policies.text import policy_text
from postpurchase.values.money import Money
from postpurchase.wording import LOCALES, missing
from returning.policies.asking import euros, policy
from returning.policies.making import policies

WINTER = {
    "ordered_from": date(2026, 11, 1),
    "ordered_until": date(2026, 12, 24),
}
FULL = policy(
    window=Window.of_days(45),
    counts_from="dispatch",
    grace_days=3,
    seasons=(
        Season(window=Window.until(date(2027, 1, 31)), **WINTER),
        Season(window=Window.of_days(60), **WINTER),
        Season(window=Window.of_months(2), **WINTER),
        Season(window=Window.of_years(1), **WINTER),
        Season(window=UNLIMITED, **WINTER),
        Season(window=NO_RETURNS, **WINTER),
    ),
    steps=(
        Step(
            from_day=15,
            resolutions=("store_credit",),
            restocking=Restocking(basis_points=500),
            ways=(Way(method="locker"),),
        ),
    ),
    segments=(
        Segment(
            name="vip",
            window=Window.of_months(3),
            ways=(Way(method="in_store"),),
            restocking=Restocking(amount=(euros("1"),)),
        ),
    ),
    categories=("cosmetics",),
    countries=("PL", "UA"),
    exclusions=(
        Exclusion(categories=("final_sale", "own_kind"), skus=("SKU-1",)),
        Exclusion(categories=("swimwear",), unless=("unopened",)),
    ),
    conditions=("opened",),
    requires=("tags", "receipt"),
    resolutions=("refund_original", "repair"),
    ways=(
        Way(method="locker", paid_by="customer", price=(euros("2"), Money(900, "PLN"))),
        Way(method="own_carrier", paid_by="customer"),
    ),
    restocking=Restocking(basis_points=1250, least=(euros("2"),), amount=(euros("3"),)),
    keep_up_to=(euros("5"),),
    photos=(Photos(reason="quality", count=2),),
    review=Review(units_above=3),
    outbound="standard",
    outbound_max=(euros("4.95"),),
    bonus_percent=10,
    link="https://shop.example/returns",
)


def test_the_whole_of_it_in_english():
    said = policy_text(FULL, "en", currency="EUR").plain()

    for sentence in (
        "These terms are for: cosmetics.",
        "These terms are for deliveries to: Poland, Ukraine.",
        "You can return items for 45 days.",
        "The time begins on the day after the last parcel of your order was sent.",
        "We add 3 days for the time that parcels take.",
        "Where other days are listed below, the later last day counts.",
        "• Ordered November 1 – December 24, 2026: until January 31, 2027.",
        "2026: 60 days.",
        "2026: 2 months.",
        "2026: 1 year.",
        "2026: at any time.",
        "2026: no returns.",
        "Items have to be in this condition: opened but unused.",
        "Please send along: all tags, the receipt.",
        "• Cannot be returned: items from the final sale, own kind, SKU-1.",
        "• Can only be returned in this condition (unopened): swimwear.",
        "You can choose: refund to the original payment method, repair.",
        "Store credit is worth 10 % more.",
        "We refund you once we have received and checked your items.",
        "We also refund the delivery charge, up to €4.95.",
        "Items worth up to €5.00 you keep, and still get your money back.",
        "• From day 15 you get: store credit.",
        "• From day 15: We keep back 5 % of the price.",
        "• From day 15: At a parcel locker: free of charge",
        "We keep back 12.5 % of the price, at least €2.00.",
        "We keep back €3.00 for each return.",
        "• At a parcel locker: you pay €2.00",
        "• With a carrier of your choice: at your own expense",
        "More about it: https://shop.example/returns",
    ):
        assert sentence in said.replace("\u2009", " "), sentence


def test_a_reader_of_a_segment_reads_its_terms():
    said = policy_text(FULL, "en", segments=["vip"]).plain()

    assert "You can return items for 3 months." in said
    assert "• In a store: free of charge" in said
    assert "We keep back €1.00 for each return." in said
    assert "45 days" not in said


@pytest.mark.parametrize(
    ("terms", "sentence"),
    [
        ({"window": UNLIMITED}, "You can return items at any time."),
        ({"window": NO_RETURNS}, "These items cannot be returned."),
        (
            {"window": Window.until(date(2027, 1, 31))},
            "You can return items until January 31, 2027.",
        ),
        ({"window": Window.of_years(1)}, "You can return items for 1 year."),
        ({"counts_from": "order"}, "The time begins on the day after your order."),
        ({"freight_by": "shop"}, "We pay for the way back."),
        ({}, "You pay for the way back."),
        ({"outbound": "none"}, "We do not refund the delivery charge."),
        ({"refund_when": "request"}, "as soon as the return is approved."),
        ({"refund_when": "scan"}, "as soon as the carrier has your parcel."),
        ({"refund_when": "receipt"}, "as soon as your parcel is back with us."),
        ({"refund_when": "manual"}, "We tell you when we refund you."),
        ({"keep_up_to": (euros("5"), Money(2000, "PLN"))}, "up to €5.00, PLN"),
        (
            {"keep_up_to": (euros("5"),), "keep_reasons": ("quality", "fit.other")},
            (
                "Items worth up to €5.00 you keep, and still get your money back, if "
                "the reason is one of these: does not fit, defective, poor quality, "
                "parts missing."
            ),
        ),
        (
            {"conditions": ("unopened", "opened")},
            "Items have to be in one of these conditions: unopened, opened but unused.",
        ),
        (
            {"resolutions": ("refund_original",)},
            "You get: refund to the original payment method.",
        ),
    ],
)
def test_each_thing_has_its_sentence(terms, sentence):
    assert sentence in policy_text(policy(**terms), "en").plain()


def test_the_slip_in_the_parcel_does_not_hide_what_comes_later():
    slip = policy_text(FULL, "en").brief()

    assert "From day 15 you get: store credit." in slip


def test_the_slip_in_the_parcel_is_short():
    slip = policy_text(policy(freight_by="shop"), "uk").brief()

    assert (
        "Повернення\n"
        "Товари можна повернути протягом 14 днів.\n"
        "Строк починається наступного дня після доставки останньої посилки із "
        "замовлення.\n"
        "Зворотну доставку оплачуємо ми."
    ) == slip


@pytest.mark.parametrize(
    ("locale", "days"),
    [
        ("en", ("1 day.", "2 days.", "5 days.", "21 days.")),
        ("uk", ("1 дня.", "2 днів.", "5 днів.", "21 дня.")),
        ("pl", ("1 dnia.", "2 dni.", "5 dni.", "21 dni.")),
        ("ru", ("1 дня.", "2 дней.", "5 дней.", "21 дня.")),
        ("zh", ("1 天内退回商品。", "2 天内", "5 天内", "21 天内")),
    ],
)
def test_days_are_counted_as_each_language_counts(locale, days):
    said = [
        policy_text(policy(window=Window.of_days(n)), locale).short[0]
        for n in (1, 2, 5, 21)
    ]

    assert [True] * 4 == [form in one for form, one in zip(days, said, strict=True)]


def test_several_policies_follow_each_other():
    text = policy_text(combine(policy("a"), policy("b", window=UNLIMITED)), "en")

    assert 2 == [one.heading for one in text.sections].count("How long you have")
    assert "Your rights by law" == text.sections[-1].heading


@settings(max_examples=30)
@given_any(policies("own"), st.sampled_from(LOCALES))
def test_any_policy_can_be_said_in_any_language(one, locale):
    text = policy_text(one, locale, currency="EUR", segments=("vip",))

    assert "{" not in text.plain() + text.brief()
    assert all(part.heading for part in text.sections)
    assert {} == dict(missing)
