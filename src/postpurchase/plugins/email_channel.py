"""A channel that sends e-mail through an SMTP server.

Nothing that a person typed may become a header of its own. Python's e-mail
package decodes encoded words in a subject and then writes the line breaks that
were hidden in them, so values are refused before they are set, and the finished
message is parsed again and its headers compared.
"""

from __future__ import annotations

import contextlib
import hashlib
import re
import smtplib
import ssl
from collections.abc import Callable
from email import message_from_bytes
from email.errors import HeaderParseError, MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP

import attrs

from postpurchase.errors import OutcomeUnknown, PermanentFailure, TemporaryFailure
from postpurchase.hooks import Channel, Setting, hookimpl
from postpurchase.values.answers import Message

SETTINGS = (
    Setting("SMTP server", "POSTPURCHASE_SMTP_HOST", example="localhost"),
    Setting("sender's address", "POSTPURCHASE_SMTP_SENDER", example="shop@example.com"),
    Setting("SMTP port", "POSTPURCHASE_SMTP_PORT", required=False),
    Setting("SMTP user", "POSTPURCHASE_SMTP_USER", required=False),
    Setting("SMTP password", "POSTPURCHASE_SMTP_PASSWORD", secret=True, required=False),
)
_HOST, _SENDER, _PORT, _USER, _PASSWORD = SETTINGS

_UNSAFE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]|=\?|[\ud800-\udfff]")
_ADDRESS = re.compile(r"[^\s@<>()\[\],;:\\\"]{1,64}@[^\s@<>()\[\],;:\\\"/]{1,253}")


@attrs.frozen(kw_only=True)
class EmailChannel:
    """Sends each message as one e-mail, plain text with HTML beside it if there is any.

    The key becomes the Message-ID: a retry after an unknown outcome carries the
    same one, and mail systems that know it show the mail once.

    Args:
        code: The name that consent and preferences refer to.
        host: The SMTP server; where it is empty, host, sender, port, user and
            password are read from the environment at each sending.
        sender: The address that mails come from and answers go to.
        port: The port of the server.
        user: For login; no login if empty.
        password: For login; in no repr, log or trace.
        starttls: Encrypt, and check the server's certificate.
        timeout_s: Seconds until a silent server counts as out of reach.
    """

    code: str = "email"
    host: str = ""
    sender: str = ""
    port: int = 587
    user: str = attrs.field(default="", repr=False)
    password: str = attrs.field(default="", repr=False)
    starttls: bool = True
    timeout_s: float = 20.0

    @property
    def settings(self) -> tuple[Setting, ...]:
        """What is read from the environment: nothing if the shop gave a host."""
        return () if self.host else SETTINGS

    def send(self, message: Message, *, key: str) -> None:
        """Hand the mail to the server.

        Raises:
            PermanentFailure: The address or a header is unsafe, or was refused.
            TemporaryFailure: The server is busy or out of reach.
            OutcomeUnknown: The connection broke after the text was handed over.
            SettingMissing: The environment names no server or sender.
        """
        server = self if self.host else self._from_environment()
        mail = compose(message, sender=server.sender, key=key)
        server.deliver(mail)

    def _from_environment(self) -> EmailChannel:
        port = _PORT.read(plugin=self.code) or str(self.port)
        if not port.isdecimal():
            raise PermanentFailure(
                plugin=self.code, reason=f"{_PORT.variable} is not a number"
            )
        return attrs.evolve(
            self,
            host=_HOST.read(plugin=self.code),
            sender=_SENDER.read(plugin=self.code),
            port=int(port),
            user=_USER.read(plugin=self.code),
            password=_PASSWORD.read(plugin=self.code),
        )

    def deliver(self, mail: EmailMessage) -> None:
        """Speak SMTP, and tell the three ways apart in which it can fail."""
        handed_over = False
        try:
            smtp = smtplib.SMTP(self.host, self.port, timeout=self.timeout_s)
            with contextlib.closing(smtp):
                if self.starttls:
                    smtp.starttls(context=ssl.create_default_context())
                if self.user:
                    smtp.login(self.user, self.password)
                handed_over = True
                smtp.send_message(mail)
                # The mail is accepted: how the goodbye goes no longer matters.
                with contextlib.suppress(OSError, smtplib.SMTPException):
                    smtp.quit()
        except smtplib.SMTPRecipientsRefused as fault:
            code = next(iter(fault.recipients.values()))[0]
            raise _refused(self.code, code) from fault
        except smtplib.SMTPResponseException as fault:
            raise _refused(self.code, fault.smtp_code) from fault
        except (smtplib.SMTPNotSupportedError, ssl.SSLCertVerificationError) as fault:
            reason = "the server offers no safe connection"
            raise PermanentFailure(plugin=self.code, reason=reason) from fault
        except (OSError, smtplib.SMTPException) as fault:
            reason = f"the server is out of reach ({type(fault).__name__})"
            kind = OutcomeUnknown if handed_over else TemporaryFailure
            raise kind(plugin=self.code, reason=reason) from fault


def _refused(plugin: str, smtp_code: int) -> PermanentFailure | TemporaryFailure:
    # RFC 5321, 4.2.1: 4xx means try again later, 5xx means never like this.
    kind = TemporaryFailure if 400 <= smtp_code < 500 else PermanentFailure
    return kind(plugin=plugin, reason=f"the server answered {smtp_code}")


def compose(message: Message, *, sender: str, key: str) -> EmailMessage:
    """Make the mail, and refuse it if a value would become a header of its own.

    Raises:
        PermanentFailure: A header value or an address is unsafe.

    Source: RFC 5322 for headers, RFC 2047 for encoded words, RFC 5891 for domains
    in other alphabets.
    """
    mail = EmailMessage(policy=SMTP)
    mail["From"] = address(sender)
    mail["To"] = address(message.to.email, name=message.to.name)
    mail["Subject"] = safe(message.subject, "subject")
    mail["Message-ID"] = message_id(key, sender)
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(_without_surrogates(message.body))
    if message.html:
        mail.add_alternative(_without_surrogates(message.html), subtype="html")
    # Last, because setting the content takes away every Content- header.
    mail["Content-Language"] = safe(message.locale.replace("_", "-"), "locale")
    _compare_with_parsed(mail)
    return mail


def safe(value: str, what: str) -> str:
    r"""Return *value* if it can stand in a header.

    Refused are control characters, line separators, and the beginning of an
    encoded word, in which the others could hide.

    >>> safe("=?utf-8?q?=0d=0aBcc:_x@e.com?=", "subject")
    Traceback (most recent call last):
    ...
    postpurchase.errors.failures.PermanentFailure: Plugin email failed: ...
    """
    if _UNSAFE.search(value):
        reason = f"the {what} holds characters that could become a header"
        raise PermanentFailure(plugin="email", reason=reason)
    return value


def address(email: str, *, name: str = "") -> Address:
    """Return a mailbox, with its domain in the ASCII form that servers know.

    >>> str(address("olena@пошта.укр"))
    'olena@xn--80a1acn3a.xn--j1amh'

    Raises:
        PermanentFailure: It is not an address that every mail server takes.
    """
    if not _ADDRESS.fullmatch(safe(email, "address")):
        raise PermanentFailure(plugin="email", reason="there is no usable address")
    local, _, domain = email.rpartition("@")
    try:
        ascii_domain = domain.encode("idna").decode("ascii")
        return Address(
            display_name=safe(name, "name"),
            username=local.encode("ascii").decode(),
            domain=ascii_domain,
        )
    except (UnicodeError, HeaderParseError, ValueError) as fault:
        reason = "there is no usable address"
        raise PermanentFailure(plugin="email", reason=reason) from fault


def message_id(key: str, sender: str) -> str:
    """Return a Message-ID that is the same whenever the key is.

    The key itself is not shown: it holds the order's id.
    """
    digest = hashlib.sha256(f"{sender}\0{key}".encode()).hexdigest()[:40]
    return f"<{digest}@{address(sender).domain}>"


def _without_surrogates(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8")


def _compare_with_parsed(mail: EmailMessage) -> None:
    try:
        parsed = message_from_bytes(mail.as_bytes(), policy=SMTP)
    except (MessageError, ValueError) as fault:
        reason = "a header cannot be written"
        raise PermanentFailure(plugin="email", reason=reason) from fault
    if [name.lower() for name in mail] != [name.lower() for name in parsed]:
        reason = "a value became a header of its own"
        raise PermanentFailure(plugin="email", reason=reason)


@hookimpl
def register_channels(register: Callable[[Channel], None]) -> None:
    """Register ``email``, with the server that the environment names."""
    register(EmailChannel())
