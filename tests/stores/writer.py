"""A child of the crash test: writes orders, tells what was acknowledged.

Every command writes two events, a key, a delivery, an alias and a personal value to
one stream, and every third command writes to a second stream in the same append. A
command that another run has done already is answered, not done again.
"""

from __future__ import annotations

import sys

from postpurchase.errors import KeyTaken
from postpurchase.stores.base import Batch, Key, NewDelivery, PersonalValue
from postpurchase.stores.sqlite import SqliteStore
from postpurchase.testing.stores import WIRE, batch_of


def batches(store: SqliteStore, command: int) -> list[Batch]:
    """Return what a command appends."""
    stream, head = f"order:{command % 5}", store.head(f"order:{command % 5}")
    first, last = head.version + 1, head.version + 2
    made = [
        batch_of(
            stream,
            command,
            command,
            head=head,
            command_id=str(command),
            keys=((Key("shop", str(command), b"h"), first, last),),
            deliveries=(NewDelivery(last, "email"),),
            personal=(PersonalValue(f"ref-{command}", "ola", "s", '"v"'),),
            aliases=(f"#{command}",),
        )
    ]
    if command % 3 == 0:
        other = store.head("ledger")
        made.append(batch_of("ledger", command, head=other, command_id=str(command)))
    return made


def main(path: str, first: int) -> None:
    """Do commands from a number on, until killed."""
    with SqliteStore(path, WIRE) as store:
        command = first
        while True:
            try:
                store.append(*batches(store, command))
                said = "done"
            except KeyTaken:
                said = "known"
            sys.stdout.write(f"{command} {said}\n")
            sys.stdout.flush()
            command += 1


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
