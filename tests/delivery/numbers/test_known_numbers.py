"""Made-up numbers of every kind: what is one, and what only looks like one."""

from __future__ import annotations

import pytest
from babel import Locale

from delivery.numbers.own_numbers import FORMATS
from postpurchase.delivery.numbers import identify
from postpurchase.delivery.numbers.carriers.countries import COUNTRIES_BY_NUMBER
from postpurchase.delivery.numbers.carriers.operators import OPERATORS, TRACKING_PAGES

VALID = {
    "usps_20": "58399869879309114179 36556815188472940558",
    "usps_impb_n": (
        "9498798976846988093207 9427317848688766344001 "
        "94534987680457784726714751 94701098193190845205997288 "
        "420162299462890161055087547517 420983699493180320873702838221 "
        "4208616452479447297188413317568209 4201948994949441620521849145244108 "
        "4200130494895999065939615846450605 4204659094801210285069256663632282 "
        "942309876452918084585003703826"
    ),
    "usps_91": (
        "9153577879432270586022 84108394906882811266 "
        "420093249152309765828258220181 4204382921579164157718835951117445 "
        "4208855752735569632926451549 42035281497608651788365062048421"
    ),
    "usps_impb_c": (
        "9575091450378418380122 9592418982146028837550 "
        "95754920754735864390618841 93755518248193073368828348 "
        "420689839222994422485222022697 420385819525287001550283166326 "
        "4205286653479533199212363682445607 4205721257699341778881401901879160 "
        "4202520195284919815247573638560739 4209796793360824385690598281953914"
    ),
    "ups_1z": "1Z6QP0FCGAN5GA2DZ8 1ZTW2CU35AHD0I2UG1",
    "ups_waybill": "H7085386715 A6817922320",
    "fedex_express_12": "642710512982 527812061762",
    "fedex_express_34": (
        "5904316349992480527937298711209847 4794260791135714774496745219803348"
    ),
    "fedex_astra_32": (
        "31362958639848865732840934287670 39858463884985560686695389633327"
    ),
    "fedex_ground_15": "726835081113612 816354011527616",
    "fedex_ground_sscc": "591153277186210761 075106261488361528",
    "fedex_ground_96": "9661516994569939828647 9646397584441903995517",
    "fedex_ground_gsn": (
        "9696567955056547056048801564644036 9620987194216311119078046587306424"
    ),
    "amazon_logistics": "TBM017967720412 TBA789235240137",
    "amazon_international": "C5610591483 A4148818137",
    "dhl_express": "22238416491 3257192945",
    "dhl_express_piece": "JXI0424761341 JCPK4201461338",
    "dhl_ecommerce": "GM51K6GVXQLYE2MVVR GM5YGZXMPY51RT32U9",
    "dhl_ecommerce_14": "61514136334370 08752623942464",
    "s10": "NR316653989CN GX217233490GB",
    "dpd_28": "104751656114108235953940294F 8182446261956808010002000098",
    "dpd_14": "39273305703048X 66114635110203J",
    "gls_12": "403004263713 552930126705",
    "inpost_24": "705792992398133702718615 299914706755485066351676",
    "nova_poshta_14": "20973481241726 59662829092082",
    "canada_post_16": "2204262709506018 1517801325269569",
    "yunexpress": "YT6082196121385607 YT2238696953432746",
    "purolator_12": "201351006378 024335165858",
    "purolator_alpha": "RAY543161030 FLA152051148",
    "ontrac_c": "C18341908238616 C22238637877605",
    "ontrac_d": "D24685424276416 D47660471393606",
    "lasership_lx": "LH35709605 LH33387926",
    "lasership_1ls7_15": "1LS720996446940 1LS720568266075",
    "lasership_1ls7_18": "1LS7216011882039-1 1LS7198014397110-1",
    "lasership_1lscx": "1LSCX11BW8A0V15 1LSCXXGJBVX93O9",
    "yodel": "JJD3177466432316777 JD4153447967252189",
    "gofo_us": "GFUS32126686922713 GFUS29471502952920",
    "canpar_22": "Z256579837176345260645 C145946096584500748514",
    "landmark_ltn": "LTN13315604N1 LTN81959610N1",
    "speedee_20": "SP954446151575392102 SP909218890499531423",
    "old_dominion_pro": "78036979512 77824744807",
    "old_dominion_guaranteed": "80655856252 80618634051",
}
"""Numbers of each layout of each format, made up and given their check digits."""

ANY_LAST = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"

ALMOST = {
    "usps_20": ("123456789012345678", "A234567890123456789"),
    "usps_impb_n": (
        # 95 is issued at a counter.
        "951239123456781234567",
        # 30 digits are for a Mailer ID of nine digits, and without routing.
        "94123812345123456789012341234",
        "4201234594123912345678123456789012345",
        # 26 digits have no room for a ZIP code of nine digits.
        "4201234567899412391234567812345678901",
        "4211234594123912345678123456",
    ),
    "usps_91": (
        "921234567890123456789",
        "421123451234567890123456789",
        "420123456781234567890123456789",
    ),
    "usps_impb_c": (
        # 92 is for a Mailer ID of nine digits, 93 for one of six.
        "921238123451234567890",
        "931239123456781234567",
        "941239123456781234567",
        "92123912345678123456",
        "4201234567899212391234567812345678901",
    ),
    "ups_1z": ("2ZABC12303DE45678", "1ZABC12303DE4567", "1Z-BC12303DE45678"),
    "ups_waybill": ("B123456789", "K12345678", "K12345678A"),
    "fedex_express_12": ("1234567890", "123456789012"),
    "fedex_express_34": ("912345678901234567890123456789012",),
    "fedex_astra_32": ("2123456789012345678901234567890",),
    "fedex_ground_15": ("1234567890123", "1234567890123A"),
    "fedex_ground_sscc": ("1234567890123456", "123456789012345678"),
    "fedex_ground_96": ("951234567890123456789",),
    "fedex_ground_gsn": ("951234567890123456789012345678901",),
    "amazon_logistics": ("TBB12345678901", "TBA1234567890", "TBA12345678901A"),
    "amazon_international": ("D123456789", "A12345678"),
    "dhl_express": ("12345678", "12345678901"),
    "dhl_express_piece": ("JA12345678", "J1A12345678", "JABCD12345678", "KAB12345678"),
    "dhl_ecommerce": ("GMA12345678", "GS123456789", "GM1234567", f"GM1{'0' * 39}"),
    "dhl_ecommerce_14": ("123456789012", "A234567890123"),
    "canada_post_16": ("12345678901234", "1234567890123A4"),
    "canpar_22": ("M12345678901234567890", "D1234567890123456789"),
    "gofo_us": ("GFUK1234567890123", "GFUS123456789012"),
    "inpost_24": ("1234567890123456789012", "123456789012345678901234"),
    "landmark_ltn": ("LTN12345678M", "LSN12345678N", "LTN12345678N1"),
    "lasership_lx": ("LB1123456", "LX4123456", "MX1123456"),
    "lasership_1ls7_15": ("1LS73123412345", "1LS6112341234"),
    "lasership_1ls7_18": ("1LS7112014123456", "1LS7112015123456-", "1LS7312014123456-"),
    "lasership_1lscx": ("1LSCZ123456789", "1LSCX12345678"),
    "nova_poshta_14": ("2112345678901", "6912345678901"),
    "old_dominion_pro": ("7791234567", "7761234567", "0731234567", "7811234567"),
    "old_dominion_guaranteed": ("8112345678", "8012345"),
    "ontrac_c": ("D1234567890123", "C123456789012"),
    "ontrac_d": ("C1234567890123", "D12345678901234"),
    "purolator_12": ("61234567890", "0123456789"),
    "purolator_alpha": ("AB12345678", "ABC1234567", "ABCD12345678"),
    "speedee_20": ("SX12345678901234567", "SP1234567890123456"),
    "yodel": ("JC123456789012345", "JD12345678901234", "JJJD123456789012345"),
    "yunexpress": ("YT12345678901234", "YU123456789012345"),
}
"""Texts that lack their last character, and are no number with any of them."""


def test_each_format_has_known_numbers():
    assert FORMATS.keys() == VALID.keys()
    for code, (_, format_) in FORMATS.items():
        known = VALID[code].split()
        for one in format_.layouts:
            assert any(map(one.pattern.fullmatch, known)), (code, one.text)


@pytest.mark.parametrize(
    ("code", "number"),
    [(code, number) for code, some in VALID.items() for number in some.split()],
)
def test_a_known_number_is_of_its_format_and_its_carriers(code, number):
    carrier, format_ = FORMATS[code]

    assert format_.read(number) is not None
    assert carrier.carrier in {one.carrier for one in identify(number)}


@pytest.mark.parametrize(
    ("code", "start"),
    [(code, start) for code, some in ALMOST.items() for start in some],
)
def test_what_only_looks_like_a_number_is_none(code, start):
    format_ = FORMATS[code][1]

    assert [] == [last for last in ANY_LAST if format_.read(start + last) is not None]


def test_each_post_office_has_a_country_that_exists():
    known = Locale("en").territories

    assert 191 == len(OPERATORS)
    assert [] == [code for code in OPERATORS if code not in known]
    assert OPERATORS.keys() >= TRACKING_PAGES.keys()
    assert [] == [url for url in TRACKING_PAGES.values() if url.count("{number}") != 1]


def test_each_country_number_stands_for_a_country_that_exists():
    # The Netherlands Antilles are no more, but labels may still say so.
    known = {*Locale("en").territories, "AN"}

    assert [] == [one for one in COUNTRIES_BY_NUMBER if not one.isdigit()]
    assert [] == [one for one in COUNTRIES_BY_NUMBER.values() if one not in known]
    assert ("UA", "DE", "PL") == tuple(
        COUNTRIES_BY_NUMBER[one] for one in ("804", "276", "616")
    )
