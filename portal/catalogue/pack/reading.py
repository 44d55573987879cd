"""Reads the packs (YAML in `packs/`) into plain data, with every text in every language.

Authors write German and English side by side. The other languages stand below, keyed by the English sentence: in the
service's own file, and for texts that several share in `packs/languages/<code>.yaml`. When an English sentence
changes, its translation is missing and the pack is refused, so nothing goes stale.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from portal.catalogue.errors import PackError
from portal.catalogue.pack.loading import file, parsed
from portal.catalogue.wording import is_texts
from portal.shared.language import CODES

FOLDER = Path(__file__).parent.parent / "packs"
TABLES = ("document_types", "fees", "fee_reductions", "thresholds", "legal_sentences")
AUTHORED = ("de", "en")

type Rows = list[dict[str, Any]]
# {language: {English sentence: translation}}
type Translations = Mapping[str, Mapping[str, str]]


@dataclass
class Packs:
    """All packs as plain data; `problems` collects what keeps them from being loaded."""

    services: dict[str, dict[str, Any]] = field(default_factory=dict)
    document_types: Rows = field(default_factory=list)
    fees: Rows = field(default_factory=list)
    fee_reductions: Rows = field(default_factory=list)
    thresholds: Rows = field(default_factory=list)
    legal_sentences: Rows = field(default_factory=list)
    standard_texts: dict[str, Any] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Shared:
    """What service files lean on: questions that several ask in the same words, and shared translations."""

    blocks: Mapping[str, Rows]
    texts: Translations
    origins: Mapping[str, str]


def read_packs(folder: Path = FOLDER) -> Packs:
    """Read a folder of packs; raises PackError when a file cannot be read at all."""
    shared, packs = _shared(folder), Packs()
    for name in TABLES:
        setattr(packs, name, _complete(file(folder / f"{name}.yaml"), shared.texts))
    packs.standard_texts = _complete(file(folder / "standard_texts.yaml"), shared.texts)
    for path in sorted((folder / "services").glob("*.yaml")):
        packs.services[path.stem] = _service(file(path), shared, path.stem, packs.problems)
    return packs


def read_service(content: bytes, name: str, folder: Path = FOLDER) -> dict[str, Any]:
    """Read one service's file, as another office exported it; raises PackError with the reasons."""
    problems: list[str] = []
    data = parsed(content, name)
    if not isinstance(data, dict):
        raise PackError([_("%(name)s: this is not the file of a service.") % {"name": name}])
    service = _service(data, _shared(folder), name, problems)
    if problems:
        raise PackError(problems)
    return service


def read_needs(folder: Path = FOLDER) -> dict[str, Any]:
    """Read the needs check (`needs.yaml`), its texts in every language; raises PackError with the reasons."""
    problems: list[str] = []
    data = _service(file(folder / "needs.yaml"), _shared(folder), "needs", problems)
    if problems:
        raise PackError(problems)
    return data


def _shared(folder: Path) -> Shared:
    languages = {path.stem: file(path) for path in sorted((folder / "languages").glob("*.yaml"))}
    return Shared(
        blocks=file(folder / "blocks.yaml"),
        texts={code: each["texts"] for code, each in languages.items()},
        origins={code: str(each["origin"]) for code, each in languages.items()},
    )


def _service(data: Any, shared: Shared, place: str, problems: list[str]) -> dict[str, Any]:
    if not isinstance(data, dict):
        problems.append(_("%(name)s: this is not the file of a service.") % {"name": place})
        return {}
    own = data.pop("languages", None) or {}
    if not isinstance(own, dict) or any(not _is_language(each) for each in own.values()):
        problems.append(_("%(name)s: `languages` needs `origin` and `texts` for each language.") % {"name": place})
        own = {}
    with_blocks = _with_blocks(data, shared.blocks, place, problems)
    found = _complete(with_blocks, _merged(shared.texts, own))
    origins = {code: own[code]["origin"] if code in own else origin for code, origin in shared.origins.items()}
    return {**found, "origins": {**dict.fromkeys(AUTHORED, "human"), **origins}}


def _is_language(entry: Any) -> bool:
    return isinstance(entry, dict) and isinstance(entry.get("texts"), dict) and isinstance(entry.get("origin"), str)


def _merged(shared: Translations, own: Mapping[str, Mapping[str, Any]]) -> Translations:
    return {code: {**shared.get(code, {}), **own.get(code, {}).get("texts", {})} for code in CODES}


def _complete(node: Any, texts: Translations) -> Any:
    """Return the same data with every text in every language that has a translation, days as text."""
    if isinstance(node, date):
        return node.isoformat()
    if isinstance(node, list):
        return [_complete(each, texts) for each in node]
    if is_texts(node):
        return _in_all_languages(node, texts)
    if isinstance(node, dict):
        return {key: _complete(value, texts) for key, value in node.items()}
    return node


def _in_all_languages(node: Mapping[str, Any], texts: Translations) -> dict[str, str]:
    english = str(node.get("en", ""))
    found = {code: str(node.get(code) or texts.get(code, {}).get(english) or "") for code in CODES}
    return {code: text for code, text in found.items() if text.strip()}


def _with_blocks(data: dict[str, Any], blocks: Mapping[str, Rows], place: str, problems: list[str]) -> dict[str, Any]:
    """Put shared questions in where a step says `use: <block>`; what has another shape is left to the checks."""
    steps = data.get("steps")
    for step in steps if isinstance(steps, list) else []:
        if isinstance(step, dict) and isinstance(step.get("questions"), list):
            step["questions"] = [each for entry in step["questions"] for each in _used(entry, blocks, place, problems)]
    return data


def _used(entry: Any, blocks: Mapping[str, Rows], place: str, problems: list[str]) -> Rows:
    if not isinstance(entry, dict) or "use" not in entry:
        return [entry]
    if entry["use"] in blocks:
        return blocks[entry["use"]]
    problems.append(_("%(name)s: no block is called %(block)s.") % {"name": place, "block": entry["use"]})
    return []
