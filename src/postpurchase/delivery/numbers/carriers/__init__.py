"""The numbers of all carriers that are known, one table for each."""

from __future__ import annotations

from postpurchase.delivery.numbers.carriers.dhl import DHL
from postpurchase.delivery.numbers.carriers.dpd import DPD
from postpurchase.delivery.numbers.carriers.europe_and_asia import (
    GLS,
    INPOST,
    LANDMARK,
    NOVA_POSHTA,
    YODEL,
    YUNEXPRESS,
)
from postpurchase.delivery.numbers.carriers.fedex import FEDEX
from postpurchase.delivery.numbers.carriers.north_america import (
    AMAZON,
    CANADA_POST,
    CANPAR,
    GOFO,
    LASERSHIP,
    OLD_DOMINION,
    ONTRAC,
    PUROLATOR,
    SPEE_DEE,
)
from postpurchase.delivery.numbers.carriers.s10 import S10
from postpurchase.delivery.numbers.carriers.ups import UPS
from postpurchase.delivery.numbers.carriers.usps import USPS
from postpurchase.delivery.numbers.formats import CarrierNumbers

CARRIERS: tuple[CarrierNumbers, ...] = (
    USPS,
    UPS,
    FEDEX,
    AMAZON,
    DHL,
    S10,
    DPD,
    GLS,
    INPOST,
    NOVA_POSHTA,
    CANADA_POST,
    YUNEXPRESS,
    PUROLATOR,
    ONTRAC,
    LASERSHIP,
    YODEL,
    GOFO,
    CANPAR,
    LANDMARK,
    SPEE_DEE,
    OLD_DOMINION,
)
"""All carriers; those with more parcels first, which decides between equals."""
