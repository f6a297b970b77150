"""E-mail against a real SMTP server on this machine: what arrives, what is refused."""

import socket
import socketserver
import threading
from email import message_from_bytes
from email.policy import SMTP

import pytest
from aiosmtpd.controller import Controller
from hypothesis import example, given
from hypothesis import strategies as st

from postpurchase.errors import (
    OutcomeUnknown,
    PermanentFailure,
    SettingMissing,
    TemporaryFailure,
)
from postpurchase.plugins.email_channel import EmailChannel, compose
from postpurchase.testing import message
from postpurchase.testing.suites.channel import forged_contact
from postpurchase.values.contact import Contact

SENDER = "shop@example.com"
HEADERS = ["from", "to", "subject", "message-id", "auto-submitted"]


class Inbox:
    """Keeps what arrives, or answers as it is told."""

    def __init__(self):
        self.envelopes = []
        self.answers = {}

    async def handle_MAIL(self, server, session, envelope, address, options):  # noqa: N802
        envelope.mail_from = address
        return self.answers.get("MAIL", "250 OK")

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        envelope.rcpt_tos.append(address)
        return self.answers.get("RCPT", "250 OK")

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        self.envelopes.append(envelope)
        return self.answers.get("DATA", "250 OK")

    @property
    def mails(self):
        return [message_from_bytes(one.content, policy=SMTP) for one in self.envelopes]


@pytest.fixture
def inbox():
    inbox = Inbox()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    controller = Controller(inbox, hostname="127.0.0.1", port=port)
    controller.start()
    inbox.port = port
    yield inbox
    controller.stop()


def channel(port, **changes):
    fields = {"host": "127.0.0.1", "sender": SENDER, "starttls": False, "timeout_s": 5}
    return EmailChannel(**{**fields, "port": port, **changes})


def test_a_mail_arrives_with_name_subject_and_text_in_any_alphabet(inbox):
    channel(inbox.port).send(message(), key="1001:3:notices")

    [mail] = inbox.mails
    assert mail["To"].addresses[0].display_name == "Олена Шевченко"
    assert mail["Subject"] == "Замовлення #1001"
    assert mail.get_content().strip() == "Посилка вже в дорозі."
    assert mail["Content-Language"] == "uk"
    assert inbox.envelopes[0].rcpt_tos == ["olena@example.com"]
    assert inbox.envelopes[0].mail_from == SENDER


def test_html_goes_beside_the_plain_text(inbox):
    channel(inbox.port).send(message(html="<p>Посилка</p>"), key="k")

    [mail] = inbox.mails
    assert mail.get_body(("html",)).get_content().strip() == "<p>Посилка</p>"
    assert mail.get_body(("plain",)).get_content().strip() == "Посилка вже в дорозі."


def test_a_retry_carries_the_same_message_id_and_another_key_another(inbox):
    for key in ("1001:3:notices", "1001:3:notices", "1001:4:notices"):
        channel(inbox.port).send(message(), key=key)

    first, second, third = (mail["Message-ID"] for mail in inbox.mails)
    assert first == second != third
    assert "1001" not in first


def test_a_domain_in_another_alphabet_is_written_in_ascii(inbox):
    channel(inbox.port).send(message(to=Contact(email="olena@пошта.укр")), key="k")

    [recipient] = inbox.envelopes[0].rcpt_tos
    assert recipient.isascii()
    assert recipient.startswith("olena@xn--")


@pytest.mark.parametrize(
    ("step", "answer", "failure"),
    [
        ("MAIL", "451 later", TemporaryFailure),
        ("MAIL", "550 never", PermanentFailure),
        ("RCPT", "450 busy", TemporaryFailure),
        ("RCPT", "550 no such person", PermanentFailure),
        ("DATA", "452 full", TemporaryFailure),
        ("DATA", "554 spam", PermanentFailure),
    ],
)
def test_what_the_server_refuses_is_temporary_or_permanent(
    inbox, step, answer, failure
):
    inbox.answers[step] = answer

    with pytest.raises(failure) as refused:
        channel(inbox.port).send(message(), key="k")

    assert type(refused.value) is failure
    assert refused.value.reason == f"the server answered {answer[:3]}"


def test_a_server_that_is_not_there_is_temporary():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]

    with pytest.raises(TemporaryFailure):
        channel(port).send(message(), key="k")


class Hanging(socketserver.StreamRequestHandler):
    """Takes the text and then says nothing more, as if the line were cut."""

    def handle(self):
        self.wfile.write(b"220 hello\r\n")
        for line in self.rfile:
            word = line[:4].upper()
            if word == b"DATA":
                self.wfile.write(b"354 go on\r\n")
                while self.rfile.readline() not in (b".\r\n", b""):
                    pass
                return
            self.wfile.write(b"250 OK\r\n")


def test_a_line_that_is_cut_after_the_text_leaves_the_outcome_unknown():
    with socketserver.TCPServer(("127.0.0.1", 0), Hanging) as server:
        thread = threading.Thread(target=server.handle_request)
        thread.start()
        with pytest.raises(OutcomeUnknown):
            channel(server.server_address[1]).send(message(), key="k")
        thread.join()


def test_a_server_without_encryption_is_refused_unless_the_shop_says_otherwise(inbox):
    with pytest.raises(PermanentFailure, match="no safe connection"):
        channel(inbox.port, starttls=True).send(message(), key="k")

    assert inbox.envelopes == []


def test_without_a_host_the_environment_names_the_server(inbox, monkeypatch):
    monkeypatch.setenv("POSTPURCHASE_SMTP_HOST", "127.0.0.1")
    monkeypatch.setenv("POSTPURCHASE_SMTP_PORT", str(inbox.port))
    monkeypatch.setenv("POSTPURCHASE_SMTP_SENDER", SENDER)

    EmailChannel(starttls=False).send(message(), key="k")

    assert len(inbox.mails) == 1


def test_without_host_and_environment_the_missing_variable_is_named(monkeypatch):
    monkeypatch.delenv("POSTPURCHASE_SMTP_HOST", raising=False)

    with pytest.raises(SettingMissing) as missing:
        EmailChannel().send(message(), key="k")

    assert missing.value.variable == "POSTPURCHASE_SMTP_HOST"


def test_a_port_that_is_no_number_is_refused(monkeypatch):
    monkeypatch.setenv("POSTPURCHASE_SMTP_HOST", "127.0.0.1")
    monkeypatch.setenv("POSTPURCHASE_SMTP_SENDER", SENDER)
    monkeypatch.setenv("POSTPURCHASE_SMTP_PORT", "smtp")

    with pytest.raises(PermanentFailure, match="POSTPURCHASE_SMTP_PORT"):
        EmailChannel().send(message(), key="k")


def test_the_password_stands_in_no_repr():
    shown = repr(channel(25, user="shop", password="s3cret"))

    assert "s3cret" not in shown


@pytest.mark.parametrize(
    "to",
    [
        Contact(),
        forged_contact(email="olena"),
        forged_contact(email="a@b.example, c@d.example"),
        forged_contact(email="a@b.example>\r\nBcc: c@d.example"),
        forged_contact(email="a b@c.example"),
        forged_contact(email="олена@example.com"),
        forged_contact(email="a@" + "b" * 300),
        forged_contact(email="a@b..c"),
    ],
)
def test_an_address_that_is_none_is_refused(to):
    with pytest.raises(PermanentFailure):
        compose(message(to=to), sender=SENDER, key="k")


HEADER_ATTACKS = (
    "=?utf-8?q?=0d=0aBcc:_spy@e.com?=",
    "=?utf-8?b?DQpCY2M6IHNweUBlLmNvbQ==?=",
    "a\rBcc: spy@e.com",
    "a\x0bBcc: spy@e.com",
    "a\x0cBcc: spy@e.com",
    "a\x1cBcc: spy@e.com",
    "a\x85Bcc: spy@e.com",
    "a\u2028Bcc: spy@e.com",
    "a\u2029Bcc: spy@e.com",
    "a\x00",
    "a\ud800",
    "a\n",
)


@pytest.mark.parametrize("attack", HEADER_ATTACKS)
@pytest.mark.parametrize("field", ["subject", "name"])
def test_a_value_that_could_become_a_header_is_refused(field, attack):
    letter = message(to=forged_contact(name="x", email="a@b.example"))
    target = letter if field == "subject" else letter.to
    object.__setattr__(target, field, attack)

    with pytest.raises(PermanentFailure, match="could become a header"):
        compose(letter, sender=SENDER, key="k")


@given(subject=st.text(max_size=300), name=st.text(max_size=80), body=st.text())
@example(subject="A" * 300, name='"\\<>@,;:', body=".\r\n.\r\nBcc: spy@e.com")
def test_whatever_is_typed_the_headers_are_ours_or_the_mail_is_refused(
    subject, name, body
):
    letter = message(to=forged_contact(name=name, email="a@b.example"), body=body)
    object.__setattr__(letter, "subject", subject)
    try:
        mail = compose(letter, sender=SENDER, key="k")
    except PermanentFailure:
        return

    parsed = message_from_bytes(mail.as_bytes(), policy=SMTP)
    names = [one.lower() for one in parsed]
    assert names[: len(HEADERS)] == HEADERS
    assert set(names[len(HEADERS) :]) <= {
        "mime-version",
        "content-type",
        "content-transfer-encoding",
        "content-language",
    }
    assert [one.addr_spec for one in parsed["To"].addresses] == ["a@b.example"]
