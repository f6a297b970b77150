"""The end of the demonstration: one order's timeline, and what else there is."""

from __future__ import annotations

from postpurchase import wording
from postpurchase.app import PostPurchase
from postpurchase.cli.demo.shop import Letters
from postpurchase.cli.demo.stories import HERO
from postpurchase.cli.printing import add_row, show_table, table, write, write_prose
from postpurchase.hooks import ReturnRequest


def close(shop: PostPurchase, language: str, letters: Letters) -> None:
    """Tell the timeline of one order, and what the return policy says of it."""
    order = shop.order(HERO.order_id)
    write("")
    write(wording.text("Order {number}, day by day", language, number=order.number))
    write("")
    rows = table(wording.text("When", language), wording.text("What", language))
    rows.show_header = False
    rows.columns[0].no_wrap = True
    for entry in shop.timeline(order.order_id, locale=language):
        add_row(rows, f"{entry.at:%m-%d %H:%M}", entry.text)
    show_table(rows)
    policy = shop.plugins.get("return_policy", "window")
    request = ReturnRequest.of(order.order_id, {"B": 1})
    write("")
    for reason in policy.rule(request, order, shop.clock()).reasons:
        write_prose(
            wording.text(
                "The customer reads about returns: {said}", language, said=reason
            )
        )
    write_prose(
        wording.plural(
            "{n} message was written to customers, in their own languages.",
            "{n} messages were written to customers, in their own languages.",
            len(letters.kept),
            language,
        )
    )
    write_prose(
        wording.text(
            "All of it is invented, and nothing was kept. With your own orders:",
            language,
        )
    )
    write("  postpurchase import --format shopify orders.json --dry-run")
