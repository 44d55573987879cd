"""Services go out as packs and come in as packs or FIM data schemes; an office's own changes are never lost by it."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from portal.catalogue import fim
from portal.catalogue.actions.drafts import write_draft
from portal.catalogue.actions.merging import differing, merged
from portal.catalogue.actions.older import confirm, tracked
from portal.catalogue.checks.shape import problems_of_shape
from portal.catalogue.diff import Change, changes
from portal.catalogue.errors import PackError
from portal.catalogue.models import Choice, GuideStep, Question, Service, Step
from portal.catalogue.pack import FOLDER, read_service, written
from portal.catalogue.queries.drafts import draft_of
from portal.catalogue.shape import PLAIN, TRANSLATED, fingerprint, normal
from portal.catalogue.wording import is_texts
from portal.journal import actions as journal
from portal.shared.errors import WrongStateError

# A file of the largest service with all its languages; FIM schemes are smaller.
MOST_BYTES = 3_000_000
MOST_REMARKS = 300
CODE_LENGTH = 10
MOST_POSITION = 32_000


@dataclass(frozen=True)
class Offer:
    """A service read from a file, as data like a draft. `remarks`: parts that an editor must look at (FIM only)."""

    data: dict[str, Any]
    remarks: list[dict[str, str]] = field(default_factory=list)
    # How many remarks there are; the list holds the first 300.
    remark_count: int = 0


def read_offer(content: bytes, name: str) -> Offer:
    """Read a pack (YAML) or a data scheme (XDatenfelder 2 or 3); raises PackError with what is wrong with the file."""
    if len(content) > MOST_BYTES:
        raise PackError([f"{name}: " + _("The file is larger than any service. Choose the file of one service.")])
    if content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return _from_scheme(content)
    data = read_service(content, name)
    _check(data)
    return Offer(normal(data))


def _from_scheme(content: bytes) -> Offer:
    found = fim.read(content)
    service = {key: value for key, value in found.service.items() if key != "languages"}
    data = normal(_without_gaps({**service, "origins": {"de": "human"}}))
    _check(data, shape=False)
    remarks = [{key: str(value) for key, value in asdict(each).items()} for each in found.unknown]
    return Offer(data, remarks[:MOST_REMARKS], len(remarks))


def _without_gaps(node: Any) -> Any:
    """Return the same data without empty texts."""
    if is_texts(node):
        return {code: text for code, text in node.items() if text}
    if isinstance(node, Mapping):
        return {key: _without_gaps(value) for key, value in node.items()}
    return [_without_gaps(each) for each in node] if isinstance(node, list) else node


def _check(data: Mapping[str, Any], *, shape: bool = True) -> None:
    """Raise PackError for what no row could hold. Whether it may be published is asked at publication."""
    problems = problems_of_shape(data) if shape else []
    problems = problems or list(_too_long(data))
    if problems:
        raise PackError(problems)


def _too_long(data: Mapping[str, Any]) -> Iterator[str]:
    for model, entry in _entries(data):
        for name in (*PLAIN[model], *TRANSLATED[model]):
            limit = getattr(model._meta.get_field(name), "max_length", None)  # noqa: SLF001 - the way to a field
            value = entry.get(name)
            texts = value.values() if isinstance(value, Mapping) else [value]
            if limit and any(isinstance(text, str) and len(text) > limit for text in texts):
                place = f"{entry.get('code', '')}.{name}"
                yield _("%(place)s: longer than %(limit)s characters") % {"place": place, "limit": limit}


def _entries(data: Mapping[str, Any]) -> Iterator[tuple[type[models.Model], Mapping[str, Any]]]:
    yield Service, data
    yield from ((GuideStep, each) for each in data["guide"].get("steps", ()))
    for step in data["steps"]:
        yield Step, step
        for top in step["questions"]:
            for question in (top, *top.get("questions", ())):
                yield Question, question
                yield from ((Choice, each) for each in question.get("choices", ()))


# -- taking in --------------------------------------------------------------------


@dataclass(frozen=True)
class Comparison:
    """What an offer would change. `service` is None for a new one; `stamp` stands for the draft that was looked at."""

    service: Service | None
    changes: list[Change]
    stamp: str
    draft: dict[str, Any]
    offer: dict[str, Any]

    @property
    def parts(self) -> list[str]:
        """Return the names of the parts that differ (`merging`), each of which may be taken or left."""
        return differing(self.draft, self.offer) if self.service else []


def compared(data: Mapping[str, Any]) -> Comparison:
    """Return what taking an offer in would change in the present draft."""
    service = Service.objects.filter(slug=data["slug"]).first()
    draft, offer = draft_of(service) if service else {}, _placed(data, service)
    return Comparison(service, changes(draft, offer) if service else [], fingerprint(draft), draft, offer)


def _placed(data: Mapping[str, Any], service: Service | None) -> Any:
    """Return an offer with its place in lists and the office's own key, and with the lists that FIM does not know."""
    last = Service.objects.aggregate(last=models.Max("position"))["last"] or 0
    place = service.position if service else min(last + 10, MOST_POSITION)
    own = {"position": place, "leika_key": service.leika_key if service else ""}
    return normal({**own, "requirements": [], "fees": [], **data, "guide": {"steps": [], **data["guide"]}})


@transaction.atomic
def take_in(data: Mapping[str, Any], stamp: str, *, by: Any = None, parts: Collection[str] | None = None) -> Service:
    """Make an offer the draft of its service, or some `parts` of it. A new service is not on offer until opened.

    WrongStateError when the draft is no longer the one that the person compared it with (`stamp`).
    """
    _only_if_seen(str(data["slug"]), stamp)
    service = Service.objects.filter(slug=data["slug"]).first() or Service(slug=data["slug"], active=False)
    data = _placed(data, service if service.pk else None)
    if parts is not None and service.pk:
        data = merged(draft_of(service), data, parts)
    if Service.objects.filter(code=data["code"]).exclude(slug=data["slug"]).exists():
        data = {**data, "code": _free_code(str(data["code"]))}
    with tracked(service):
        write_draft(service, data)
    journal.write("service-draft-taken-in", service.pk, by=by, service=service.slug, sha256=fingerprint(data))
    return service


def _only_if_seen(slug: str, stamp: str) -> None:
    # Two editors at once: the second one must look again.
    service = Service.objects.select_for_update(of=("self",)).filter(slug=slug).first()
    if fingerprint(draft_of(service) if service else {}) != stamp:
        raise WrongStateError


def _free_code(code: str) -> str:
    """Return the code with the first free number; two services never share one."""
    used = set(Service.objects.values_list("code", flat=True))
    numbered = (f"{code[: CODE_LENGTH - 1 - len(str(number))]}-{number}" for number in range(2, 10_000))
    return next(each for each in numbered if each not in used)


# -- going out, and the packs of the portal itself -----------------------------------


def exported(service: Service) -> str:
    """Return a service's draft as a pack, for other offices."""
    return written(draft_of(service))


def shipped(slug: str) -> dict[str, Any] | None:
    """Return what the portal's own pack says of a service today, or None when there is no such pack."""
    path = FOLDER / "services" / f"{slug}.yaml"
    if path.parent != FOLDER / "services" or not path.is_file():
        return None
    return normal(read_service(path.read_bytes(), path.name))


def has_pack_update(service: Service, draft: Mapping[str, Any]) -> bool:
    """Say whether the portal brings a newer pack that was not loaded because an office has changed the service."""
    if not service.pack_sha256 or fingerprint(draft) == service.pack_sha256:
        return False
    pack = shipped(service.slug)
    return pack is not None and fingerprint(pack) not in {service.pack_sha256, fingerprint(draft)}


@transaction.atomic
def take_pack(service: Service, stamp: str, *, by: Any = None, parts: Collection[str] | None = None) -> None:
    """Let the portal's own pack replace an office's draft, or some `parts` of it.

    A draft that is as the pack is then counts as unchanged again; the pack is no newer one either way.
    """
    pack = shipped(service.slug)
    if pack is None:
        raise PackError([_("%(name)s: there is no such pack.") % {"name": service.slug}])
    _only_if_seen(service.slug, stamp)
    offer = _placed(pack, service)
    data = offer if parts is None else merged(draft_of(service), offer, parts)
    write_draft(service, data)
    if data == offer:
        confirm(pack)
    service.pack_sha256 = fingerprint(pack)
    service.save(update_fields=["pack_sha256"])
    journal.write("service-draft-taken-in", service.pk, by=by, service=service.slug, sha256=fingerprint(data))
