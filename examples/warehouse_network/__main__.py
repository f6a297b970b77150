"""A week of a shop with three places: python examples/warehouse_network."""

from __future__ import annotations

import argparse
import json
import os
import sys
from datetime import date
from zoneinfo import ZoneInfo

from partner import FastBox
from places import WARSAW
from shop import LampShop

from postpurchase.delivery.choose import Fastest


def week() -> LampShop:
    """Play the week; it is the same every time."""
    shop = LampShop(FastBox(LAMP=4, BULB=20))
    shop.receive("LAMP", "LUBLIN", 3, "PO-1/1")
    shop.receive("SHADE", "LUBLIN", 4, "PO-1/2")
    shop.receive("LAMP", "WROCLAW", 1, "PO-2/1")
    shop.receive("BULB", "WROCLAW", 10, "PO-2/2")
    shop.take_partner_stock()
    shop.shop.expect_stock(
        "LAMP", "LUBLIN", 5, expected_on=date(2026, 6, 8), reference="PO-3"
    )
    shop.tell("LUBLIN expects 5 × LAMP on Monday.")

    shop.wait(hours=2)
    first = shop.order(1, "site", "00-950", LAMP=2, SHADE=1)
    second = shop.order(2, "marketplace", "80-001", LAMP=3)
    third = shop.order(3, "phone", "50-001", LAMP=1, BULB=5)
    for name in (first, second, third):
        shop.allocate(name)
    shop.wait(hours=3)
    ship_allocated(shop, first, second, third)

    shop.wait(days=1)
    fourth = shop.order(4, "site", "30-001", LAMP=2)
    fifth = shop.order(5, "marketplace", "61-001", LAMP=1)
    shop.allocate(fourth, Fastest())
    shop.allocate(fifth)
    shop.wait(hours=1)
    shop.partner_rejects(fourth, "damaged")
    shop.partner.on_hand["LAMP"] = 0
    shop.take_partner_stock()
    shop.ship(fourth, "LUBLIN")
    shop.allocate(fourth)
    shop.wait(days=1)
    shop.deliver_all()

    shop.wait(days=5)
    shop.receive("LAMP", "LUBLIN", 5, "PO-3/1", reference="PO-3")
    for name in (fourth, fifth):
        shop.allocate(name)
        shop.ship(name, "LUBLIN")
    shop.wait(days=2)
    shop.deliver_all()
    return shop


def ship_allocated(shop: LampShop, *names: str) -> None:
    """Ship what is allocated, each place its own part."""
    for name in names:
        for location in ("LUBLIN", "WROCLAW", "LODZ"):
            order = shop.shop.order(name)
            if not any(line.at(location).get("allocated") for line in order.lines):
                continue
            if location == "LODZ":
                shop.partner_ships(name)
            else:
                shop.ship(name, location)


def document(shop: LampShop) -> dict[str, object]:
    """Return what the week came to, for machines."""
    return {
        "orders": {
            name: {
                "channel": shop.shop.order(name).terms.sales_channel,
                "places": {
                    line.line_id: line.places for line in shop.shop.order(name).lines
                },
                "parcels": [
                    {
                        "location": parcel.location_code,
                        "carrier": parcel.carrier,
                        "tracking_number": parcel.tracking_number,
                        "state": parcel.state,
                    }
                    for parcel in shop.shop.order(name).parcels
                ],
            }
            for name in shop.postcodes
        },
        "stock": {
            sku: {place: on_hand for place, (on_hand, _) in found.items()}
            for sku, found in shop.stock().items()
        },
        "waited": shop.refused,
        "faults": len(shop.shop.verify().broken),
    }


def show(shop: LampShop) -> None:
    """Print the week as a story, then what is left."""
    zone = ZoneInfo(WARSAW)
    for at, text in shop.told:
        print(f"{at.astimezone(zone):%a %d %b %H:%M}  {text}")
    print("\nWhat is left (available of those on hand):")
    for sku, found in shop.stock().items():
        left = ", ".join(
            f"{place} {available} of {on_hand}"
            for place, (on_hand, available) in found.items()
        )
        print(f"  {sku:<6} {left}")
    print("\nTracking, whatever the channel:")
    for name in shop.postcodes:
        order = shop.shop.order(name)
        for parcel in order.parcels:
            where = parcel.location_code
            print(
                f"  {name:<4} {order.terms.sales_channel:<12} {where:<8} "
                f"{parcel.carrier:<7} {parcel.tracking_number}  {parcel.state}"
            )
    print("\nThe timeline of S-4, in its customer's language:")
    for entry in shop.shop.timeline("S-4", locale="pl"):
        print(f"  {entry.text}")


def main(arguments: list[str]) -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(prog="warehouse_network", description=__doc__)
    parser.add_argument("--json", action="store_true", help="one document on stdout")
    asked = parser.parse_args(arguments)
    shop = week()
    if asked.json:
        print(json.dumps(document(shop), indent=2, ensure_ascii=False))
    else:
        show(shop)
    return 0


if __name__ == "__main__":
    # A terminal that cannot write Polish still shows the rest.
    sys.stdout.reconfigure(errors="backslashreplace")
    try:
        code = main(sys.argv[1:])
        sys.stdout.flush()
        sys.exit(code)
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:  # The reader has seen enough.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
