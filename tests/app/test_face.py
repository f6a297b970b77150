"""The face: open, find, tell, explain, import, forget, verify."""

from __future__ import annotations

import json
import sqlite3
from datetime import UTC, date, datetime, timedelta

import attrs
import pytest

from postpurchase import PostPurchase, Work, errors, wording
from postpurchase.app.history.documents import order_document, timeline_document
from postpurchase.hooks import hookimpl
from postpurchase.order.commands import (
    AddNote,
    CapturePayment,
    CloseFinding,
    CompleteStep,
    NewLine,
    OpenFinding,
    PlaceHold,
    RecordCheck,
    RecordTracking,
    RequestDeliveryChange,
    RequestRefund,
    RevisePromise,
    SettleDeliveryChange,
    SettleRefund,
)
from postpurchase.order.findings import Finding
from postpurchase.plugins.notices import Notices
from postpurchase.testing import (
    CUSTOMER,
    NOON,
    Clock,
    FakeChannel,
    deliver_parcel,
    place_order,
    ship_parcel,
)
from postpurchase.tracking.facts import TrackingFact
from postpurchase.values.address import Address
from postpurchase.values.answers import Promise
from postpurchase.values.carriage import DeliveryChange
from postpurchase.values.money import Money
from postpurchase.values.personal import FORGOTTEN

LATER = NOON + timedelta(hours=5)
HOME = Address(
    name="Олена Шевченко",
    lines=("вул. Хрещатик 1",),
    city="Київ",
    postcode="01001",
    country="UA",
)


def open_shop(url="memory:", **options):
    return PostPurchase.open(url, clock=Clock(), entry_points=False, **options)


def life(shop, **changes):
    """Let an order be paid, shipped, delayed, delivered and partly refunded."""
    base = {"order_id": "1001", "at": NOON}
    shop.handle(place_order(recipient=CUSTOMER, address=HOME, **changes))
    for command in (
        CapturePayment(
            **base, payment_id="P", method="card", amount=Money(3240, "EUR")
        ),
        ship_parcel(),
        RevisePromise(
            **base,
            promise=Promise(
                earliest_on=date(2026, 5, 8), latest_on=date(2026, 5, 9), zone="UTC"
            ),
            reason="weather",
        ),
        deliver_parcel(),
        RequestRefund(**base, refund_id="R", units={"L1": 1}),
        SettleRefund(**base, refund_id="R", outcome="succeeded"),
        AddNote(**base, note_id="N", text="Олена дзвонила", by="staff:7"),
    ):
        shop.handle(command)


@pytest.fixture
def shop():
    with open_shop() as opened:
        yield opened


def test_an_order_is_found_by_its_id_and_by_its_display_name(shop):
    shop.handle(place_order())

    assert shop.order("1001") == shop.order("#1001")
    with pytest.raises(errors.UnknownOrder):
        shop.order("#1002")


def test_a_display_name_of_several_orders_names_them(shop):
    shop.handle(place_order())
    shop.handle(place_order(order_id="1002"))

    with pytest.raises(errors.SeveralOrders) as refused:
        shop.order("#1001")

    assert refused.value.order_ids == ("1001", "1002")


@pytest.mark.parametrize("locale", sorted(wording.LOCALES))
def test_the_timeline_speaks_every_language(shop, locale):
    life(shop)

    entries = shop.timeline("1001", locale=locale)

    assert len(entries) == 11
    assert "1001" in entries[0].text
    assert "Олена дзвонила" in entries[8].text
    assert "staff:7" == entries[8].by
    assert all("{" not in entry.text for entry in entries)


def test_the_timeline_is_told_in_the_customers_time_zone(shop):
    life(shop, zone="Europe/Kyiv")

    assert shop.timeline("1001")[0].at.isoformat() == "2026-05-04T15:00:00+03:00"


def test_the_timeline_ends_with_what_comes_next(shop):
    line = NewLine(line_id="L1", sku="A", quantity=2, unit_price=Money(900, "EUR"))
    promise = Promise(
        earliest_on=date(2026, 5, 8), latest_on=date(2026, 5, 9), zone="Europe/Kyiv"
    )
    base = {"order_id": "1001", "at": NOON}
    shop.handle(place_order(lines=[line], promise=promise, zone="Europe/Kyiv"))
    shop.handle(CompleteStep(**base, step="allocated", units={"L1": 1}))
    until = NOON.replace(day=6)
    shop.handle(PlaceHold(**base, hold_id="H", reason="out_of_stock", until_at=until))

    to_come = [one for one in shop.timeline("1001") if one.kind == "Next"]

    assert [one.text for one in to_come] == [
        "Waiting: out of stock.",
        "Still to be paid: €18.00.",
        "Next: reserving the goods.",
        "Next: picking.",
        "Delivery is expected: May 8\u2009–\u20099, 2026.",
    ]
    assert to_come[0].at == until
    assert to_come[-1].at.isoformat() == "2026-05-09T23:59:59.999999+03:00"


def test_what_comes_next_and_the_explanation_know_the_hour_of_a_promise(shop):
    noon = datetime(2026, 5, 8, 9, tzinfo=UTC)
    days = {"earliest_on": date(2026, 5, 8), "latest_on": date(2026, 5, 8)}
    promise = Promise(**days, zone="Europe/Kyiv", window_end_at=noon)
    shop.handle(place_order(promise=promise, zone="Europe/Kyiv", locale="uk"))

    *_, last = shop.timeline("1001")

    assert "Delivery is expected: May 8, 2026, by 12:00." == last.text
    assert "2026-05-08T12:00:00+03:00" == last.at.isoformat()
    said = [one.answer for one in shop.explain("1001") if one.question == "promise"]
    assert ["first promised: May 8, 2026, by 12:00"] == said


def test_nothing_comes_next_for_an_order_that_is_done(shop):
    line = NewLine(
        line_id="L1", sku="A", quantity=1, unit_price=Money(0, "EUR"), workflow=()
    )
    shop.handle(place_order(lines=[line]))
    shop.handle(ship_parcel(units={"L1": 1}))
    shop.handle(deliver_parcel())

    assert "Next" not in [one.kind for one in shop.timeline("1001")]


def test_a_time_zone_that_does_not_exist_leaves_the_timeline_in_utc(shop):
    shop.handle(place_order(zone="Mars/Olympus"))

    assert shop.timeline("1001")[0].at == NOON


def test_a_language_without_texts_is_refused_with_the_closest_one(shop):
    life(shop)

    with pytest.raises(errors.UnknownCode) as refused:
        shop.timeline("1001", locale="ukr")

    assert refused.value.kind == "locale"
    assert "uk" in refused.value.known


def test_an_explanation_does_the_sums(shop):
    life(shop)
    shop.handle(PlaceHold(order_id="1001", at=NOON, hold_id="H", reason="other"))

    said = {(one.question, one.answer) for one in shop.explain("1001")}

    assert ("total", "32.40 EUR = goods 32.40 EUR") in said
    assert (
        "refund",
        "captured 32.40 EUR, refunded 12.50 EUR, reserved 0.00 EUR",
    ) in said
    assert any(q == "hold" and "other" in answer for q, answer in said)
    assert ("message", "no message was sent") in said


def test_an_explanation_names_every_promise_and_what_it_moved(shop):
    first = Promise(
        earliest_on=date(2026, 5, 5),
        latest_on=date(2026, 5, 6),
        zone="UTC",
        probability_percent=90,
    )
    life(shop, promise=first)
    said = [one.answer for one in shop.explain("1001") if one.question == "promise"]

    assert [
        "first promised: May 5\u2009–\u20096, 2026, kept for 90 % of parcels",
        "May 8\u2009–\u20099, 2026: weather, +3 days",
    ] == said


def test_an_explanation_names_what_nobody_could_be_told():
    class Broken:
        code = "broken"

        def send(self, message, *, key):
            raise ValueError("template is empty")

    with open_shop(plugins=[Broken(), Notices(channel="broken")]) as shop:
        life(shop)
        for _ in range(9):
            shop.dispatch()
            shop.clock.advance(days=1)

        said = [a for a in shop.explain("1001") if a.question == "delivery"]

    assert said
    assert "template is empty" in said[0].answer


def test_documents_are_json_and_hold_no_personal_value(shop):
    life(shop)
    order = shop.order("1001")

    document = json.loads(json.dumps(order_document(order)))

    assert {"amount_minor": 3240, "currency": "EUR"} == document["total"]
    assert document["status"] == {
        "fulfilment": "PARTIALLY_FULFILLED",
        "financial": "PARTIALLY_REFUNDED",
        "return": "NO_RETURN",
    }
    assert document["lines"][0]["places"] == {"delivered": 2}
    assert "Олена" not in json.dumps(document, ensure_ascii=False)
    assert "Олена" not in repr(order)
    told = timeline_document(shop.timeline("1001", locale="en"))
    assert {"at", "kind", "text", "by"} == set(told[0])


def test_messages_reach_the_customer_once_and_stand_in_the_timeline():
    channel = FakeChannel()
    with open_shop(plugins=[channel, Notices(channel="fake")]) as shop:
        life(shop)
        shop.dispatch()
        shop.dispatch()

        topics = [message.topic for message in channel.sent.values()]
        kinds = [entry.kind for entry in shop.timeline("1001")]

    assert topics == [
        "order_confirmed",
        "parcel_shipped",
        "delay",
        "parcel_delivered",
        "refund_issued",
    ]
    assert kinds.count("CustomerTold") == 5
    assert {CUSTOMER} == {message.to for message in channel.sent.values()}


@pytest.fixture
def guest_file(tmp_path):
    path = tmp_path / "shop.db"
    with open_shop(f"sqlite:///{path}") as shop:
        life(shop)
    return path


def test_after_forgetting_no_byte_of_the_person_is_left_and_the_log_still_holds(
    guest_file, tmp_path
):
    with open_shop(f"sqlite:///{guest_file}") as shop:
        assert shop.reveal(shop.order("1001").recipient) == CUSTOMER
        assert shop.forget(order_id="1001") == 3
        assert shop.reveal(shop.order("1001").recipient) is FORGOTTEN
        assert shop.reveal(shop.order("1001").address) is FORGOTTEN
        assert "Олена" not in shop.timeline("1001", locale="uk")[8].text
        assert shop.verify().broken == ()

    for path in tmp_path.iterdir():
        content = path.read_bytes()
        for secret in ("Олена", "Хрещатик", "olena@example.com", "380501234567"):
            assert secret.encode() not in content, path.name


def test_a_customer_is_forgotten_in_all_their_orders():
    with open_shop() as shop:
        for order_id in ("1", "2"):
            shop.handle(
                place_order(order_id=order_id, customer_id="c7", recipient=CUSTOMER)
            )

        assert shop.forget(customer_id="c7") == 2
        assert shop.reveal(shop.order("2").recipient) is FORGOTTEN


def test_no_personal_value_stands_in_the_events(guest_file):
    with sqlite3.connect(guest_file) as connection:
        rows = connection.execute("SELECT data FROM events").fetchall()
    connection.close()

    assert rows
    for (data,) in rows:
        assert "Олена" not in data
        assert "olena@example.com" not in data


def test_many_commands_go_through_in_one_call(shop):
    results = shop.handle_many([place_order(), ship_parcel(units={"L1": 9})])

    assert results[0].order.version == 1
    assert isinstance(results[1], errors.NotEnoughUnits)


def test_works_of_history_are_recorded_and_nobody_is_told():
    channel = FakeChannel()
    with open_shop(plugins=[channel, Notices(channel="fake")]) as shop:
        work = Work(
            order_id="1001",
            plan=lambda _order, _past: (place_order(), ship_parcel()),
            source="ledger",
            is_historical=True,
        )
        (outcome,) = shop.handle_works([work])

        assert outcome.order.version == 2
        assert shop.pending() == 0


def test_a_watcher_hears_about_what_happened(shop):
    import threading

    heard = []

    class Listener:
        plugin_name = "listener"

        @hookimpl
        def on_event(self, event):
            heard.append(type(event).__name__)

    with open_shop(plugins=[Listener()]) as told:
        told.handle(place_order())
        assert told.pending() == 1
        stop = threading.Event()
        told.watch(stop, poll_s=0.01, each=lambda _report: stop.set())

    assert heard == ["OrderPlaced"]


def test_opening_what_is_no_store_is_refused():
    with pytest.raises(errors.InvalidInput):
        open_shop("mongodb://localhost")


CSV = (
    "order_id,placed_at,currency,line_id,sku,quantity,unit_price\n"
    "7001,2026-05-01T10:00:00+02:00,EUR,A,MUG,2,12.50\n"
    "7002,2026-05-20T10:00:00+02:00,EUR,A,TEA,1,7.40\n"
)


@pytest.fixture
def orders_csv(tmp_path):
    path = tmp_path / "orders.csv"
    path.write_text(CSV, encoding="utf-8")
    return path


def test_an_import_is_repeatable_and_history_tells_nobody(orders_csv):
    channel = FakeChannel()
    with open_shop(plugins=[channel, Notices(channel="fake")]) as shop:
        seen = []
        first = shop.import_file("csv", orders_csv, progress=seen.append)
        again = shop.import_file("csv", orders_csv)

        assert (2, 0, 0, []) == attrs.astuple(first)
        assert (0, 2, 0, []) == attrs.astuple(again)
        assert seen == [2]
        assert shop.pending() == 0
        assert shop.order("7001").total == Money(2500, "EUR")


def test_a_shop_goes_live_from_a_date(orders_csv):
    channel = FakeChannel()
    with open_shop(plugins=[channel, Notices(channel="fake")]) as shop:
        shop.import_file("csv", orders_csv, live_from=date(2026, 5, 15))

        assert shop.pending() > 0
        streams = {
            one.stream for one in shop.store.read().recorded if not one.historical
        }
    assert streams == {"order:7002"}


def test_one_bad_record_is_refused_alone_with_path_and_value(orders_csv):
    with orders_csv.open("a", encoding="utf-8") as file:
        file.write("7003,2026-05-20T10:00:00+02:00,EUR,A,TEA,x,7.40\n")
    with open_shop() as shop:
        report = shop.import_file("csv", orders_csv)

    assert report.imported == 2
    (refused,) = report.refused
    assert refused.source == "csv:7003"
    assert "quantity" in refused.path
    assert "x" in refused.message


def test_an_unknown_format_names_the_closest_one(orders_csv, shop):
    with pytest.raises(errors.UnknownCode) as refused:
        shop.import_file("shopfy", orders_csv)

    assert refused.value.near == "shopify"


def test_a_file_that_is_not_there_is_an_error_of_ours(shop, tmp_path):
    with pytest.raises(errors.MalformedInput):
        shop.import_file("csv", tmp_path / "none.csv")


def test_it_is_explained_why_an_order_is_watched_and_where_a_change_stands():
    shop = PostPurchase.open("memory:", entry_points=False, clock=Clock())
    shop.handle(place_order())
    shop.handle(ship_parcel())
    finding = Finding(
        finding_id="F1",
        kind="no_movement",
        since_at=NOON,
        stage="transport",
        whose="carrier",
        action="trace",
        parcel_id="P1",
        evidence="in_transit.general",
    )
    shop.handle(OpenFinding(order_id="1001", at=NOON, finding=finding))
    shop.handle(RecordCheck(order_id="1001", at=NOON, seen_version=3, check_at=LATER))
    wish = DeliveryChange(kind="pickup_point", pickup_point="KRK01A")
    asked = {"order_id": "1001", "at": NOON, "change_id": "C1"}
    shop.handle(RequestDeliveryChange(**asked, parcel_id="P1", change=wish))
    shop.handle(
        SettleDeliveryChange(
            **asked, outcome="refused", reason="too_late", alternatives=["address"]
        )
    )

    said = [(one.question, one.answer) for one in shop.explain("1001")]
    assert (
        "watch",
        (
            "the parcel has not moved for too long (P1) since 2026-05-04T12:00:00+00:00, "
            "at transport, the carrier: have the carrier trace the parcel; no_movement, "
            "in_transit.general"
        ),
    ) in said
    assert ("watch", f"the order is looked at next {LATER.isoformat()}") in said
    assert (
        "change",
        (
            "C1: pickup_point for parcel P1 is refused (too_late); still possible: "
            "address, under the key 4:1001:change:C1"
        ),
    ) in said
    document = order_document(shop.order("1001"))
    assert ["no_movement"] == [one["kind"] for one in document["findings"]]
    assert [("refused", None)] == [(c["state"], c["on"]) for c in document["changes"]]


def watched(*kinds, reason="moved_on"):
    """Tell of an order in which findings were opened and are over."""
    shop = PostPurchase.open("memory:", entry_points=False, clock=Clock())
    shop.handle(place_order())
    shop.handle(ship_parcel())
    on = {"order_id": "1001", "at": NOON}
    for kind in kinds:
        found = Finding(finding_id=kind, kind=kind, since_at=NOON, parcel_id="P1")
        shop.handle(OpenFinding(**on, finding=found))
        shop.handle(CloseFinding(**on, finding_id=kind, reason=reason))
    return shop


def test_a_timeline_has_the_findings_that_customers_are_told_of_and_no_others():
    shop = watched("no_movement", "late")
    told = [(one.kind, one.text) for one in shop.timeline("1001")]

    assert [
        (
            "FindingOpened",
            "The delivery is later than promised; the shop is looking into it.",
        ),
        (
            "FindingClosed",
            "No longer true: the delivery is late (the situation has changed).",
        ),
    ] == [entry for entry in told if entry[0].startswith("Finding")]


def test_an_explanation_has_every_finding_that_is_over_and_why():
    said = [one.answer for one in watched("no_movement").explain("1001")]
    bare = [one.answer for one in watched("late", reason="").explain("1001")]

    over = f"over since {NOON.isoformat()}: "
    assert (
        f"{over}the parcel has not moved for too long (P1); no_movement, the "
        "situation has changed"
    ) in said
    assert f"{over}the delivery is late (P1); late, no reason was given" in bare


def test_a_persons_own_reason_for_closing_is_no_text_for_the_customer():
    shop = watched("late", reason="mistaken identity")

    assert "No longer true: the delivery is late." in [
        entry.text for entry in shop.timeline("1001")
    ]
    assert any("mistaken identity" in one.answer for one in shop.explain("1001"))


def test_what_the_carrier_said_is_not_said_again_by_the_watch():
    shop = watched()
    on = {"order_id": "1001", "at": NOON}
    held = TrackingFact(code="exception.customs_held", at=NOON)
    shop.handle(RecordTracking(**on, parcel_id="P1", facts=held))
    found = Finding(finding_id="F1", kind="customs_held", since_at=NOON, parcel_id="P1")
    shop.handle(OpenFinding(**on, finding=found))

    told = [entry.text for entry in shop.timeline("1001", locale="pl")]

    assert 1 == told.count("Paczkę zatrzymał urząd celny.")
