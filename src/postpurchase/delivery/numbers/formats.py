"""What a carrier's numbers look like, written as rows that a person can check.

A layout names the parts of a number from left to right, in the notation of the
label specifications: `n6` is six digits, `a2` two capital letters, `an7` seven
of either, `n9..10` nine or ten digits.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from math import prod
from types import MappingProxyType

import attrs

from postpurchase.delivery.numbers.checks import CheckRule

_KIND = re.compile(r"(an|a|n)([0-9]+)(?:\.\.([0-9]+))?")
_CHARACTERS = {"n": "[0-9]", "a": "[A-Z]", "an": "[0-9A-Z]"}


@attrs.frozen(eq=False)
class Layout:
    """One way in which a number can be put together.

    Args:
        text: The layout as it was written.
        pattern: What it amounts to; a group for each named part.
        shortest: The least number of characters.
        longest: The greatest number of characters.
        chance: How likely random digits and letters are to fit, given that
            digits stand where digits are needed, and letters where letters are.
    """

    text: str
    pattern: re.Pattern[str]
    shortest: int
    longest: int
    chance: float


def layout(text: str) -> Layout:
    """Read a layout.

    Its words are, from left to right: `name:n6`, a part with a name; `:n6`, one
    without; `name:41|42` or just `41|42`, one of these texts; `name(` and `)`
    around several that have a name together.

    No part of more than one length stands before a part that could take over its
    characters, so that a text is read in one pass.

    Raises:
        ValueError: A word is none of these; the message names it.

    >>> layout("TB A|B|C serial_number:n12").pattern.fullmatch("TBA123456789012")[
    ...     "serial_number"
    ... ]
    '123456789012'
    """
    parts, shortest, longest, chance = [], 0, 0, 1.0
    for word in text.split():
        if word == ")":
            parts.append(")")
            continue
        name, colon, kind = word.rpartition(":")
        if word.endswith("("):
            parts.append(f"(?P<{word[:-1]}>")
            continue
        if colon and (found := _KIND.fullmatch(kind)):
            least, most = int(found[2]), int(found[3] or found[2])
            inner = f"{_CHARACTERS[found[1]]}{{{least},{most}}}"
        else:
            inner, least, most, share = _one_of(kind, text)
            chance *= share
        parts.append(f"(?P<{name}>{inner})" if name else inner)
        shortest, longest = shortest + least, longest + most
    return Layout(text, re.compile("".join(parts)), shortest, longest, chance)


def _one_of(kind: str, text: str) -> tuple[str, int, int, float]:
    choices = kind.split("|")
    if not all(re.fullmatch("[0-9A-Z-]+", one) for one in choices):
        raise ValueError(f"layout {text!r}: {kind!r} is no kind and no text")
    lengths = [len(one) for one in choices]
    share = min(1.0, sum(chance_of(one) for one in choices))
    return f"(?:{kind})", min(lengths), max(lengths), share


def chance_of(text: str) -> float:
    """Return how likely random digits and letters are to be this text.

    >>> chance_of("4")
    0.1
    """
    return prod(
        0.1 if one.isdigit() else 1 / 26 if one.isalpha() else 1.0 for one in text
    )


@attrs.frozen(eq=False)
class LookUp:
    """What the value of a part means.

    Args:
        part: The part that is looked up.
        gives: The name of the part that the meaning becomes.
        values: The meanings by value.
        is_required: Whether a value that is not listed makes the number invalid.
    """

    part: str
    gives: str
    values: Mapping[str, str]
    is_required: bool = False


def _layouts(texts: tuple[str, ...]) -> tuple[Layout, ...]:
    return tuple(layout(text) for text in texts)


@attrs.frozen(eq=False)
class Format:
    """A kind of number of one carrier.

    Args:
        code: Its name in the tables, such as ``usps_20``.
        layouts: What it can look like; of several that fit, the first one counts.
        check: The rule that gives the part ``check_digit`` from the part
            ``serial_number``; None if the carrier uses none.
        prefix: What the check digit covers too, even if the serial number does
            not begin with it.
        look_ups: What the values of parts mean.
    """

    code: str
    layouts: tuple[Layout, ...] = attrs.field(converter=_layouts)
    check: CheckRule | None = None
    prefix: str = ""
    look_ups: tuple[LookUp, ...] = ()

    def read(self, number: str) -> tuple[dict[str, str], float] | None:
        """Take a number apart, or say that it is none of this kind.

        Args:
            number: Digits, capital letters and dashes, without blanks.

        Returns:
            The parts by name, and how likely chance is to give a number that is
            read like this; None if the number is not valid.
        """
        found = next(
            (
                (one, match)
                for one in self.layouts
                if (match := one.pattern.fullmatch(number))
            ),
            None,
        )
        if found is None:
            return None
        parts, chance = found[1].groupdict(), found[0].chance
        if self.check is not None:
            serial, digit = parts["serial_number"], parts["check_digit"]
            covered = serial if serial.startswith(self.prefix) else self.prefix + serial
            if self.check(covered) != digit:
                return None
            chance *= chance_of(digit)
        return self._explained(parts, chance)

    def _explained(
        self, parts: dict[str, str], chance: float
    ) -> tuple[dict[str, str], float] | None:
        """Add what the values mean; None if one that must be listed is not."""
        for one in self.look_ups:
            value = parts[one.part]
            meaning = one.values.get(value)
            if meaning is not None:
                parts[one.gives] = meaning
                chance *= min(1.0, len(one.values) * chance_of(value))
            elif one.is_required:
                return None
        return parts, chance


@attrs.frozen(eq=False)
class CarrierNumbers:
    """The numbers of one carrier.

    Args:
        carrier: The carrier's code.
        name: The carrier's name.
        formats: Its kinds of numbers.
        tracking_url: The address of its tracking page, with ``{number}``; empty
            if there is none that takes a number.
        urls_by_country: Pages that go before it, by the part ``country_code``.
    """

    carrier: str
    name: str
    formats: tuple[Format, ...]
    tracking_url: str = ""
    urls_by_country: Mapping[str, str] = MappingProxyType({})

    def url_of(self, number: str, parts: Mapping[str, str]) -> str:
        """Return where a number can be tracked; empty if that is not known."""
        country = parts.get("country_code", "")
        url = self.urls_by_country.get(country, self.tracking_url)
        return url.replace("{number}", number)
