"""How one policy rules: when, what, why and at what price."""

from datetime import UTC, date, datetime, timedelta

import pytest

from postpurchase.errors import NaiveTime, UnknownLine
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
)
from postpurchase.testing import given, place_order, ship_parcel
from postpurchase.values.money import Money
from returning.policies.asking import (
    NOON,
    day,
    euros,
    line,
    order_of,
    policy,
    rules,
    wish,
)

SECOND = timedelta(seconds=1)


def ask(policy, request=None, at=None, order=None):
    return policy.rule(request or wish(), order or order_of(), at or day(0))


@pytest.mark.parametrize(
    ("zone", "delivered_at", "closes_at"),
    [
        ("UTC", datetime(2026, 5, 7, 23, 30), datetime(2026, 5, 22)),
        ("Europe/Kyiv", datetime(2026, 5, 7, 22, 30), datetime(2026, 5, 22, 21)),
        # Clocks go back on 25 October, inside the window.
        ("Europe/Warsaw", datetime(2026, 10, 20, 12), datetime(2026, 11, 3, 23)),
        # They go back in the night before the last day itself.
        ("Europe/Warsaw", datetime(2026, 10, 11, 12), datetime(2026, 10, 25, 23)),
        # Clocks go forward on 8 March, the last day.
        ("America/New_York", datetime(2026, 2, 22, 12), datetime(2026, 3, 9, 4)),
    ],
)
def test_the_last_day_ends_at_midnight_where_the_customer_lives(
    zone, delivered_at, closes_at
):
    order = order_of(zone=zone, delivered_at=delivered_at.replace(tzinfo=UTC))
    closes_at = closes_at.replace(tzinfo=UTC)

    assert ask(policy(), at=closes_at - SECOND, order=order).allowed
    assert not ask(policy(), at=closes_at, order=order).allowed


@pytest.mark.parametrize(
    ("counts_from", "last_on"),
    [
        ("order", date(2026, 5, 18)),
        ("dispatch", date(2026, 5, 19)),
        ("delivery", date(2026, 5, 21)),
    ],
)
def test_the_window_is_counted_from_the_day_that_is_named(counts_from, last_on):
    ruling = ask(policy(counts_from=counts_from))

    assert last_on == ruling.last_on == ruling.lines[0].last_on
    assert [("return", last_on, "own")] == [
        (one.name, one.last_on, one.basis) for one in ruling.deadlines
    ]


def test_grace_days_move_the_end_and_every_step():
    grown = policy(
        grace_days=3, steps=(Step(from_day=8, resolutions=("store_credit",)),)
    )

    assert date(2026, 5, 24) == ask(grown).last_on
    assert () == ask(grown, at=day(10)).resolutions
    assert ("store_credit",) == ask(grown, at=day(11)).resolutions


def test_a_step_begins_on_its_day():
    stepped = policy(
        resolutions=("refund_original",),
        window=Window.of_days(45),
        steps=(
            Step(from_day=15, resolutions=("store_credit", "gift_card")),
            Step(from_day=29, restocking=Restocking(basis_points=1000)),
        ),
    )

    before, first = ask(stepped, at=day(14)), ask(stepped, at=day(15))
    last = ask(stepped, at=day(45))

    assert (("refund_original",), ["window"]) == (before.resolutions, rules(before))
    assert (("store_credit", "gift_card"), ["window", "step"]) == (
        first.resolutions,
        rules(first),
    )
    assert "Possible by now: store credit, gift card." == first.reasons[1]
    assert (("refund_original",), euros("1.00")) == (last.resolutions, last.fee)
    assert not ask(stepped, at=day(46)).allowed


def test_no_step_takes_the_refund_for_faulty_goods_away():
    stepped = policy(
        resolutions=("refund_original",),
        steps=(Step(from_day=1, resolutions=("store_credit",)),),
    )

    ruling = ask(stepped, wish(("A", 1, "quality.defective")), day(3))

    assert (("refund_original",), ["window"]) == (ruling.resolutions, rules(ruling))


def test_an_unlimited_window_has_no_end():
    ruling = ask(policy(window=UNLIMITED), at=day(30_000))

    assert (True, None, ()) == (ruling.allowed, ruling.last_on, ruling.deadlines)
    assert ("You can send them back at any time.",) == ruling.reasons


def test_without_returns_nothing_comes_back():
    ruling = ask(policy(window=NO_RETURNS))

    assert (False, None) == (ruling.allowed, ruling.last_on)
    assert ("These items cannot be returned.",) == ruling.reasons


def test_a_window_until_a_day_needs_no_delivery_day():
    ruling = ask(policy(window=Window.until(date(2026, 5, 9))), at=day(2, 23))

    assert ruling.allowed
    assert not ask(policy(window=Window.until(date(2026, 5, 8))), at=day(2)).allowed


class TestSeasons:
    def season(self, window, **more):
        days = {"ordered_from": date(2026, 5, 4), "ordered_until": date(2026, 5, 4)}
        return Season(window=window, **(days | more))

    def last_on(self, window, **more):
        return ask(policy(seasons=(self.season(window, **more),))).last_on

    def test_a_season_gives_the_later_day(self):
        assert date(2026, 6, 30) == self.last_on(Window.until(date(2026, 6, 30)))
        assert date(2026, 6, 6) == self.last_on(Window.of_days(30))

    def test_a_season_takes_nothing_away(self):
        assert date(2026, 5, 21) == self.last_on(Window.until(date(2026, 5, 20)))
        assert date(2026, 5, 21) == self.last_on(NO_RETURNS)

    def test_a_season_that_replaces_holds_in_any_case(self):
        until = Window.until(date(2026, 5, 20))

        assert date(2026, 5, 20) == self.last_on(until, replaces=True)
        assert not ask(
            policy(seasons=(self.season(NO_RETURNS, replaces=True),))
        ).allowed

    def test_the_day_of_the_order_decides_where_the_customer_lives(self):
        winter = Window.until(date(2026, 6, 30))
        seasons = (
            self.season(
                winter, ordered_from=date(2026, 5, 5), ordered_until=date(2026, 5, 5)
            ),
        )
        at_home = order_of(zone="Pacific/Kiritimati")

        assert date(2026, 5, 21) == ask(policy(seasons=seasons)).last_on
        assert date(2026, 6, 30) == ask(policy(seasons=seasons), order=at_home).last_on

    def test_the_rule_that_gave_the_day_is_named(self):
        longer = policy(seasons=(self.season(Window.of_days(30)),))
        shorter = policy(seasons=(self.season(Window.of_days(7)),))

        assert ["season"] == rules(ask(longer))
        assert ["window"] == rules(ask(shorter))


class TestSegments:
    vip = Segment(name="vip", window=Window.of_days(60), ways=(Way(method="locker"),))
    often = Segment(name="often", restocking=Restocking(basis_points=500), review=True)

    def ask(self, *segments):
        known = policy(segments=(self.vip, self.often), restocking=Restocking())
        return ask(known, wish(segments=segments))

    def test_a_segment_has_terms_of_its_own(self):
        ruling = self.ask("vip")

        assert (date(2026, 7, 6), ("locker",)) == (ruling.last_on, ruling.methods)
        assert ["segment"] == rules(ruling)
        assert not ruling.review

    def test_each_term_comes_from_the_first_segment_that_has_it(self):
        ruling = self.ask("often", "vip", "unknown")

        assert (date(2026, 7, 6), euros("0.50")) == (ruling.last_on, ruling.fee)
        assert ruling.review

    def test_others_have_the_policys_own(self):
        ruling = self.ask("unknown")

        assert (date(2026, 5, 21), None, ()) == (
            ruling.last_on,
            ruling.fee,
            ruling.methods,
        )


class TestGoods:
    order = order_of(
        line("A"),
        line("S", categories=("swimwear",)),
        line("M", categories=("beauty", "face_masks")),
        line("X", sku="FINAL"),
    )
    strict = policy(
        exclusions=(
            Exclusion(categories=("face_masks",), skus=("FINAL",)),
            Exclusion(categories=("swimwear",), unless=("unopened", "opened")),
        ),
    )

    def ask(self, *item, **terms):
        return ask(
            policy(exclusions=self.strict.exclusions, **terms),
            wish(item),
            order=self.order,
        )

    @pytest.mark.parametrize("line_id", ["M", "X"])
    def test_what_is_excluded_does_not_come_back(self, line_id):
        ruling = self.ask(line_id, 1, "fit.too_small", "unopened")

        assert (False, ["exclusion"]) == (ruling.allowed, rules(ruling))
        assert ("Goods of this kind cannot be returned.",) == ruling.reasons

    @pytest.mark.parametrize("line_id", ["M", "X", "S"])
    def test_faulty_goods_come_back_in_any_case(self, line_id):
        ruling = self.ask(line_id, 1, "quality.defective", "used")

        assert (True, "merchant") == (ruling.allowed, ruling.lines[0].fault)

    @pytest.mark.parametrize(
        ("condition", "allowed", "named"),
        [
            ("unopened", True, ["window"]),
            ("opened", True, ["window"]),
            ("seal_broken", False, ["condition"]),
            ("", True, ["window", "condition"]),
        ],
    )
    def test_an_exclusion_can_have_exceptions(self, condition, allowed, named):
        ruling = self.ask("S", 1, "", condition)

        assert (allowed, named) == (ruling.allowed, rules(ruling))

    def test_conditions_add_up(self):
        assert self.ask("S", 1, "", "opened", conditions=("opened", "used")).allowed
        assert not self.ask("S", 1, "", "unopened", conditions=("opened",)).allowed
        assert not self.ask("S", 1, "", "", conditions=("used",)).allowed

    def test_each_item_is_ruled_on_by_itself(self):
        asked = wish(("A",), ("M",))
        ruling = ask(self.strict, asked, order=self.order)

        assert [("A", 1, True), ("M", 1, False)] == [
            (one.line_id, one.units, one.allowed) for one in ruling.lines
        ]
        assert (True, 2) == (ruling.allowed, len(ruling.reasons))
        assert date(2026, 5, 21) == ruling.last_on

    def test_a_policy_is_about_its_own_goods_and_countries(self):
        about = policy(categories=("swimwear",), countries=("PL", "DE"))
        asked = wish(("A",), ("S",))
        ruling = ask(about, asked, order=self.order)

        assert [["not_covered"], ["window"]] == [rules(ruling, 0), rules(ruling, 1)]
        abroad = ask(about, order=order_of(country="UA"))
        assert ["not_covered"] == rules(abroad)


class TestArrival:
    def test_what_has_not_arrived_stays(self):
        order = given(
            place_order(lines=(line("A"),)), ship_parcel(units={"A": 1})
        ).order

        assert ["not_delivered"] == rules(ask(policy(), order=order))

    def test_more_than_arrived_stays_even_if_asked_for_twice(self):
        ruling = ask(policy(), wish(("A",), ("A", 1, "other")))

        assert [False, False] == [one.allowed for one in ruling.lines]

    def test_a_parcel_that_was_refused_comes_back_without_a_window(self):
        order = given(
            place_order(lines=(line("A"),)), ship_parcel(units={"A": 1})
        ).order
        ruling = ask(
            policy(exclusions=(Exclusion(skus=("A",)),)),
            wish(("A", 1, "delivery.refused"), kind="delivery_refused"),
            NOON + timedelta(days=300),
            order,
        )

        assert (True, "delivery_refused", None) == (
            ruling.allowed,
            ruling.kind,
            ruling.last_on,
        )

    def test_a_recall_knows_no_window_and_costs_nothing(self):
        paid = policy(restocking=Restocking(basis_points=1000), freight_by="customer")
        ruling = ask(paid, wish(kind="recall"), day(4000))

        assert (True, (), "shop") == (ruling.allowed, ruling.fees, ruling.freight_by)
        assert ("merchant", ["recall"]) == (ruling.lines[0].fault, rules(ruling))

    def test_a_policy_does_not_make_a_withdrawal(self):
        assert "policy_return" == ask(policy(), wish(kind="withdrawal")).kind
        assert "gift_return" == ask(policy(), wish(kind="gift_return")).kind

    def test_without_a_day_of_dispatch_a_person_looks(self):
        order = given(place_order(lines=(line("A"),))).order
        ruling = ask(policy(), wish(kind="delivery_refused"), order=order)

        assert not ruling.allowed


class TestMoney:
    order = order_of(line("A", price="12.90", quantity=3), line("B", price="0.10"))

    def fees(self, *items, at=None, method="", **terms):
        found = policy(**terms).rule(
            wish(*items, method=method), self.order, at or day(0)
        )
        return {one.code: str(one.amount) for one in found.fees}

    def test_the_share_is_rounded_half_up_for_each_line(self):
        fee = Restocking(basis_points=1500)

        assert {"restocking": "1.94 EUR"} == self.fees(("A",), restocking=fee)
        assert {"restocking": "3.89 EUR"} == self.fees(("A", 2), ("B",), restocking=fee)

    def test_the_least_holds_where_the_share_is_less(self):
        fee = Restocking(basis_points=1500, least=(euros("2.00"),))

        assert {"restocking": "2.00 EUR"} == self.fees(("A",), restocking=fee)
        assert {"restocking": "3.87 EUR"} == self.fees(("A", 2), restocking=fee)
        assert {"restocking": "0.10 EUR"} == self.fees(("B",), restocking=fee)

    def test_an_amount_is_kept_once(self):
        fee = Restocking(amount=(euros("4.00"), Money(900, "PLN")))

        assert {"restocking": "4.00 EUR"} == self.fees(("A",), ("B",), restocking=fee)
        assert {} == self.fees(("A",), restocking=Restocking(least=(euros("4.00"),)))

    def test_an_amount_in_another_currency_says_nothing(self):
        fee = Restocking(amount=(Money(900, "PLN"),))
        ways = (Way(method="locker", paid_by="customer", price=(Money(900, "PLN"),)),)

        assert {} == self.fees(("A",), restocking=fee, ways=ways)

    @pytest.mark.parametrize("reason", ["quality.defective", "delivery.damaged"])
    def test_nothing_is_kept_where_the_customer_is_not_at_fault(self, reason):
        terms = {
            "restocking": Restocking(basis_points=1000, amount=(euros("1.00"),)),
            "ways": (Way(method="locker", paid_by="customer", price=(euros("3.00"),)),),
        }

        assert {} == self.fees(("A", 1, reason), **terms)
        # The parcel is free for all; the share is kept of the other line alone.
        assert {"restocking": "0.10 EUR"} == self.fees(
            ("A", 1, reason), ("B",), **terms
        )

    def test_fees_are_never_more_than_the_units_bring(self):
        terms = {
            "restocking": Restocking(amount=(euros("0.07"),)),
            "ways": (Way(method="locker", paid_by="customer", price=(euros("3.00"),)),),
        }

        assert {"restocking": "0.07 EUR", "return_freight": "0.03 EUR"} == self.fees(
            ("B",), **terms
        )
        everything = terms | {"restocking": Restocking(basis_points=10_000)}
        assert {"restocking": "0.10 EUR"} == self.fees(("B",), **everything)

    def test_the_way_that_was_chosen_is_paid_else_the_cheapest(self):
        ways = (
            Way(method="courier_collection", paid_by="customer", price=(euros("7"),)),
            Way(method="own_carrier", paid_by="customer"),
            Way(method="locker", paid_by="customer", price=(euros("2"),)),
        )

        assert {"return_freight": "2.00 EUR"} == self.fees(("A",), ways=ways)
        assert {"return_freight": "7.00 EUR"} == self.fees(
            ("A",), ways=ways, method="courier_collection"
        )
        assert {} == self.fees(("A",), ways=ways, method="own_carrier")
        assert {} == self.fees(("A",), ways=(*ways, Way(method="in_store")))

    @pytest.mark.parametrize(
        ("terms", "by"),
        [
            ({}, "customer"),
            ({"freight_by": "shop"}, "shop"),
            ({"ways": (Way(method="locker"),)}, "shop"),
            ({"ways": (Way(method="own_carrier", paid_by="customer"),)}, "customer"),
        ],
    )
    def test_who_pays_the_way_back(self, terms, by):
        assert by == ask(policy(**terms)).freight_by

    def test_fees_are_named_in_the_customers_language(self):
        ways = (Way(method="locker", paid_by="customer", price=(euros("2"),)),)
        ruling = ask(policy(ways=ways), order=order_of(locale="pl"))

        assert "Przesyłka zwrotna: w automacie paczkowym" == ruling.fees[0].text


class TestKeeping:
    cheap = policy(
        keep_up_to=(euros("10.00"),),
        restocking=Restocking(basis_points=1000),
        ways=(Way(method="locker", paid_by="customer", price=(euros("2"),)),),
    )

    @pytest.mark.parametrize(("price", "keeps"), [("10.00", True), ("10.01", False)])
    def test_goods_up_to_a_value_stay(self, price, keeps):
        ruling = ask(self.cheap, order=order_of(line("A", price=price)))

        assert keeps == ruling.keeps_item
        assert (("keep_item",) if keeps else ("locker",)) == ruling.methods
        assert (0 if keeps else 2) == len(ruling.fees)
        assert keeps == ("keep_item" in rules(ruling))

    def test_reasons_can_be_named(self):
        faulty = policy(keep_up_to=(euros("50"),), keep_reasons=("quality",))
        asked = wish(("A", 1, "quality.poor"))

        assert ask(faulty, asked).keeps_item
        assert not ask(faulty, wish(("A", 1, "other"))).keeps_item

    def test_what_may_not_come_back_is_not_kept_for_nothing(self):
        assert not ask(self.cheap, at=day(15)).keeps_item

    def test_a_limit_in_another_currency_keeps_nothing(self):
        assert not ask(policy(keep_up_to=(Money(10**6, "PLN"),))).keeps_item


class TestReview:
    @pytest.mark.parametrize(
        ("review", "is_reviewed"),
        [
            (Review(), False),
            (Review(value_above=(euros("10.00"),)), False),
            (Review(value_above=(euros("9.99"),)), True),
            (Review(value_above=(Money(1, "PLN"),)), False),
            (Review(units_above=1), False),
            (Review(units_above=0), True),
            (Review(reasons=("fit",)), True),
            (Review(reasons=("fit.too_large",)), False),
        ],
    )
    def test_a_person_looks_where_the_policy_wants_it(self, review, is_reviewed):
        ruling = ask(policy(review=review), wish(("A", 1, "fit.too_small")))

        assert is_reviewed == ruling.review == ruling.lines[0].review
        assert is_reviewed == ("review" in rules(ruling))

    def test_what_is_declined_is_not_reviewed(self):
        assert not ask(policy(review=Review(units_above=0)), at=day(15)).review


def test_photos_are_counted_by_the_reason_or_its_group():
    wanted = policy(
        photos=(
            Photos(reason="quality", count=1),
            Photos(reason="quality.defective", count=3),
        )
    )

    assert [0, 1, 3] == [
        ask(wanted, wish(("A", 1, reason))).photos
        for reason in ("other", "quality.poor", "quality.defective")
    ]
    ruling = ask(wanted, wish(("A", 1, "quality.poor")))
    assert "1 photo of the item is needed." == ruling.reasons[-1]


def test_what_a_policy_does_not_say_has_its_default():
    ruling = ask(policy())

    assert ("inspection", "share", None, 0, (), ()) == (
        ruling.refund_when,
        ruling.outbound,
        ruling.outbound_max,
        ruling.bonus_percent,
        ruling.methods,
        ruling.resolutions,
    )


def test_the_rest_of_the_terms_is_handed_on():
    ruling = ask(
        policy(
            refund_when="scan",
            outbound="standard",
            outbound_max=(euros("4.95"),),
            bonus_percent=10,
        )
    )

    assert ("scan", "standard", euros("4.95"), 10) == (
        ruling.refund_when,
        ruling.outbound,
        ruling.outbound_max,
        ruling.bonus_percent,
    )
    abroad = ask(policy(outbound="standard", outbound_max=(Money(1, "PLN"),)))
    assert ("share", None) == (abroad.outbound, abroad.outbound_max)
    assert "none" == ask(policy(outbound="none")).outbound


def test_a_time_without_a_zone_is_refused():
    with pytest.raises(NaiveTime):
        ask(policy(), at=datetime(2026, 5, 7))


def test_an_unknown_line_is_refused():
    with pytest.raises(UnknownLine):
        ask(policy(), wish(("Z",)))
