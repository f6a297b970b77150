"""Numbers made from the tables, for tests that need one of every kind."""

from __future__ import annotations

from hypothesis import strategies as st

from postpurchase.delivery.numbers.carriers import CARRIERS

FORMATS = {one.code: (carrier, one) for carrier in CARRIERS for one in carrier.formats}


def completed(format_, number):
    """Give a number the check digit that its format demands, if it has one."""
    if format_.check is None:
        return number
    match = next(
        found
        for layout in format_.layouts
        if (found := layout.pattern.fullmatch(number))
    )
    serial = match["serial_number"]
    covered = serial if serial.startswith(format_.prefix) else format_.prefix + serial
    start, end = match.span("check_digit")
    return number[:start] + format_.check(covered) + number[end:]


def numbers(format_):
    """Make valid numbers of a format."""

    def listed(number):
        match = format_.layouts[0].pattern.fullmatch(number)
        for one in format_.look_ups:
            if one.is_required:
                start, end = match.span(one.part)
                choices = sorted(one.values)
                chosen = choices[sum(map(ord, number)) % len(choices)]
                number = number[:start] + chosen + number[end:]
        return number

    shapes = [
        st.from_regex(one.pattern.pattern, fullmatch=True, alphabet=ASCII)
        for one in format_.layouts
    ]
    return st.one_of(shapes).map(listed).map(lambda number: completed(format_, number))


ASCII = st.characters(codec="ascii")
