"""Bring the flat names in `postpurchase/__init__.py` up to date: table and types.

    python tools/flat_names.py           say which names are missing or stale
    python tools/flat_names.py --write   and write the table

Modules of the first list give all classes they define; from the others only the
names that someone chose are flat.
"""

from __future__ import annotations

import importlib
import inspect
import re
import sys
from pathlib import Path

import postpurchase

WHOLE = (
    "postpurchase.customer.commands",
    "postpurchase.customer.events",
    "postpurchase.errors",
    "postpurchase.hooks.abilities",
    "postpurchase.hooks.partners",
    "postpurchase.hooks.payments",
    "postpurchase.hooks.protocols",
    "postpurchase.order.commands",
    "postpurchase.order.events",
    "postpurchase.values.answers",
    "postpurchase.values.rulings",
)
CHOSEN = {
    "postpurchase.adapters.policy_files": ("policies_from_file",),
    "postpurchase.app": ("Outcome", "PostPurchase", "Work"),
    "postpurchase.customer.credit": (
        "CreditBalance",
        "CreditEntry",
        "CreditReservation",
    ),
    "postpurchase.customer.model": ("Customer",),
    "postpurchase.hooks.registry": ("Plugins",),
    "postpurchase.hooks.settings": ("Setting",),
    "postpurchase.hooks.specs": ("hookimpl",),
    "postpurchase.order.circumstances": ("Hold",),
    "postpurchase.order.decide": ("decide", "decide_all"),
    "postpurchase.order.evolve": ("evolve", "replay"),
    "postpurchase.order.findings": ("Closing", "Finding"),
    "postpurchase.order.ledger": ("Chargeback", "Credit", "Payment", "Refund"),
    "postpurchase.order.lines": ("OrderLine",),
    "postpurchase.order.model": ("Order",),
    "postpurchase.order.parcels": ("Parcel",),
    "postpurchase.order.claims": ("Claim",),
    "postpurchase.order.quantities": ("LineUnits",),
    "postpurchase.order.quoting": ("RefundQuote", "RefundShare"),
    "postpurchase.order.returns": (
        "Inspected",
        "Return",
        "ReturnItem",
        "ReturnRequest",
        "ReturnWay",
        "UnexpectedGoods",
    ),
    "postpurchase.order.status": ("OrderStatus",),
    "postpurchase.returning.policies.policy": ("Policies", "Policy", "combine"),
    "postpurchase.returning.policies.windows": ("Window",),
    "postpurchase.returning.statutes.assurances": ("Assurances",),
    "postpurchase.stores.base": ("EventStore",),
    "postpurchase.tracking.facts": ("TrackingFact",),
    "postpurchase.values.address": ("Address",),
    "postpurchase.values.calendar": ("WorkingCalendar",),
    "postpurchase.values.carriage": (
        "DeliveryChange",
        "Label",
        "LabelRequest",
        "Party",
        "PickUp",
    ),
    "postpurchase.values.return_carriage": (
        "DropOffPoint",
        "ReturnTicket",
        "ReturnWayRequest",
    ),
    "postpurchase.values.contact": ("Contact",),
    "postpurchase.values.customs": ("CustomsItem", "LandedCost"),
    "postpurchase.values.measures": ("Dimensions", "Weight"),
    "postpurchase.values.money": ("Money",),
    "postpurchase.values.personal": ("PersonalRef",),
    "postpurchase.values.stock": ("ExpectedReceipt", "StockLevel", "StockMove"),
}
IMPORTS = re.compile(r"(?<=\nif TYPE_CHECKING:\n).*?\n(?=\n)", re.DOTALL)
TABLE = re.compile(r"(?<=\n)_HOMES[^\n]*= \{\n.*?\n\}\n", re.DOTALL)


def defined(module_name: str) -> list[str]:
    """Name the classes that a module or package defines, its private ones aside."""
    module = importlib.import_module(module_name)
    listed = getattr(module, "__all__", vars(module))
    return sorted(
        name
        for name in listed
        if inspect.isclass(value := getattr(module, name))
        and value.__module__.startswith(module_name)
        and not name.startswith("_")
    )


def homes() -> dict[str, tuple[str, ...]]:
    """Say which names ought to be flat, by the module that defines them."""
    wanted = {name: tuple(defined(name)) for name in WHOLE} | CHOSEN
    return dict(sorted(wanted.items()))


def source(table: dict[str, tuple[str, ...]]) -> str:
    """Write the table as Python, in the form that the formatter leaves alone."""
    rows = []
    for module, names in table.items():
        shown = ", ".join(f'"{name}"' for name in names)
        row = f'    "{module}": ({shown}{"," if len(names) == 1 else ""}),\n'
        if len(row) > 89:
            items = "".join(f'        "{name}",\n' for name in names)
            row = f'    "{module}": (\n{items}    ),\n'
        rows.append(row)
    return f"_HOMES: Final = {{\n{''.join(rows)}}}\n"


def imports(table: dict[str, tuple[str, ...]]) -> str:
    """Write what type checkers read instead of the table."""
    rows = []
    for module, names in table.items():
        if module in WHOLE:
            rows.append(f"    from {module} import *\n")
        else:
            rows += [_import(module, name) for name in names]
    return "".join(rows)


def _import(module: str, name: str) -> str:
    row = f"    from {module} import {name} as {name}\n"
    if len(row) <= 89:
        return row
    return f"    from {module} import (\n        {name} as {name},\n    )\n"


def main(write: bool) -> int:
    """Compare, and write if asked."""
    path = Path(postpurchase.__file__)
    before = path.read_text(encoding="utf-8")
    known = homes()
    after = TABLE.sub(lambda _: source(known), before)
    after = IMPORTS.sub(lambda _: imports(known), after)
    if write:
        path.write_text(after, encoding="utf-8")
    print("The table is up to date." if before == after else "The table was stale.")
    return 0 if write or before == after else 1


if __name__ == "__main__":
    raise SystemExit(main("--write" in sys.argv))
