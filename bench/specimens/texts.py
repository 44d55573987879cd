"""Invented zones, as text. The check digits are computed here anew, as a second witness beside the portal's own."""

import string
from datetime import date, timedelta

from numpy.random import Generator

FAMILY = """
ABDULLAHI AERNLUND AHMADZAI AL<HADDAD BARAKAT BEN<YOUSSEF BONDARENKO CAVUSOGLU CHUKWUEMEKA DA<SILVA<COSTA
DEMIR DIMITROVA DOS<SANTOS ERIKSSON EL<MASRI FERNANDEZ<ORTEGA GARCIA<LOPEZ GEBREMEDHIN GJOKAJ HOXHA HRUSHEVSKYI
IBRAHIMOVIC
JOVANOVIC KAUR KIM KOWALCZYK KRASNIQI LE LI MAMMADOV MUELLER<LUEDENSCHEIDT MUSTERMANN NG NGUYEN NDIAYE OCONNOR OEZDEMIR
OKAFOR PAPADOPOULOU PETROV PHAM QASEMI RASOULI ROSSI SCHEVCHENKO SINGH SRB TESFAY THI TRAN TSAI VAN<DEN<BROECK VLK
WANG WEISS WOLDEMARIAM XHAKA YILMAZ ZELENKO ZHANG ZIEMELIS
""".split()  # noqa: SIM905 - a long list of quoted words reads worse
GIVEN = """
AISHA ALEKSANDRA ANNA ANNE<MARIE AYSE<FATMA BABATUNDE BJOERN CHINEDU CORINNE DMYTRO EKATERINA FATIMA<ZAHRA
FELIX GIORGI HASSAN HARJEET IRYNA<VIKTORIVNA JAN JI<WOO JOAO<PEDRO JUERGEN KHALED KRZYSZTOF LAYLA MAHDI<REZA MARIA
MEHMET MILICA MOHAMMAD<ALI NADIA OLENA OMAR PETER PHUONG<THAO QUOC RAFAEL REZA SELAM SVEN TARAS THI<MAI VIKTOR WAZHMA
XIAO<MING YOHANNES YUSUF ZAHRA ZSOFIA""".split()  # noqa: SIM905 - a long list of quoted words reads worse
STATES = """
AFG ALB ARM AZE BEL BGD BGR BIH BRA CHE CHN COD COL CZE DZA EGY ERI ESP EST ETH FRA GBR GEO GHA GRC HRV HUN
IND IRN IRQ ITA JOR JPN KAZ KGZ KOR LBN LTU LVA MAR MDA MEX MKD MMR MNE NGA NLD NPL PAK PER PHL POL PRT ROU RUS SEN
SOM SRB SVK SVN SWE SYR THA TUN TUR TWN UKR USA UZB VEN VNM YEM ZAF D<<""".split()  # noqa: SIM905 - a long list of quoted words reads worse
SPECIAL = "UTO XXA XXB XXC XXX UNO UNK XOM EUE RKS GBD GBN GBO GBP GBS XPO".split()  # noqa: SIM905 - as above
SERIAL = "0123456789CFGHJKLMNPRTVWXYZ"
KINDS = {"TD3": 34, "TD1": 14, "TD1D": 18, "TD1L": 5, "TD2": 8, "TD2L": 3, "MRVA": 7, "MRVB": 5, "IDFRA": 6}
TODAY = date(2026, 11, 25)


def digit(text: str) -> str:
    total = 0
    for place, each in enumerate(text):
        value = ord(each) - 48 if each.isdigit() else ord(each) - 55 if each.isalpha() else 0
        total += value * (7, 3, 1)[place % 3]
    return chr(48 + total % 10)


def fill(text: str, width: int) -> str:
    return text[:width] + "<" * (width - len(text))


def pick(rng: Generator, choices: list[str] | str) -> str:
    return str(choices[int(rng.integers(len(choices)))])


def serial(rng: Generator, length: int, letters: str = string.ascii_uppercase + string.digits) -> str:
    return "".join(pick(rng, letters) for _ in range(length))


def zone(rng: Generator, kind: str) -> tuple[str, ...]:
    """Return the lines of an invented zone. TD1D: German card; ...L: a number longer than its field."""
    if kind == "IDFRA":
        return _french(rng)
    if kind.startswith("TD1"):
        return _card(rng, kind)
    return _two_lines(rng, kind)


def _french(rng: Generator) -> tuple[str, ...]:
    office = serial(rng, 2, string.digits) + "0" + serial(rng, 3, string.digits)
    first = fill("IDFRA" + pick(rng, FAMILY), 30) + (office if rng.random() < 0.6 else "<<<" + office[3:])
    number = f"{int(rng.integers(88, 120)) % 100:02d}{int(rng.integers(1, 13)):02d}" + serial(rng, 8, string.digits)
    birth = _birth(rng)[:6].replace("<", "1")
    second = number + digit(number) + fill(pick(rng, GIVEN).replace("<", "<<"), 14) + birth + digit(birth)
    second += pick(rng, "MF")
    return first, second + digit(first + second)


def _card(rng: Generator, kind: str) -> tuple[str, ...]:
    if kind == "TD1D":
        code, issuer = pick(rng, ["AR", "AT", "ID", "IT"]), "D<<"
        number = pick(rng, SERIAL[10:]) + serial(rng, 8, SERIAL)
    else:
        code, issuer = pick(rng, ["I<", "ID", "IR", "C<", "AR", "C1", "A3", "CA"]), _state(rng)
        number = _number(rng)
    optional = serial(rng, int(rng.integers(4, 12))) if kind == "TD1" and rng.random() < 0.35 else ""
    if kind == "TD1L":
        number = serial(rng, int(rng.integers(10, 15)))
        first = code + issuer + number[:9] + "<" + number[9:] + digit(number[:9] + "<" + number[9:])
    else:
        first = code + issuer + fill(number, 9) + digit(fill(number, 9)) + optional
    first = fill(first, 30)
    birth, expiry = _birth(rng), _expiry(rng)
    middle = serial(rng, int(rng.integers(3, 12))) if kind == "TD1" and rng.random() < 0.25 else ""
    nationality = _state(rng)
    second = birth + _sex(rng) + expiry + nationality + fill(middle, 11)
    total = digit(first[5:] + birth + expiry + second[18:29])
    return first, second + total, _name(rng, 30)


def _two_lines(rng: Generator, kind: str) -> tuple[str, ...]:
    width = 44 if kind in ("TD3", "MRVA") else 36
    codes = {"TD3": ["P<", "PO", "PN", "PD", "PS", "P<"], "MRVA": ["V<", "VB", "VD"], "MRVB": ["V<", "VC", "VR"]}
    code = pick(rng, codes.get(kind, ["I<", "ID", "IR", "AR", "C<"]))
    issuer = _state(rng)
    number = _number(rng)
    second = fill(number, 9) + digit(fill(number, 9))
    rest = width - 28 - {"TD3": 2, "TD2": 1, "TD2L": 1}.get(kind, 0)
    optional = serial(rng, int(rng.integers(5, rest + 1))) if rng.random() < 0.4 else ""
    if kind == "TD2L":
        number = serial(rng, int(rng.integers(10, 15)))
        second = number[:9] + "<"
        optional = number[9:] + digit(number[:9] + "<" + number[9:])
    second += (issuer if rng.random() < 0.7 else _state(rng)) + _birth(rng) + _sex(rng) + _expiry(rng)
    second += fill(optional, rest)
    if kind == "TD3":
        second += pick(rng, "<0") if not optional else digit(fill(optional, 14))
    if kind.startswith("TD"):
        second += digit(second[:10] + second[13:20] + second[21:])
    return fill(code + issuer + _name(rng, width - 5), width), second


def _state(rng: Generator) -> str:
    return pick(rng, SPECIAL if rng.random() < 0.12 else STATES)


def _number(rng: Generator) -> str:
    choice = rng.random()
    if choice < 0.4:
        return pick(rng, string.ascii_uppercase) + serial(rng, int(rng.integers(7, 9)), string.digits)
    if choice < 0.7:
        return serial(rng, int(rng.integers(7, 10)), string.digits)
    return serial(rng, 2, string.ascii_uppercase) + serial(rng, 7) if choice < 0.85 else serial(rng, 9)


def _name(rng: Generator, width: int) -> str:
    family, given = pick(rng, FAMILY), pick(rng, GIVEN)
    if rng.random() < 0.3:
        syllables = [
            "KA",
            "RO",
            "MI",
            "TSCH",
            "LEN",
            "DU",
            "SZ",
            "AR",
            "OV",
            "BEK",
            "QU",
            "IL",
            "NA",
            "JE",
            "FRA",
            "WY",
        ]
        family = "".join(pick(rng, syllables) for _ in range(int(rng.integers(2, 5))))
    if rng.random() < 0.12:
        given += "<" + pick(rng, GIVEN) + "<" + pick(rng, GIVEN)
    name = family if rng.random() < 0.05 else family + "<<" + given
    return fill(name, width)


def _sex(rng: Generator) -> str:
    return pick(rng, "MMMMMMFFFFFF<X")


def _birth(rng: Generator) -> str:
    day = date(1944, 1, 1) + timedelta(days=int(rng.integers(0, 365 * 81)))
    text = f"{day:%y%m%d}"
    unknown = rng.random()
    if unknown < 0.06:
        text = text[:2] + "<<<<" if unknown < 0.03 else text[:4] + "<<"
    return text + digit(text)


def _expiry(rng: Generator) -> str:
    text = f"{TODAY + timedelta(days=int(rng.integers(-900, 3600))):%y%m%d}"
    return text + digit(text)


def misprint(rng: Generator, lines: tuple[str, ...], kind: str) -> tuple[str, ...]:
    """Return the zone with one check digit printed wrong, as on many specimen documents."""
    places = [(1, 9), (1, 19), (1, 27)] if not kind.startswith("TD1") else [(0, 14), (1, 6), (1, 14), (1, 29)]
    if kind == "IDFRA":
        places = [(1, 12), (1, 33), (1, 35)]
    row, column = places[int(rng.integers(len(places)))]
    others = [each for each in string.digits if each != lines[row][column]]
    changed = lines[row][:column] + pick(rng, others) + lines[row][column + 1 :]
    return (*lines[:row], changed, *lines[row + 1 :])
