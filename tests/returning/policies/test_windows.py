"""Windows end on their last day, whatever unit they are counted in."""

from datetime import date, datetime

import pytest

from postpurchase.errors import InvalidInput
from postpurchase.returning.policies import NO_RETURNS, UNLIMITED, Season, Window

DAY = date(2026, 5, 7)


@pytest.mark.parametrize(
    ("window", "begins_on", "last_on"),
    [
        (Window.of_days(0), DAY, DAY),
        (Window.of_days(14), DAY, date(2026, 5, 21)),
        (Window.of_days(365), DAY, date(2027, 5, 7)),
        (Window.of_months(1), date(2026, 1, 31), date(2026, 2, 28)),
        (Window.of_months(1), date(2028, 1, 31), date(2028, 2, 29)),
        (Window.of_months(12), date(2026, 12, 31), date(2027, 12, 31)),
        (Window.of_months(1), date(2026, 12, 15), date(2027, 1, 15)),
        (Window.of_years(2), date(2028, 2, 29), date(2030, 2, 28)),
        (Window.until(date(2027, 1, 31)), DAY, date(2027, 1, 31)),
        (UNLIMITED, DAY, None),
        (NO_RETURNS, DAY, None),
        (Window.of_years(100), date(9998, 1, 1), date.max),
        (Window.of_days(36_500), date(9998, 1, 1), date.max),
    ],
)
def test_the_last_day_of_a_window(window, begins_on, last_on):
    assert last_on == window.last_on(begins_on)


def test_grace_days_come_on_top_of_what_is_counted():
    assert date(2026, 5, 24) == Window.of_days(14).last_on(DAY, 3)
    assert date(2026, 3, 3) == Window.of_months(1).last_on(date(2026, 1, 31), 3)
    assert date(2027, 1, 31) == Window.until(date(2027, 1, 31)).last_on(DAY, 3)


@pytest.mark.parametrize(
    ("fields", "path"),
    [
        ({"unit": "weeks"}, "unit"),
        ({"length": -1}, "length"),
        ({"length": 36_501}, "length"),
        ({"length": True}, "length"),
        ({"length": 1.5}, "length"),
        ({"unit": "months"}, "length"),
        ({"unit": "months", "length": 1_201}, "length"),
        ({"unit": "years", "length": 101}, "length"),
        ({"unit": "unlimited", "length": 1}, "length"),
        ({"unit": "until"}, "until_on"),
        ({"length": 1, "until_on": DAY}, "until_on"),
        ({"unit": "until", "until_on": datetime(2026, 5, 7)}, "until_on"),
    ],
)
def test_a_window_that_means_nothing_is_refused(fields, path):
    with pytest.raises(InvalidInput) as refused:
        Window(**fields)

    assert path == refused.value.path


def test_a_season_holds_from_its_first_to_its_last_day():
    season = Season(
        ordered_from=date(2026, 11, 1),
        ordered_until=date(2026, 12, 24),
        window=Window.until(date(2027, 1, 31)),
    )

    assert [False, True, True, False] == [
        season.holds(date(2026, month, day))
        for month, day in ((10, 31), (11, 1), (12, 24), (12, 25))
    ]


def test_a_season_cannot_end_before_it_begins():
    with pytest.raises(InvalidInput) as refused:
        Season(
            ordered_from=date(2026, 12, 24),
            ordered_until=date(2026, 12, 23),
            window=UNLIMITED,
        )

    assert "ordered_until" == refused.value.path


@pytest.mark.parametrize("day", ["2026-12-24", datetime(2026, 12, 24), None])
def test_a_season_is_made_of_dates(day):
    with pytest.raises(InvalidInput) as refused:
        Season(ordered_from=day, ordered_until=date(2026, 12, 24), window=UNLIMITED)

    assert "ordered_from" == refused.value.path
