"""Calling the command line in this process, and what it is called with."""

from __future__ import annotations

import pytest

from cli.calls import Ended
from postpurchase.cli.running import run

ORDERS = """\
order_id,number,placed_at,currency,line_id,sku,title,quantity,unit_price,paid,locale,name,email
A-1,#1001,2026-03-01T09:30:00+01:00,EUR,1,MUG,Red mug,2,19.90,39.80,uk,Olena Koval,olena@example.com
A-2,#1002,2026-03-02T09:30:00+01:00,PLN,1,TEA,Herbata,1,24.00,24.00,pl,Anna Nowak,anna@example.com
"""

PLUGIN = """\
from pathlib import Path
from postpurchase import hookimpl

SEEN = Path(__file__).with_suffix(".seen")

@hookimpl
def on_event(event):
    with SEEN.open("a", encoding="utf-8") as file:
        print(type(event).__name__, file=file)
"""
"""A plugin that writes down whenever it is called."""


@pytest.fixture
def cli(capsys):
    """Run a command line in this process."""

    def call(*arguments):
        capsys.readouterr()
        code = run([str(one) for one in arguments])
        captured = capsys.readouterr()
        return Ended(code, captured.out, captured.err)

    return call


@pytest.fixture
def orders_file(tmp_path):
    file = tmp_path / "orders.csv"
    file.write_text(ORDERS, encoding="utf-8")
    return file


@pytest.fixture
def store(tmp_path, orders_file, cli):
    """The URL of a store that holds two imported orders."""
    url = f"sqlite:///{tmp_path / 'shop.db'}"
    ended = cli("import", "--format", "csv", orders_file, "--store", url)
    assert ended.code == 0, ended.err
    return url


@pytest.fixture
def plugin_file(tmp_path):
    file = tmp_path / "watcher.py"
    file.write_text(PLUGIN, encoding="utf-8")
    return file
