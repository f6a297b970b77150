"""Policies for properties: whatever a policy can say."""

from __future__ import annotations

from datetime import date

from hypothesis import strategies as st

from postpurchase.returning.policies import (
    CONDITIONS,
    NO_RETURNS,
    REQUIRED,
    UNLIMITED,
    Exclusion,
    Photos,
    Policy,
    Restocking,
    Review,
    Season,
    Segment,
    Step,
    Way,
    Window,
)
from postpurchase.returning.policies.parts import REASON_NAMES
from postpurchase.returning.statutes import Assurances
from postpurchase.values.money import Money
from postpurchase.values.return_terms import METHODS, REFUND_MOMENTS, RESOLUTIONS


def some(words, least=0):
    """Draw a few of the words, each once."""
    most = min(3, len(words))
    drawn = st.lists(st.sampled_from(words), min_size=least, max_size=most, unique=True)
    return drawn.map(tuple)


DAYS = st.dates(date(2026, 1, 1), date(2026, 12, 31))
AMOUNTS = st.dictionaries(
    st.sampled_from(("EUR", "PLN", "JPY")), st.integers(0, 5000), max_size=2
).map(lambda found: tuple(Money(minor, code) for code, minor in found.items()))
SOME_AMOUNTS = st.integers(0, 5000).map(lambda minor: (Money(minor, "EUR"),))
WINDOWS = st.one_of(
    st.just(UNLIMITED),
    st.just(NO_RETURNS),
    st.integers(0, 60).map(Window.of_days),
    st.integers(1, 3).map(Window.of_months),
    st.integers(1, 2).map(Window.of_years),
    DAYS.map(Window.until),
)
WAYS = st.lists(
    st.one_of(
        st.builds(Way, method=st.sampled_from(METHODS)),
        st.builds(
            Way,
            method=st.sampled_from(METHODS),
            paid_by=st.just("customer"),
            price=AMOUNTS,
        ),
    ),
    max_size=3,
    unique_by=lambda way: way.method,
).map(tuple)
RESTOCKING = st.none() | st.builds(
    Restocking,
    basis_points=st.integers(0, 10_000),
    amount=AMOUNTS,
    least=AMOUNTS,
)
SEASONS = st.builds(
    lambda days, window, replaces: Season(
        ordered_from=min(days),
        ordered_until=max(days),
        window=window,
        replaces=replaces,
    ),
    st.tuples(DAYS, DAYS),
    WINDOWS,
    st.booleans(),
)
STEPS = st.lists(
    st.builds(
        Step,
        from_day=st.integers(1, 60),
        resolutions=some(RESOLUTIONS),
        restocking=RESTOCKING,
        ways=WAYS,
    ),
    max_size=2,
    unique_by=lambda step: step.from_day,
).map(lambda steps: tuple(sorted(steps, key=lambda step: step.from_day)))
SEGMENTS = st.lists(
    st.builds(
        Segment,
        name=st.sampled_from(("vip", "often")),
        window=st.none() | WINDOWS,
        restocking=RESTOCKING,
        ways=WAYS,
        review=st.booleans(),
    ),
    max_size=2,
    unique_by=lambda segment: segment.name,
).map(tuple)
CATEGORIES = ("tea", "swimwear")
EXCLUSIONS = st.builds(
    Exclusion,
    categories=some(CATEGORIES, least=1),
    skus=some(("A", "B")),
    unless=some(CONDITIONS),
)
PHOTOS = st.dictionaries(
    st.sampled_from(REASON_NAMES), st.integers(1, 20), max_size=2
).map(lambda f: tuple(Photos(reason=r, count=n) for r, n in f.items()))
REVIEWS = st.none() | st.builds(
    Review,
    value_above=AMOUNTS,
    units_above=st.none() | st.integers(0, 3),
    reasons=some(REASON_NAMES),
)
OUTBOUND = st.one_of(
    st.just({}),
    st.just({"outbound": "none"}),
    SOME_AMOUNTS.map(lambda most: {"outbound": "standard", "outbound_max": most}),
)


ASSURANCES = st.builds(
    Assurances,
    is_informed=st.booleans(),
    pays_return=st.booleans(),
    collects=st.booleans(),
    subdivision=st.sampled_from(("", "DE-BY", "GB-SCT")),
    outbound_max=AMOUNTS,
)


@st.composite
def policies(draw, code=None):
    """Make any policy."""
    return Policy(
        code=code or draw(st.sampled_from(("a", "b", "c-1", "d.2", "e_3"))),
        window=draw(WINDOWS),
        counts_from=draw(st.sampled_from(("delivery", "dispatch", "order"))),
        grace_days=draw(st.integers(0, 5)),
        seasons=draw(st.lists(SEASONS, max_size=2).map(tuple)),
        steps=draw(STEPS),
        segments=draw(SEGMENTS),
        categories=draw(some(CATEGORIES)),
        countries=draw(some(("PL", "DE", "GB"))),
        exclusions=draw(st.lists(EXCLUSIONS, max_size=2).map(tuple)),
        conditions=draw(some(CONDITIONS)),
        requires=draw(some(REQUIRED)),
        resolutions=draw(some(RESOLUTIONS)),
        ways=draw(WAYS),
        freight_by=draw(st.sampled_from(("", "shop", "customer"))),
        restocking=draw(RESTOCKING),
        keep_up_to=draw(AMOUNTS),
        keep_reasons=draw(some(REASON_NAMES)),
        photos=draw(PHOTOS),
        review=draw(REVIEWS),
        refund_when=draw(st.sampled_from(("", *REFUND_MOMENTS))),
        bonus_percent=draw(st.none() | st.integers(0, 100)),
        link=draw(st.sampled_from(("", "https://shop.example/returns"))),
        **draw(OUTBOUND),
    )
