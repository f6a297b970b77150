"""One effect for one key, within a process and within bounds."""

import threading

import pytest

from postpurchase.errors import OutcomeUnknown, TemporaryFailure
from postpurchase.plugins import keys
from postpurchase.plugins.keys import Once


def failing(kind):
    def effect():
        raise kind(plugin="x", reason="no answer")

    return effect


def test_of_two_threads_with_one_key_one_asks():
    once, asked, go_on = Once("x"), threading.Event(), threading.Event()
    done = []

    def slow():
        asked.set()
        go_on.wait(5)
        return "label"

    first = threading.Thread(target=lambda: done.append(once.do("k", slow)))
    first.start()
    asked.wait(5)
    with pytest.raises(OutcomeUnknown, match="“k”"):
        once.do("k", slow)
    go_on.set()
    first.join()

    assert ["label"] == done
    assert "label" == once.do("k", slow)


def test_what_surely_failed_may_be_tried_again_and_what_is_open_may_not():
    once = Once("x")
    for kind in (TemporaryFailure, OutcomeUnknown):
        with pytest.raises(kind):
            once.do(kind.__name__, failing(kind))

    assert 1 == once.do("TemporaryFailure", lambda: 1)
    with pytest.raises(OutcomeUnknown):
        once.do("OutcomeUnknown", lambda: 1)


def test_what_may_be_repeated_is():
    once = Once("x")
    with pytest.raises(OutcomeUnknown):
        once.do("k", failing(OutcomeUnknown), may_repeat=True)

    assert 1 == once.do("k", lambda: 1, may_repeat=True)


def test_only_the_last_are_kept(monkeypatch):
    monkeypatch.setattr(keys, "ANSWERS_MAX", 2)
    monkeypatch.setattr(keys, "OPEN_MAX", 2)
    once, made = Once("x"), []
    for key in ("a", "b", "c", "c", "a"):
        once.do(key, lambda key=key: made.append(key) or key)

    assert ["a", "b", "c", "a"] == made
    for key in ("d", "e", "f"):
        with pytest.raises(OutcomeUnknown):
            once.do(key, failing(OutcomeUnknown))
    assert 1 == once.do("d", lambda: 1)
