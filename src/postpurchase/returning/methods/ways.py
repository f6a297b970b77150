"""One way back of one carrier or network: what it takes, costs and needs."""

from __future__ import annotations

from functools import cached_property
from typing import Final

import attrs

from postpurchase.errors import InvalidInput, MissingField
from postpurchase.errors.inputs import short
from postpurchase.returning.methods.visits import Visits, check_whole
from postpurchase.values.answers import Package
from postpurchase.values.countries import COUNTRIES
from postpurchase.values.money import Money
from postpurchase.values.postcodes import plain_postcode
from postpurchase.values.return_terms import METHODS, REFUND_MOMENTS

COLLECTED: Final = ("courier_collection", "courier_within_the_hour")
"""Methods for which somebody comes to the customer."""

HANDED_IN: Final = ("drop_off", "locker", "pickup_point", "in_store")
"""Methods for which the customer goes to a place of the network."""

NEEDS: Final = ("printer", "packaging")
"""What a customer may need at home."""

LIFETIME_DAYS_MAX: Final = 366
_GRAMS_MAX: Final = 10**9


def _one_of(known: tuple[str, ...], path: str, value: object) -> None:
    if value not in known:
        raise InvalidInput(
            path=path, value=short(value), expected=f"one of {', '.join(known)}"
        )


def _amount(
    instance: object, field: attrs.Attribute[Money | None], value: object
) -> None:
    if value is None or (isinstance(value, Money) and value.amount_minor >= 0):
        return
    raise InvalidInput(path=field.name, value=short(value), expected="Money from 0")


@attrs.frozen
class ReturnPlace:
    """From where goods come back, as far as ways back depend on it.

    Args:
        country: ISO 3166 code.
        postcode: As it is written; empty if it is not known.
    """

    country: str
    postcode: str = attrs.field(default="", repr=False)


@attrs.frozen(kw_only=True, cache_hash=True)
class WayBack:
    """A way back that a shop offers, however the goods went out.

    Args:
        method: One of `METHODS`.
        carrier: Code of the carrier or network; empty for the shop's own counter.
        service: Its product.
        name: What customers read; the method's name if empty.
        price: What it costs; the customer pays it where the ruling says that they
            pay the way back. None if it is not known, as for a parcel that the
            customer takes to a post office of their choice.
        surcharge: What the customer pays in any case for a better way, unless the
            fault is not theirs.
        countries: Where it is offered; empty for everywhere.
        postcodes: Beginnings of the postcodes where it is offered; empty for all.
        excluded_postcodes: Beginnings where it is not.
        weight_grams_max: The heaviest parcel; None if it does not matter.
        sides_mm_max: The longest, middle and shortest side of a parcel, as a
            locker's box has.
        needs: What the customer needs, of `NEEDS`.
        lifetime_days: For how many days label or code can be used, if it ends.
        location_code: Where the goods go.
        refund_when: When the money is due for goods that come this way, of
            `REFUND_MOMENTS`, such as ``scan`` where the network's word is enough;
            empty for what the ruling says.
        visits: When the courier comes; needed for `COLLECTED` and for no other.

    Raises:
        InvalidInput: A value is not what its field needs.
        MissingField: A courier is to come, and nothing says when.

    >>> post = WayBack(method="post_label", carrier="post", postcodes=("00",))
    >>> post.serves(ReturnPlace("PL", "00-950")), post.serves(ReturnPlace("PL"))
    ('', 'postcode')
    """

    method: str
    carrier: str = ""
    service: str = ""
    name: str = ""
    price: Money | None = attrs.field(default=None, validator=_amount)
    surcharge: Money | None = attrs.field(default=None, validator=_amount)
    countries: frozenset[str] = frozenset()
    postcodes: tuple[str, ...] = ()
    excluded_postcodes: tuple[str, ...] = ()
    weight_grams_max: int | None = None
    sides_mm_max: tuple[int, int, int] | None = None
    needs: frozenset[str] = frozenset()
    lifetime_days: int | None = None
    location_code: str = ""
    refund_when: str = ""
    visits: Visits | None = None

    def __attrs_post_init__(self) -> None:
        _one_of(METHODS, "method", self.method)
        if self.refund_when:
            _one_of(REFUND_MOMENTS, "refund_when", self.refund_when)
        for country in sorted(self.countries):
            if country not in COUNTRIES:
                raise InvalidInput(
                    path="countries",
                    value=short(country),
                    expected="a country code of ISO 3166, such as UA",
                )
        for need in sorted(self.needs):
            _one_of(NEEDS, "needs", need)
        self._check_limits()
        if self.method in COLLECTED and self.visits is None:
            raise MissingField(path="visits", expected="this field")
        if self.method not in COLLECTED and self.visits is not None:
            raise InvalidInput(
                path="visits", value=self.method, expected="a field of this way back"
            )
        at_once = self.visits is not None and self.visits.within_minutes > 0
        if at_once != (self.method == "courier_within_the_hour"):
            raise InvalidInput(
                path="visits.within_minutes",
                value=self.method,
                expected="a field of this way back",
            )

    def _check_limits(self) -> None:
        for path in ("weight_grams_max", "lifetime_days"):
            value = getattr(self, path)
            most = LIFETIME_DAYS_MAX if path == "lifetime_days" else _GRAMS_MAX
            if value is not None:
                check_whole(value, path, 1, most)
        for index, side in enumerate(self.sides_mm_max or ()):
            check_whole(side, f"sides_mm_max[{index}]", 1, _GRAMS_MAX)
        if self.sides_mm_max is not None and len(self.sides_mm_max) != 3:
            raise InvalidInput(
                path="sides_mm_max",
                value=short(len(self.sides_mm_max)),
                expected="three sides",
            )

    def serves(self, place: ReturnPlace) -> str:
        """Return why it is not offered there: ``country``, ``postcode``, or ``''``.

        Where only some postcodes are served, an unknown postcode is not.
        """
        if self.countries and place.country not in self.countries:
            return "country"
        served, excluded = self._prefixes
        written = plain_postcode(place.postcode)
        if served and not written.startswith(served):
            return "postcode"
        return "postcode" if excluded and written.startswith(excluded) else ""

    def takes(self, package: Package) -> str:
        """Return why it takes no such parcel: ``too_heavy``, ``too_big``, or ``''``.

        A weight or side that is not known is no reason.
        """
        heaviest = self.weight_grams_max
        if heaviest is not None and package.weight_grams > heaviest:
            return "too_heavy"
        sides = (package.length_mm, package.width_mm, package.height_mm)
        longest_first = zip(
            sorted(sides, reverse=True),
            sorted(self.sides_mm_max or (), reverse=True),
            strict=False,
        )
        return "too_big" if any(side > most for side, most in longest_first) else ""

    @cached_property
    def _prefixes(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        return (
            tuple(map(plain_postcode, self.postcodes)),
            tuple(map(plain_postcode, self.excluded_postcodes)),
        )
