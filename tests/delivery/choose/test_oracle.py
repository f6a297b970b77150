"""The choice against brute force: every way worked out by the public rules alone."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from delivery.choose.shops import parcel, tariff
from postpurchase.delivery.choose import (
    Cheapest,
    Fastest,
    Greenest,
    Lost,
    Question,
    RateBook,
    Route,
    Weighted,
    choose,
)
from postpurchase.delivery.choose.reasons import (
    Dearer,
    FootprintUnknown,
    LessGreen,
    ListedLater,
    Outweighed,
    Slower,
    TooLate,
)
from postpurchase.delivery.choose.rows import (
    CARBON,
    EARLIEST,
    LATEST,
    PRICE,
    UNKNOWN_GRAMS,
)
from postpurchase.delivery.network import (
    Destination,
    Limits,
    Location,
    Network,
    Service,
    TransitTime,
)
from postpurchase.delivery.prices import (
    Consignment,
    Flat,
    FreeAbove,
    Fuel,
    PerCountry,
    PerKilo,
    Residential,
    Row,
    Surcharged,
    Table,
    billable_grams,
)
from postpurchase.delivery.promise import promise
from postpurchase.errors import NoPromise
from postpurchase.values.calendar import WorkingCalendar
from postpurchase.values.money import Money

FAR = 10**15
weeks = st.sampled_from(["1111100", "1111111", "0101010", "0000011"])
calendars = st.builds(
    WorkingCalendar,
    weekmask=weeks,
    closures=st.frozensets(st.dates(date(2026, 5, 1), date(2026, 5, 12)), max_size=3),
)
transits = st.sampled_from(
    [
        TransitTime.stated(0, 1),
        TransitTime.stated(1, 3),
        TransitTime.stated(2, 2),
        TransitTime.stated(2, 2, unit="calendar"),
        TransitTime.stated(0, 6, unit="calendar"),
    ]
)
rows = st.builds(
    Row,
    amount_minor=st.integers(0, 900),
    zones=st.sampled_from([(), ("PL",), ("DE", "UA")]),
    countries=st.sampled_from([(), ("PL",)]),
    postcodes=st.sampled_from([(), ("0",), ("00", "1")]),
    weight_grams_max=st.none() | st.sampled_from([500, 1000, 2000]),
    value_minor_max=st.none() | st.sampled_from([1000, 3000]),
)
tables = st.lists(rows, max_size=5).map(lambda each: Table(tuple(each)))
surcharged = st.builds(
    lambda base, fuel, home, kilo: Surcharged(
        base, (PerKilo(kilo, over_grams=700), Fuel(fuel), Residential(home))
    ),
    tables,
    st.integers(0, 2000),
    st.integers(0, 300),
    st.integers(0, 50),
)
rules = (
    tables
    | surcharged
    | st.builds(Flat, st.integers(0, 900))
    | st.builds(FreeAbove, st.integers(1, 4000), surcharged)
    | st.builds(lambda rule: PerCountry({"PL": rule}, Flat(777)), surcharged)
)
limits = st.builds(
    Limits,
    weight_grams_max=st.none() | st.integers(400, 3000),
    length_mm_max=st.none() | st.integers(150, 400),
    girth_mm_max=st.none() | st.integers(500, 1200),
    volume_divisor=st.none() | st.sampled_from([4000, 5000]),
    refused_goods=st.sampled_from([frozenset(), frozenset({"lithium"})]),
)
locations = st.builds(
    Location,
    code=st.just("?"),
    country=st.sampled_from(["PL", "DE"]),
    zone=st.sampled_from(["Europe/Warsaw", "America/New_York"]),
    calendar=calendars,
    cut_off=st.sampled_from([time(9), time(14), time(18)]),
    processing_days=st.integers(0, 2),
)
services = st.builds(
    Service,
    carrier=st.just("?"),
    code=st.just("parcel"),
    kind=st.sampled_from(["home", "locker"]),
    countries=st.sampled_from([frozenset(), frozenset({"PL"})]),
    postcodes=st.sampled_from([(), ("00", "2")]),
    limits=limits,
    pick_up_week=weeks,
    pick_up_at=st.none() | st.sampled_from([time(8), time(17)]),
    delivery_week=weeks,
    works_on_holidays=st.booleans(),
    transit=transits,
    lanes=st.lists(
        st.tuples(st.sampled_from(["PL", "DE"]), st.just("PL"), transits), max_size=2
    ).map(tuple),
    by_at=st.none() | st.just(time(10)),
    co2_grams_per_parcel=st.none() | st.integers(0, 500),
)
destinations = st.builds(
    Destination,
    country=st.sampled_from(["PL", "UA"]),
    zone=st.sampled_from(["Europe/Warsaw", "Asia/Tokyo"]),
    postcode=st.sampled_from(["", "00-950", "10-001", "20-002"]),
    calendar=calendars,
    is_residential=st.booleans(),
)
parcels = st.builds(
    parcel,
    weight=st.sampled_from([0, 1, 500, 501, 999, 1000, 2001, 90_000]),
    sides=st.tuples(*[st.sampled_from([0, 100, 200, 399])] * 3),
    goods=st.sampled_from([frozenset(), frozenset({"lithium"})]),
    value=st.none() | st.integers(0, 5000).map(lambda minor: Money(minor, "EUR")),
)
questions = st.builds(
    Question,
    parcel=parcels,
    destination=destinations,
    at=st.datetimes(datetime(2026, 5, 1), datetime(2026, 5, 9), timezones=st.just(UTC)),
    latest_on=st.none() | st.dates(date(2026, 5, 4), date(2026, 5, 20)),
    percent=st.sampled_from([5, 50, 90]),
    ready_on=st.none()
    | st.dictionaries(
        st.sampled_from(["l0", "l1"]), st.dates(date(2026, 5, 1), date(2026, 5, 15))
    ),
)


easy_questions = st.builds(
    Question,
    parcel=st.builds(parcel, weight=st.sampled_from([400, 999])),
    destination=st.just(
        Destination(country="PL", zone="Europe/Warsaw", postcode="00-950")
    ),
    at=st.datetimes(datetime(2026, 5, 1), datetime(2026, 5, 9), timezones=st.just(UTC)),
    latest_on=st.none() | st.dates(date(2026, 5, 6), date(2026, 5, 14)),
    percent=st.sampled_from([50, 90]),
)


@st.composite
def easy_books(draw):
    """Make books whose ways all can be had, so that they lose to each other."""
    offered = draw(
        st.lists(
            st.tuples(
                transits,
                transits,
                st.integers(0, 3).map(lambda step: Flat(100 * step)) | surcharged,
                st.none() | st.integers(0, 3).map(lambda step: 100 * step),
            ),
            min_size=2,
            max_size=6,
        )
    )
    codes = [f"c{n}" for n in range(len(offered))]
    return RateBook(
        network=Network(
            locations=tuple(
                Location(code=code, country=country, zone="Europe/Warsaw")
                for code, country in (("l0", "PL"), ("l1", "DE"))
            ),
            services=tuple(
                Service(
                    carrier=code,
                    code="parcel",
                    transit=transit,
                    lanes=(("DE", "PL", abroad),),
                    co2_grams_per_parcel=grams,
                )
                for code, (transit, abroad, _, grams) in zip(
                    codes, offered, strict=True
                )
            ),
        ),
        tariffs=tuple(
            tariff(code, rule)
            for code, (_, _, rule, _) in zip(codes, offered, strict=True)
        ),
    )


@st.composite
def books(draw):
    places = draw(st.lists(locations, min_size=1, max_size=2))
    offered = draw(st.lists(services, min_size=1, max_size=4))
    made = [
        Service(**{**fields_of(one), "carrier": f"c{n}"})
        for n, one in enumerate(offered)
    ]
    routes = draw(
        st.lists(
            st.builds(
                Route,
                carrier=st.sampled_from([one.carrier for one in made]),
                service=st.just("parcel"),
                legs=st.sampled_from([(("road", 500),), (("air", 900),)]),
                origin_zone=st.sampled_from(["", "PL"]),
            ),
            max_size=2,
            unique_by=lambda one: (one.carrier, one.origin_zone),
        )
    )
    return RateBook(
        network=Network(
            locations=tuple(
                Location(**{**fields_of(one), "code": f"l{n}"})
                for n, one in enumerate(places)
            ),
            services=tuple(made),
        ),
        tariffs=tuple(tariff(one.carrier, draw(rules)) for one in made),
        routes=tuple(routes),
    )


def fields_of(one):
    return {name: getattr(one, name) for name in one.__slots__ if name in names(one)}


def names(one):
    return {field.name for field in type(one).__attrs_attrs__}


def every_way(book, question):
    """Yield (carrier, location, price, latest, earliest, grams) of all that may be."""
    destination, package = question.destination, question.parcel.package
    zones, value = book.network.zones, question.parcel.value
    end = zones.of(destination.country, destination.postcode)
    for service in book.network.services:
        [rule] = [one for one in book.tariffs if one.carrier == service.carrier]
        for location in book.network.locations:
            ready = question.ready_on
            if ready is not None and location.code not in ready:
                continue
            if question.parcel.refusal(service.limits):
                continue
            start = zones.of(location.country, location.postcode)
            price = rule.price(
                Consignment(
                    currency="EUR",
                    weight_grams=billable_grams(
                        package, service.limits.volume_divisor or 0
                    ),
                    zone=end,
                    country=destination.country,
                    postcode=destination.postcode,
                    value_minor=value.amount_minor if value else 0,
                    is_residential=destination.is_residential,
                )
            )
            if price is None:
                continue
            try:
                made = promise(
                    question.at,
                    location,
                    service,
                    destination,
                    transit=service.transit_for(start, end),
                    percent=question.percent,
                    available_on=ready[location.code] if ready is not None else None,
                )
            except NoPromise:
                continue
            grams = footprint(book, service, start, package.weight_grams)
            yield (
                service.carrier,
                location.code,
                price.amount.amount_minor,
                made.latest_on,
                made.earliest_on,
                grams,
            )


def footprint(book, service, start, weight):
    own = [route for route in book.routes if route.carrier == service.carrier]
    for zone in (start, ""):
        for route in own:
            if route.origin_zone == zone:
                return route.grams(weight)
    return service.co2_grams_per_parcel


@settings(max_examples=3 * settings().max_examples)
@given(
    book=easy_books() | books(),
    asked=st.lists(easy_questions | questions, min_size=1, max_size=4),
)
def test_every_way_is_priced_and_dated_as_the_rules_say(book, asked):
    for question in asked:
        check_every_way(book, question)


def check_every_way(book, question):
    choice = choose(book, question)
    offers = [one.offer for one in choice.others] + [choice.best]
    found = {
        (
            one.carrier,
            one.location,
            one.price.amount_minor,
            one.latest_on,
            one.earliest_on,
            one.co2_grams,
        )
        for one in offers
        if one is not None
    }

    assert set(every_way(book, question)) == found


@given(
    book=easy_books() | books(),
    question=easy_questions | questions,
    day_minor=st.integers(0, 300),
    kilo=st.integers(0, 3000),
)
def test_nothing_beats_the_best_under_its_own_strategy(book, question, day_minor, kilo):
    ways = [
        way
        for way in every_way(book, question)
        if question.latest_on is None or way[3] <= question.latest_on
    ]
    most = max((way[5] for way in ways if way[5] is not None), default=0)
    measures = {
        Cheapest(): lambda way: way[2],
        Fastest(): lambda way: way[3].toordinal(),
        Greenest(): lambda way: FAR if way[5] is None else way[5],
        Weighted(day_minor=day_minor, kilo_co2_minor=kilo): lambda way: (
            1000 * (way[2] + day_minor * way[3].toordinal())
            + kilo * (most if way[5] is None else way[5])
        ),
    }
    for strategy, measure in measures.items():
        best = choose(book, question, strategy).best
        assert bool(ways) == (best is not None)
        if best is not None:
            own = [w for w in ways if w[:2] == (best.carrier, best.location)]
            assert min(map(measure, ways)) == measure(*own)


@given(book=easy_books() | books(), question=easy_questions | questions)
def test_the_same_question_has_the_same_answer_and_every_loser_a_reason(book, question):
    for strategy in (Cheapest(), Fastest(), Greenest(), Weighted(day_minor=50)):
        once, again = (choose(book, question, strategy) for _ in range(2))

        assert once.row == again.row
        assert [one.text() for one in once.others] == [
            one.text() for one in again.others
        ]


@given(
    book=easy_books() | books(),
    question=easy_questions | questions,
    later=st.integers(0, 3),
)
def test_a_later_deadline_never_makes_it_dearer(book, question, later):
    if question.latest_on is None:
        return
    relaxed = Question(
        **{
            **fields_of(question),
            "latest_on": question.latest_on + timedelta(days=later),
        }
    )
    strict, free = choose(book, question).best, choose(book, relaxed).best

    assert strict is None or free.price.amount_minor <= strict.price.amount_minor


def plain_reason(strategy, best, row, most):
    """Say why a row lost, made by the classes themselves and for one row alone."""
    known = row[CARBON] < UNKNOWN_GRAMS
    if isinstance(strategy, Weighted):
        weighed = [
            1000 * (one[PRICE] + one[LATEST] * strategy.day_minor)
            + strategy.kilo_co2_minor
            * (one[CARBON] if one[CARBON] < UNKNOWN_GRAMS else most)
            for one in (best, row)
        ]
        if weighed[0] != weighed[1]:
            return Outweighed(Money(-((weighed[0] - weighed[1]) // 1000), "EUR"))
    reasons = {
        PRICE: Dearer(Money(max(0, row[PRICE] - best[PRICE]), "EUR")),
        LATEST: Slower(row[LATEST] - best[LATEST]),
        EARLIEST: Slower(row[EARLIEST] - best[EARLIEST]),
        CARBON: LessGreen(row[CARBON] - best[CARBON]) if known else FootprintUnknown(),
    }
    order = {
        Fastest: (LATEST, EARLIEST, PRICE, CARBON),
        Greenest: (CARBON, PRICE, LATEST, EARLIEST),
    }.get(type(strategy), (PRICE, LATEST, EARLIEST, CARBON))
    worse = [field for field in order if row[field] != best[field]]
    return reasons[worse[0]] if worse else ListedLater()


@given(
    book=easy_books() | books(),
    question=easy_questions | questions,
    day_minor=st.integers(0, 300),
    kilo=st.integers(0, 3000),
)
def test_every_reason_is_what_its_class_makes_for_that_row_alone(
    book, question, day_minor, kilo
):
    for strategy in (
        Cheapest(),
        Fastest(),
        Greenest(),
        Weighted(day_minor=day_minor, kilo_co2_minor=kilo),
    ):
        choice = choose(book, question, strategy)
        rows = choice.comparison.rows
        most = max((r[CARBON] for r in rows if r[CARBON] < UNKNOWN_GRAMS), default=0)
        for one in choice.others:
            if one.row is None:
                expected = one.refusal[-1]
            elif one.row in rows:
                expected = plain_reason(strategy, choice.row, one.row, most)
            else:
                expected = TooLate(one.latest_on, question.latest_on)
            assert type(expected) is type(one.reason)
            assert expected == one.reason
            assert hash(expected) == hash(one.reason)
            assert expected.text("uk") == one.reason.text("uk")
            assert Lost(choice.comparison, expected, one.row, one.refusal).text() == (
                one.text()
            )
        found = choice.comparison
        ways = len(found.rows) + len(found.late) + len(found.refused)
        assert ways == len(choice.others) + (choice.row is not None)
