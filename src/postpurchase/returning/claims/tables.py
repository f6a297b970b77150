"""Windows, evidence and liability of carriers and of the law, as data.

Conditions of carriers change and contracts differ, so a shop puts its own rows before
these. The days of the rows that are certain were held against the words of the law:
HGB § 438, CMR and the Montreal Convention. What carriers say of themselves was not
read in their own conditions. This is no legal advice.

Damage that can be seen from outside is notified at delivery by HGB § 438(1) and CMR,
art. 30(1); the days of the rows are those for damage that cannot. A loss by CMR
without an agreed day of delivery waits sixty days from taking over, art. 20(1).

Source: CMR of 19 May 1956 with the protocol of 5 July 1978, art. 20, 23, 30 and 32;
Montreal Convention of 28 May 1999, art. 13, 22, 31 and 35, limits of 28 December
2024; Universal Postal Convention and its regulations on inquiries; USPS Domestic
Mail Manual 609; the conditions of the carriers, as they and brokers of their
services state them in 2026.
"""

from __future__ import annotations

from typing import Final

from postpurchase.returning.claims.rows import Cap, ClaimRow, Period
from postpurchase.values.money import Money

VERSION: Final = "2026-11"
"""Names these rows; it is kept with every window."""

_GONE: Final = ("loss", "theft")
_HURT: Final = ("damage", "shortage")
_GOODS: Final = (*_GONE, *_HURT)
_VALUE: Final = ("tracking", "invoice")
_PROOF: Final = ("tracking", "invoice", "photos", "packaging")
_HUNDRED_DOLLARS: Final = Cap(amount=Money(100_00, "USD"))


def _after(length: int, start: str, counted_in: str = "days") -> Period:
    return Period(length=length, start=start, counted_in=counted_in)


_PARCEL_CARRIERS: Final = (
    ClaimRow(
        carrier="ups",
        kinds=_GONE,
        basis="UPS tariff, claims",
        wait=_after(1, "expected"),
        within=_after(60, "shipment"),
        evidence=_VALUE,
        cap=_HUNDRED_DOLLARS,
    ),
    ClaimRow(
        carrier="ups",
        kinds=_HURT,
        basis="UPS tariff, claims",
        within=_after(60, "shipment"),
        evidence=_PROOF,
        cap=_HUNDRED_DOLLARS,
    ),
    ClaimRow(
        carrier="ups",
        kinds=("delay",),
        basis="UPS service guarantee",
        within=_after(15, "expected"),
        evidence=("tracking", "promise"),
    ),
    ClaimRow(
        carrier="fedex",
        kinds=_GONE,
        basis="FedEx service guide, claims",
        wait=_after(1, "expected"),
        within=_after(60, "shipment"),
        evidence=_VALUE,
        cap=_HUNDRED_DOLLARS,
    ),
    ClaimRow(
        carrier="fedex",
        kinds=_HURT,
        basis="FedEx service guide, claims",
        route="domestic",
        within=_after(60, "shipment"),
        evidence=_PROOF,
        cap=_HUNDRED_DOLLARS,
    ),
    ClaimRow(
        carrier="fedex",
        kinds=_HURT,
        basis="FedEx service guide, international claims",
        route="international",
        within=_after(21, "delivery"),
        evidence=_PROOF,
        cap=_HUNDRED_DOLLARS,
    ),
    ClaimRow(
        carrier="fedex",
        kinds=("delay",),
        basis="FedEx money-back guarantee",
        within=_after(30, "shipment"),
        evidence=("tracking", "promise"),
    ),
    ClaimRow(
        carrier="usps",
        kinds=_GONE,
        basis="USPS DMM 609.1.4",
        route="domestic",
        wait=_after(15, "shipment"),
        within=_after(60, "shipment"),
        evidence=("tracking", "proof_of_posting", "invoice"),
        cap=_HUNDRED_DOLLARS,
    ),
    ClaimRow(
        carrier="usps",
        kinds=_HURT,
        basis="USPS DMM 609.1.4",
        route="domestic",
        within=_after(60, "shipment"),
        evidence=("tracking", "proof_of_posting", "invoice", "photos", "packaging"),
        cap=_HUNDRED_DOLLARS,
    ),
    ClaimRow(
        carrier="usps",
        kinds=_GOODS,
        basis="Universal Postal Convention, inquiries",
        route="international",
        wait=_after(7, "shipment"),
        within=_after(6, "shipment", "months"),
        evidence=("tracking", "proof_of_posting", "invoice"),
    ),
    ClaimRow(
        carrier="dhl_ecommerce",
        kinds=_GONE,
        basis="DHL eCommerce, claims",
        wait=_after(10, "last_scan", "working_days"),
        evidence=_VALUE,
    ),
    ClaimRow(
        carrier="dhl_express",
        kinds=_GOODS,
        basis="DHL Express, terms and conditions of carriage",
        within=_after(30, "shipment"),
        evidence=_PROOF,
        cap=Cap(sdr_cents_per_kg=22_00),
    ),
    ClaimRow(
        carrier="dhl",
        kinds=_HURT,
        basis="HGB § 438(2)",
        within=_after(7, "delivery"),
        evidence=_PROOF,
        cap=Cap(amount=Money(500_00, "EUR")),
        is_certain=True,
    ),
    ClaimRow(
        carrier="dhl",
        kinds=_GONE,
        basis="HGB § 424(1), § 439(1)",
        wait=_after(20, "expected"),
        within=_after(12, "expected", "months"),
        evidence=("tracking", "proof_of_posting", "invoice"),
        cap=Cap(amount=Money(500_00, "EUR")),
    ),
    ClaimRow(
        carrier="dhl",
        kinds=("delay",),
        basis="HGB § 438(3)",
        within=_after(21, "delivery"),
        evidence=("tracking", "promise"),
        is_certain=True,
    ),
    ClaimRow(
        carrier="dpd",
        kinds=_GONE,
        basis="DPD conditions, claims",
        wait=_after(30, "shipment"),
        within=_after(12, "shipment", "months"),
        evidence=("tracking", "proof_of_posting", "invoice"),
    ),
    ClaimRow(
        carrier="dpd",
        kinds=_HURT,
        basis="DPD conditions, claims",
        within=_after(7, "delivery"),
        evidence=(*_PROOF, "damage_report"),
    ),
    ClaimRow(
        carrier="gls",
        kinds=_GONE,
        basis="GLS conditions, claims",
        wait=_after(2, "last_scan"),
        within=_after(12, "shipment", "months"),
        evidence=("tracking", "proof_of_posting", "invoice"),
    ),
    ClaimRow(
        carrier="gls",
        kinds=_HURT,
        basis="GLS conditions, claims",
        within=_after(7, "delivery"),
        evidence=_PROOF,
    ),
    ClaimRow(
        carrier="inpost",
        kinds=_GONE,
        basis="Prawo pocztowe, art. 92",
        wait=_after(14, "shipment", "working_days"),
        within=_after(12, "shipment", "months"),
        evidence=("tracking", "proof_of_posting", "invoice"),
    ),
    ClaimRow(
        carrier="inpost",
        kinds=_HURT,
        basis="Prawo pocztowe, art. 92",
        within=_after(7, "delivery"),
        evidence=(*_PROOF, "damage_report"),
    ),
    ClaimRow(
        carrier="inpost",
        kinds=("delay",),
        basis="InPost conditions, claims",
        within=_after(14, "delivery"),
        evidence=("tracking", "promise"),
    ),
    ClaimRow(
        carrier="nova_poshta",
        kinds=_GONE,
        basis="Правила надання послуг поштового зв'язку, № 270",
        within=_after(6, "shipment", "months"),
        evidence=("tracking", "proof_of_posting", "invoice"),
    ),
    ClaimRow(
        carrier="nova_poshta",
        kinds=_HURT,
        basis="Nova Poshta conditions, damage report at the branch",
        within=_after(0, "delivery"),
        evidence=(*_PROOF, "damage_report"),
    ),
    ClaimRow(
        carrier="royal_mail",
        kinds=_GONE,
        basis="Royal Mail compensation policy, domestic loss",
        route="domestic",
        wait=_after(10, "expected", "working_days"),
        within=_after(80, "shipment"),
        evidence=("tracking", "proof_of_posting", "invoice"),
    ),
    ClaimRow(
        carrier="royal_mail",
        kinds=_HURT,
        basis="Royal Mail compensation policy, domestic damage",
        route="domestic",
        within=_after(80, "shipment"),
        evidence=("proof_of_posting", *_PROOF),
    ),
    ClaimRow(
        carrier="royal_mail",
        kinds=_GOODS,
        basis="Royal Mail compensation policy, international",
        route="international",
        wait=_after(25, "shipment", "working_days"),
        within=_after(6, "shipment", "months"),
        evidence=("tracking", "proof_of_posting", "invoice"),
    ),
)

_REGIMES: Final = (
    ClaimRow(
        carrier="cmr",
        kinds=_GONE,
        basis="CMR, art. 20(1), 32(1)(b)",
        wait=_after(30, "expected"),
        within=_after(12, "expected", "months"),
        evidence=("consignment_note", "invoice"),
        cap=Cap(sdr_cents_per_kg=8_33),
        is_certain=True,
    ),
    ClaimRow(
        carrier="cmr",
        kinds=_HURT,
        basis="CMR, art. 30(1)",
        within=_after(7, "delivery", "weekdays"),
        evidence=("consignment_note", "invoice", "photos"),
        cap=Cap(sdr_cents_per_kg=8_33),
        is_certain=True,
    ),
    ClaimRow(
        carrier="cmr",
        kinds=("delay",),
        basis="CMR, art. 30(3)",
        within=_after(21, "delivery"),
        evidence=("consignment_note", "promise"),
        is_certain=True,
    ),
    ClaimRow(
        carrier="montreal",
        kinds=_GONE,
        basis="Montreal Convention, art. 13(3), 35(1)",
        wait=_after(7, "expected"),
        within=_after(24, "expected", "months"),
        evidence=("consignment_note", "invoice"),
        cap=Cap(sdr_cents_per_kg=26_00),
        is_certain=True,
    ),
    ClaimRow(
        carrier="montreal",
        kinds=_HURT,
        basis="Montreal Convention, art. 31(2)",
        within=_after(14, "delivery"),
        evidence=("consignment_note", "invoice", "photos"),
        cap=Cap(sdr_cents_per_kg=26_00),
        is_certain=True,
    ),
    ClaimRow(
        carrier="montreal",
        kinds=("delay",),
        basis="Montreal Convention, art. 31(2)",
        within=_after(21, "delivery"),
        evidence=("consignment_note", "promise"),
        cap=Cap(sdr_cents_per_kg=26_00),
        is_certain=True,
    ),
    ClaimRow(
        carrier="upu",
        kinds=_GOODS,
        basis="Universal Postal Convention, inquiries",
        within=_after(6, "shipment", "months"),
        evidence=("tracking", "proof_of_posting", "invoice"),
    ),
)

ROWS: Final[tuple[ClaimRow, ...]] = (*_PARCEL_CARRIERS, *_REGIMES)
"""All rows; of those that fit a claim the first counts."""
