"""What every back-office keeps to: hand-off relies on nothing else."""

import uuid

import pytest

from portal.desk.inbound import DeskBackOffice
from portal.desk.models import CasePackage
from portal.handoff import actions
from portal.handoff.adapters.folder import FolderBackOffice
from portal.handoff.adapters.memory import MemoryBackOffice
from portal.handoff.adapters.outage import OutageBackOffice
from portal.handoff.errors import PackageConflictError, PartChangedError
from portal.handoff.models import Delivery
from portal.shared.errors import UnavailableError
from tests.factories import handoff

pytestmark = pytest.mark.django_db


def of_memory(_folder):
    office = MemoryBackOffice()
    return office, lambda: set(office.received)


def of_folder(folder):
    return FolderBackOffice(str(folder)), lambda: {uuid.UUID(path.stem[4:]) for path in folder.iterdir()}


def of_desk(_folder):
    return DeskBackOffice(), lambda: set(CasePackage.objects.values_list("pk", flat=True))


@pytest.fixture(params=[of_memory, of_folder, of_desk], ids=["memory", "folder", "desk"])
def office(request, tmp_path):
    """A back-office, and a way to ask which packages it holds."""
    return request.param(tmp_path)


@pytest.fixture(autouse=True)
def _clean_files():
    with handoff.files_from("in_order"):
        yield


def prepared(**fields):
    return actions.prepare(handoff.post(**fields))


def test_it_stores_and_acknowledges(office):
    back_office, held = office
    package = prepared()
    answer = back_office.send(package)
    assert (answer.package_id, answer.manifest_sha256) == (package.package_id, package.manifest_sha256)
    assert held() == {package.package_id}


def test_the_same_package_twice_has_the_same_answer_and_one_effect(office):
    back_office, held = office
    package = prepared()
    assert back_office.send(package) == back_office.send(package)
    assert held() == {package.package_id}


def test_another_manifest_under_the_same_id_is_a_conflict(office):
    back_office, held = office
    package = prepared()
    back_office.send(package)
    changed = type(package)(**{**vars(package), "manifest": package.manifest.replace(b"MU-2026", b"MU-2027")})
    with pytest.raises(PackageConflictError):
        back_office.send(changed)
    assert held() == {package.package_id}


def test_a_package_whose_file_was_exchanged_is_not_stored(office):
    back_office, held = office
    with handoff.files_from("exchanged"):
        package = prepared()
        with pytest.raises(PartChangedError):
            back_office.send(package)
    assert held() == set()


def test_a_supplement_follows_its_application(office):
    back_office, held = office
    main = handoff.post()
    back_office.send(actions.prepare(main))
    supplement = handoff.post(main.office, main.case_id, kind="supplement", files=[])
    back_office.send(actions.prepare(supplement))
    assert held() == {main.pk, supplement.pk}


def test_names_of_all_scripts_arrive_as_they_are(office):
    back_office, held = office
    package = prepared(data={"steps": [{"code": "p", "answers": [{"code": "n", "value": "Ş Łʻ é محمد Їжак"}]}]})
    back_office.send(package)
    assert held() == {package.package_id}


def test_the_outage_twin_takes_nothing():
    with pytest.raises(UnavailableError):
        OutageBackOffice().send(prepared())
    assert Delivery.objects.get().sent_at is None
