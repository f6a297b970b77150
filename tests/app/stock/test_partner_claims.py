"""Claims that a fulfilment partner pursues: its word becomes the order's."""

import pytest

from postpurchase import PostPurchase
from postpurchase.app.stock.partners import CLAIM_WORDS
from postpurchase.errors import InvalidInput, MissingField, UnknownClaim
from postpurchase.hooks import PartnerNotice
from postpurchase.order.commands import NewLine, OpenClaim, ShipParcel, SkipSteps
from postpurchase.testing import NOON, Clock, place_order
from postpurchase.values.money import Money


class Box:
    code = "fastbox"
    location_codes = ("LODZ", "GDANSK")

    def hand_over(self, part, order, *, key):
        pass

    def cancel(self, part, *, key):
        return True

    def stock(self):
        return ()


def eur(amount_minor):
    return Money(amount_minor, "EUR")


@pytest.fixture
def shop():
    with PostPurchase.open(
        "memory:", plugins=[Box()], clock=Clock(), entry_points=False
    ) as opened:
        line = NewLine(line_id="L1", sku="MUG", quantity=3, unit_price=eur(1000))
        opened.handle(place_order(lines=(line,)))
        common = {"order_id": "1001", "at": NOON}
        units = {"L1": 3}
        opened.handle(
            SkipSteps(units=units, reason="x", location_code="LODZ", **common)
        )
        opened.handle(
            ShipParcel(
                parcel_id="P1",
                units=units,
                carrier="gls",
                location_code="LODZ",
                **common,
            )
        )
        opened.handle(
            OpenClaim(
                claim_id="K1",
                parcel_id="P1",
                kind="loss",
                units=units,
                amount=eur(3000),
                **common,
            )
        )
        yield opened


def say(shop, said, key="n1", **more):
    notice = PartnerNotice(
        **{
            "order_id": "1001",
            "location_code": "LODZ",
            "units": (),
            "said": said,
            "at": NOON,
            "key": key,
            "claim_id": "K1",
            **more,
        }
    )
    return shop.partner_said("fastbox", notice)


def claim_of(shop):
    (claim,) = shop.order("1001").claims
    return claim


def test_a_partner_files_a_claim_and_says_what_came_of_it(shop):
    say(shop, "claim_submitted", "1", reference="GLS-7", evidence=("photos",))
    say(shop, "claim_approved", "2", amount=eur(2500))
    outcome = say(shop, "claim_recovered", "3", amount=eur(2500), form="credit")

    claim = claim_of(shop)
    assert ("paid", "GLS-7", 2500, 2500, "credit", ("photos",)) == (
        claim.state,
        claim.reference,
        claim.approved_minor,
        claim.recovered_minor,
        claim.recovered_as,
        claim.evidence,
    )
    assert "partner:fastbox" == outcome.events[0].by


def test_a_rejection_has_a_reason(shop):
    say(shop, "claim_submitted", "1")
    say(shop, "claim_rejected", "2", reason="badly_packed")

    assert ("rejected", "badly_packed") == (claim_of(shop).state, claim_of(shop).reason)


def test_the_same_payment_twice_counts_once(shop):
    for _ in range(2):
        say(shop, "claim_recovered", "1", amount=eur(100))

    assert 100 == claim_of(shop).recovered_minor


def test_what_does_not_fit_is_refused(shop):
    with pytest.raises(MissingField, match="amount"):
        say(shop, "claim_recovered")
    with pytest.raises(UnknownClaim):
        say(shop, "claim_submitted", claim_id="K9")
    with pytest.raises(InvalidInput, match="location_code"):
        say(shop, "claim_submitted", location_code="GDANSK")


def test_every_answer_to_a_claim_is_a_word_that_partners_can_say():
    assert {"claim_recovered", "claim_submitted", "claim_closed"} <= CLAIM_WORDS.keys()
    assert 9 == len(CLAIM_WORDS)
