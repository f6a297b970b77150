"""Public holidays by country, as the package ``holidays`` knows them.

The package is imported when it is first used: it costs more than all of the rest.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from postpurchase.errors import UnknownCode

if TYPE_CHECKING:
    from holidays import HolidayBase


def public_holidays(
    country: str, subdivision: str, years: list[int], categories: tuple[str, ...]
) -> HolidayBase:
    """Return the holidays of a country, or of one of its states.

    Args:
        country: ISO 3166 code.
        subdivision: The code of a state or province, or empty.
        years: The years to know.
        categories: Kinds of holidays, such as ``public``.

    Raises:
        UnknownCode: The country, subdivision or category is not known.
    """
    import holidays

    try:
        known = holidays.country_holidays(country, subdiv=subdivision or None)
    except NotImplementedError:
        raise _unknown_country(country, subdivision) from None
    for category in categories:
        if category not in known.supported_categories:
            raise UnknownCode(
                kind="holiday_category",
                value=category,
                known=tuple(known.supported_categories),
            )
    return holidays.country_holidays(
        country, subdiv=subdivision or None, years=years, categories=categories
    )


def _unknown_country(country: str, subdivision: str) -> UnknownCode:
    from difflib import get_close_matches

    import holidays

    countries = holidays.list_supported_countries()
    if subdivision and country in countries:
        kind, known, asked = "subdivision", tuple(countries[country]), subdivision
    else:
        kind, known, asked = "country", tuple(countries), country
    near = get_close_matches(asked, known, n=1)
    return UnknownCode(
        kind=kind, value=asked, known=known, near=near[0] if near else ""
    )
