"""The withdrawal function: two steps by which a customer leaves a contract online.

First a button that says so, then a statement with a name, the contract and where the
acknowledgement goes, then a second button. Nothing more may be asked: no reason, no
approval. The acknowledgement says what was declared, and when. It is no legal advice.

Source: Directive 2011/83/EU, art. 11a, added by Directive (EU) 2023/2673, art. 1.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

import attrs

from postpurchase import wording
from postpurchase.errors import MissingField
from postpurchase.order.model import Order
from postpurchase.order.quantities import LineUnits, as_units_or_none
from postpurchase.order.returnable import returnable
from postpurchase.order.returns import ReturnItem, ReturnRequest
from postpurchase.returning.statutes.assurances import Assurances
from postpurchase.returning.statutes.laws import EEA_STATES, MEMBER_STATES
from postpurchase.returning.statutes.possession import zone_of
from postpurchase.returning.statutes.ruling import statute_ruling
from postpurchase.values.rulings import Deadline, Ruling
from postpurchase.values.times import aware

FUNCTION_FROM: Final = date(2026, 6, 19)
"""The first day on which shops have to offer the function.

Source: Directive (EU) 2023/2673, art. 2(1).
"""

TEXT_MAX: Final = 255
"""Characters of a name or a contact."""


def _text(instance: object, field: attrs.Attribute[str], value: object) -> None:
    if not isinstance(value, str) or not 0 < len(value.strip()) <= TEXT_MAX:
        raise MissingField(path=field.name, expected=f"1 to {TEXT_MAX} characters")


@attrs.frozen(kw_only=True)
class WithdrawalLine:
    """What can be withdrawn from of one line.

    Args:
        line_id: The line.
        title: The article's name as it was sold.
        units: How many units there are to withdraw from.
        allowed: Whether the law allows it.
        last_on: The last day; None while the days do not run yet.
        reasons: Why, in the customer's language.
    """

    line_id: str
    title: str
    units: int
    allowed: bool
    last_on: date | None
    reasons: tuple[str, ...]


@attrs.frozen(kw_only=True)
class WithdrawalOffer:
    """What the first step shows, and what it fills in.

    Args:
        order_id: The order.
        withdrawal_id: The id of the statement that this form leads to; sent twice, it
            counts once.
        lines: The lines with units that can still be withdrawn from.
        is_open: Whether there is anything that the law allows now.
        is_due: Whether the law makes the shop show the function.
        deadline: The last day, with its basis; None while it is open without end, or
            where no law is known.
        begin_label: What the first button says, in the customer's language.
        confirm_label: What the second button says.
        ruling: What the statute says in full; None where none is known.
    """

    order_id: str
    withdrawal_id: str
    lines: tuple[WithdrawalLine, ...]
    is_open: bool
    is_due: bool
    deadline: Deadline | None
    begin_label: str
    confirm_label: str
    ruling: Ruling | None

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why, in the customer's language, each reason once."""
        return self.ruling.reasons if self.ruling else ()


@attrs.frozen(kw_only=True)
class WithdrawalStatement:
    """What the customer declares: who, what, and where the acknowledgement goes.

    Args:
        order_id: The order.
        withdrawal_id: As the offer filled it in.
        name: The customer's name.
        contact: An e-mail address or another electronic means.
        units: Units by line id; None for everything.

    Raises:
        MissingField: Name or contact is empty or too long.
    """

    order_id: str
    withdrawal_id: str
    name: str = attrs.field(validator=_text)
    contact: str = attrs.field(validator=_text)
    units: tuple[LineUnits, ...] | None = attrs.field(
        default=None, converter=as_units_or_none
    )


def can_withdraw(
    order: Order, at: datetime, *, assurances: Assurances | None = None
) -> WithdrawalOffer:
    """Say what the customer can withdraw from now, and until when.

    Args:
        order: The order, as it stands.
        at: Now, aware.
        assurances: What the shop told and offers beyond the law.

    Raises:
        NaiveTime: *at* has no time zone.

    Source: Directive 2011/83/EU, art. 9, 11 and 11a.
    """
    units = withdrawable(order)
    ruling = _ruling(order, units, at, assurances)
    locale = wording.reader_locale(order.terms.locale)
    today = aware(at).astimezone(zone_of(order)).date()
    is_open = ruling is not None and ruling.allowed
    return WithdrawalOffer(
        order_id=order.order_id,
        withdrawal_id=f"{order.order_id}-w{len(order.withdrawals) + 1}",
        lines=_lines(order, units, ruling),
        is_open=is_open,
        is_due=is_open
        and today >= FUNCTION_FROM
        and order.country in (*MEMBER_STATES, *EEA_STATES),
        deadline=_deadline(ruling),
        begin_label=wording.text("Withdraw from contract here", locale),
        confirm_label=wording.text("Confirm withdrawal", locale),
        ruling=ruling,
    )


def withdrawable(order: Order) -> tuple[LineUnits, ...]:
    """Count the units by line that can be withdrawn from, sent or not.

    The right does not wait for delivery.
    """
    found = []
    for line_no, line in enumerate(order.grid.lines):
        before = order.grid.places[line_no].before
        waiting = sum(order.count(line_no, place) for place in before)
        sent = returnable(order, line_no, kind="withdrawal", asked_by="staff")
        if waiting + sent:
            found.append(LineUnits(line.line_id, waiting + sent))
    return tuple(found)


def withdrawal_ruling(
    order: Order,
    statement: WithdrawalStatement,
    at: datetime,
    *,
    assurances: Assurances | None = None,
) -> Ruling | None:
    """Say what the statute makes of a statement; None where none is known.

    Raises:
        UnknownLine: The order has no such line.
    """
    units = withdrawable(order) if statement.units is None else statement.units
    return _ruling(order, units, at, assurances)


def statement_text(order: Order, statement: WithdrawalStatement) -> str:
    """Write down what the customer declares, in their language.

    Source: Directive 2011/83/EU, annex I(B): the model withdrawal form.
    """
    locale = wording.reader_locale(order.terms.locale)
    units = withdrawable(order) if statement.units is None else statement.units
    goods = tuple(
        f"{part.units} × {line.title or line.sku}"
        for part in units
        for line in (order.line(part.line_id),)
    )
    return wording.text(
        "I withdraw from my contract for {goods}. Order {number}. {name}",
        locale,
        goods=goods,
        number=order.number,
        name=statement.name.strip(),
    )


def acknowledgement(order: Order, declared: str, received_at: datetime) -> str:
    """Write the acknowledgement that is owed at once: content, date and time.

    Args:
        order: The order.
        declared: The statement, as `statement_text` wrote it.
        received_at: When it came, aware; told by the customer's clock.

    Source: Directive 2011/83/EU, art. 11a(4).
    """
    locale = wording.reader_locale(order.terms.locale)
    local = aware(received_at).astimezone(zone_of(order))
    return wording.text(
        "We received your withdrawal on {at} ({zone}). You declared: “{declared}”",
        locale,
        at=local,
        zone=f"UTC{local.isoformat()[-6:]}",
        declared=declared,
    )


def _ruling(
    order: Order,
    units: tuple[LineUnits, ...],
    at: datetime,
    assurances: Assurances | None,
) -> Ruling | None:
    request = ReturnRequest(
        order_id=order.order_id,
        items=tuple(
            ReturnItem(line_id=part.line_id, units=part.units) for part in units
        ),
        kind="withdrawal",
    )
    return statute_ruling(request, order, at, assurances=assurances)


def _lines(
    order: Order, units: tuple[LineUnits, ...], ruling: Ruling | None
) -> tuple[WithdrawalLine, ...]:
    found = []
    for part in units:
        ruled = ruling.line(part.line_id) if ruling else None
        reasons = ruled.reasons if ruled else ()
        found.append(
            WithdrawalLine(
                line_id=part.line_id,
                title=order.line(part.line_id).title,
                units=part.units,
                allowed=ruled is not None and ruled.allowed,
                last_on=ruled.last_on if ruled else None,
                reasons=tuple(reason.text for reason in reasons),
            )
        )
    return tuple(found)


def _deadline(ruling: Ruling | None) -> Deadline | None:
    """Choose the last of the days, unless a line has no end yet."""
    if ruling is None:
        return None
    if any(line.allowed and line.last_on is None for line in ruling.lines):
        return None
    ends = [end for end in ruling.deadlines if end.name == "withdraw"]
    return max(ends, key=lambda end: end.last_on, default=None)
