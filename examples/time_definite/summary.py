"""The chronicles as one document for scripts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from chronicle import Chronicle, Exhibit

from postpurchase import PostPurchase
from postpurchase.delivery.watch.causes import FindingRecord

Document = dict[str, Any]


def document(shop: PostPurchase, chronicles: Sequence[Chronicle]) -> Document:
    """Write everything."""
    verified = shop.verify()
    return {
        "orders": [_order(one) for one in chronicles],
        "guarantees": len(chronicles),
        "kept": sum(one.is_kept for one in chronicles),
        "log": {"events": verified.events, "broken": len(verified.broken)},
    }


def _order(one: Chronicle) -> Document:
    made, untimed = one.guarantee.made, one.guarantee.untimed
    return {
        "order_id": one.order.order_id,
        "country": one.order.country,
        "locale": one.order.terms.locale,
        "guarantee": {
            "service": made.service.code,
            "kind": "by_time" if one.first.window_end_at else "end_of_day",
            "on": one.first.latest_on.isoformat(),
            "zone": one.first.zone,
            "until": _time(one, one.due_at),
            "price": str(one.first.price),
            "steps": [
                {"code": step.code, "on": step.on.isoformat(), "text": step.words()}
                for step in made.steps
            ],
            "no_stated_time": untimed.words() if untimed else "",
            "named_on": untimed.on.isoformat() if untimed else None,
        },
        "arrived_at": _time(one, one.arrived_at),
        "is_kept": one.is_kept,
        "minutes_to_spare": int(one.spare.total_seconds() // 60),
        "delayed_by": one.delayed_by,
        "promised_anew": [
            {
                "at": _time(one, revision.at),
                "until": revision.promise.latest_on.isoformat(),
                "reason": revision.reason,
            }
            for revision in one.order.revisions
        ],
        "customs": [
            {"at": _time(one, fact.at), "code": fact.code, "place": fact.place}
            for fact in one.customs
        ],
        "findings": [_noticed(one, noticed) for noticed in one.noticed],
        "told": [
            {
                "at": _time(one, told.at),
                "topic": told.message.topic,
                "text": told.message.body,
            }
            for told in one.told
        ],
        "evidence": [_exhibit(one, it) for it in one.exhibits]
        if one.is_claimable
        else [],
    }


def _noticed(one: Chronicle, noticed: FindingRecord) -> Document:
    finding, closed_at = noticed.finding, noticed.closed_at
    return {
        "kind": finding.kind,
        "whose": finding.whose,
        "action": finding.action,
        "evidence": finding.evidence,
        "opened_at": _time(one, noticed.opened_at),
        "closed_at": _time(one, closed_at) if closed_at else None,
        "reason": noticed.reason,
    }


def _exhibit(one: Chronicle, exhibit: Exhibit) -> Document:
    at = _time(one, exhibit.event.at)
    return {"version": exhibit.version, "kind": exhibit.kind, "at": at}


def _time(one: Chronicle, at: datetime) -> str:
    """Write a time as the customer's clock shows it."""
    return at.astimezone(one.zone).isoformat()
