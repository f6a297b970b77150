"""The conformance suite of order sources that work both ways.

The author of a source subclasses it in a test file, gives a document with
orders, and says how the shop at the other end is made to fail and what it did::

    class TestMySource(TwoWaySourceSuite):
        document = ORDERS

        def open_source(self):
            self.shop = FakeShop()
            return MySource(self.shop)

        def effects(self):
            return self.shop.effects

        def fail_next(self, fault):
            self.shop.faults.append(fault)

The module needs pytest.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Literal

import attrs
import pytest

from postpurchase.adapters.notices import Notice, RefundNotice, Shipment, ShipmentNotice
from postpurchase.adapters.reconcile import commands_for
from postpurchase.adapters.snapshot import OrderSnapshot, Refusal
from postpurchase.errors import OutcomeUnknown, PermanentFailure, TemporaryFailure
from postpurchase.hooks.protocols import OrderSource
from postpurchase.order.commands import PlaceOrder
from postpurchase.order.decide import decide_all
from postpurchase.order.model import EMPTY, Order
from postpurchase.values.money import Money

Fault = Literal["hang_before", "hang_after", "error_before", "error_after", "busy"]

TRIES_MAX = 5

HOSTILE = (
    b"",
    b"\x00\xff\xfe",
    b"{",
    b"[" * 100_000,
    b"null",
    b'"text"',
    b'{"id": NaN}',
    b'{"id": 1e999999}',
    b'[{"id": 1, "id": 2}]',
    b"\x1f\x8b\x08 no stream",
)


class TwoWaySourceSuite:
    """Every promise of an order source, in and out.

    Attributes:
        document: Orders as the shop system sends them; at least one goes in.
        order_id: Of an order at the other end that the notices are about.
        line_id: Of a line of it, of which at least one unit has not left.
        currency: Of that order.
    """

    document = b""
    order_id = ""
    line_id = ""
    currency = "EUR"

    def open_source(self) -> OrderSource:
        """Return a source whose other end is empty of effects."""
        raise NotImplementedError

    def effects(self) -> Sequence[object]:
        """Return everything that the other end did so far."""
        raise NotImplementedError

    def fail_next(self, fault: Fault) -> None:
        """Let the next effect fail: before it, after it, or by being busy."""
        raise NotImplementedError

    @pytest.fixture
    def source(self) -> OrderSource:
        """Open a fresh source for each test."""
        return self.open_source()

    def notices(self, source: OrderSource) -> tuple[Notice, ...]:
        """Make a shipment and a refund of the order at the other end."""
        at = datetime(2026, 3, 4, 12, tzinfo=UTC)
        shipment = Shipment(
            parcel_id="suite-parcel",
            units=((self.line_id, 1),),
            carrier="suite",
            tracking_number="SUITE-1",
            ordinal=1,
        )
        shared = {"source": source.code, "order_id": self.order_id}
        return (
            ShipmentNotice(**shared, shipment=shipment, at=at),
            RefundNotice(
                **shared,
                refund_id="suite-refund",
                amount=Money(100, self.currency),
                units=(),
                reason="suite",
                at=at,
            ),
        )

    def snapshots(self, source: OrderSource) -> list[OrderSnapshot]:
        """Read the document's good records."""
        records = list(source.read(self.document))
        return [record for record in records if isinstance(record, OrderSnapshot)]

    def publish(self, source: OrderSource, notice: Notice) -> list[Exception]:
        """Try as dispatch does; return what was raised on the way."""
        raised: list[Exception] = []
        for _ in range(TRIES_MAX):
            try:
                source.publish(notice, key="suite-key")
            except (TemporaryFailure, OutcomeUnknown) as failure:
                raised.append(failure)
            else:
                return raised
        pytest.fail(f"not done after {TRIES_MAX} tries: {raised[-1]}")

    def place(self, snapshot: OrderSnapshot) -> Order:
        """Take a snapshot in without its personal values."""
        commands = [
            attrs.evolve(command, recipient=None, address=None)
            if isinstance(command, PlaceOrder)
            else command
            for command in commands_for(snapshot, None)
        ]
        _, order = decide_all(EMPTY, commands)
        return order

    def test_it_is_an_order_source(self, source: OrderSource) -> None:
        assert isinstance(source, OrderSource)
        assert source.code

    def test_it_reads_its_document(self, source: OrderSource) -> None:
        assert [one for one in self.snapshots(source) if not one.partial]

    def test_it_reads_the_same_twice(self, source: OrderSource) -> None:
        assert self.snapshots(source) == self.snapshots(source)

    def test_every_record_is_a_snapshot_or_a_refusal(self, source: OrderSource) -> None:
        for record in source.read(self.document):
            assert isinstance(record, OrderSnapshot | Refusal)

    def test_every_snapshot_names_its_source(self, source: OrderSource) -> None:
        assert {source.code} == {one.source for one in self.snapshots(source)}

    def test_every_snapshot_has_an_id(self, source: OrderSource) -> None:
        assert all(one.order_id for one in self.snapshots(source))

    def test_times_are_aware(self, source: OrderSource) -> None:
        for one in self.snapshots(source):
            for at in (one.placed_at, one.updated_at, one.cancelled_at):
                assert at is None or at.utcoffset() is not None

    def test_no_customer_id_is_an_e_mail_address(self, source: OrderSource) -> None:
        assert not [one for one in self.snapshots(source) if "@" in one.customer_id]

    def test_an_order_goes_in_with_exactly_its_own_total(
        self, source: OrderSource
    ) -> None:
        for one in self.snapshots(source):
            if not one.partial:
                assert self.place(one).total == one.total

    def test_the_same_order_again_changes_nothing(self, source: OrderSource) -> None:
        for one in self.snapshots(source):
            if not one.partial:
                assert commands_for(one, self.place(one)) == ()

    def test_command_ids_are_the_same_every_time(self, source: OrderSource) -> None:
        for one in self.snapshots(source):
            if not one.partial:
                ids = [command.command_id for command in commands_for(one, None)]
                again = [command.command_id for command in commands_for(one, None)]
                assert ids == again
                assert len(set(ids)) == len(ids)
                assert all(ids)

    @pytest.mark.parametrize("content", HOSTILE, ids=range(len(HOSTILE)))
    def test_hostile_content_is_refused_and_never_raised(
        self, source: OrderSource, content: bytes
    ) -> None:
        for record in source.read(content):
            assert isinstance(record, Refusal)
            assert record.error.user_message("en")

    def test_each_notice_has_one_effect(self, source: OrderSource) -> None:
        for notice in self.notices(source):
            assert self.publish(source, notice) == []
        assert len(self.effects()) == len(self.notices(source))

    def test_the_same_notice_again_has_no_effect(self, source: OrderSource) -> None:
        for _ in range(3):
            for notice in self.notices(source):
                self.publish(source, notice)
        assert len(self.effects()) == len(self.notices(source))

    @pytest.mark.parametrize("which", [0, 1], ids=["shipment", "refund"])
    def test_a_time_out_before_the_effect_ends_in_one(
        self, source: OrderSource, which: int
    ) -> None:
        self._one_effect_after(source, which, "hang_before")

    @pytest.mark.parametrize("which", [0, 1], ids=["shipment", "refund"])
    def test_a_time_out_after_the_effect_does_not_repeat_it(
        self, source: OrderSource, which: int
    ) -> None:
        raised = self._one_effect_after(source, which, "hang_after")
        assert isinstance(raised[0], OutcomeUnknown)

    @pytest.mark.parametrize("which", [0, 1], ids=["shipment", "refund"])
    def test_an_error_before_the_effect_ends_in_one(
        self, source: OrderSource, which: int
    ) -> None:
        self._one_effect_after(source, which, "error_before")

    @pytest.mark.parametrize("which", [0, 1], ids=["shipment", "refund"])
    def test_an_error_after_the_effect_does_not_repeat_it(
        self, source: OrderSource, which: int
    ) -> None:
        self._one_effect_after(source, which, "error_after")

    @pytest.mark.parametrize("which", [0, 1], ids=["shipment", "refund"])
    def test_a_busy_shop_is_asked_again_later(
        self, source: OrderSource, which: int
    ) -> None:
        raised = self._one_effect_after(source, which, "busy")
        assert isinstance(raised[0], TemporaryFailure)

    def test_an_order_of_another_source_is_not_told(self, source: OrderSource) -> None:
        for notice in self.notices(source):
            other = attrs.evolve(notice, source="another")
            with pytest.raises(PermanentFailure):
                source.publish(other, key="suite-key")
        assert not self.effects()

    def test_what_is_no_notice_is_refused_for_good(self, source: OrderSource) -> None:
        with pytest.raises(PermanentFailure):
            source.publish(object(), key="suite-key")
        assert not self.effects()

    def _one_effect_after(
        self, source: OrderSource, which: int, fault: Fault
    ) -> list[Exception]:
        notice = self.notices(source)[which]
        self.fail_next(fault)
        raised = self.publish(source, notice)
        assert raised, "the fault was not told"
        assert len(self.effects()) == 1
        return raised
