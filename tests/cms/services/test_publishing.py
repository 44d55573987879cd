"""Publish, compare, cut off, try out, look at."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.test import Client

from portal.catalogue.actions.exchange import read_offer
from portal.catalogue.models import Cutoff, DocumentRequirement, Question, Sample, Service, ServiceVersion, Step
from portal.catalogue.queries import current_version
from portal.catalogue.queries.drafts import draft_of
from portal.journal.models import Entry
from tests.cms.services.conftest import SLUG

pytestmark = pytest.mark.django_db
AT = f"/cms/services/of/{SLUG}"


def text(answer) -> str:
    return answer.content.decode()


def rename(service: Service, name: str = "Ganz neu") -> Step:
    step = Step.objects.filter(service=service).first()
    Step.objects.filter(pk=step.pk).update(title_de=name)
    return step


# -- publishing --------------------------------------------------------------------


def test_an_editor_publishes_and_reads_the_number(editor: Client, service: Service):
    rename(service)
    html = text(editor.post(f"{AT}/publish/", follow=True))
    assert "Fassung 2 ist veröffentlicht" in html
    assert current_version(SLUG).definition["steps"][0]["title"]["de"] == "Ganz neu"


def test_nothing_new_is_not_published_again(editor: Client, service: Service):
    assert "nichts Neues" in text(editor.post(f"{AT}/publish/", follow=True))
    assert current_version(SLUG).number == 1


def test_what_keeps_it_back_is_listed(editor: Client, service: Service):
    DocumentRequirement.objects.filter(service=service).update(document_type="NONE")
    answer = editor.post(f"{AT}/publish/")
    assert answer["Location"] == f"{AT}/#problems"
    html = text(editor.get(f"{AT}/"))
    assert "Noch nicht veröffentlicht" in html
    assert "NONE" in html
    assert current_version(SLUG).number == 1


def test_before_publishing_an_editor_reads_what_changes(editor: Client, service: Service):
    samples(service, 6, family_name="✓")
    rename(service)
    html = text(editor.get(f"{AT}/publish/"))
    assert "1 Änderung seit Fassung 1" in html
    assert "6 Anträge" in html
    assert "Jetzt veröffentlichen" in html
    assert current_version(SLUG).number == 1


def test_without_changes_or_with_problems_one_comes_back_to_the_workbench(editor: Client, service: Service):
    assert editor.get(f"{AT}/publish/")["Location"] == f"{AT}/"
    DocumentRequirement.objects.filter(service=service).update(document_type="NONE")
    assert editor.get(f"{AT}/publish/")["Location"] == f"{AT}/#problems"


def test_a_first_version_is_published_in_the_same_way(editor: Client, service: Service):
    ServiceVersion.objects.model._base_manager.filter(service=service)._raw_delete("default")
    assert "Das ist die erste Fassung" in text(editor.get(f"{AT}/publish/"))


# -- going back ----------------------------------------------------------------------


def test_a_draft_goes_back_to_a_published_version(editor: Client, service: Service):
    before = draft_of(service)
    rename(service)
    Service.objects.filter(pk=service.pk).update(talent_center=True)
    editor.post(f"{AT}/publish/")
    assert f"{AT}/reset/1/" in text(editor.get(f"{AT}/compare/?old=1&new=draft"))
    assert "Ganz neu" in text(editor.get(f"{AT}/reset/1/"))
    assert draft_of(service) != before
    assert editor.post(f"{AT}/reset/1/")["Location"] == f"{AT}/"
    assert draft_of(Service.objects.get(pk=service.pk)) == before
    assert current_version(SLUG).number == 2
    assert "keinen Unterschied" in text(editor.get(f"{AT}/compare/?old=1&new=draft"))


def test_translators_do_not_go_back(translator: Client, service: Service):
    rename(service)
    assert translator.post(f"{AT}/reset/1/").status_code == 403
    assert "reset" not in text(translator.get(f"{AT}/compare/"))


def test_a_published_version_is_exported(editor: Client, service: Service):
    draft = editor.get(f"{AT}/export/").content
    rename(service)
    answer = editor.get(f"{AT}/export/?version=1")
    assert read_offer(answer.content, "new") == read_offer(draft, "old")
    assert f'"{SLUG}-1.yaml"' in answer["Content-Disposition"]
    for number in ("9", "x", "-1"):
        assert editor.get(f"{AT}/export/?version={number}", follow=True).status_code == 410


# -- comparing ----------------------------------------------------------------------


def test_the_draft_is_compared_with_the_newest_version(editor: Client, service: Service):
    assert "keinen Unterschied" in text(editor.get(f"{AT}/compare/"))
    rename(service)
    html = text(editor.get(f"{AT}/compare/"))
    assert "1 Änderung" in html
    assert "Ganz neu" in html
    assert "Titel, Deutsch" in html


def test_any_two_versions_are_compared(editor: Client, service: Service):
    rename(service)
    editor.post(f"{AT}/publish/")
    Question.objects.filter(step__service=service, code="family_name").delete()
    editor.post(f"{AT}/publish/")
    html = text(editor.get(f"{AT}/compare/?old=1&new=3"))
    assert "Ganz neu" in html
    assert "entfällt" in html
    assert "entfällt" not in text(editor.get(f"{AT}/compare/?old=1&new=2"))


@pytest.mark.parametrize("query", ["old=99", "new=x", "old=1&new=-1"])
def test_versions_that_do_not_exist_are_not_found(editor: Client, service: Service, query):
    assert editor.get(f"{AT}/compare/?{query}", follow=True).status_code == 410


# -- cut-off -------------------------------------------------------------------------


@time_machine.travel("2026-11-22T10:00:00+01:00", tick=False)
def test_an_old_version_gets_a_cut_off_with_its_reason(editor: Client, service: Service):
    rename(service)
    editor.post(f"{AT}/publish/")
    url = f"{AT}/cut-off/1/"
    assert "dir=" in text(editor.get(url))
    sent = {"at": "2026-12-01 00:00", "reason_de": "Neues Gesetz.", "reason_ar": "قانون جديد."}
    answer = editor.post(url, sent, follow=True)
    assert answer.redirect_chain[0][0] == f"{AT}/#versions"
    assert "wechseln ab 01.12.2026, 00:00 Uhr" in text(answer)
    assert "Die Betroffenen lesen nicht" not in text(answer)
    found = Cutoff.objects.get()
    assert found.version.number == 1
    assert found.at == datetime(2026, 11, 30, 23, tzinfo=UTC)
    assert (found.reason_de, found.reason_ar) == ("Neues Gesetz.", "قانون جديد.")
    assert "wechseln ab 01.12.2026 00:00" in text(editor.get(f"{AT}/"))
    assert "Neues Gesetz." in text(editor.get(url))


@time_machine.travel("2026-11-22T10:00:00+01:00", tick=False)
def test_a_cut_off_in_the_past_must_be_wanted(editor: Client, service: Service):
    rename(service)
    editor.post(f"{AT}/publish/")
    sent = {"at": "2026-11-21 10:00"}
    assert "alle offenen Entwürfe wechseln beim nächsten Öffnen" in text(editor.post(f"{AT}/cut-off/1/", sent))
    assert not Cutoff.objects.exists()
    html = text(editor.post(f"{AT}/cut-off/1/", {**sent, "confirmed": "on"}, follow=True))
    assert "ab 21.11.2026, 10:00 Uhr" in html
    assert "Die Betroffenen lesen nicht, warum" in html


def test_a_cut_off_can_be_taken_back(editor: Client, translator: Client, service: Service):
    rename(service)
    editor.post(f"{AT}/publish/")
    url = f"{AT}/cut-off/1/"
    assert "Stichtag entfernen" not in text(editor.get(url))
    editor.post(url, {"at": "2026-12-01 00:00", "confirmed": "on"})
    assert "Stichtag entfernen" in text(editor.get(url))
    assert translator.post(f"{url}remove/").status_code == 403
    assert "Der Stichtag ist entfernt" in text(editor.post(f"{url}remove/", follow=True))
    assert not Cutoff.objects.exists()
    assert Entry.objects.filter(kind="service-version-cut-off-removed", detail__number=1).count() == 1
    assert "Der Stichtag ist entfernt" not in text(editor.post(f"{url}remove/", follow=True))


@time_machine.travel("2026-11-22T10:00:00+01:00", tick=False)
@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"at": "2019-12-31 00:00", "confirmed": "on"}, "at"),
        ({"at": "2101-01-01 00:00"}, "at"),
        ({"at": ""}, "at"),
        ({"at": "morgen"}, "at"),
        ({"at": "2026-12-01 00:00", "reason_ar": "قانون"}, "reason_de"),
    ],
)
def test_a_cut_off_that_cannot_be_is_refused(editor: Client, service: Service, sent, field):
    rename(service)
    editor.post(f"{AT}/publish/")
    assert field in editor.post(f"{AT}/cut-off/1/", sent).context["form"].errors
    assert not Cutoff.objects.exists()


def test_the_newest_version_has_no_cut_off(editor: Client, service: Service):
    assert editor.post(f"{AT}/cut-off/1/", {"at": "2099-12-01 00:00"}).status_code == 409
    assert editor.get(f"{AT}/cut-off/7/", follow=True).status_code == 410


# -- dry run --------------------------------------------------------------------------


def samples(service: Service, count: int, **answers):
    Sample.objects.bulk_create(
        Sample(service=service, version_number=1, month=date(2026, 7, 1), answers=answers) for _ in range(count)
    )


@time_machine.travel("2026-11-22T10:00:00+01:00", tick=False)
def test_a_draft_is_tried_on_applications_sent_before(editor: Client, service: Service):
    samples(service, 6, family_name="✓")
    samples(service, 3, family_name="")
    Question.objects.filter(step__service=service, code="family_name").update(kind="number")
    html = text(editor.get(f"{AT}/dry-run/"))
    assert "9 Anträge" in html
    assert "<code>family_name</code> 6" in html


def test_few_are_not_told(editor: Client, service: Service):
    samples(service, 3, family_name="✓")
    html = text(editor.get(f"{AT}/dry-run/"))
    assert "unter 5 Anträge" in html
    assert "3 Anträge" not in html


def test_without_applications_or_versions_it_says_so(editor: Client, service: Service):
    assert "noch kein Antrag" in text(editor.get(f"{AT}/dry-run/"))
    Service.objects.create(slug="new", code="N", title_de="Neu", legal_basis="§ 1")
    assert "Es gibt noch keine" in text(editor.get("/cms/services/of/new/dry-run/"))
