"""Replay the public Olist tables: python examples/olist_replay FOLDER."""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path

from findings import KINDS
from replay import Report, replay_folder

from postpurchase import PostPurchase, PostPurchaseError


def main(arguments: list[str]) -> int:
    """Run the command line; 0 if all agrees, 1 if not, 2 if it could not run."""
    parser = argparse.ArgumentParser(prog="olist_replay", description=__doc__)
    parser.add_argument("folder", type=Path, help="where the five CSV files are")
    parser.add_argument("--store", default="memory:", help="such as sqlite:///x.db")
    parser.add_argument("--json", action="store_true", help="one document on stdout")
    asked = parser.parse_args(arguments)
    try:
        with PostPurchase.open(asked.store, entry_points=False) as shop:
            report = replay_folder(asked.folder, shop, show_progress)
    except PostPurchaseError as error:
        print(f"{error.code}: {error}", file=sys.stderr)
        return 2
    if asked.json:
        print(json.dumps(report.document(), indent=2, ensure_ascii=False))
    else:
        show(report)
    return 0 if report.agrees else 1


def show_progress(done: int, orders: int) -> None:
    """Count up on a terminal, and nowhere else."""
    if sys.stderr.isatty():
        end = "\n" if done == orders else ""
        print(f"\r{done} of {orders} orders", end=end, file=sys.stderr, flush=True)


def show(report: Report) -> None:
    """Print what a person reads."""
    said = report.document()
    print(
        f"{report.orders} orders, {report.placed} placed, {report.updated} updated, "
        f"{report.already} already there; {report.events} events in "
        f"{report.seconds:.1f} s ({said['orders_per_second']:.0f} orders/s)\n"
    )
    print(f"{'status':<14}{'table':>8}{'library':>9}")
    for status, counts in said["statuses"].items():
        print(f"{status:<14}{counts['table']:>8}{counts['library']:>9}")
    print(
        "Every order ended where the table says."
        if report.agrees
        else differing(report)
    )
    print()
    for code, count in report.findings.counts().items():
        print(f"{count:>6} × {code}: {KINDS[code]}")
        for one in report.findings.examples(code, most=2):
            values = ", ".join(f"{name} {value}" for name, value in one.values.items())
            print(f"         {one.order_id}  {values}")


def differing(report: Report) -> str:
    """Name the first orders that ended elsewhere."""
    names = report.disagreeing[:5]
    more = "" if len(report.disagreeing) <= 5 else ", …"
    return f"{len(report.disagreeing)} DIFFER: {', '.join(names)}{more}"


if __name__ == "__main__":
    # A terminal that cannot write every letter still shows the rest.
    sys.stdout.reconfigure(errors="backslashreplace")
    try:
        code = main(sys.argv[1:])
        sys.stdout.flush()
        sys.exit(code)
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:  # The reader has seen enough.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
