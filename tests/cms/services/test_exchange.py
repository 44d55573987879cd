"""Import and export in the editors' admin: compared first, taken in only when confirmed."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from cms.services.meanwhile import TAKEN
from cms.services.models import Incoming
from portal.catalogue.actions import write_draft
from portal.catalogue.actions.exchange import read_offer
from portal.catalogue.errors import PackError
from portal.catalogue.models import DocumentRequirement, Question, Service, Step
from portal.catalogue.queries.drafts import draft_of
from portal.catalogue.shape import fingerprint
from tests.cms.services.conftest import SLUG, fields_of
from tests.factories.catalogue import packs

pytestmark = pytest.mark.django_db
FIM = Path(__file__).parents[2] / "catalogue" / "fim" / "xdf3.xml"
AT = f"/cms/services/of/{SLUG}"


def text(answer) -> str:
    return answer.content.decode()


def uploaded(client: Client, content: bytes, name: str = "pack.yaml", **more):
    return client.post("/cms/services/import/", {"file": SimpleUploadedFile(name, content)}, **more)


def ticked(answer) -> dict:
    """What a browser sends for a comparison as it was shown."""
    return {"stamp": answer.context["found"].stamp, "part": proposed(answer)}


def proposed(answer) -> list[str]:
    return [each.name for each in answer.context["choice"].rows if each.is_taken]


@pytest.fixture
def exported(editor: Client, service: Service) -> str:
    answer = editor.get(f"{AT}/export/")
    assert answer["Content-Disposition"] == f'attachment; filename="{SLUG}.yaml"'
    return text(answer)


def test_a_file_is_compared_and_nothing_changes_yet(editor: Client, service: Service, exported: str):
    before = draft_of(service)
    answer = uploaded(editor, exported.replace("Familienname", "Nachname", 1).encode(), follow=True)
    assert "Diese Leistung gibt es schon" in text(answer)
    assert "Nachname" in text(answer)
    assert draft_of(service) == before


def test_a_confirmed_file_becomes_the_draft(editor: Client, service: Service, exported: str):
    answer = uploaded(editor, exported.replace("Familienname", "Nachname", 1).encode(), follow=True)
    sent, url = ticked(answer), answer.request["PATH_INFO"]
    assert editor.post(url, sent)["Location"] == f"{AT}/"
    assert "Nachname" in str(draft_of(service))
    assert "Übernommen am" in text(editor.get(url))
    Step.objects.filter(service=service).update(title_de="Danach")
    editor.post(url, sent)
    assert "Danach" in str(draft_of(service))


def test_a_draft_that_changed_meanwhile_is_not_overwritten(editor: Client, service: Service, exported: str):
    answer = uploaded(editor, exported.replace("Familienname", "Nachname", 1).encode(), follow=True)
    Step.objects.filter(service=service).update(title_de="Inzwischen")
    html = text(editor.post(answer.request["PATH_INFO"], ticked(answer), follow=True))
    assert "hat sich inzwischen geändert" in html
    assert "Inzwischen" in str(draft_of(service))


def test_the_service_that_would_be_replaced_is_named(editor: Client, service: Service, exported: str):
    other = Service.objects.create(slug="other", code="N", title_de="Etwas anderes", legal_basis="§ 1")
    file = SimpleUploadedFile("pack.yaml", exported.replace("Familienname", "Nachname").encode())
    html = text(editor.post("/cms/services/import/?of=other", {"file": file}, follow=True))
    assert f"in den Entwurf von „{service.title_de}“ übernehmen" in html
    assert "Diese Datei ist nicht von „Etwas anderes“" in html
    assert "nicht von" not in text(uploaded(editor, exported.encode(), follow=True))
    renamed = exported.replace(f"slug: {SLUG}", "slug: third", 1).encode()
    assert f"Das Kurzzeichen {service.code} gehört schon zu" in text(uploaded(editor, renamed, follow=True))
    assert Service.objects.get(pk=other.pk).title_de == "Etwas anderes"


def test_a_file_can_be_thrown_away(editor: Client, exported: str):
    answer = uploaded(editor, exported.encode())
    editor.post(answer["Location"], {"discard": "yes"})
    assert not Incoming.objects.exists()


def test_a_new_service_is_not_offered_yet(editor: Client, exported: str):
    answer = uploaded(editor, exported.replace(f"slug: {SLUG}", "slug: other", 1).encode(), follow=True)
    assert "Eine neue Leistung" in text(answer)
    editor.post(answer.request["PATH_INFO"], {"stamp": answer.context["found"].stamp})
    assert not Service.objects.get(slug="other").active
    html = text(editor.post("/cms/services/of/other/publish/", follow=True))
    assert "Angeboten wird die Leistung erst mit dem Haken" in html


def test_a_fim_scheme_shows_what_found_no_place(editor: Client, service: Service):
    answer = uploaded(editor, FIM.read_bytes(), "s.xml", follow=True)
    html = text(answer)
    remarks = Incoming.objects.get().remarks
    assert remarks
    assert remarks[0]["name"] in html
    editor.post(answer.request["PATH_INFO"], {"stamp": answer.context["found"].stamp})
    made = Service.objects.get(slug=Incoming.objects.get().data["slug"])
    assert editor.get(f"/cms/services/of/{made.slug}/").status_code == 200
    step = Step.objects.filter(service=made).first()
    assert editor.get(f"/de/applications/preview/{made.slug}/{step.code}/").status_code == 200


@pytest.mark.parametrize("content", [b"slug: [", b"<html/>", b"a: &a [*a]", b"\xff\xfe\x00", b"x: 1"])
def test_a_broken_file_is_refused_with_the_reason(editor: Client, service: Service, content):
    answer = uploaded(editor, content)
    assert answer.status_code == 200
    assert "kann nicht gelesen werden" in text(answer)
    assert not Incoming.objects.exists()


def test_no_file_is_asked_for(editor: Client, service: Service):
    assert "Wählen Sie eine Datei" in text(editor.post("/cms/services/import/", {}))


def test_a_giant_file_is_not_read(editor: Client, service: Service):
    assert "größer als jede Leistung" in text(uploaded(editor, b"x" * 3_000_001))


# -- the portal's own packs ------------------------------------------------------------


def test_a_changed_service_is_told_of_the_portals_newer_pack(editor: Client, service: Service):
    Step.objects.filter(service=service).update(title_de="Unseres")
    Service.objects.filter(pk=service.pk).update(pack_sha256="0" * 64)
    assert "Paket-Aktualisierung da" in text(editor.get("/cms/services/"))
    assert "neueres Paket" in text(editor.get(f"{AT}/"))
    answer = editor.get(f"{AT}/pack/")
    assert "Unseres" in text(answer)
    whole = {"stamp": answer.context["found"].stamp, "part": answer.context["found"].parts}
    editor.post(f"{AT}/pack/", {**whole, "stamp": "wrong"})
    assert "Unseres" in str(draft_of(service))
    editor.post(f"{AT}/pack/", whole)
    assert "Unseres" not in str(draft_of(service))
    assert "neueres Paket" not in text(editor.get(f"{AT}/"))


def test_what_the_office_has_changed_stays_unless_it_is_ticked(editor: Client, service: Service):
    """The pack's file has a new legal basis; one page the office has written itself."""
    own = Step.objects.filter(service=service).first()
    write_draft(service, {**packs().services[SLUG], "legal_basis": "§ 99"})
    Service.objects.filter(pk=service.pk).update(pack_sha256=fingerprint(draft_of(service)))
    assert editor.post(f"{AT}/publish/").status_code == 302
    Step.objects.filter(service=service, code=own.code).update(title_de="Unseres")
    answer = editor.get(f"{AT}/pack/")
    assert proposed(answer) == ["service"]
    assert "selbst geändert" in text(answer)
    assert "Die angehakten Teile sind im Entwurf" in text(editor.post(f"{AT}/pack/", ticked(answer), follow=True))
    assert Step.objects.get(service=service, code=own.code).title_de == "Unseres"
    assert Service.objects.get(pk=service.pk).legal_basis == packs().services[SLUG]["legal_basis"]
    assert "neueres Paket" not in text(editor.get(f"{AT}/"))


def test_without_a_trace_of_the_old_pack_only_what_is_new_is_proposed(editor: Client, service: Service):
    gone = Step.objects.filter(service=service).last()
    Step.objects.filter(service=service).exclude(pk=gone.pk).update(title_de="Unseres")
    code = gone.code
    gone.delete()
    Service.objects.filter(pk=service.pk).update(pack_sha256="0" * 64)
    answer = editor.get(f"{AT}/pack/")
    assert proposed(answer) == [f"steps.{code}"]
    assert "lässt sich nicht mehr feststellen" in text(answer)


def test_parts_that_do_not_fit_are_refused_with_the_reason(editor: Client, service: Service, exported: str):
    page = Step.objects.get(service=service, questions__code="side_job").code
    Step.objects.get(service=service, code=page).delete()
    DocumentRequirement.objects.filter(service=service).delete()
    answer = uploaded(editor, exported.encode(), follow=True)
    url, sent = answer.request["PATH_INFO"], ticked(answer)
    asking = [each["code"] for each in packs().services[SLUG]["requirements"] if "side_job" in str(each.get("when"))]
    assert asking
    alone = {**sent, "part": [f"requirements.{asking[0]}"]}
    html = text(editor.post(url, alone))
    assert "So passen die Teile nicht zusammen" in html
    assert f"{asking[0]}: " in html
    assert not DocumentRequirement.objects.filter(service=service).exists()
    editor.post(url, {**alone, "part": [*alone["part"], f"steps.{page}"]})
    assert DocumentRequirement.objects.get(service=service).code == asking[0]


def test_nothing_ticked_or_names_of_no_part_change_nothing(editor: Client, service: Service, exported: str):
    answer = uploaded(editor, exported.replace("Familienname", "Nachname", 1).encode(), follow=True)
    for parts in ([], ["nobody", "steps.", "\x00"], ["x"] * 400):
        sent = {"stamp": answer.context["found"].stamp, "part": parts}
        assert "Es ist nichts angehakt" in text(editor.post(answer.request["PATH_INFO"], sent))
    assert "Nachname" not in str(draft_of(service))
    assert Incoming.objects.get().taken_in is None


def test_an_own_service_has_no_pack(editor: Client, service: Service):
    Service.objects.create(slug="own", code="O", title_de="Eigenes", legal_basis="§ 1")
    assert editor.get("/cms/services/of/own/pack/", follow=True).status_code == 410


def test_a_file_that_says_the_same_is_not_taken_in(editor: Client, service: Service, exported: str):
    answer = uploaded(editor, exported.encode(), follow=True)
    assert "Es gibt nichts zu übernehmen." in text(answer)
    assert "übernehmen</button>" not in text(answer)
    told = text(editor.post(answer.request["PATH_INFO"], ticked(answer), follow=True))
    assert "Es gibt nichts zu übernehmen." in told
    assert not Incoming.objects.exclude(taken_in=None).exists()


def test_nothing_ticked_is_no_question_of_what_fits(editor: Client, service: Service, exported: str):
    answer = uploaded(editor, exported.replace("Familienname", "Nachname", 1).encode(), follow=True)
    html = text(editor.post(answer.request["PATH_INFO"], {"stamp": answer.context["found"].stamp}))
    assert "Es ist nichts angehakt." in html
    assert "So passen die Teile nicht zusammen" not in html


def test_a_form_that_was_open_while_a_file_came_in_loses_nothing(editor: Client, service: Service, exported: str):
    question = Question.objects.get(step__service=service, code="family_name")
    url = f"/cms/services/parts/question/{question.pk}/"
    typed = {**fields_of(editor.get(url).context["form"]), "hint_de": "Meine Hilfe"}
    answer = uploaded(editor, exported.replace("Familienname", "Nachname").encode(), follow=True)
    editor.post(answer.request["PATH_INFO"], ticked(answer))
    answer = editor.post(url, typed)
    assert answer.context["form"].errors["label_de"] == [TAKEN]
    assert editor.post(url, fields_of(answer.context["form"])).status_code == 302
    question.refresh_from_db()
    assert (question.label_de, question.hint_de) == ("Nachname", "Meine Hilfe")


@pytest.mark.parametrize(
    ("content", "wanted"),
    [
        ("slug: Größe".encode("latin-1"), "UTF-8"),
        (b"slug: a b\n", "-"),
        (b"slug: odd\nsteps: 3\n", "Liste"),
    ],
)
def test_what_is_wrong_with_a_file_is_said_in_words(content: bytes, wanted: str):
    with pytest.raises(PackError) as error:
        read_offer(content, "odd.yaml")
    problems = " ".join(error.value.problems)
    assert wanted in problems
    assert "array" not in problems
