"""Address: where a parcel goes, and how its lines stand on a label."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

import attrs

from postpurchase import wording
from postpurchase.errors import InvalidAddress
from postpurchase.errors.inputs import short
from postpurchase.values.countries import COUNTRIES
from postpurchase.values.lines import check_line

LINES_MAX: Final = 6
POSTCODE_MAX: Final = 20

_DEFAULT: Final = ("{postcode} {city}", "{region}")
_AMERICAN: Final = ("{city}, {region} {postcode}",)
_BRITISH: Final = ("{city}", "{region}", "{postcode}")
_EASTERN: Final = ("{city}", "{region}", "{postcode}")

PLACE_LINES: Final = MappingProxyType(
    {
        **dict.fromkeys(("US", "CA", "AU", "PR"), _AMERICAN),
        **dict.fromkeys(("GB", "IE", "GG", "IM", "JE"), _BRITISH),
        **dict.fromkeys(("UA", "RU", "BY", "KZ"), _EASTERN),
        "CN": ("{city}", "{region} {postcode}"),
        "BR": ("{city}-{region}", "{postcode}"),
        "IN": ("{city} {postcode}", "{region}"),
        "IT": ("{postcode} {city} {region}",),
        "ES": ("{postcode} {city}", "{region}"),
        "PL": ("{postcode} {city}",),
    }
)
"""The lines beneath the street, where a country's custom is not the default.

Source: the Universal Postal Union's country sheets (S42), for Latin and Cyrillic
script.
"""


@attrs.frozen(kw_only=True, repr=False)
class Address:
    """A postal address.

    Args:
        name: Who receives it.
        company: Their company, or empty.
        lines: Street and house, one to six lines.
        city: City, town or village.
        postcode: As the country writes it; empty where there is none.
        region: State, province or oblast; empty where it is not written.
        country: ISO 3166 alpha-2 code in capitals.

    Raises:
        InvalidAddress: A value is too long, has control characters, or the country
            is not known.

    >>> Address(lines=("вул. Хрещатик, 1",), city="Київ", country="UA")
    <Address UA>
    """

    name: str = ""
    company: str = ""
    lines: tuple[str, ...] = ()
    city: str = ""
    postcode: str = ""
    region: str = ""
    country: str

    def __attrs_post_init__(self) -> None:
        for path in ("name", "company", "city", "postcode", "region"):
            check_line(getattr(self, path), path, InvalidAddress)
        _check_lines(self.lines)
        if len(self.postcode) > POSTCODE_MAX:
            raise InvalidAddress(
                path="postcode",
                value=short(self.postcode),
                expected=f"at most {POSTCODE_MAX} characters",
            )
        _check_country(self.country)

    def postal_lines(self, locale: str = "en") -> tuple[str, ...]:
        """Return the lines of a label, from the recipient to the country.

        Args:
            locale: The language of the country's name, which the sender's post
                has to read.

        >>> Address(
        ...     name="Jan Nowak",
        ...     lines=("ul. Długa 5/7",),
        ...     postcode="00-238",
        ...     city="Warszawa",
        ...     country="PL",
        ... ).postal_lines("uk")
        ('Jan Nowak', 'ul. Długa 5/7', '00-238 Warszawa', 'Польща')
        """
        place = PLACE_LINES.get(self.country, _DEFAULT)
        filled = (
            line.replace("{postcode}", self.postcode)
            .replace("{city}", self.city)
            .replace("{region}", self.region)
            .strip(" ,-")
            for line in place
        )
        country = wording.territory(self.country, locale)
        written = (self.name, self.company, *self.lines, *filled, country)
        return tuple(line for line in written if line)

    def __repr__(self) -> str:
        return f"<Address {self.country}>"


def _check_lines(lines: object) -> None:
    if not isinstance(lines, tuple) or len(lines) > LINES_MAX:
        raise InvalidAddress(
            path="lines", value=short(lines), expected=f"at most {LINES_MAX} lines"
        )
    for index, line in enumerate(lines):
        check_line(line, f"lines[{index}]", InvalidAddress)


def _check_country(country: object) -> None:
    if not isinstance(country, str) or country not in COUNTRIES:
        raise InvalidAddress(
            path="country",
            value=short(country),
            expected="a country code of ISO 3166, such as UA",
        )
