"""Promise the orders of the public Olist tables: python examples/olist_promise."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from figures import Figures, figures, kept, kept_by_shop
from picture import draw
from purchases import read_purchases
from walk import Promised, walk

from postpurchase import InvalidInput, MalformedInput, PostPurchaseError


def main(arguments: list[str]) -> int:
    """Run the command line; 0 if there are figures, 2 if there can be none."""
    parser = argparse.ArgumentParser(prog="olist_promise", description=__doc__)
    parser.add_argument("folder", type=Path, help="where the CSV files are")
    parser.add_argument(
        "--from",
        dest="since",
        type=day,
        required=True,
        metavar="DAY",
        help="the first day of purchase that counts, such as 2017-09-01",
    )
    parser.add_argument(
        "--probability",
        type=float,
        default=0.95,
        help="the share of promises to be kept (0.95)",
    )
    parser.add_argument("--json", action="store_true", help="one document on stdout")
    parser.add_argument("--picture", type=Path, metavar="FILE.svg", help="draw it")
    asked = parser.parse_args(arguments)
    try:
        promised = promise(asked.folder, asked.since, asked.probability)
        if asked.picture:
            write(asked.picture, draw(promised, asked.probability))
    except PostPurchaseError as error:
        print(f"{error.code}: {error}", file=sys.stderr)
        return 2
    found = figures(promised, asked.probability)
    if asked.json:
        print(json.dumps(found.document(), indent=2))
    else:
        show(found, promised, asked.probability)
    return 0


def day(text: str) -> date:
    """Read a day of the command line."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        said = f"{text!r} is not a day such as 2017-09-01"
        raise argparse.ArgumentTypeError(said) from None


def promise(folder: Path, since: date, probability: float) -> list[Promised]:
    """Read the tables and walk through them."""
    if not folder.is_dir():
        raise InvalidInput(path="folder", value=str(folder), expected="a folder")
    promised = walk(read_purchases(folder), probability, since, show_progress)
    if not promised:
        raise InvalidInput(
            path="--from",
            value=since.isoformat(),
            expected="a day after which an order was bought that was delivered",
        )
    return promised


def write(path: Path, text: str) -> None:
    """Write the picture."""
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as fault:
        said = fault.strerror or "a file"
        raise MalformedInput(path="--picture", value=str(path), expected=said) from None


def show_progress(done: int, orders: int) -> None:
    """Count up on a terminal, and nowhere else."""
    if sys.stderr.isatty():
        end = "\n" if done == orders else ""
        print(f"\r{done} of {orders} orders", end=end, file=sys.stderr, flush=True)


def show(found: Figures, promised: Sequence[Promised], probability: float) -> None:
    """Print what a person reads."""
    ours, shop = found.ours, found.shop
    print(
        f"{ours.orders} delivered orders. To keep {probability:.0%} of the promises, "
        f"{ours.mean_days:.1f} days were\npromised on average, and {ours.on_time:.1%} "
        "were kept."
    )
    if shop is not None:
        level = found.mean_days_at_shop_level
        print(
            f"The shop promised {shop.mean_days:.1f} days and kept {shop.on_time:.1%}; "
            + (f"as many are kept with {level:.1f} days." if level else "")
        )
    risks = found.risks
    if risks.auc is not None:
        late = risks.late / risks.predictions
        print(
            f"At the hand-over of {risks.predictions} orders, {late:.1%} of which "
            f"missed the shop's promise, the risk\nranked them with an area of "
            f"{risks.auc:.2f} under the curve; it was off by {risks.gap:.1%} on "
            "average."
        )
    print(f"\n{'bought in':<10}{'orders':>8}{'on time':>10}{'days':>7}", end="")
    print(f"{'shop on time':>15}{'days':>7}")
    for month, some in months(promised).items():
        our, its = kept(some, probability), kept_by_shop(some)
        print(f"{month:<10}{our.orders:>8}{our.on_time:>10.1%}", end="")
        print(f"{our.mean_days:>7.1f}", end="")
        print(f"{its.on_time:>15.1%}{its.mean_days:>7.1f}" if its else "")


def months(promised: Sequence[Promised]) -> dict[str, list[Promised]]:
    """Group by the month of the purchase."""
    found: dict[str, list[Promised]] = defaultdict(list)
    for one in promised:
        found[one.purchase.bought_on.isoformat()[:7]].append(one)
    return dict(found)


if __name__ == "__main__":
    try:
        code = main(sys.argv[1:])
        sys.stdout.flush()
        sys.exit(code)
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:  # The reader has seen enough.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
