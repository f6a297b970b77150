"""A policy as plain text in the reader's language, for site, mail and parcel."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import attrs

from postpurchase import wording
from postpurchase.returning.policies import sentences
from postpurchase.returning.policies.parts import Restocking, Way
from postpurchase.returning.policies.policy import AnyPolicy, Policies
from postpurchase.returning.policies.said import listed
from postpurchase.returning.policies.terms import Terms, first
from postpurchase.returning.policies.windows import Window


@attrs.frozen(kw_only=True)
class TextSection:
    """A part of the text.

    Args:
        heading: What it is about.
        paragraphs: Its sentences.
        bullets: Its list.
    """

    heading: str
    paragraphs: tuple[str, ...] = ()
    bullets: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class PolicyText:
    """A policy in words.

    Args:
        title: The heading of all.
        locale: The reader's.
        sections: The parts, in order.
        short: What fits on a slip in the parcel: how long, and how it comes back.
    """

    title: str
    locale: str
    sections: tuple[TextSection, ...]
    short: tuple[str, ...]

    def plain(self) -> str:
        """Write all of it, for a page or a mail."""
        blocks = [self.title]
        for one in self.sections:
            lines = [one.heading]
            if one.paragraphs:
                lines.append(wording.sentences(one.paragraphs, self.locale))
            lines += [f"• {bullet}" for bullet in one.bullets]
            blocks.append("\n".join(lines))
        return "\n\n".join(blocks)

    def brief(self) -> str:
        """Write what fits on a slip in the parcel."""
        return "\n".join((self.title, *self.short))


def policy_text(
    policy: AnyPolicy,
    locale: str,
    *,
    currency: str = "",
    segments: Iterable[str] = (),
) -> PolicyText:
    """Say a policy in the reader's language.

    Args:
        policy: One policy, or several: then one after the other.
        locale: The reader's.
        currency: The currency of the amounts, where there are several.
        segments: What the shop knows about the reader; whose terms are others reads
            those.

    Raises:
        LocaleUnknown: There are no texts in this language.

    >>> from postpurchase.returning.policies import Policy
    >>> year = Policy(code="year", window=Window.of_years(1), freight_by="shop")
    >>> print(policy_text(year, "pl").brief())
    Zwroty
    Towary możesz zwrócić w ciągu 1 roku.
    Termin biegnie od dnia następującego po doręczeniu ostatniej paczki z zamówienia.
    Koszt przesyłki zwrotnej pokrywamy my.
    """
    several = policy.policies if isinstance(policy, Policies) else (policy,)
    known = tuple(segments)
    readings = [_Reading(terms, locale, currency, known) for terms in several]
    law = TextSection(
        heading=wording.text("Your rights by law", locale),
        paragraphs=(
            wording.text(
                "Your rights by law, such as withdrawing from a contract or claiming "
                "for faulty goods, are not affected.",
                locale,
            ),
        ),
    )
    return PolicyText(
        title=wording.text("Returns", locale),
        locale=locale,
        sections=(*(part for one in readings for part in one.sections()), law),
        short=tuple(line for one in readings for line in one.short()),
    )


class _Reading:
    """One policy as one reader has it."""

    def __init__(
        self, terms: Terms, locale: str, currency: str, segments: tuple[str, ...]
    ) -> None:
        own = terms.segments_of(segments)
        self.terms, self.locale, self.currency = terms, locale, currency
        self.window: Window = first(one.window for one in own) or terms.window
        self.ways: tuple[Way, ...] = (
            first((*(one.ways for one in own), terms.ways)) or ()
        )
        self.restocking: Restocking | None = first(
            (*(one.restocking for one in own), terms.restocking)
        )

    def sections(self) -> Iterator[TextSection]:
        """Yield the parts that have something to say."""
        yield TextSection(
            heading=wording.text("How long you have", self.locale),
            paragraphs=(*sentences.scope(self.terms, self.locale), *self._window()),
            bullets=tuple(
                sentences.season(one, self.locale) for one in self.terms.seasons
            ),
        )
        goods = tuple(self._goods())
        bullets = tuple(
            sentences.exclusion(one, self.locale) for one in self.terms.exclusions
        )
        if goods or bullets:
            yield TextSection(
                heading=wording.text("What can be returned", self.locale),
                paragraphs=goods,
                bullets=bullets,
            )
        yield TextSection(
            heading=wording.text("What you get back", self.locale),
            paragraphs=tuple(self._money()),
            bullets=tuple(self._steps()),
        )
        yield TextSection(
            heading=wording.text("How to return it, and what it costs", self.locale),
            paragraphs=tuple(self._costs()),
            bullets=self._ways(),
        )

    def short(self) -> Iterator[str]:
        """Yield what fits on a slip."""
        yield from sentences.scope(self.terms, self.locale)
        yield from self._window()
        yield from (sentences.season(one, self.locale) for one in self.terms.seasons)
        yield from self._steps()
        if self.ways:
            yield from (f"• {one}" for one in self._ways())
        else:
            yield self._freight()

    def _window(self) -> Iterator[str]:
        terms, locale = self.terms, self.locale
        yield sentences.window(self.window, locale)
        if self.window.is_counted:
            yield sentences.begins(terms.counts_from, locale)
            if terms.grace_days:
                yield sentences.grace(terms.grace_days, locale)
        if any(not one.replaces for one in terms.seasons):
            yield wording.text(
                "Where other days are listed below, the later last day counts.", locale
            )

    def _goods(self) -> Iterator[str]:
        terms, locale = self.terms, self.locale
        if terms.conditions:
            yield sentences.conditions(terms.conditions, locale)
        if terms.requires:
            yield wording.text(
                "Please send along: {extras}.",
                locale,
                extras=listed("return_extra", terms.requires, locale),
            )
        if terms.conditions or terms.exclusions:
            yield wording.text(
                "Items that are faulty, damaged or not what you ordered come back in "
                "any case.",
                locale,
            )

    def _money(self) -> Iterator[str]:
        terms, locale = self.terms, self.locale
        if terms.resolutions:
            yield sentences.choice(terms.resolutions, locale)
        if terms.bonus_percent:
            yield wording.text(
                "Store credit is worth {percent} % more.",
                locale,
                percent=terms.bonus_percent,
            )
        yield sentences.refund_when(terms.refund_when, locale)
        yield sentences.outbound(terms, self.currency, locale)
        if terms.keep_up_to:
            yield sentences.keeping(terms, self.currency, locale)

    def _steps(self) -> Iterator[str]:
        for step in self.terms.steps:
            said: list[str] = []
            if step.resolutions:
                yield sentences.choice(step.resolutions, self.locale, step.from_day)
            if step.restocking is not None:
                said += sentences.restocking(
                    step.restocking, self.currency, self.locale
                )
            said += [sentences.way(w, self.currency, self.locale) for w in step.ways]
            for one in said:
                yield wording.text(
                    "From day {day}: {terms}", self.locale, day=step.from_day, terms=one
                )

    def _costs(self) -> Iterator[str]:
        terms, locale = self.terms, self.locale
        if not self.ways:
            yield self._freight()
        if self.restocking is not None:
            yield from sentences.restocking(self.restocking, self.currency, locale)
        if self.restocking is not None or self.ways or terms.freight_by != "shop":
            yield wording.text(
                "If an item is faulty, damaged or not what you ordered, the return "
                "costs you nothing.",
                locale,
            )
        if terms.photos:
            yield wording.text(
                "For some reasons we need photos of the item; we tell you when you ask "
                "for the return.",
                locale,
            )
        if terms.review is not None:
            yield wording.text(
                "Some requests we look at before we confirm them.", locale
            )
        if terms.link:
            yield wording.text("More about it: {link}", locale, link=terms.link)

    def _ways(self) -> tuple[str, ...]:
        return tuple(sentences.way(w, self.currency, self.locale) for w in self.ways)

    def _freight(self) -> str:
        if self.terms.freight_by == "shop":
            return wording.text("We pay for the way back.", self.locale)
        return wording.text("You pay for the way back.", self.locale)
