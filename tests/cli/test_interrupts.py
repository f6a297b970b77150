"""Ctrl-C and readers that go away: quiet, and nothing is half done."""

from __future__ import annotations

import os
import signal
import subprocess
from contextlib import suppress
from pathlib import Path

import pytest

from cli.calls import PROGRAM, environment, start
from postpurchase import PostPurchase

MANY = 3000


@pytest.fixture
def many_orders(tmp_path):
    """A file that takes a while to import."""
    head = "order_id,number,placed_at,currency,sku,quantity,unit_price,paid\n"
    rows = (
        f"N-{n},#{n},2026-03-01T09:30:00Z,EUR,MUG,2,1.50,3.00\n" for n in range(MANY)
    )
    file = tmp_path / "many.csv"
    file.write_text(head + "".join(rows), encoding="utf-8")
    return file


def wait_until(is_true, process):
    """Wait for something that the process does; fail when it ends before."""
    for _ in range(6000):
        if is_true():
            return
        with suppress(subprocess.TimeoutExpired):
            process.wait(timeout=0.01)
            break
    raise AssertionError(process.communicate())


def versions(url):
    with PostPurchase.open(url, entry_points=False) as shop:
        return {n: shop.store.head(f"order:N-{n}").version for n in range(MANY)}


def test_an_interrupted_import_is_quiet_and_the_next_one_goes_on(
    many_orders, tmp_path, cli
):
    file = tmp_path / "shop.db"
    url = f"sqlite:///{file}"
    wal = tmp_path / "shop.db-wal"
    with start("import", "--format", "csv", many_orders, "--store", url) as process:
        wait_until(lambda: wal.exists() and wal.stat().st_size > 500_000, process)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)

    before = versions(url)
    again = cli("import", "--format", "csv", many_orders, "--store", url, "--json")

    assert (process.returncode, out, err) == (130, "", "")
    assert len(set(before.values()) - {0}) == 1, "an order is there as a whole"
    assert again.document["already"] == sum(1 for one in before.values() if one)
    assert again.document["imported"] + again.document["already"] == MANY
    assert again.document["imported"] > 0


@pytest.mark.parametrize(
    ("sent", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)]
)
def test_a_watch_ends_at_a_signal_after_the_delivery_that_is_being_made(
    tmp_path, orders_file, plugin_file, cli, sent, code
):
    url = f"sqlite:///{tmp_path / 'live.db'}"
    more = ["--store", url, "--plugin", plugin_file]
    cli("import", "--format", "csv", orders_file, "--live-from", "2026-01-01", *more)
    with start("dispatch", "--watch", *more) as process:
        first = process.stdout.readline()
        process.send_signal(sent)
        out, err = process.communicate(timeout=60)

    assert first.endswith("done, 0 to be tried again, 0 put aside\n")
    assert (process.returncode, out, err) == (code, "", "")
    assert cli("doctor", "--store", url, "--json").document["store"]["pending"] == 0


def test_a_watch_that_is_ended_still_writes_its_document(store):
    with start("dispatch", "--watch", "--json", "--store", store, "--debug") as process:
        wait_until(lambda: _catches_sigint(process.pid), process)
        process.send_signal(signal.SIGINT)
        out, _ = process.communicate(timeout=60)

    assert process.returncode == 130
    assert out.split() == [
        "{",
        '"done":',
        "0,",
        '"retried":',
        "0,",
        '"buried":',
        "0",
        "}",
    ]


def _catches_sigint(pid):
    """Whether the process has a handler of its own for SIGTERM, as a watch has."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    caught = status.partition("SigCgt:")[2].split()[0]
    return int(caught, 16) & 1 << (signal.SIGTERM - 1)


@pytest.mark.parametrize(
    "arguments",
    [["demo", "--fast"], ["demo", "--json"], ["plugins", "--json"], ["--help"]],
    ids=" ".join,
)
def test_a_reader_that_goes_away_is_no_error(arguments):
    reading, writing = os.pipe()
    os.close(reading)
    with subprocess.Popen(
        [*PROGRAM, *arguments],
        stdout=writing,
        stderr=subprocess.PIPE,
        text=True,
        env=environment(),
    ) as process:
        os.close(writing)
        err = process.stderr.read()
        code = process.wait(timeout=60)

    assert (code, err) == (141, "")


def test_ctrl_c_in_the_demo_gives_the_cursor_back(tmp_path):
    import pty

    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [*PROGRAM, "demo"],
        stdin=theirs,
        stdout=theirs,
        stderr=subprocess.PIPE,
        env=environment(),
    ) as process:
        os.close(theirs)
        shown = b""
        while b"#1002" not in shown:
            shown += os.read(ours, 65536)
        process.send_signal(signal.SIGINT)
        try:
            while part := os.read(ours, 65536):
                shown += part
        except OSError:
            pass  # the other end of a terminal closes with an error
        err = process.stderr.read()
        code = process.wait(timeout=60)
    os.close(ours)

    assert (code, err) == (130, b"")
    assert shown.rfind(b"\x1b[?25h") > shown.rfind(b"\x1b[?25l")
