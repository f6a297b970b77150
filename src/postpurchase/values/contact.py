"""Contact: how one person is reached, in which language and time zone."""

from __future__ import annotations

import re
from typing import Final, Self

import attrs

from postpurchase.errors import InvalidContact
from postpurchase.errors.inputs import short
from postpurchase.values.lines import check_line

_LABEL: Final = r"[^\s@.,;:<>()\[\]\"\\]{1,63}"
_EMAIL: Final = re.compile(
    rf"(?=.{{1,64}}@)[^\s@.,;:<>()\[\]\"\\]+(\.[^\s@.,;:<>()\[\]\"\\]+)*"
    rf"@{_LABEL}(\.{_LABEL})+"
)
_E164: Final = re.compile(r"\+[1-9][0-9]{6,14}")
_LOCALE: Final = re.compile(
    r"([A-Za-z]{2,3})(?:[-_]([A-Za-z]{4}))?(?:[-_]([A-Za-z]{2}|[0-9]{3}))?"
)


def _locale(said: object) -> str:
    if said == "":
        return ""
    found = _LOCALE.fullmatch(said) if isinstance(said, str) else None
    if found is None:
        raise InvalidContact(
            path="locale", value=short(said), expected="a locale such as uk or uk-UA"
        )
    language, script, region = found.groups(default="")
    parts = (language.lower(), script.title(), region.upper())
    return "-".join(part for part in parts if part)


@attrs.frozen(kw_only=True, repr=False)
class Contact:
    """A person's name and the ways to reach them; whatever is not known is empty.

    Args:
        name: As the person writes it.
        email: One address, without a display name.
        phone: In the form of E.164, such as ``+380501234567``; `parse` makes it
            from what people type.
        locale: The person's language, such as ``uk`` or ``uk-UA``; underscores
            become hyphens. It need not be one that the library speaks.
        zone: The person's time zone, such as ``Europe/Kyiv``.

    Raises:
        InvalidContact: A value has not the form that it needs.

    >>> Contact(name="Оля", email="olia@example.com", locale="uk_UA")
    <Contact name email uk-UA>
    """

    name: str = ""
    email: str = ""
    phone: str = ""
    locale: str = attrs.field(default="", converter=_locale)
    zone: str = ""

    def __attrs_post_init__(self) -> None:
        check_line(self.name, "name", InvalidContact)
        check_line(self.email, "email", InvalidContact)
        if self.email and not _EMAIL.fullmatch(self.email):
            raise InvalidContact(
                path="email",
                value=short(self.email),
                expected="name@domain",
            )
        check_line(self.phone, "phone", InvalidContact)
        if self.phone and not _E164.fullmatch(self.phone):
            raise InvalidContact(
                path="phone",
                value=short(self.phone),
                expected="E.164 such as +380501234567",
            )
        check_line(self.zone, "zone", InvalidContact)
        if self.zone:
            _check_zone(self.zone)

    @classmethod
    def parse(
        cls,
        *,
        name: str = "",
        email: str = "",
        phone: str = "",
        region: str = "",
        locale: str = "",
        zone: str = "",
    ) -> Self:
        """Read a contact as people type it: spaces around, national phone numbers.

        Args:
            name: As the person writes it.
            email: One address.
            phone: International, or national to *region*.
            region: The country whose national numbers *phone* may be in, as
                ISO 3166 code.
            locale: The person's language.
            zone: The person's time zone.

        Raises:
            InvalidContact: The number is not valid in its country, or another value
                has not the form that it needs.

        >>> Contact.parse(phone="050 123 45 67", region="UA").phone
        '+380501234567'
        """
        return cls(
            name=name.strip(),
            email=email.strip(),
            phone=e164(phone, region) if phone.strip() else "",
            locale=locale.strip(),
            zone=zone.strip(),
        )

    def __repr__(self) -> str:
        known = [part for part in ("name", "email", "phone") if getattr(self, part)]
        shown = " ".join([*known, self.locale, self.zone]).split()
        return f"<{' '.join(['Contact', *shown])}>"


def e164(phone: str, region: str = "", *, path: str = "phone") -> str:
    """Return *phone* in the form of E.164.

    The number has to be valid in its country's plan, not only of a possible length.

    Args:
        phone: International, or national to *region*.
        region: ISO 3166 code of the country, or empty.
        path: Where it stood in the input, for the error.

    Raises:
        InvalidContact: It is not a valid number.

    >>> e164("+48 600 100 200")
    '+48600100200'
    """
    import phonenumbers

    try:
        # The parser's cost grows with what it is given; no number is longer.
        number = phonenumbers.parse(phone[:64], region.upper() or None)
    except phonenumbers.NumberParseException:
        number = None
    if number is None or not phonenumbers.is_valid_number(number):
        where = f" in {region.upper()}" if region else ", with its country code"
        raise InvalidContact(
            path=path, value=short(phone), expected=f"a valid phone number{where}"
        )
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _check_zone(zone: str) -> None:
    from zoneinfo import ZoneInfo

    try:
        ZoneInfo(zone)
    except (LookupError, ValueError, OSError):
        raise InvalidContact(
            path="zone", value=short(zone), expected="a time zone such as Europe/Kyiv"
        ) from None
