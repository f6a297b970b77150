"""Four orders: who ordered what and when, and what the carrier said on the way.

Every time is the customer's local time. Nobody here exists.
"""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import attrs

from postpurchase import Address, Contact, Money, NewLine, Package, TrackingFact

YEAR = 2026

SHOP_ZONE = "Europe/Warsaw"

PACKAGE = Package(weight_grams=900, length_mm=300, width_mm=220, height_mm=90)


@attrs.frozen(kw_only=True)
class Scan:
    """What the carrier said.

    Args:
        at: Local time, such as ``04-29 11:15``.
        code: A code of the tracking vocabulary.
        place: Where.
        text: The carrier's own words.
        estimated_on: The day that the carrier expects, if it named one.
    """

    at: str
    code: str
    place: str
    text: str = ""
    estimated_on: date | None = None


@attrs.frozen(kw_only=True)
class Story:
    """One order and its parcel.

    Args:
        order_id: The order.
        what: What the order shows, in a line.
        customer: Who ordered, with language and time zone.
        address: Where it goes.
        line: What was ordered.
        ordered: When, by the customer's clock.
        tracking_number: The carrier's number.
        scans: What the carrier said, in order.
    """

    order_id: str
    what: str
    customer: Contact
    address: Address
    line: NewLine
    ordered: str
    tracking_number: str
    scans: tuple[Scan, ...]

    @property
    def ordered_at(self) -> datetime:
        """When it was ordered."""
        return self.moment(self.ordered)

    def moment(self, written: str) -> datetime:
        """Read a local time."""
        told = datetime.fromisoformat(f"{YEAR}-{written}")
        return told.replace(tzinfo=ZoneInfo(self.customer.zone))

    def facts(self) -> tuple[TrackingFact, ...]:
        """Return what the carrier said in the library's words."""
        return tuple(
            TrackingFact(
                at=self.moment(scan.at),
                code=scan.code,
                raw_text=scan.text,
                place=scan.place,
                estimated_on=scan.estimated_on,
            )
            for scan in self.scans
        )


def _line(sku: str, title: str, price_minor: int) -> NewLine:
    return NewLine(
        line_id="1",
        sku=sku,
        title=title,
        quantity=1,
        unit_price=Money(price_minor, "EUR"),
        weight_grams=PACKAGE.weight_grams,
        workflow=(),
    )


KEPT = Story(
    order_id="2001",
    what="kept: two days, by noon",
    customer=Contact(
        name="Emma Clarke",
        email="emma@example.com",
        locale="en",
        zone="Europe/London",
    ),
    address=Address(
        name="Emma Clarke",
        lines=("12 Elm Row",),
        postcode="EC1A 1BB",
        city="London",
        country="GB",
    ),
    line=_line("LAMP-OAK", "Desk lamp, oak", 12_900),
    ordered="04-28 08:30",
    tracking_number="FX2001",
    scans=(
        Scan(at="04-28 17:40", code="in_transit.accepted", place="Łódź"),
        Scan(at="04-28 22:10", code="in_transit.departed_origin_country", place="Łódź"),
        Scan(at="04-29 05:20", code="in_transit.customs_submitted", place="Stansted"),
        Scan(at="04-29 09:45", code="in_transit.customs_cleared", place="Stansted"),
        Scan(at="04-30 07:05", code="in_transit.at_delivery_facility", place="London"),
        Scan(at="04-30 08:15", code="out_for_delivery.general", place="London"),
        Scan(at="04-30 11:20", code="delivered.signed", place="London"),
    ),
)

LATE = Story(
    order_id="2002",
    what="late: the right day, the wrong time",
    customer=Contact(
        name="Piotr Zieliński",
        email="piotr@example.com",
        locale="pl",
        zone="Europe/Zurich",
    ),
    address=Address(
        name="Piotr Zieliński",
        lines=("Lindenweg 4",),
        postcode="8005",
        city="Zürich",
        country="CH",
    ),
    line=_line("CLOCK-ASH", "Wall clock, ash", 8_900),
    ordered="04-27 10:00",
    tracking_number="FX2002",
    scans=(
        Scan(at="04-27 18:30", code="in_transit.accepted", place="Łódź"),
        Scan(at="04-28 04:50", code="in_transit.customs_submitted", place="Basel"),
        Scan(at="04-28 08:10", code="in_transit.customs_cleared", place="Basel"),
        Scan(at="04-29 08:55", code="out_for_delivery.general", place="Zürich"),
        Scan(at="04-29 15:05", code="delivered.signed", place="Zürich"),
    ),
)

NO_SUCH_TIME = Story(
    order_id="2003",
    what="no stated time: a weekend and a holiday lie in the way",
    customer=Contact(
        name="Oliver Hughes",
        email="oliver@example.com",
        locale="en",
        zone="Europe/London",
    ),
    address=Address(
        name="Oliver Hughes",
        lines=("3 Mill Lane",),
        postcode="M1 1AE",
        city="Manchester",
        country="GB",
    ),
    line=_line("STOOL-OAK", "Step stool, oak", 7_400),
    ordered="04-30 10:00",
    tracking_number="FX2003",
    scans=(
        Scan(at="04-30 17:35", code="in_transit.accepted", place="Łódź"),
        Scan(at="05-01 05:10", code="in_transit.customs_submitted", place="Stansted"),
        Scan(at="05-01 10:30", code="in_transit.customs_cleared", place="Stansted"),
        Scan(at="05-01 19:00", code="in_transit.arrived_facility", place="Manchester"),
        Scan(at="05-05 08:40", code="out_for_delivery.general", place="Manchester"),
        Scan(at="05-05 16:10", code="delivered.signed", place="Manchester"),
    ),
)

HELD = Story(
    order_id="2004",
    what="held by customs: told before the customer asks",
    customer=Contact(
        name="Ірина Бондаренко",
        email="iryna@example.com",
        locale="uk",
        zone="Europe/Kyiv",
    ),
    address=Address(
        name="Ірина Бондаренко",
        lines=("вул. Липова, 7",),
        postcode="01001",
        city="Київ",
        country="UA",
    ),
    line=_line("LAMP-ASH", "Floor lamp, ash", 21_900),
    ordered="04-27 16:10",
    tracking_number="FX2004",
    scans=(
        Scan(at="04-28 19:20", code="in_transit.accepted", place="Łódź"),
        Scan(at="04-29 21:30", code="in_transit.customs_submitted", place="Львів"),
        Scan(
            at="04-30 09:10",
            code="exception.customs_held",
            place="Львів",
            text="Inspection; new delivery date 05.05.",
            estimated_on=date(YEAR, 5, 5),
        ),
        Scan(at="05-04 10:30", code="in_transit.customs_cleared", place="Львів"),
        Scan(at="05-05 08:30", code="out_for_delivery.general", place="Київ"),
        Scan(at="05-05 10:15", code="delivered.signed", place="Київ"),
    ),
)

STORIES = (KEPT, LATE, NO_SUCH_TIME, HELD)
