"""A channel that writes messages to a stream: for trying out and for logs."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from typing import TextIO

import attrs

from postpurchase.hooks import Channel, hookimpl
from postpurchase.values.answers import Message

# All control characters but the line feed, and what turns the direction of writing.
_CONTROL = re.compile(
    r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]"
)


@attrs.frozen(kw_only=True)
class ConsoleChannel:
    """Writes every message as text.

    Args:
        code: The name that consent and preferences refer to.
        stream: Where to write; stderr if None, so that data on stdout stays clean.

    >>> from postpurchase.values.contact import Contact
    >>> ConsoleChannel(stream=sys.stdout).send(
    ...     Message(
    ...         topic="shipped",
    ...         locale="en",
    ...         to=Contact(name="Olena"),
    ...         subject="On its way",
    ...         body="Your parcel left.",
    ...         order_id="1001",
    ...     ),
    ...     key="1001:7:notices",
    ... )
    To: Olena
    Subject: On its way
    <BLANKLINE>
    Your parcel left.
    <BLANKLINE>
    """

    code: str = "console"
    stream: TextIO | None = None

    def send(self, message: Message, *, key: str) -> None:
        """Write the message; control characters in it cannot reach a terminal."""
        stream = self.stream if self.stream is not None else sys.stderr
        to = message.to.name or message.to.email or message.to.phone
        lines = (f"To: {to}", f"Subject: {message.subject}", "", message.body, "", "")
        stream.write(_CONTROL.sub("\N{REPLACEMENT CHARACTER}", "\n".join(lines)))
        stream.flush()


@hookimpl
def register_channels(register: Callable[[Channel], None]) -> None:
    """Register the console as ``console``."""
    register(ConsoleChannel())
