"""What can be wrong with a delivery: the kinds of findings and what to do about each.

One row is one kind. The codes of the tracking vocabulary that mean trouble by
themselves stand in `SIGNALS`, each with the kind that it opens.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

import attrs

from postpurchase.order.findings import SEVERITIES, WHOSE
from postpurchase.tracking.vocabulary import CODES


@attrs.frozen
class Kind:
    """One kind of finding.

    Args:
        kind: Its code.
        stage: Where the error arises: a step of the workflow, ``handover``,
            ``transport``, ``customs``, ``last_mile``, ``pickup`` or ``arrival``.
        whose: Who it falls to, unless what happened says otherwise.
        severity: ``info``, ``warn`` or ``critical``.
        action: What to do next.
        is_watched: Whether the detectors open and close it; the others are
            opened and closed by people.
    """

    kind: str
    stage: str
    whose: str
    severity: str
    action: str
    is_watched: bool = True


_TABLE: Final = (
    Kind("step_overdue", "picked", "shop", "warn", "expedite"),
    Kind("dispatch_overdue", "shipped", "shop", "critical", "expedite"),
    Kind("hold_overdue", "placed", "shop", "warn", "resolve_hold"),
    Kind("backorder_overdue", "allocated", "shop", "warn", "find_stock"),
    Kind("collection_failed", "handover", "carrier", "warn", "hand_over_again"),
    Kind("other_service", "shipped", "shop", "warn", "check_promise"),
    Kind("not_scanned", "handover", "carrier", "warn", "ask_carrier"),
    Kind("no_movement", "transport", "carrier", "warn", "trace"),
    Kind("predicted_late", "transport", "carrier", "info", "promise_anew"),
    Kind("delayed", "transport", "carrier", "info", "promise_anew"),
    Kind("late", "transport", "carrier", "critical", "promise_anew"),
    Kind("guarantee_missed", "transport", "carrier", "warn", "claim"),
    Kind("carrier_problem", "transport", "carrier", "warn", "ask_carrier"),
    Kind("rejected", "handover", "shop", "critical", "repack"),
    Kind("customs_held", "customs", "customs", "warn", "await_customs"),
    Kind("documents_missing", "customs", "shop", "critical", "send_documents"),
    Kind("charges_due", "customs", "customer", "warn", "ask_payment"),
    Kind("address_problem", "last_mile", "customer", "warn", "correct_address"),
    Kind("attempt_failed", "last_mile", "customer", "warn", "arrange_delivery"),
    Kind("waiting_at_pickup", "pickup", "customer", "info", "await_customer"),
    Kind("pickup_expiring", "pickup", "customer", "warn", "remind"),
    Kind("refused", "last_mile", "customer", "warn", "ask_customer"),
    Kind("returning", "last_mile", "carrier", "critical", "ask_customer"),
    Kind("returned", "arrival", "shop", "critical", "resend_or_refund"),
    Kind("damaged", "transport", "carrier", "critical", "replace_and_claim"),
    Kind("lost", "transport", "carrier", "critical", "replace_and_claim"),
    Kind("claim_due", "arrival", "shop", "warn", "file_claim"),
    Kind("refund_due", "arrival", "shop", "critical", "pay_return_back"),
    Kind("not_sent_back", "arrival", "customer", "warn", "remind_to_send"),
    Kind("claim_found", "arrival", "shop", "warn", "withdraw_claim", is_watched=False),
    Kind("contents_missing", "packed", "shop", "critical", "resend_or_refund"),
    Kind("disputed", "arrival", "carrier", "critical", "investigate", is_watched=False),
    Kind(
        "refund_unknown", "arrival", "shop", "critical", "investigate", is_watched=False
    ),
)

KINDS: Final[Mapping[str, Kind]] = MappingProxyType({row.kind: row for row in _TABLE})
"""Every kind by its code, in the order of an order's way."""

TOPICS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "dispatch_overdue": "delay",
        "backorder_overdue": "delay",
        "late": "delay",
        "customs_held": "exception",
        "charges_due": "exception",
        "address_problem": "exception",
        "attempt_failed": "delivery_attempted",
        "waiting_at_pickup": "available_for_pickup",
        "pickup_expiring": "pickup_reminder",
        "returning": "exception",
        "damaged": "exception",
        "lost": "exception",
    }
)
"""The topic of the message by which the customer is told of a finding at once. Of
the others they hear through a new promise, a refund or the shop's own word."""

STAGES: Final = (
    "placed",
    "allocated",
    "picked",
    "checked",
    "packed",
    "shipped",
    "handover",
    "transport",
    "customs",
    "last_mile",
    "pickup",
    "arrival",
)
"""The stages of an order's way; a shop's own steps are stages, too."""


AT_REST: Final = frozenset({"waiting_at_pickup", "pickup_expiring"})
"""Kinds in which a parcel waits for its customer and is not late any more."""


@attrs.frozen
class Signal:
    """What a tracking code means by itself.

    Args:
        kind: The kind of finding that it opens at once.
        whose: Who it falls to, where that differs from the kind's own.
    """

    kind: str
    whose: str = ""


SIGNALS: Final[Mapping[str, Signal]] = MappingProxyType(
    {
        "info_received.pickup_failed": Signal("collection_failed"),
        "in_transit.missorted": Signal("delayed"),
        "in_transit.held": Signal("carrier_problem"),
        "in_transit.delayed": Signal("delayed"),
        "in_transit.delayed_weather": Signal("delayed", "weather"),
        "in_transit.delayed_customs": Signal("customs_held"),
        "in_transit.delayed_carrier": Signal("delayed"),
        "in_transit.delayed_external": Signal("delayed"),
        "delivery_attempted.general": Signal("attempt_failed", "carrier"),
        "delivery_attempted.recipient_absent": Signal("attempt_failed"),
        "delivery_attempted.business_closed": Signal("attempt_failed"),
        "delivery_attempted.notice_left": Signal("attempt_failed"),
        "delivery_attempted.access_restricted": Signal("attempt_failed"),
        "delivery_attempted.reschedule_required": Signal("attempt_failed"),
        "available_for_pickup.general": Signal("waiting_at_pickup"),
        "available_for_pickup.pickup_point": Signal("waiting_at_pickup"),
        "available_for_pickup.locker": Signal("waiting_at_pickup"),
        "available_for_pickup.store": Signal("waiting_at_pickup"),
        "available_for_pickup.expiring": Signal("pickup_expiring"),
        "exception.general": Signal("carrier_problem"),
        "exception.address_issue": Signal("address_problem"),
        "exception.recipient_moved": Signal("address_problem"),
        "exception.refused": Signal("refused"),
        "exception.unclaimed": Signal("refused"),
        "exception.undeliverable": Signal("returning"),
        "exception.contact_carrier": Signal("carrier_problem"),
        "exception.customs_held": Signal("customs_held"),
        "exception.customs_documents": Signal("documents_missing"),
        "exception.payment_due": Signal("charges_due"),
        "exception.rejected_by_carrier": Signal("rejected"),
        "exception.damaged": Signal("damaged"),
        "exception.lost": Signal("lost"),
        "exception.stolen": Signal("lost"),
        "exception.disposed": Signal("lost"),
        "exception.seized": Signal("lost", "customs"),
        "returning.general": Signal("returning"),
        "returned.general": Signal("returned"),
    }
)
"""Codes that open a finding at once. A late, doubled or shuffled fact changes
nothing here, because only the code that all facts together give is looked up."""


def check_kinds(kinds: Mapping[str, Kind], signals: Mapping[str, Signal]) -> None:
    """Hold the tables together.

    Raises:
        ValueError: A row names a stage, person, severity, kind or code that does
            not exist.
    """
    for row in kinds.values():
        allowed = (
            (row.stage, STAGES),
            (row.whose, WHOSE),
            (row.severity, SEVERITIES),
        )
        for said, known in allowed:
            if said not in known:
                raise ValueError(f"{row.kind}: {said!r} is none of {known}")
    for kind in TOPICS.keys() - kinds.keys():
        raise ValueError(f"{kind!r} is no kind")
    for code, signal in signals.items():
        if code not in CODES:
            raise ValueError(f"{code!r} is no tracking code")
        if signal.kind not in kinds or signal.whose not in ("", *WHOSE):
            raise ValueError(f"{code}: {signal} does not exist")


check_kinds(KINDS, SIGNALS)
