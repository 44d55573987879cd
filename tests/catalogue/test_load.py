import json
from hashlib import sha256

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from portal.catalogue.actions import load_packs
from portal.catalogue.errors import PackError, VersionFrozenError
from portal.catalogue.models import DocumentType, Fee, LegalSentence, Service, ServiceVersion, Threshold
from portal.catalogue.queries import current_version, definition_of
from portal.journal.models import Entry
from tests.catalogue.test_packs import spoil

pytestmark = pytest.mark.django_db
TABLES = (DocumentType, Fee, LegalSentence, Service, ServiceVersion, Threshold)


def contents():
    return {table.__name__: list(table.objects.order_by("pk").values()) for table in TABLES}


def test_loading_twice_gives_the_same_rows():
    assert len(load_packs()) == 2
    first = contents()
    assert load_packs() == []
    assert contents() == first


def test_loading_again_writes_nothing(django_assert_max_num_queries):
    load_packs()
    with django_assert_max_num_queries(9):
        load_packs()


def test_a_changed_form_becomes_the_next_version(folder):
    load_packs(folder)
    spoil(folder, "services/study-extension.yaml", "maximum: 40", "maximum: 50")
    assert [(version.service.slug, version.number) for version in load_packs(folder)] == [("study-extension", 2)]
    assert current_version("study-extension").number == 2
    assert (
        definition_of(ServiceVersion.objects.get(service__slug="study-extension", number=1))
        .question("semester_no")
        .maximum
        == 40
    )


def test_a_changed_fee_changes_its_row_and_the_texts_that_name_it(folder):
    load_packs(folder)
    spoil(folder, "fees.yaml", 'key: "45a"\n  amount: "35.00"', 'key: "45a"\n  amount: "36.00"')
    assert [version.service.slug for version in load_packs(folder)] == ["card-transfer"]
    assert Fee.objects.get(key="45a").amount == 36
    express = definition_of(current_version("card-transfer")).question("delivery").choices[1]
    assert "36\xa0€" in express.label["de"]


def test_loading_leaves_what_the_office_set(folder):
    load_packs(folder)
    Service.objects.filter(slug="card-transfer").update(leika_key="99010013000000", active=False)
    load_packs(folder)
    service = Service.objects.get(slug="card-transfer")
    assert (service.leika_key, service.active) == ("99010013000000", False)


def test_the_hash_is_over_the_canonical_form():
    for version in load_packs():
        canonical = json.dumps(version.definition, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        assert sha256(canonical.encode()).hexdigest() == version.sha256


def test_each_published_version_is_in_the_journal():
    versions = load_packs()
    entries = Entry.objects.filter(kind="service-version-published")
    assert {entry.subject for entry in entries} == {str(version.pk) for version in versions}


def test_versions_cannot_be_changed_or_deleted():
    load_packs()
    version = current_version("study-extension")
    version.number = 9
    for attempt in (version.save, version.delete, ServiceVersion.objects.all().delete):
        with pytest.raises(VersionFrozenError):
            attempt()
    with pytest.raises(VersionFrozenError):
        ServiceVersion.objects.update(number=9)


def test_a_definition_is_read_from_the_database_once(django_assert_num_queries):
    load_packs()
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
