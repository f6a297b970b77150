"""Orders in CSV."""

from __future__ import annotations

import gzip

import pytest

from postpurchase.adapters.csv_columns import COLUMNS, NAMES
from postpurchase.adapters.csv_orders import read_orders
from postpurchase.adapters.snapshot import OrderSnapshot, Refusal

HEAD = "order_id,placed_at,currency,sku,quantity,unit_price"
AT = "2026-03-01T09:30:00+01:00"


def read(*rows, head=HEAD):
    return list(read_orders("\n".join((head, *rows)).encode()))


def test_rows_of_an_order_need_not_stand_together():
    first, second = read(
        f"A,{AT},EUR,MUG,2,10.00", f"B,{AT},EUR,CUP,1,3.00", f"A,{AT},EUR,CUP,1,3.00"
    )
    assert ("A", 2300, ["1", "2"]) == (
        first.order_id,
        first.total.amount_minor,
        [line.line_id for line in first.lines],
    )
    assert ("B", 300) == (second.order_id, second.total.amount_minor)


def test_every_documented_example_is_accepted():
    row = ",".join(f'"{column.example}"' for column in COLUMNS)
    [order] = read(row, head=",".join(NAMES))
    assert isinstance(order, OrderSnapshot), order.error
    assert "39.70 EUR" == str(order.total)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_cells_are_parted_as_the_header_is(delimiter):
    text = f"{HEAD}\nA,{AT},EUR,MUG,1,10.00".replace(",", delimiter)
    [order] = read_orders(text.encode())
    assert "10.00 EUR" == str(order.total)


def test_a_packed_file_with_a_byte_order_mark_is_read():
    text = f"\ufeff{HEAD}\r\nA,{AT},EUR,MUG,1,10.00\r\n"
    [order] = read_orders(gzip.compress(text.encode()))
    assert "A" == order.order_id


def test_a_wrong_header_names_the_nearest_column():
    [refused] = read(head=HEAD.replace("quantity", "quantitiy"))
    assert "header: 'quantitiy' is not a column; did you mean quantity?." == str(
        refused.error
    )


def test_a_missing_column_is_named():
    [refused] = read(head="order_id,placed_at,currency,sku,quantity")
    assert "header.unit_price" == refused.error.path


def test_a_column_twice_is_refused():
    [refused] = read(head=f"{HEAD},sku")
    assert all(fault.path == "header" for fault in refused.faults)


def test_a_bad_row_refuses_its_order_with_line_and_column():
    good, bad = read(f"A,{AT},EUR,MUG,1,10.00", f"B,{AT},EUR,MUG,none,10.00")
    assert isinstance(good, OrderSnapshot)
    assert "line 3.quantity" == bad.error.path


def test_a_row_with_too_few_cells_refuses_its_order():
    [bad] = read(f"A,{AT},EUR")
    assert ("malformed_input", "line 2") == (bad.error.code, bad.error.path)


def test_rows_that_contradict_about_the_order_refuse_it():
    [bad] = read(f"A,{AT},EUR,MUG,1,10.00", f"A,{AT},USD,MUG,1,10.00")
    assert "line 3.currency" == bad.error.path


def test_a_stated_total_is_checked():
    [bad] = read(f"A,{AT},EUR,MUG,1,10.00,10.01", head=f"{HEAD},total")
    assert ("amounts_disagree", "line 2.total") == (bad.error.code, bad.error.path)


def test_an_e_mail_address_is_no_customer_id():
    [bad] = read(f"A,{AT},EUR,MUG,1,10.00,a@b.example", head=f"{HEAD},customer_id")
    assert "line 2.customer_id" == bad.error.path


def test_rows_that_left_under_one_number_are_one_parcel():
    left = "2026-03-02T10:00:00+01:00"
    [order] = read(
        f"A,{AT},EUR,MUG,1,10.00,{left},dhl,T1",
        f"A,{AT},EUR,CUP,2,10.00,{left},dhl,T1",
        f"A,{AT},EUR,CAP,1,10.00,,,",
        head=f"{HEAD},shipped_at,carrier,tracking_number",
    )
    assert [("T1", (("1", 1), ("2", 2)))] == [
        (parcel.parcel_id, parcel.units) for parcel in order.parcels
    ]


def test_a_quote_that_never_closes_is_told_with_its_line():
    [refused] = read(f'A,{AT},EUR,"MUG,1,10.00')
    assert isinstance(refused, Refusal)
    assert "malformed_input" == refused.error.code


def test_an_empty_file_names_what_it_needs():
    [refused] = read_orders(b"")
    assert ("missing_field", "header") == (refused.error.code, refused.error.path)


def test_more_paid_than_the_total_is_refused():
    [bad] = read(f"A,{AT},EUR,MUG,1,10.00,11.00", head=f"{HEAD},paid")
    assert "line 2.paid" == bad.error.path
