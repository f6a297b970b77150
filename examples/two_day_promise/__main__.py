"""Two-day delivery, kept by choosing: python examples/two_day_promise."""

from __future__ import annotations

import argparse
import json
import os
import sys

from shop import deliver, play
from telling import document, story


def main(arguments: list[str]) -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(prog="two_day_promise", description=__doc__)
    parser.add_argument("--json", action="store_true", help="one document on stdout")
    asked = parser.parse_args(arguments)
    shop, checkouts = play()
    with shop:
        for checkout in checkouts:
            deliver(shop, checkout)
        if asked.json:
            print(json.dumps(document(shop, checkouts), indent=2))
        else:
            for line in story(shop, checkouts):
                print(line)
    return 0


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
