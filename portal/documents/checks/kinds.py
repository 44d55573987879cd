"""What each type of document in the catalogue asks for, and which kind of paper a page looks like."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from portal.documents.ports import Wanted

Verdict = Literal["same", "other", "unsure"]


@dataclass(frozen=True)
class Kind:
    """What to read and which rules to run; `plain` documents are only cleaned and shown.

    `accepts`: codes of vocabulary.yaml that are right here. `months`: how old a certificate may be (0: any age).
    `least_sides`: pages or pictures that are needed. `payslip_months`: how many different months must be shown.
    `needs_period`: it must run now (semester). `has_name`: the applicant's name is expected on it. `may_be_over`: an
    expired one is fine.
    """

    code: str
    wanted: Wanted
    months: int = 0
    accepts: tuple[str, ...] = ()
    least_sides: int = 1
    payslip_months: int = 0
    needs_period: bool = False
    has_name: bool = True
    may_be_over: bool = False


def _text(code: str, *more: str, **rules: Any) -> Kind:
    return Kind(code, "text", accepts=(code, *more), **rules)


PASSPORT = Kind("passport", "zone", accepts=("passport",))
OLD_PASSPORT = Kind("previous_passport", "zone", accepts=("passport",), may_be_over=True)
CARD = Kind(
    "card",
    "zone",
    accepts=("card_back", "card_front", "supplementary_sheet", "interim_certificate"),
    least_sides=2,
)
VISA = Kind("visa", "zone", accepts=("visa",))
ENROLMENT = _text("enrolment", months=6, needs_period=True)
INSURANCE = _text("insurance", months=3)
PLAIN = Kind("plain", "pages")

# By the codes of the catalogue (catalogue.md 3.2); ages as offices ask for them.
BY_CODE = {
    "pass": PASSPORT,
    "reisealt": OLD_PASSPORT,
    "title": CARD,
    "visa": VISA,
    "photo": Kind("photo_code", "pages", accepts=("photo_code",), has_name=False),
    "melde": _text("registration", "landlord_confirmation"),
    "wohngeb": _text("landlord_confirmation"),
    "rent": _text("rental_contract"),
    "kv": INSURANCE,
    "lohn3": _text("payslip", payslip_months=3),
    "av": _text("employment_contract"),
    "agb": _text("employer_certificate", months=3),
    "ebv": _text("employment_declaration"),
    "dipl": _text("diploma", "recognition_notice", "transcript"),
    "bae": _text("licence_to_practise"),
    "sprach": _text("language_certificate"),
    "lid": _text("life_in_germany_test"),
    "rv": _text("pension_record"),
    "sperr": _text("blocked_account"),
    "stip": _text("scholarship"),
    "ve": _text("obligation_letter"),
    "eltern": _text(
        "parents_declaration", "payslip", "bank_statement", "tax_assessment", "employer_certificate", has_name=False
    ),
    "bafoeg": _text("student_aid_notice"),
    "konto": _text("bank_statement"),
    "imma": ENROLMENT,
    "zul": _text("admission"),
    "noten": _text("transcript"),
    "prog": _text("study_prognosis", months=3),
    "geb": _text("birth_certificate", "civil_register_extract"),
    "heirat": _text("marriage_certificate", "name_change", "divorce", "civil_register_extract"),
    "sorge": _text("custody"),
    "sonst": PLAIN,
    "cv": _text("cv"),
    "polizei": _text("police_report"),
    "vollm": _text("power_of_attorney"),
    "bamf": _text("protection_notice"),
    "referenz": _text("work_reference"),
    "steuer": _text("tax_assessment"),
    "rente": _text("pension_notice", "pension_record"),
    "scheid": _text("divorce", "civil_register_extract"),
    # Papers of every shape: a person looks.
    **dict.fromkeys(("need", "botschaft", "bwa", "cohab", "prakt", "ausweis", "uapass", "ende"), PLAIN),
}
# Types that an office names itself, by a word that their code contains.
BY_WORD = (
    ("enrol", ENROLMENT),
    ("imma", ENROLMENT),
    ("health-insurance", INSURANCE),
    ("residence-permit", CARD),
    ("residence-title", CARD),
    ("title", CARD),
    ("passport-photo", PLAIN),
    ("passport", PASSPORT),
    ("payslip", BY_CODE["lohn3"]),
    ("birth", BY_CODE["geb"]),
    ("marriage", BY_CODE["heirat"]),
)
BY_OWN_CODE = {kind.code: kind for kind in BY_CODE.values()}


def kind_of(document_type: str) -> Kind:
    """Return the kind of a document type of the catalogue."""
    code = document_type.lower().replace("_", "-")
    return BY_CODE.get(code) or next((kind for word, kind in BY_WORD if word in code), PLAIN)


def accepted(code: str) -> tuple[str, ...]:
    """Return the papers that are right for a kind; a paper's own code stands for itself."""
    kind = BY_OWN_CODE.get(code)
    return kind.accepts if kind else (code,)


@dataclass(frozen=True)
class Recognised:
    """What a page looks like: a code of vocabulary.yaml (empty: no idea), 0-100, and the next likeliest code.

    `points` of all papers, to see how far what was asked for lies behind.
    """

    code: str
    confidence: int
    runner_up: str
    points: Mapping[str, int]


# Points at which a page is taken for certain, and the share by which the best must lead for full confidence.
CERTAIN, CLEAR_LEAD = 12.0, 0.5
# Said to a person only from here on: "this looks like ...".
CONFIDENT = 65
# What was asked for is not contradicted while it has this share of the best one's points.
STILL_POSSIBLE = 0.55
# Kinds of documents by the first letters of the zone's code (ICAO 9303-4 to -7; German permits write AR, AS, AF).
ZONE_CODES = {"P": "passport", "V": "visa", "A": "card_back", "I": "identity_card", "C": "identity_card"}
BY_ZONE = 20


def recognise(digested: Mapping[str, Any], *, has_zone: bool = False, zone_code: str = "") -> Recognised:
    """Tell which kind of paper a page looks like; a machine-readable zone outweighs words."""
    points = {code: int(value) for code, value in digested.get("kinds", {}).items()}
    if has_zone:
        code = ZONE_CODES.get(zone_code[:1], "passport")
        # Residence permits of other states, and older German ones, call themselves I or C and say so in words.
        code = "card_back" if zone_code[:1] in ("I", "C") and points.get("card_front", 0) else code
        points[code] = points.get(code, 0) + BY_ZONE
    ranked = sorted(points, key=lambda code: -points[code])
    if not ranked:
        return Recognised("", 0, "", points)
    best, second = points[ranked[0]], points[ranked[1]] if len(ranked) > 1 else 0
    lead = min(1.0, (best - second) / best / CLEAR_LEAD)
    confidence = round(100 * min(1.0, best / CERTAIN) * (0.4 + 0.6 * lead))
    return Recognised(ranked[0], confidence, ranked[1] if second else "", points)


def verdict(kind: Kind, found: Recognised) -> Verdict:
    """Say whether a page is what was asked for: "other" only when it is confidently something else."""
    if not kind.accepts or not found.code:
        return "unsure"
    best = found.points[found.code]
    wanted = max(found.points.get(code, 0) for code in kind.accepts)
    if found.code in kind.accepts:
        return "same" if best >= CERTAIN / 3 else "unsure"
    if wanted >= CERTAIN / 3 and wanted >= STILL_POSSIBLE * best:
        return "same"
    return "other" if found.confidence >= CONFIDENT and wanted < STILL_POSSIBLE * best else "unsure"
