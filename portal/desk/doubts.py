"""Papers that are there, but that a clerk should look at: another paper, expired, another name.

What an applicant sent in spite of a warning is among them: overruling it settles nothing for the office.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.formats import date_format

from portal.desk import wording
from portal.desk.models import Case, CaseFile, CasePackage
from portal.desk.told import text_of
from portal.documents import queries as documents

LOUD = ("warn", "fail")


def doubts_of(case: Case, arrivals: Mapping[UUID, CasePackage]) -> dict[str, list[str]]:
    """Return by requirement what was noticed on its papers, in words; a better paper that came later settles it."""
    by_code: dict[str, list[CaseFile]] = {}
    for file in case.files.filter(withheld=False):
        by_code.setdefault(file.requirement, []).append(file)
    found = {code: _of_papers(files, arrivals) for code, files in by_code.items()}
    return {code: said for code, said in found.items() if said}


def _of_papers(files: Iterable[CaseFile], arrivals: Mapping[UUID, CasePackage]) -> list[str]:
    noticed = [(_sequence(each, arrivals), _noticed(each)) for each in files]
    best = max((sequence for sequence, said in noticed if not said), default=0)
    # Of several files in one package each counts: a clean back side does not make the front side good.
    open_ones = [said for sequence, said in noticed if said and sequence >= best]
    return list(dict.fromkeys(each for said in open_ones for each in said))


def _sequence(file: CaseFile, arrivals: Mapping[UUID, CasePackage]) -> int:
    package = arrivals.get(file.file_id)
    return package.sequence if package else 0


def _noticed(file: CaseFile) -> list[str]:
    checks = (file.entry().get("ocr") or {}).get("checks") or []
    return [_said(each) for each in checks if each.get("result") in LOUD]


def _said(check: Mapping[str, Any]) -> str:
    code, values = str(check.get("id", "")), check.get("values") or {}
    words, day = wording.NOTICED.get((code, str(check.get("case", "")))), _day(values.get("date"))
    if words is not None and day:
        return str(words) % {"day": day}
    label = text_of(check.get("label") or documents.check_label(code))
    detail = documents.check_detail(code, values).rstrip(".")
    if code == "kind" and detail:
        return detail
    return f"{label}: {detail or wording.RESULTS.get(str(check.get('result')), '')}"


def _day(value: object) -> str:
    try:
        return date_format(date.fromisoformat(str(value)))
    except ValueError:
        return ""
