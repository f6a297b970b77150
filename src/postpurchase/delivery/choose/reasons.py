"""Why a way of delivery lost: typed reasons that say themselves in five languages."""

from __future__ import annotations

from datetime import date
from typing import TypeAlias

import attrs

from postpurchase import wording
from postpurchase.values.money import Money


@attrs.frozen
class TooHeavy:
    """The parcel weighs more than the service takes."""

    weight_grams: int
    weight_grams_max: int

    def text(self, locale: str = "en") -> str:
        """Say it with both weights."""
        return wording.text(
            "too heavy: {kilos} kg, at most {most} kg",
            wording.reader_locale(locale),
            kilos=_kilos(self.weight_grams, locale),
            most=_kilos(self.weight_grams_max, locale),
        )


@attrs.frozen
class TooLarge:
    """A side of the parcel is longer than the service takes."""

    side_mm: int
    side_mm_max: int

    def text(self, locale: str = "en") -> str:
        """Say it with both lengths."""
        return wording.text(
            "too large: a side of {side} cm, at most {most} cm",
            wording.reader_locale(locale),
            side=_centimetres(self.side_mm, locale),
            most=_centimetres(self.side_mm_max, locale),
        )


@attrs.frozen
class TooMuchGirth:
    """Length and girth together are more than the service takes."""

    girth_mm: int
    girth_mm_max: int

    def text(self, locale: str = "en") -> str:
        """Say it with both lengths."""
        return wording.text(
            "too large: length and girth {girth} cm, at most {most} cm",
            wording.reader_locale(locale),
            girth=_centimetres(self.girth_mm, locale),
            most=_centimetres(self.girth_mm_max, locale),
        )


@attrs.frozen
class SizeUnknown:
    """The service has limits, and the parcel's weight or size is not known."""

    def text(self, locale: str = "en") -> str:
        """Say it."""
        return wording.text(
            "weight or size of the parcel is not known", wording.reader_locale(locale)
        )


@attrs.frozen
class GoodsRefused:
    """The service does not carry such goods."""

    goods: tuple[str, ...]

    def text(self, locale: str = "en") -> str:
        """Say it with the codes of the goods."""
        return wording.text(
            "does not carry: {goods}", wording.reader_locale(locale), goods=self.goods
        )


@attrs.frozen
class NotServed:
    """The service does not deliver to that country, or not to that postcode in it."""

    country: str
    is_by_postcode: bool = False

    def text(self, locale: str = "en") -> str:
        """Say which of both it is; the postcode itself stays out of it."""
        spoken = wording.reader_locale(locale)
        country = wording.territory(self.country, spoken)
        if self.is_by_postcode:
            return wording.text(
                "does not deliver to this postcode ({country})", spoken, country=country
            )
        return wording.text(
            "does not deliver to this address ({country})", spoken, country=country
        )


@attrs.frozen
class NotCollected:
    """The service does not collect at that location, called as people do."""

    location: str

    def text(self, locale: str = "en") -> str:
        """Say it with the location."""
        return wording.text(
            "does not collect at {location}",
            wording.reader_locale(locale),
            location=self.location,
        )


@attrs.frozen
class OutOfStockThere:
    """The location, called as people do, neither has the goods nor expects them."""

    location: str

    def text(self, locale: str = "en") -> str:
        """Say it with the location."""
        return wording.text(
            "not enough stock at {location}",
            wording.reader_locale(locale),
            location=self.location,
        )


@attrs.frozen
class NoPrice:
    """The tariff has no price for this weight and place."""

    def text(self, locale: str = "en") -> str:
        """Say it."""
        return wording.text(
            "no price for this weight and place", wording.reader_locale(locale)
        )


@attrs.frozen
class NoTariff:
    """The book has no tariff for the service."""

    def text(self, locale: str = "en") -> str:
        """Say it."""
        return wording.text("the service has no tariff", wording.reader_locale(locale))


@attrs.frozen
class NotQuoted:
    """The price is the carrier's own quote, and the question brings none."""

    def text(self, locale: str = "en") -> str:
        """Say it."""
        return wording.text(
            "the carrier was not asked for its price, or did not answer",
            wording.reader_locale(locale),
        )


@attrs.frozen
class NoDate:
    """No delivery day can be counted, for want of a calendar or a working day."""

    def text(self, locale: str = "en") -> str:
        """Say it."""
        return wording.text(
            "no delivery day can be promised", wording.reader_locale(locale)
        )


@attrs.frozen
class TooLate:
    """It would come after the day that was asked for."""

    latest_on: date
    asked_on: date

    def text(self, locale: str = "en") -> str:
        """Say it with the number of days."""
        return wording.plural(
            "{n} day too late",
            "{n} days too late",
            (self.latest_on - self.asked_on).days,
            wording.reader_locale(locale),
        )


@attrs.frozen
class Dearer:
    """It costs more."""

    by: Money

    def text(self, locale: str = "en") -> str:
        """Say it with the difference."""
        return wording.text("dearer by {by}", wording.reader_locale(locale), by=self.by)


@attrs.frozen
class Slower:
    """It comes later."""

    days: int

    def text(self, locale: str = "en") -> str:
        """Say it with the number of days."""
        return wording.plural(
            "{n} day slower",
            "{n} days slower",
            self.days,
            wording.reader_locale(locale),
        )


@attrs.frozen
class LessGreen:
    """It causes more carbon dioxide."""

    grams: int

    def text(self, locale: str = "en") -> str:
        """Say it with the difference."""
        return wording.text(
            "{grams} g more CO₂", wording.reader_locale(locale), grams=self.grams
        )


@attrs.frozen
class FootprintUnknown:
    """Its carbon dioxide is not known, and the greenest was asked for."""

    def text(self, locale: str = "en") -> str:
        """Say it."""
        return wording.text("CO₂ is not known", wording.reader_locale(locale))


@attrs.frozen
class Outweighed:
    """Price, days and carbon dioxide together count for more."""

    by: Money

    def text(self, locale: str = "en") -> str:
        """Say it with the difference in the shop's own weights."""
        return wording.text(
            "weighs {by} more in price, days and CO₂ together",
            wording.reader_locale(locale),
            by=self.by,
        )


@attrs.frozen
class ListedLater:
    """It is as good, but stands after the other in the shop's list."""

    def text(self, locale: str = "en") -> str:
        """Say it."""
        return wording.text("as good, but listed later", wording.reader_locale(locale))


Reason: TypeAlias = (
    TooHeavy
    | TooLarge
    | TooMuchGirth
    | SizeUnknown
    | GoodsRefused
    | NotServed
    | NotCollected
    | OutOfStockThere
    | NoPrice
    | NoTariff
    | NotQuoted
    | NoDate
    | TooLate
    | Dearer
    | Slower
    | LessGreen
    | FootprintUnknown
    | Outweighed
    | ListedLater
)
"""Every reason for which a way of delivery can lose."""


def _kilos(grams: int, locale: str) -> str:
    from decimal import Decimal

    return wording.shown(Decimal(grams) / 1000, wording.reader_locale(locale))


def _centimetres(millimetres: int, locale: str) -> str:
    from decimal import Decimal

    return wording.shown(Decimal(millimetres) / 10, wording.reader_locale(locale))
