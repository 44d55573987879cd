from datetime import timedelta

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from portal.catalogue.actions import is_changed_here, load_packs, publish, set_cutoff
from portal.catalogue.errors import NotPublishableError, PackError, VersionFrozenError, VersionGoneError
from portal.catalogue.models import (
    Choice,
    DocumentType,
    Fee,
    FeeReduction,
    LegalSentence,
    Question,
    Service,
    ServiceVersion,
    StandardText,
    Threshold,
)
from portal.catalogue.queries import current_version, definition_of
from portal.catalogue.queries.drafts import draft_of
from portal.catalogue.shape import fingerprint, normal
from portal.journal.models import Entry
from portal.shared import clock
from portal.shared.language import CODES
from tests.catalogue.test_packs import spoil

pytestmark = pytest.mark.django_db
TABLES = (DocumentType, Fee, FeeReduction, LegalSentence, Service, ServiceVersion, StandardText, Threshold, Question)
KEEP = {"study-extension", "card-transfer"}


@pytest.fixture
def few(folder):
    """Two services of the packs: what loading does to one it does to all."""
    for path in (folder / "services").glob("*.yaml"):
        if path.stem not in KEEP:
            path.unlink()
    return folder


def contents():
    return {table.__name__: list(table.objects.order_by("pk").values()) for table in TABLES}


def new_versions(folder):
    return [(version.service.slug, version.number) for version in load_packs(folder).versions]


def test_loading_twice_gives_the_same_rows():
    assert len(load_packs().versions) == 19
    first = contents()
    assert load_packs().versions == []
    assert contents() == first


def test_rows_say_what_the_pack_says(packs):
    load_packs()
    for slug, data in packs.services.items():
        draft = draft_of(Service.objects.get(slug=slug))
        assert draft == normal(data), slug


def test_a_changed_form_becomes_the_next_version(few):
    load_packs(few)
    spoil(few, "services/study-extension.yaml", "maximum: 40", "maximum: 50")
    assert new_versions(few) == [("study-extension", 2)]
    assert current_version("study-extension").number == 2
    first = ServiceVersion.objects.get(service__slug="study-extension", number=1)
    assert definition_of(first).question("semester_no").maximum == 40


def test_a_changed_fee_reaches_the_texts_that_name_it_without_a_new_version(few):
    load_packs(few)
    version = current_version("card-transfer")
    assert "35\xa0€" in definition_of(version).question("delivery").choices[1].label["de"]
    spoil(few, "fees.yaml", 'key: "45a"\n  amount: "35.00"', 'key: "45a"\n  amount: "36.00"')
    assert new_versions(few) == []
    assert Fee.objects.get(key="45a").amount == 36
    assert "36\xa0€" in definition_of(version).question("delivery").choices[1].label["de"]


def test_loading_leaves_what_the_office_set(few):
    load_packs(few)
    Service.objects.filter(slug="card-transfer").update(leika_key="99010013000000", active=False)
    spoil(few, "services/card-transfer.yaml", "max_length: 60", "max_length: 61")
    assert new_versions(few) == [("card-transfer", 2)]
    service = Service.objects.get(slug="card-transfer")
    assert (service.leika_key, service.active) == ("99010013000000", False)


def test_an_office_s_changes_are_never_overwritten(few):
    load_packs(few)
    question = Question.objects.get(step__service__slug="study-extension", code="semester_no")
    question.label_de = "In welchem Semester sind Sie?"
    question.save()
    assert is_changed_here(Service.objects.get(slug="study-extension"))
    spoil(few, "services/study-extension.yaml", "maximum: 40", "maximum: 50")
    loaded = load_packs(few)
    assert (loaded.versions, loaded.left_alone) == ([], ["study-extension"])
    question.refresh_from_db()
    assert (question.label_de, question.maximum) == ("In welchem Semester sind Sie?", 40)


# -- publishing ------------------------------------------------------------------


@pytest.fixture
def study(few) -> Service:
    load_packs(few)
    return Service.objects.get(slug="study-extension")


def test_what_has_not_changed_is_not_published_again(study):
    assert publish(study) is None


def test_a_changed_draft_becomes_the_next_version(study):
    Choice.objects.filter(question__step__service=study, code="savings").delete()
    study.document_requirements.filter(code="savings").delete()
    version = publish(study)
    assert version
    assert (version.number, version.sha256) == (2, fingerprint(version.definition))
    assert "savings" not in {choice.code for choice in definition_of(version).question("funding_kind").choices}
    assert Entry.objects.filter(kind="service-version-published", subject=str(version.pk)).exists()


def spoiled(study, **changes):
    question = Question.objects.get(step__service=study, code="subject_changed_on")
    for name, value in changes.items():
        setattr(question, name, value)
    question.save()
    with pytest.raises(NotPublishableError) as refused:
        publish(study)
    return " ".join(refused.value.problems)


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"when": "side_job"}, "subject_changed_on: "),
        ({"when": "subject_changed && !subject_changed"}, "subject_changed_on"),
        ({"label_ar": ""}, "subject_changed_on.label"),
        ({f"because_{code}": "" for code in CODES}, "subject_changed_on"),
        ({"kind": "choice"}, "subject_changed_on"),
    ],
)
def test_what_is_not_finished_is_refused_with_a_list(study, changes, problem):
    assert problem in spoiled(study, **changes)
    assert ServiceVersion.objects.filter(service=study).count() == 1


def test_a_missing_what_happens_next_keeps_it_back(study):
    guide = study.guide
    for code in CODES:
        setattr(guide, f"after_{code}", "")
    guide.save()
    with pytest.raises(NotPublishableError):
        publish(study)


def test_drafts_are_cut_off_from_old_versions_only(study):
    first = current_version(study.slug)
    with pytest.raises(VersionGoneError):
        set_cutoff(first, clock.now(), {})
    study.document_requirements.filter(code="savings").delete()
    publish(study)
    cutoff = set_cutoff(first, clock.now() + timedelta(days=14), {"de": "Neues Gesetz", "en": "New law"})
    assert set_cutoff(first, clock.now(), {}).pk == cutoff.pk


def test_each_published_version_is_in_the_journal(few):
    versions = load_packs(few).versions
    entries = Entry.objects.filter(kind="service-version-published")
    assert {entry.subject for entry in entries} == {str(version.pk) for version in versions}


def test_versions_cannot_be_changed_or_deleted(study):
    version = current_version("study-extension")
    version.number = 9
    for attempt in (version.save, version.delete, ServiceVersion.objects.all().delete):
        with pytest.raises(VersionFrozenError):
            attempt()
    with pytest.raises(VersionFrozenError):
        ServiceVersion.objects.update(number=9)


def test_a_definition_is_read_from_the_database_once(study, django_assert_num_queries):
    version = current_version("study-extension")
    definition_of(version)
    with django_assert_num_queries(0):
        assert [question.label["ar"] for question in definition_of(version).questions()]


def test_the_command_says_what_it_published(capsys):
    call_command("load_catalogue")
    assert "published study-extension version 1" in capsys.readouterr().out
    call_command("load_catalogue")
    assert "up to date" in capsys.readouterr().out


def test_the_command_names_every_problem(monkeypatch):
    def refuse():
        raise PackError(["fees.1: law is missing"])

    monkeypatch.setattr("portal.catalogue.management.commands.load_catalogue.load_packs", refuse)
    with pytest.raises(CommandError, match="law is missing"):
        call_command("load_catalogue")
