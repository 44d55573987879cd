"""Replies that an office lays into the folder."""

import json

import pytest

from portal.handoff import queries, tasks
from tests.factories import handoff
from tests.factories.offices import OfficeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path, settings):
    options = {"ADAPTER": "portal.handoff.adapters.folder.FolderBackOffice", "OPTIONS": {"folder": str(tmp_path)}}
    settings.BACK_OFFICES = {"folder": options, "memory": settings.BACK_OFFICES["memory"]}
    (tmp_path / "replies").mkdir()
    return tmp_path


@pytest.fixture
def delivery(folder):
    return handoff.sent(office=OfficeFactory(back_office="folder"))


def lay(folder, name="1.json", **said):
    said = {"eventId": "e-1", "kind": "in_review", "at": "2026-11-22T10:00:00+00:00", "payload": {}, **said}
    (folder / "replies" / name).write_text(json.dumps(said))


def names(folder, place):
    return [path.name for path in (folder / "replies" / place).glob("*")]


def test_a_reply_in_the_folder_is_taken_once_and_put_aside(folder, delivery):
    lay(folder, caseId=str(delivery.case_id), kind="accepted", payload={"officeReference": "AZ 7"})
    tasks.collect()
    tasks.collect()
    [reply] = queries.replies_of(delivery.case_id)
    assert reply.payload == {"officeReference": "AZ 7"}
    assert names(folder, "done") == ["1.json"]
    delivery.refresh_from_db()
    assert delivery.office_reference == "AZ 7"


@pytest.mark.parametrize(
    "said",
    [{"kind": "nonsense"}, {"at": "yesterday"}, {"at": "2026-11-22T10:00:00"}, {"payload": []}, {"caseId": "x"}, {}],
)
def test_a_reply_that_cannot_be_understood_is_put_aside_and_the_next_is_taken(folder, delivery, said):
    lay(folder, "1.json", **({"caseId": str(delivery.case_id)} if said else {"caseId": 7}) | said)
    lay(folder, "2.json", caseId=str(delivery.case_id), eventId="e-2")
    tasks.collect()
    assert names(folder, "not-taken") == ["1.json"]
    assert names(folder, "done") == ["2.json"]


def test_a6_a_back_office_cannot_answer_for_another_ones_case(folder):
    other = handoff.sent(office=OfficeFactory(back_office="memory"))
    lay(folder, caseId=str(other.case_id))
    tasks.collect()
    assert names(folder, "not-taken") == ["1.json"]
    assert not queries.replies_of(other.case_id).exists()


def test_a_huge_or_broken_reply_is_put_aside(folder, delivery):
    (folder / "replies" / "1.json").write_text("[" * 200_000)
    (folder / "replies" / "2.json").write_bytes(b"\xff\xfe{")
    (folder / "replies" / "3.json").write_text("[" * 99_000)
    tasks.collect()
    assert sorted(names(folder, "not-taken")) == ["1.json", "2.json", "3.json"]
