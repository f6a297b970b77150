"""Which carrier's words a connector speaks."""

from __future__ import annotations

import pytest

from postpurchase.carrier_words import of_connector


@pytest.mark.parametrize(
    ("name", "source"),
    [("ups", "ups"), ("dhl_universal", "dhl"), ("royalmail", "royal_mail")],
)
def test_a_connector_speaks_its_carriers_words(name, source):
    assert source == of_connector(name).source


@pytest.mark.parametrize("name", ["pigeon_post", "karrio", "", "../ups"])
def test_a_connector_of_another_carrier_speaks_words_that_nobody_knows(name):
    assert of_connector(name) is None
