"""What every carrier promises."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from itertools import islice
from typing import Any
from urllib.parse import quote as percent_encoded

from postpurchase.testing.clock import NOON
from postpurchase.testing.suites.checking import need, no_network, outcome_of, promise
from postpurchase.testing.suites.return_abilities import ReturnAbilitiesSuite
from postpurchase.values.answers import Package, Quote
from postpurchase.values.money import Money

_QUOTES_MAX = 200
_NUMBERS = ("PL0000000001", "", '"><script>', "a b/../c?x=1&y#z", "№1")
_POSTCODES = ("", "00-950", "SW1A 1AA", "邮编", "'; --", "9" * 300)


class CarrierSuite(ReturnAbilitiesSuite):
    """Subclass it and name your plugin; its bases have more to set.

    Attributes:
        origin_country: Where the asked parcels leave.
        destination_country: A country that the carrier serves.
        postcode: A postcode there.
        package: A parcel that it takes.
    """

    kind = "carrier"
    origin_country = "PL"
    destination_country = "PL"
    postcode = "00-950"
    package: Package = Package(
        weight_grams=800, length_mm=200, width_mm=150, height_mm=100
    )

    def ask(self, carrier: Any, **changes: Any) -> tuple[Quote, ...]:
        """Ask for quotes, with some of the arguments changed."""
        question: dict[str, Any] = {
            "origin_country": self.origin_country,
            "destination_country": self.destination_country,
            "postcode": self.postcode,
            "at": NOON,
            **changes,
        }
        package = question.pop("package", self.package)
        return tuple(islice(carrier.quote(package, **question), _QUOTES_MAX + 1))

    def exercise(self, registered: Any) -> None:
        """Ask for quotes and a tracking page."""
        self.ask(registered)
        registered.tracking_url("PL0000000001")

    def _answers(self) -> Iterator[tuple[Any, tuple[Quote, ...]]]:
        with no_network():
            for carrier in self.objects():
                yield carrier, self.ask(carrier)

    @promise("carrier-name")
    def test_has_a_name_for_people(self) -> None:
        """The customer reads it."""
        for carrier in self.objects():
            name = carrier.name
            need(isinstance(name, str) and name.strip(), f"the name is {name!r}")

    @promise("quotes-typed")
    def test_answers_with_quotes(self) -> None:
        """Every item of the answer is a Quote."""
        for _, quotes in self._answers():
            for one in quotes:
                need(type(one) is Quote, f"it answered with {type(one).__name__}")

    @promise("quotes-own-code")
    def test_quotes_under_its_own_code(self) -> None:
        """The quote names the carrier that gave it."""
        for carrier, quotes in self._answers():
            for one in quotes:
                need(one.carrier == carrier.code, f"a quote names {one.carrier!r}")

    @promise("quotes-exact")
    def test_quotes_exact_prices(self) -> None:
        """Prices are Money, and not below zero."""
        for _, quotes in self._answers():
            for one in quotes:
                need(isinstance(one.price, Money), f"a price is {one.price!r}")
                minor = one.price.amount_minor
                need(type(minor) is int and minor >= 0, f"a price is {one.price}")

    @promise("quotes-dated")
    def test_quotes_days_and_not_moments(self) -> None:
        """Both days or none, as dates."""
        for _, quotes in self._answers():
            for one in quotes:
                days = (one.earliest_on, one.latest_on)
                need((days[0] is None) == (days[1] is None), f"one day of two: {days}")
                moments = [day for day in days if isinstance(day, datetime)]
                need(not moments, f"a moment stands for a day: {moments}")

    @promise("quotes-distinct")
    def test_offers_each_service_once(self) -> None:
        """One price for one service."""
        for _, quotes in self._answers():
            services = [one.service for one in quotes]
            need(len(services) == len(set(services)), f"offered twice: {services}")
            need(all(services), "a service has no name")

    @promise("quotes-bounded")
    def test_ends_its_answer(self) -> None:
        """The answer ends before it tires anyone."""
        for _, quotes in self._answers():
            need(len(quotes) <= _QUOTES_MAX, f"more than {_QUOTES_MAX} quotes")

    @promise("quotes-repeatable")
    def test_gives_the_same_answer_to_the_same_question(self) -> None:
        """Asked twice, it says the same."""
        for carrier, first in self._answers():
            second = self.ask(carrier)
            need(first == second, f"first {first}, then {second}")

    @promise("quotes-zone-free")
    def test_gives_the_same_answer_in_every_zone(self) -> None:
        """The same moment, written with another offset."""
        for carrier, here in self._answers():
            far = NOON.astimezone(timezone(timedelta(hours=13)))
            there = self.ask(carrier, at=far)
            need(here == there, f"in UTC {here}, in UTC+13 {there}")

    @promise("unknown-place")
    def test_offers_nothing_to_an_unknown_country(self) -> None:
        """ZZ is no country."""
        for carrier, _ in self._answers():
            quotes, _refused = outcome_of(self.ask, carrier, destination_country="ZZ")
            need(not quotes, f"it offers {quotes} to the country ZZ")

    @promise("too-heavy")
    def test_offers_nothing_for_a_thousand_tonnes(self) -> None:
        """Nobody carries that as a parcel."""
        heavy = Package(weight_grams=1_000_000_000)
        for carrier, _ in self._answers():
            quotes, _refused = outcome_of(self.ask, carrier, package=heavy)
            need(not quotes, f"it offers {quotes} for 1,000 t")

    @promise("odd-postcodes")
    def test_takes_odd_postcodes_calmly(self) -> None:
        """Whatever a customer wrote, there is an answer or a typed error."""
        for carrier, _ in self._answers():
            for code in _POSTCODES:
                outcome_of(self.ask, carrier, postcode=code)

    @promise("tracking-url-https")
    def test_tracks_over_a_safe_connection(self) -> None:
        """The page begins with https://, or there is none."""
        for carrier in self.objects():
            url = carrier.tracking_url("PL0000000001")
            need(isinstance(url, str), f"it answered with {type(url).__name__}")
            need(not url or url.startswith("https://"), f"the page is {url!r}")

    @promise("tracking-url-quoted")
    def test_quotes_the_tracking_number(self) -> None:
        """A number from outside cannot leave its place in the address."""
        for carrier in self.objects():
            for number in _NUMBERS[2:]:
                url = carrier.tracking_url(number)
                whole = not url or percent_encoded(number, safe="") in url
                need(whole or number not in url, f"{number!r} stands in {url!r}")
                odd = [one for one in url if one in "<>\"' \n" or ord(one) > 126]
                need(not odd, f"{number!r} puts {odd} into {url!r}")

    @promise("tracking-url-repeatable")
    def test_tracks_one_parcel_on_one_page(self) -> None:
        """Asked twice, the address is the same."""
        for carrier in self.objects():
            for number in _NUMBERS:
                first, second = (
                    carrier.tracking_url(number),
                    carrier.tracking_url(number),
                )
                need(first == second, f"first {first!r}, then {second!r}")
