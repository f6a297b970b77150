"""What every channel promises; nothing leaves the machine while it is tested."""

from __future__ import annotations

from typing import Any

from postpurchase.errors import (
    OutcomeUnknown,
    PermanentFailure,
    PostPurchaseError,
    SettingMissing,
    TemporaryFailure,
)
from postpurchase.testing.samples import CUSTOMER, message
from postpurchase.testing.suites.checking import need, no_network, outcome_of, promise
from postpurchase.testing.suites.project import ProjectSuite
from postpurchase.values.answers import Message
from postpurchase.values.contact import Contact

_KEY = "1001:3:conformance"
_TOLD = (TemporaryFailure, PermanentFailure, OutcomeUnknown, SettingMissing)
_TEXTS = {
    "en": "Your parcel is on its way.",
    "uk": "Ваша посилка вже в дорозі. Їжак, ґанок.",
    "pl": "Paczka jest w drodze. Zażółć gęślą jaźń.",
    "ru": "Ваша посылка уже в пути. Ёж.",
    "zh": "您的包裹已发出。",
}


def forged_contact(**values: str) -> Contact:
    """Make a contact without its checks, as one from an older log might be."""
    contact = Contact()
    for name, value in values.items():
        object.__setattr__(contact, name, value)
    return contact


class ChannelSuite(ProjectSuite):
    """Subclass it and name your plugin; every connection is refused meanwhile.

    Attributes:
        contact: A person whom the channel could reach.
    """

    kind = "channel"
    contact = CUSTOMER

    def send(self, channel: Any, message: Message, key: str = _KEY) -> tuple[Any, Any]:
        """Send without a network; return the answer and the typed error."""
        with no_network():
            return outcome_of(channel.send, message, key=key)

    def message(self, **changes: Any) -> Message:
        """Return a message to the suite's contact."""
        return message(**{"to": self.contact, **changes})

    def exercise(self, registered: Any) -> None:
        """Send one message."""
        registered.send(self.message(), key=_KEY)

    @promise("send-returns-nothing")
    def test_answers_with_nothing(self) -> None:
        """What is to be said is said by exceptions."""
        for channel in self.objects():
            answer, _ = self.send(channel, self.message())
            need(answer is None, f"it answered {type(answer).__name__}")

    @promise("outage-typed")
    def test_tells_what_kind_of_failure_an_outage_is(self) -> None:
        """Without a network it sends, or raises one of the three failures."""
        for channel in self.objects():
            _, failure = self.send(channel, self.message())
            typed = failure is None or isinstance(failure, _TOLD)
            need(typed, f"it raised {type(failure).__name__}")
            refused = isinstance(failure, PermanentFailure)
            need(not refused, "an outage is called permanent")

    @promise("unreachable-person")
    def test_gives_up_on_a_person_without_an_address(self) -> None:
        """A contact without any address is a permanent failure, or no matter."""
        for channel in self.objects():
            _, failure = self.send(channel, self.message(to=Contact()))
            given_up = failure is None or isinstance(failure, PermanentFailure)
            need(given_up, f"it raised {type(failure).__name__}")

    @promise("headers-safe")
    def test_refuses_hidden_headers(self) -> None:
        """Encoded line breaks and control characters reach no header."""
        hidden = "=?utf-8?q?=0d=0aBcc:_spy@example.com?="
        broken = "spy@example.com\r\nBcc: spy@example.com"
        attacks = [
            self.message(subject=hidden),
            self.message(subject="a\x0bBcc: spy@example.com"),
            self.message(to=forged_contact(name=hidden, email="a@example.com")),
            self.message(to=forged_contact(email=broken, phone=broken)),
            self.message(to=forged_contact(name=broken, email="a@example.com")),
        ]
        for channel in self.objects():
            for attack in attacks:
                _, failure = self.send(channel, attack)
                refused = failure is None or isinstance(failure, PermanentFailure)
                need(refused, f"it took the attack as {type(failure).__name__}")

    @promise("same-key-again")
    def test_takes_a_repetition_calmly(self) -> None:
        """The same message with the same key ends as it did before."""
        for channel in self.objects():
            _, first = self.send(channel, self.message())
            _, second = self.send(channel, self.message())
            same = type(first) is type(second)
            need(same, f"first {type(first).__name__}, then {type(second).__name__}")

    @promise("long-texts")
    def test_takes_or_refuses_long_texts(self) -> None:
        """A hundred thousand characters end in a typed way."""
        for channel in self.objects():
            self.send(channel, self.message(body="А" * 100_000))
            self.send(channel, self.message(subject="A" * 5_000))
            self.send(channel, self.message(body=""))

    @promise("message-unchanged")
    def test_leaves_the_message_as_it_is(self) -> None:
        """The message after sending equals the message before."""
        for channel in self.objects():
            given, same = self.message(), self.message()
            self.send(channel, given)
            need(given == same, "the message was changed")

    @promise("every-language")
    def test_sends_in_every_language(self) -> None:
        """No alphabet is a reason to refuse."""
        for channel in self.objects():
            for locale, text in _TEXTS.items():
                _, failure = self.send(
                    channel, self.message(locale=locale, subject=text, body=text)
                )
                refused = isinstance(failure, PermanentFailure)
                need(not refused, f"it refuses texts in {locale}")

    @promise("errors-impersonal")
    def test_names_nobody_in_errors(self) -> None:
        """An error can be logged as it is."""
        for channel in self.objects():
            for to in (
                self.contact,
                forged_contact(name="Олена", email="olena@@example"),
            ):
                _, failure = self.send(channel, self.message(to=to))
                said = repr(failure) if isinstance(failure, PostPurchaseError) else ""
                personal = [one for one in (to.email, to.phone, to.name) if one]
                shown = [one for one in personal if one in said]
                need(not shown, f"an error names the person: {said[:80]}")
