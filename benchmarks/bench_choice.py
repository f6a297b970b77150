"""Promise and choice among 160 ways, to 160 plain quotes."""

from __future__ import annotations

from time import process_time

import choosing
import pytest

ORDERS = 50


@pytest.mark.benchmark(group=f"choice x {ORDERS} orders", timer=process_time)
@pytest.mark.parametrize("way", ["plain quotes", "choice", "every reason read"])
def bench_choice(benchmark, way):
    cards, orders = choosing.rate_cards(), choosing.some_orders(ORDERS)
    if way == "plain quotes":
        benchmark(lambda: [choosing.plain_quotes(cards, order) for order in orders])
        return
    rates = choosing.book(cards, choosing.BREAKS, choosing.ZONES)
    asked = choosing.questions(orders)
    benchmark(choosing.chosen if way == "choice" else choosing.explained, rates, asked)
