"""Guaranteed days and times, end to end: python examples/time_definite."""

from __future__ import annotations

import argparse
import json
import os
import sys

from chronicle import read_chronicle
from offering import guarantee, read_book
from playing import play
from stories import STORIES
from summary import document
from telling import story


def main(arguments: list[str]) -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(prog="time_definite", description=__doc__)
    parser.add_argument("--json", action="store_true", help="one document on stdout")
    asked = parser.parse_args(arguments)
    book = read_book()
    guarantees = {one.order_id: guarantee(book, one) for one in STORIES}
    with play(guarantees) as shop:
        chronicles = [
            read_chronicle(shop, one, guarantees[one.order_id]) for one in STORIES
        ]
        if asked.json:
            print(json.dumps(document(shop, chronicles), indent=2))
        else:
            for line in story(shop, chronicles):
                print(line)
    return 0


if __name__ == "__main__":
    # A terminal that cannot write Ukrainian still shows the rest.
    sys.stdout.reconfigure(errors="backslashreplace")
    try:
        code = main(sys.argv[1:])
        sys.stdout.flush()
        sys.exit(code)
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:  # The reader has seen enough.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
