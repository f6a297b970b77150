"""A policy of a year above the law: python examples/a_year_to_return."""

from __future__ import annotations

import argparse
import json
import os
import sys

from shop import play
from summary import document
from telling import story


def main(arguments: list[str]) -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(prog="a_year_to_return", description=__doc__)
    parser.add_argument("--json", action="store_true", help="one document on stdout")
    asked = parser.parse_args(arguments)
    played = play()
    with played.shop:
        if asked.json:
            print(json.dumps(document(played), indent=2))
        else:
            for line in story(played):
                print(line)
    return 0


if __name__ == "__main__":
    # A terminal that cannot write a pound sign still shows the rest.
    sys.stdout.reconfigure(errors="backslashreplace")
    try:
        code = main(sys.argv[1:])
        sys.stdout.flush()
        sys.exit(code)
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:  # The reader has seen enough.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
