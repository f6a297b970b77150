"""Return policies read from a document, such as the tables of a TOML file.

```toml
[policy]
code = "year"
window_days = 365
```

What a document can say is in the reference of return policies. Several policies are
a list, ``[[policy]]``, and hold together.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Final

from postpurchase.errors import InvalidInput, PostPurchaseError
from postpurchase.errors.inputs import short
from postpurchase.returning.policies import fields
from postpurchase.returning.policies.assured import read_assurances
from postpurchase.returning.policies.parts import (
    CONDITIONS,
    REASON_NAMES,
    REQUIRED,
    Exclusion,
    Restocking,
    Review,
    Segment,
    Step,
)
from postpurchase.returning.policies.policy import Policies, Policy, combine
from postpurchase.returning.policies.terms import COUNTED_FROM, OUTBOUND
from postpurchase.returning.policies.windows import Season, Window
from postpurchase.values import tables
from postpurchase.values.return_terms import REFUND_MOMENTS, RESOLUTIONS
from postpurchase.values.tables import Table

POLICIES_MAX: Final = 100
"""The most policies of one document."""

_RESTOCKING: Final[Mapping[str, Callable[[object], Any]]] = {
    "restocking_percent": fields.percent,
    "restocking_amount": fields.amounts,
    "restocking_least": fields.amounts,
}
_FEES: Final = (*_RESTOCKING, "methods")

_SIMPLE: Final[Mapping[str, Callable[[object], Any]]] = {
    "code": lambda value: value,
    "counts_from": fields.word(*COUNTED_FROM),
    "grace_days": fields.whole(0, 365),
    "categories": tables.texts,
    "countries": fields.countries,
    "conditions": fields.words(*CONDITIONS),
    "requires": fields.words(*REQUIRED),
    "resolutions": fields.words(*RESOLUTIONS),
    "freight_by": fields.word("shop", "customer"),
    "keep_up_to": fields.amounts,
    "keep_reasons": fields.words(*REASON_NAMES),
    "photos": fields.photos,
    "refund_when": fields.word(*REFUND_MOMENTS),
    "outbound": fields.word(*OUTBOUND),
    "outbound_max": fields.amounts,
    "bonus_percent": fields.whole(0, 100),
    "link": lambda value: value,
}
"""Fields that are read by themselves, with their readers."""

KEYS: Final = (
    *_SIMPLE,
    *fields.WINDOWS,
    *_FEES,
    "seasons",
    "steps",
    "segments",
    "exclusions",
    "review",
)
"""Every key of a policy."""


def read_policies(document: Mapping[str, Any]) -> Policies:
    """Read the policies of a document, or raise every fault of it.

    Args:
        document: ``policy`` with one table, or with a list of them; perhaps
            ``assurances``.

    Raises:
        InvalidInput: A field is wrong; `SeveralFaults` has them all.
        MissingField: A field is not there.
        UnknownCode: A key is none that there is; the nearest one is named.

    >>> policy = read_policies({"policy": {"code": "year", "window_days": 365}})
    >>> policy.code
    'year'
    >>> read_policies({"policy": {"code": "year", "window_days": "365"}})
    Traceback (most recent call last):
    ...
    postpurchase.errors.inputs.InvalidInput: policy.window_days: '365' is not a \
whole number, 0 to 36500.
    """
    faults: list[PostPurchaseError] = []
    top = Table(document, "", faults)
    top.only("policy", "assurances")
    told = None
    if "assurances" in top.value:
        told = read_assurances(top.child("assurances"))
    found = []
    if top.needed("policy"):
        several = isinstance(top.value["policy"], list | tuple)
        rows = top.tables("policy") if several else iter([top.child("policy")])
        for count, row in enumerate(rows):
            if count == POLICIES_MAX:
                expected = f"at most {POLICIES_MAX}"
                row.note(InvalidInput(path="policy", value="more", expected=expected))
                break
            found.append(_policy(row))
    read = [one for one in found if one is not None]
    combined = None
    if not faults:
        combined = top.made("policy", partial(combine, *read, assurances=told))
    tables.check(faults)
    if combined is None:  # pragma: no cover - a fault was noted then
        raise InvalidInput(path="policy", value="nothing", expected="a policy")
    return combined


def _policy(row: Table) -> Policy | None:
    row.only(*KEYS)
    known = row.given(**_SIMPLE)
    freight_by = known.get("freight_by", "")
    known["window"] = _window(row, is_needed=True)
    known.update(_costs(row, freight_by))
    known["seasons"] = _all(row, "seasons", _season)
    known["steps"] = _all(row, "steps", partial(_step, freight_by=freight_by))
    known["segments"] = _all(row, "segments", partial(_segment, freight_by=freight_by))
    known["exclusions"] = _all(row, "exclusions", _exclusion)
    if "review" in row.value:
        known["review"] = _review(row.child("review"))
    if not row.needed("code") or known["window"] is None or "code" not in known:
        return None
    return row.made("", partial(Policy, **known))


def _all(row: Table, name: str, read: Callable[[Table], Any | None]) -> tuple[Any, ...]:
    found = (read(one) for one in row.tables(name))
    return tuple(one for one in found if one is not None)


def _window(row: Table, *, is_needed: bool = False) -> Window | None:
    """Read the one key that says how long."""
    given = [name for name in fields.WINDOWS if name in row.value]
    if len(given) > 1:
        expected = f"one of {', '.join(fields.WINDOWS)}"
        row.note(
            InvalidInput(
                path=row.at(given[1]), value=short(given[1]), expected=expected
            )
        )
        return None
    if not given:
        # A misspelt key is told already.
        if is_needed and not any(name.startswith("window") for name in row.value):
            row.needed("window_days")
        return None
    (name,) = given
    read: Window | None = row.given(**{name: fields.WINDOWS[name]}).get(name)
    return read


def _costs(row: Table, freight_by: str) -> dict[str, Any]:
    """Read the ways back and the restocking fee."""
    found: dict[str, Any] = {}
    ways = row.given(methods=partial(fields.ways, freight_by=freight_by))
    if "methods" in ways:
        found["ways"] = ways["methods"]
    fee = row.given(**_RESTOCKING)
    if fee:
        found["restocking"] = Restocking(
            basis_points=fee.get("restocking_percent", 0),
            amount=fee.get("restocking_amount", ()),
            least=fee.get("restocking_least", ()),
        )
    return found


def _season(row: Table) -> Season | None:
    row.only("ordered_from", "ordered_until", "replaces", *fields.WINDOWS)
    known = row.given(
        ordered_from=tables.day, ordered_until=tables.day, replaces=fields.flag
    )
    window = _window(row, is_needed=True)
    dated = {"ordered_from", "ordered_until"} <= known.keys()
    is_complete = row.needed("ordered_from", "ordered_until")
    if window is None or not is_complete or not dated:
        return None
    return row.made("", partial(Season, window=window, **known))


def _step(row: Table, freight_by: str) -> Step | None:
    row.only("from_day", "resolutions", *_FEES)
    known = row.given(
        from_day=fields.whole(1, 36_500), resolutions=fields.words(*RESOLUTIONS)
    )
    known.update(_costs(row, freight_by))
    if not row.needed("from_day") or "from_day" not in known:
        return None
    return row.made("", partial(Step, **known))


def _segment(row: Table, freight_by: str) -> Segment | None:
    row.only("name", "review", *fields.WINDOWS, *_FEES)
    known = row.given(name=tables.text, review=fields.flag)
    known["window"] = _window(row)
    known.update(_costs(row, freight_by))
    if not row.needed("name") or "name" not in known:
        return None
    return row.made("", partial(Segment, **known))


def _exclusion(row: Table) -> Exclusion | None:
    row.only("categories", "skus", "unless")
    known = row.given(
        categories=tables.texts, skus=tables.texts, unless=fields.words(*CONDITIONS)
    )
    return row.made("", partial(Exclusion, **known))


def _review(row: Table) -> Review | None:
    row.only("value_above", "units_above", "reasons")
    known = row.given(
        value_above=fields.amounts,
        units_above=fields.whole(0, 10**9),
        reasons=fields.words(*REASON_NAMES),
    )
    return row.made("", partial(Review, **known))
