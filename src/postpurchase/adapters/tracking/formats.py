"""The formats by name, and the one door through which all of them are read."""

from __future__ import annotations

from typing import Final

from postpurchase.adapters.decoding import BODY_LIMITS, Limits, decode_json, unpack
from postpurchase.adapters.tracking import carriers, postal, services
from postpurchase.adapters.tracking.karrio import read_karrio
from postpurchase.adapters.tracking.report import ParcelReport
from postpurchase.adapters.tracking.shapes import Shape
from postpurchase.adapters.tracking.xml_values import decode_xml
from postpurchase.errors import InvalidInput, MalformedInput, PostPurchaseError
from postpurchase.hooks.registry import unknown

SHAPES: Final[dict[str, tuple[Shape, ...]]] = {
    "aftership": services.AFTERSHIP,
    "cdek": postal.CDEK,
    "chronopost": carriers.CHRONOPOST,
    "dhl": carriers.DHL,
    "dhl_express": carriers.DHL_EXPRESS,
    "dpd": carriers.DPD,
    "easypost": services.EASYPOST,
    "fedex": carriers.FEDEX,
    "gls": carriers.GLS,
    "inpost": postal.INPOST,
    "nova_poshta": postal.NOVA_POSHTA,
    "royal_mail": postal.ROYAL_MAIL,
    "russian_post": postal.RUSSIAN_POST,
    "shippo": services.SHIPPO,
    "shopify": services.SHOPIFY,
    "ups": carriers.UPS,
    "upu": postal.UPU,
    "usps": carriers.USPS,
}
"""How the documents of each format are laid out; a format may have several ways."""

FORMATS: Final = tuple(sorted([*SHAPES, "karrio"]))
"""The formats that `parse` reads."""

_ALSO: Final = {"dhl_universal": "dhl", "dhl_unified": "dhl", "dhl_parcel_de": "dhl"}
_PLAIN: Final = {name.replace("_", ""): name for name in FORMATS}


def parse(
    name: str, content: bytes, *, limits: Limits = BODY_LIMITS
) -> tuple[ParcelReport, ...]:
    """Read a tracking document: one report for each parcel in it.

    Args:
        name: One of `FORMATS`.
        content: The document as it came, after any signature over it was checked.
        limits: What it may cost.

    Raises:
        UnknownCode: There is no such format.
        MalformedInput: Not the kind of text it should be, or no parcel in it.
        InputTooLarge: More bytes, depth, parcels or facts than the limits.
        InvalidInput: A field is not what it should be; names path and value.

    >>> body = b'{"parcels": [{"unitno": "1", "status": "DELIVERED", "events": []}]}'
    >>> [(report.tracking_number, report.code) for report in parse("gls", body)]
    [('1', 'delivered.general')]
    """
    known = format_of(name)
    document, is_xml = decode(content, limits=limits)
    return read(known, document, is_xml=is_xml)


def format_of(name: str) -> str:
    """Find a format by its name, or by the way in which others write it.

    Raises:
        UnknownCode: There is no such format; names the nearest.

    >>> format_of("Royal Mail"), format_of("dhl_universal")
    ('royal_mail', 'dhl')
    """
    plain = "_".join(name.lower().replace("-", " ").split())
    found = _ALSO.get(plain) or _PLAIN.get(plain.replace("_", ""))
    if found is None:
        raise unknown("format", name, FORMATS)
    return found


def decode(content: bytes, *, limits: Limits = BODY_LIMITS) -> tuple[object, bool]:
    """Decode JSON or XML, and say whether it was XML.

    Raises:
        InvalidInput: It is no bytes.
        MalformedInput: It is neither.
        InputTooLarge: It is more than the limits.
    """
    if not isinstance(content, bytes):
        raise InvalidInput(
            path="content", value=type(content).__name__, expected="bytes"
        )
    plain = unpack(content, limits=limits)
    if plain.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return decode_xml(plain, limits=limits), True
    return decode_json(plain, limits=limits), False


def read(
    name: str, document: object, *, is_xml: bool = False
) -> tuple[ParcelReport, ...]:
    """Read a decoded document: one report for each parcel in it.

    Args:
        name: One of `FORMATS`.
        document: What `decode` made of it.
        is_xml: Whether it was XML.

    Raises:
        MalformedInput: There is no parcel in it.
        InputTooLarge: More parcels or facts than the limits.
        InvalidInput: A field is not what it should be; names path and value.
    """
    if name == "karrio":
        return tuple(read_karrio(document))
    fault: PostPurchaseError | None = None
    for shape in SHAPES[name]:
        if shape.is_xml is not is_xml:
            continue
        try:
            return tuple(shape.read(document))
        except MalformedInput as error:
            fault = fault or error
    raise fault or MalformedInput(
        value="XML" if is_xml else "JSON", expected="it is not a parcel of this format"
    )
