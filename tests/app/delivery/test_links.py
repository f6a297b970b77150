"""Links: nobody makes, alters or stretches one, and used twice they answer once."""

import base64
import json
import sys
import zlib
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postpurchase import PostPurchase
from postpurchase.app.delivery.links import PURPOSE, _serializer, link_secrets
from postpurchase.errors import (
    ChangePending,
    ExpiredLink,
    InvalidInput,
    InvalidLink,
    LinkNotMeant,
    MissingExtra,
    UnknownOrder,
    UnknownParcel,
)
from postpurchase.order.events import DeliveryChangeRequested
from postpurchase.testing import CUSTOMER, NOON, Clock, place_order, ship_parcel
from postpurchase.values.carriage import CHANGE_KINDS, DeliveryChange

FRIDAY = DeliveryChange(kind="reschedule", on=date(2026, 5, 8))
SATURDAY = DeliveryChange(kind="reschedule", on=date(2026, 5, 9))
SHED = DeliveryChange(kind="safe_place", place="in the shed")
OLD, NEW = "an old secret of the shop", "a new secret of the shop"


def opened(url="memory:"):
    clock = Clock()
    shop = PostPurchase.open(url, entry_points=False, clock=clock)
    shop.handle(place_order(recipient=CUSTOMER))
    shop.handle(ship_parcel())
    return shop, clock


@pytest.fixture
def shop():
    return opened()[0]


def test_a_link_that_allows_nothing_is_not_made(shop):
    with pytest.raises(InvalidInput, match="kinds"):
        shop.change_link("1001", "P1", kinds=[])


def test_a_link_leads_to_the_change_that_the_customer_chose(shop):
    token = shop.change_link("1001", "P1")
    outcome = shop.follow_change_link(token, FRIDAY)

    (event,) = outcome.events
    assert isinstance(event, DeliveryChangeRequested)
    assert ("P1", "reschedule", FRIDAY.on, "customer") == (
        event.parcel_id,
        event.wish.kind,
        event.wish.on,
        event.by,
    )


def test_the_page_stands_before_the_token(shop):
    link = shop.change_link("#1001", "P1", page="https://shop.example/delivery/")

    page, _, token = link.rpartition("/")
    assert "https://shop.example/delivery" == page
    assert not shop.follow_change_link(token, FRIDAY).repeated


@pytest.mark.parametrize(
    "page",
    [
        "https://shop.example/delivery?lang=uk&link={token}",
        "https://shop.example/{token}/delivery",
        "https://shop.example/#/delivery/{token}",
        "http://localhost:8000/d/{token}",
    ],
)
def test_a_page_may_say_where_the_token_stands(shop, page):
    before, _, after = page.partition("{token}")
    link = shop.change_link("1001", "P1", page=page)

    assert link.startswith(before)
    token = link.removeprefix(before).removesuffix(after)
    assert not shop.follow_change_link(token, FRIDAY).repeated


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "[::1]:8000"])
def test_a_page_of_this_machine_needs_no_certificate(shop, host):
    page = f"http://{host}/d/"

    assert shop.change_link("1001", "P1", page=page).startswith(page)


@pytest.mark.parametrize(
    "page",
    [
        "https://shop.example/d?x=1",
        "https://shop.example/d?x=/",
        "https://shop.example/#/",
        "https://shop.example/delivery",
        "http://shop.example/d/",
        "http://127.0.0.1.shop.example/d/",
        "//shop.example/d/",
        "shop.example/d/",
        "javascript://shop.example/",
        "https:///d/",
        "https://[::1/d/",
        "https://{token}.shop.example/",
        "https://shop.example/{token}/{token}",
        "https://shop.example/d d/",
        "https://shop.example/d/\n/",
        "https://shop.example/" + "d" * 2048 + "/",
        None,
        5,
    ],
)
def test_a_page_into_which_no_token_fits_is_refused(shop, page):
    with pytest.raises(InvalidInput) as refused:
        shop.change_link("1001", "P1", page=page)

    assert "page" == refused.value.path


def test_used_twice_it_gives_the_first_answer_whatever_is_wished_then(shop):
    token = shop.change_link("1001", "P1")
    first = shop.follow_change_link(token, FRIDAY)

    for again in (FRIDAY, SATURDAY, SHED):
        second = shop.follow_change_link(token, again)
        assert second.repeated
        assert first.events == second.events
    assert 1 == len(shop.order("1001").changes)


def test_two_links_are_two_wishes_and_the_second_waits(shop):
    shop.follow_change_link(shop.change_link("1001", "P1"), FRIDAY)
    other = shop.change_link("1001", "P1", valid_hours=48)

    with pytest.raises(ChangePending):
        shop.follow_change_link(other, SATURDAY)


def test_it_holds_nothing_personal(shop):
    token = shop.change_link("1001", "P1", kinds=["reschedule"])
    body = (
        token.partition(".")[0]
        if not token.startswith(".")
        else token[1:].partition(".")[0]
    )
    raw = base64.urlsafe_b64decode(body + "=" * (-len(body) % 4))
    raw = zlib.decompress(raw) if token.startswith(".") else raw

    assert [
        "1001",
        "P1",
        ["reschedule"],
        int(NOON.timestamp()) + 72 * 3600,
    ] == json.loads(raw)


def test_its_time_is_short_and_ends():
    shop, clock = opened()
    token = shop.change_link("1001", "P1", valid_hours=2)
    clock.advance(hours=2)

    with pytest.raises(ExpiredLink) as refused:
        shop.follow_change_link(token, FRIDAY)
    assert clock() == refused.value.expired_at
    assert "2026" in refused.value.user_message("uk")


def test_it_allows_only_what_it_was_made_for(shop):
    token = shop.change_link("1001", "P1", kinds=["safe_place", "neighbour"])

    with pytest.raises(LinkNotMeant) as refused:
        shop.follow_change_link(token, FRIDAY)
    assert ("reschedule", ("safe_place", "neighbour")) == (
        refused.value.kind,
        refused.value.allowed,
    )
    assert "безпечне місце, сусід" in refused.value.user_message("uk")
    assert () == shop.order("1001").changes


def test_a_token_of_another_purpose_or_parcel_maker_does_not_pass(shop):
    keys = link_secrets((), shop.store.secret)
    document = ["1001", "P1", list(CHANGE_KINDS), 2_000_000_000]
    serializer = _serializer(keys)
    assert shop.follow_change_link(serializer.dumps(document), FRIDAY).events
    serializer.salt = b"postpurchase.return"

    with pytest.raises(InvalidLink):
        shop.follow_change_link(serializer.dumps(document), FRIDAY)
    other = opened()[0]
    with pytest.raises(InvalidLink):
        shop.follow_change_link(other.change_link("1001", "P1"), FRIDAY)


@pytest.mark.parametrize(
    "document",
    [[], ["1001"], {"a": 1}, ["1001", "P1", "x", 5], ["1001", 7, [], 5], None],
)
def test_what_was_signed_and_means_nothing_is_refused(shop, document):
    token = _serializer(link_secrets((), shop.store.secret)).dumps(document)

    with pytest.raises(InvalidLink):
        shop.follow_change_link(token, FRIDAY)


SHOP, _ = opened()
TOKEN = SHOP.change_link("1001", "P1")


@given(st.integers(0, len(TOKEN) - 1), st.characters(codec="ascii"))
def test_no_character_of_it_can_be_changed(n, character):
    altered = TOKEN[:n] + character + TOKEN[n + 1 :]
    if altered == TOKEN:
        return

    # Some last characters of base64 say the same as others: then nothing is altered.
    try:
        permit = SHOP.follow_change_link(
            altered, DeliveryChange(kind="reschedule", on=FRIDAY.on)
        )
    except InvalidLink:
        return
    except ChangePending:
        permit = None
    assert permit is None or permit.events


@given(
    st.one_of(
        st.text(max_size=200), st.binary(max_size=60), st.none(), st.just("x" * 5000)
    )
)
def test_whatever_comes_from_outside_is_a_link_or_is_not(token):
    with pytest.raises(InvalidLink):
        SHOP.follow_change_link(token, FRIDAY)


def test_a_secret_can_be_replaced_while_links_are_out(shop):
    before = shop.change_link("1001", "P1", secrets=[OLD])
    after = shop.change_link("1001", "P1", secrets=[NEW, OLD])
    with pytest.raises(InvalidLink):
        shop.follow_change_link(after, FRIDAY, secrets=[OLD])
    with pytest.raises(InvalidLink):
        shop.follow_change_link(before, FRIDAY, secrets=[NEW])

    assert shop.follow_change_link(before, FRIDAY, secrets=[NEW, OLD]).events


def test_a_secret_of_sixteen_characters_will_do(shop):
    assert shop.change_link("1001", "P1", secrets=["x" * 16])


@pytest.mark.parametrize("secrets", [["short"], [OLD, 7], [""]])
def test_a_secret_that_can_be_guessed_is_refused(shop, secrets):
    with pytest.raises(InvalidInput, match="at least 16 characters"):
        shop.change_link("1001", "P1", secrets=secrets)


@pytest.mark.parametrize(
    ("more", "path"),
    [
        ({"kinds": ["teleport"]}, "kinds"),
        ({"kinds": "address"}, "kinds"),
        ({"valid_hours": 0}, "valid_hours"),
        ({"valid_hours": 721}, "valid_hours"),
        ({"valid_hours": True}, "valid_hours"),
    ],
)
def test_a_link_that_could_not_work_is_not_made(shop, more, path):
    with pytest.raises(InvalidInput) as refused:
        shop.change_link("1001", "P1", **more)

    assert path == refused.value.path


def test_a_link_needs_an_order_and_a_parcel(shop):
    with pytest.raises(UnknownOrder):
        shop.change_link("7", "P1")
    with pytest.raises(UnknownParcel):
        shop.change_link("1001", "P9")


def test_without_the_extra_the_error_names_it(shop, monkeypatch):
    monkeypatch.setitem(sys.modules, "itsdangerous", None)

    for use in (
        lambda: shop.change_link("1001", "P1"),
        lambda: shop.follow_change_link("x", FRIDAY),
    ):
        with pytest.raises(MissingExtra) as missing:
            use()
        assert "web" == missing.value.extra


def test_the_purpose_is_part_of_the_signature():
    assert PURPOSE == _serializer([b"k" * 16]).salt.decode()
