"""The post offices that issue S10 numbers, by country.

Source: the designated operators of the member countries of the Universal Postal
Union, by the alpha-2 codes of ISO 3166-1; the operators' own tracking pages.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

_OPERATORS = """
AE Emirates Post
AF Afghan Post
AG Antigua Postal Services
AL Posta Shqiptare
AM Haypost
AO Correios de Angola
AR Correo Argentino
AT Österreichische Post
AU Australia Post
AZ Azərpoçt
BA BH Pošta
BB Barbados Postal Service
BD Bangladesh Post Office
BE bpost
BF La Poste Burkina Faso
BG Bulgarian Posts
BH Bahrain Post
BI Régie nationale des postes du Burundi
BJ La Poste du Bénin
BN Brunei Postal Services
BO Correos de Bolivia
BR Correios
BS Bahamas Postal Service
BT Bhutan Post
BW BotswanaPost
BY Belpochta
BZ Belize Postal Service
CA Canada Post
CD Société congolaise des postes
CF Office national de la poste centrafricaine
CG Société des postes du Congo
CH Swiss Post
CI La Poste de Côte d'Ivoire
CL Correos de Chile
CM Campost
CN China Post
CO 4-72 Servicios Postales Nacionales
CR Correos de Costa Rica
CU Correos de Cuba
CV Correios de Cabo Verde
CY Cyprus Post
CZ Česká pošta
DE Deutsche Post
DJ La Poste de Djibouti
DK PostNord Danmark
DM Dominica General Post Office
DO Instituto Postal Dominicano
DZ Algérie Poste
EC Servicios Postales del Ecuador
EE Omniva
EG Egypt Post
ER Eritrean Postal Service
ES Correos
ET Ethiopian Postal Service
FI Posti
FJ Post Fiji
FR La Poste
GA La Poste Gabon
GB Royal Mail
GD Grenada Postal Corporation
GE Georgian Post
GH Ghana Post
GM Gambia Postal Services
GN Office de la poste guinéenne
GQ Correos de Guinea Ecuatorial
GR Hellenic Post (ELTA)
GT Correos de Guatemala
GW Correios da Guiné-Bissau
GY Guyana Post Office Corporation
HK Hongkong Post
HN Honducor
HR Hrvatska pošta
HT Office des postes d'Haïti
HU Magyar Posta
ID Pos Indonesia
IE An Post
IL Israel Post
IN India Post
IQ Iraqi Post
IR Iran Post
IS Íslandspóstur
IT Poste Italiane
JM Jamaica Post
JO Jordan Post
JP Japan Post
KE Posta Kenya
KG Kyrgyz Pochtasy
KH Cambodia Post
KI Kiribati Post
KM Société nationale des postes des Comores
KN St. Kitts and Nevis Postal Services
KP Korea Post (Pyongyang)
KR Korea Post
KW Kuwait Post
KZ Kazpost
LA Entreprise des Postes Lao
LB LibanPost
LC Saint Lucia Postal Service
LI Liechtensteinische Post
LK Sri Lanka Post
LR Liberia Post
LS Lesotho Post
LT Lietuvos paštas
LU POST Luxembourg
LV Latvijas Pasts
LY Libya Post
MA Barid Al-Maghrib
MC La Poste Monaco
MD Poșta Moldovei
ME Pošta Crne Gore
MG Paositra Malagasy
MK North Macedonian Post
ML La Poste du Mali
MM Myanma Posts
MN Mongol Post
MR Mauripost
MT MaltaPost
MU Mauritius Post
MV Maldives Post
MW Malawi Posts Corporation
MX Correos de México
MY Pos Malaysia
MZ Correios de Moçambique
NA NamPost
NE Niger Poste
NG Nigerian Postal Service
NI Correos de Nicaragua
NL PostNL
NO Posten
NP Nepal Postal Services
NR Nauru Post Office
NZ New Zealand Post
OM Oman Post
PA Correos de Panamá
PE Serpost
PG Post PNG
PH PHLPost
PK Pakistan Post
PL Poczta Polska
PT CTT Correios
PY Correo Paraguayo
QA Qatar Post
RO Poșta Română
RS Pošta Srbije
RU Russian Post
RW Iposita
SA Saudi Post
SB Solomon Post
SC Seychelles Postal Service
SD Sudapost
SE PostNord Sverige
SG SingPost
SI Pošta Slovenije
SK Slovenská pošta
SL Sierra Leone Postal Services
SM Poste San Marino
SN La Poste du Sénégal
SO Somali Post
SR Surpost
SS South Sudan Post
ST Correios de São Tomé e Príncipe
SV Correos de El Salvador
SY Syrian Post
SZ Eswatini Post
TD Société tchadienne des postes
TG La Poste du Togo
TH Thailand Post
TJ Tajik Post
TL Correios de Timor-Leste
TM Turkmenpost
TN La Poste Tunisienne
TO Tonga Post
TR PTT
TT Trinidad and Tobago Postal Corporation
TV Tuvalu Post
TZ Tanzania Posts Corporation
UA Ukrposhta
UG Posta Uganda
US United States Postal Service
UY Correo Uruguayo
UZ Uzbekistan Post
VA Poste Vaticane
VC SVG Postal Corporation
VE Ipostel
VN Vietnam Post
VU Vanuatu Post
WS Samoa Post
YE Yemen Post
ZA South African Post Office
ZM Zampost
ZW Zimpost
"""

OPERATORS: Mapping[str, str] = MappingProxyType(
    {line[:2]: line[3:] for line in _OPERATORS.strip().splitlines()}
)
"""The designated operator of a country."""

TRACKING_PAGES: Mapping[str, str] = MappingProxyType(
    {
        "CA": "https://www.canadapost-postescanada.ca/track-reperage/en#/search?searchFor={number}",
        "GB": "https://www.royalmail.com/track-your-item#/tracking-results/{number}",
        "PL": "https://emonitoring.poczta-polska.pl/?numer={number}",
        "RU": "https://www.pochta.ru/tracking?barcode={number}",
        "UA": "https://track.ukrposhta.ua/tracking_UA.html?barcode={number}",
        "US": "https://tools.usps.com/go/TrackConfirmAction?tLabels={number}",
    }
)
"""Where an operator's own numbers can be tracked, as far as it is known."""
