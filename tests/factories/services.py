"""Small services of our own, published as they are: for what no real form has, or may lose one day."""

from copy import deepcopy
from typing import Any

from portal.catalogue.models import Service, ServiceVersion
from portal.catalogue.shape import fingerprint

SLUG = "try-out"


def texts(text: str) -> dict[str, str]:
    return {"de": text, "en": text, "ar": f"{text} (ar)"}


def question(code: str, kind: str = "text", **more: Any) -> dict[str, Any]:
    found = {"code": code, "kind": kind, "label": texts(code.replace("_", " ").capitalize()), **more}
    if isinstance(found.get("choices"), list):
        found["choices"] = [{"code": each, "label": texts(each.capitalize())} for each in found["choices"]]
    return found


def group(code: str, *members: dict[str, Any], **more: Any) -> dict[str, Any]:
    return question(code, "group", questions=list(members), **more)


def service(*steps: tuple[str, list[dict[str, Any]]], **more: Any) -> dict[str, Any]:
    """A service as data: each step a code and its questions; `more` replaces parts, `panels` names panels by step."""
    panels = more.pop("panels", {})
    return {
        "slug": SLUG,
        "code": "S99",
        "title": texts("Try out"),
        "summary": texts("For trying out"),
        "legal_basis": "§ 1",
        "origins": {"de": "human", "en": "human"},
        "guide": {**{part: texts(part) for part in ("who", "deadline", "duration", "after")}, "steps": []},
        "steps": [
            {
                "code": code,
                "title": texts(code.capitalize()),
                "questions": deepcopy(asked),
                "panel": panels.get(code, ""),
            }
            for code, asked in steps
        ],
        "requirements": [],
        "fees": [],
        **more,
    }


def publish_data(data: dict[str, Any]) -> ServiceVersion:
    """Publish data as the next version of its service, unchecked."""
    names = {"title_de": "Try out", "title_en": "Try out", "code": data["code"], "legal_basis": "§ 1"}
    found, _new = Service.objects.get_or_create(slug=data["slug"], defaults=names)
    number = ServiceVersion.objects.filter(service=found).count() + 1
    return ServiceVersion.objects.create(service=found, number=number, definition=data, sha256=fingerprint(data))
