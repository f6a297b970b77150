"""A book that needs no parcel, and a parcel that is late."""

from __future__ import annotations

from postpurchase.cli.demo.story import (
    Story,
    after,
    line,
    paid,
    promised,
    shipped,
    steps,
    tracked,
)
from postpurchase.order.commands import DeliverLines
from postpurchase.values.address import Address
from postpurchase.values.contact import Contact

SHANGHAI = Story(
    order_id="1004",
    begins_hours=4,
    customer=Contact(
        name="李晓雯", email="xiaowen@example.com", locale="zh-CN", zone="Asia/Shanghai"
    ),
    address=Address(
        name="李晓雯",
        lines=("梅园路18号501室",),
        city="上海市",
        region="上海",
        postcode="200070",
        country="CN",
    ),
    currency="CNY",
    lines=(
        line("A", "紫砂茶具", 1, "468 CNY", sku="TEASET"),
        line(
            "B", "《茶经》电子书", 1, "36 CNY", sku="EBOOK-TEA", requires_parcel=False
        ),
    ),
    promise=(6, 8),
    moments=(
        paid(0.1, "wallet"),
        after(0.2, DeliverLines, units={"B": 1}),
        *steps(2, "allocated picked checked packed", {"A": 1}, "yixing"),
        shipped(7, "1004-1", {"A": 1}, "yanzi", "YZ6631058CN"),
        tracked(16, "1004-1", "in_transit.general"),
        tracked(44, "1004-1", "in_transit.delayed"),
        promised(45, 10, 11, "weather"),
        tracked(68, "1004-1", "in_transit.general"),
    ),
)
"""Xiaowen in Shanghai."""
