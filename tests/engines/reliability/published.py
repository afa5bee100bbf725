"""Small published tables, retyped with their sources."""

from __future__ import annotations

from aftersail.engines.reliability import UnitHistory

# fmt: off
CROW = (
    2.7, 10.3, 12.5, 30.6, 57.0, 61.3, 80.0, 109.5, 125.0, 128.6, 143.8, 167.9, 229.2, 296.7, 320.6, 328.2, 366.2,
    396.7, 421.1, 438.2, 501.2, 620.0,
)
"""22 failure times, Crow-AMSAA worked example (HANDBOOK §2.6)."""

LOADER = (
    16.0, 39.0, 71.0, 95.0, 98.0, 110.0, 114.0, 226.0, 294.0, 344.0, 555.0, 599.0, 757.0, 822.0, 963.0, 1077.0,
    1167.0, 1202.0, 1257.0, 1317.0, 1345.0, 1372.0, 1402.0, 1536.0, 1625.0, 1643.0, 1675.0, 1726.0, 1736.0, 1772.0,
    1796.0, 1799.0, 1814.0, 1868.0, 1894.0, 1970.0,
)
"""Hours of 36 failures of a load-haul-dump machine's hydraulics (Kumar & Klefsjö 1992), watched for 2000 h."""

VALVE_SEATS = (
    UnitHistory((), 761),
    UnitHistory((), 759),
    UnitHistory((98,), 667),
    UnitHistory((326, 653, 653), 667),
    UnitHistory((), 665),
    UnitHistory((84,), 667),
    UnitHistory((87,), 663),
    UnitHistory((646,), 653),
    UnitHistory((92,), 653),
    UnitHistory((), 651),
    UnitHistory((258, 328, 377, 621), 650),
    UnitHistory((61, 539), 648),
    UnitHistory((254, 276, 298, 640), 644),
    UnitHistory((76, 538), 642),
    UnitHistory((635,), 641),
    UnitHistory((349, 404, 561), 649),
    UnitHistory((), 631),
    UnitHistory((), 596),
    UnitHistory((120, 479), 614),
    UnitHistory((323, 449), 582),
    UnitHistory((139, 139), 589),
    UnitHistory((), 593),
    UnitHistory((573,), 589),
    UnitHistory((165, 408, 604), 606),
    UnitHistory((249,), 594),
    UnitHistory((344, 497), 613),
    UnitHistory((265, 586), 595),
    UnitHistory((166, 206, 348), 389),
    UnitHistory((), 601),
    UnitHistory((410, 581), 601),
    UnitHistory((), 611),
    UnitHistory((), 608),
    UnitHistory((), 587),
    UnitHistory((367,), 603),
    UnitHistory((202, 563, 570), 585),
    UnitHistory((), 587),
    UnitHistory((), 578),
    UnitHistory((), 578),
    UnitHistory((), 586),
    UnitHistory((), 585),
    UnitHistory((), 582),
)
"""Days of valve-seat replacements on 41 locomotive engines and of the end of observation (Nelson & Doganaksoy 1989)."""
# fmt: on
