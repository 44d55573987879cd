"""How editors see that rows of the law keep their history."""

from datetime import date

import pytest
import time_machine
from django.test import Client

from cms.services.law import IN_FORCE
from cms.services.law_forms import BACK, SAME, SHORT_REASON, UNCHANGED
from portal.catalogue.models import Fee, FeeReduction, Service
from portal.catalogue.queries import law_on
from portal.catalogue.queries.history import DAY
from tests.cms.services.conftest import fields_of
from tests.cms.services.test_forms import edit_url, errors, saved
from tests.cms.services.test_law import text
from tests.factories.accounts import RoleFactory, sign_in

pytestmark = pytest.mark.django_db
NEXT, CORRECT = "Neuer Betrag ab …", "Fehler berichtigen"


@pytest.fixture(autouse=True)
def _day():
    with time_machine.travel("2026-11-25T10:00:00+01:00", tick=False):
        yield


@pytest.fixture
def row(service: Service) -> Fee:
    """A fee that has begun."""
    return Fee.objects.get(key="45-3")


@pytest.fixture
def to_come(row: Fee) -> Fee:
    Fee.objects.filter(pk=row.pk).update(valid_from=date(2027, 1, 1))
    row.refresh_from_db()
    return row


def next_url(row, name: str = "law-fee") -> str:
    return f"/cms/services/law/{name}/{row.pk}/next/"


def correct_url(row, name: str = "law-fee") -> str:
    return f"/cms/services/law/{name}/{row.pk}/correct/"


def is_missing(answer) -> bool:
    return answer.status_code == 410


def test_the_form_of_a_running_row_offers_what_follows_and_no_change(editor: Client, row: Fee):
    html = text(editor.get(edit_url("law-fee", row)))
    assert next_url(row) in html
    assert correct_url(row) in html
    assert f"{edit_url('law-fee', row)}delete/" not in html
    assert is_missing(editor.get(f"{edit_url('law-fee', row)}delete/", follow=True))
    assert is_missing(editor.post(f"{edit_url('law-fee', row)}delete/", follow=True))
    before = (row.amount, row.law, row.valid_from)
    answer = saved(editor, edit_url("law-fee", row), amount="1", law="x", valid_from="2026-01-01", source="BGBl. neu")
    assert answer.status_code == 302
    row.refresh_from_db()
    assert (row.amount, row.law, row.valid_from, row.source) == (*before, "BGBl. neu")


def test_a_row_to_come_is_changed_in_its_form(editor: Client, to_come: Fee):
    html = text(editor.get(edit_url("law-fee", to_come)))
    assert CORRECT not in html
    assert is_missing(editor.get(correct_url(to_come), follow=True))
    assert saved(editor, edit_url("law-fee", to_come), amount="1.00").status_code == 302
    to_come.refresh_from_db()
    assert to_come.amount == 1


def test_what_follows_ends_the_old_row_and_says_so(editor: Client, row: Fee):
    answer = saved(editor, next_url(row), amount="99.00", valid_from="2027-01-01", source="BGBl. 2026 I Nr. 1")
    html = text(editor.get(answer["Location"]))
    assert f"Die Zeile ab {row.valid_from:%d.%m.%Y} endet jetzt am 31.12.2026." in html
    assert "gilt noch nicht" in html
    new = Fee.objects.get(key="45-3", valid_from=date(2027, 1, 1))
    assert (new.amount, new.title_uk, new.checked_on) == (99, row.title_uk, None)
    assert law_on(date(2026, 12, 31)).prices["45-3"].amount == row.amount


def test_days_are_typed_and_shown_as_people_write_them(editor: Client, row: Fee):
    assert f'value="{row.valid_from:%d.%m.%Y}"' in text(editor.get(edit_url("law-fee", row)))
    assert saved(editor, next_url(row), amount="99", valid_from="1.2.2027", source="BGBl.").status_code == 302
    assert Fee.objects.filter(key=row.key, valid_from=date(2027, 2, 1)).exists()


def test_what_follows_names_its_source_and_its_first_day(editor: Client, row: Fee):
    assert {"source", "valid_from"} <= set(errors(saved(editor, next_url(row), amount="99.00")))
    assert Fee.objects.filter(key="45-3").count() == 1


def test_what_follows_keeps_the_key_and_fits(editor: Client, row: Fee):
    Fee.objects.filter(pk=row.pk).update(valid_until=date(2026, 12, 31))
    answer = saved(editor, next_url(row), amount="99", key="other", source="BGBl.", valid_from="2027-01-02")
    assert errors(answer) == {
        "valid_from": ["Nach dem 31.12.2026 würde eine Zeit lang nichts gelten. Beginnen Sie am 01.01.2027."]
    }
    assert saved(editor, next_url(row), amount="99", key="other", source="BGBl.").status_code == 302
    assert [each.key for each in Fee.objects.filter(valid_from=date(2027, 1, 1))] == ["45-3"]


def test_a_correction_needs_a_reason_that_stays_readable(editor: Client, row: Fee):
    url, wanted = correct_url(row), f"{row.amount}".replace(".", ",")
    assert errors(saved(editor, url, amount="95.00")).keys() == {"why"}
    assert saved(editor, url, amount="95.00", why="Zahlendreher, im Gesetz steht 95 Euro").status_code == 302
    row.refresh_from_db()
    assert row.amount == 95
    html = text(editor.get(edit_url("law-fee", row)))
    assert f"<del>{wanted}</del> → 95,00" in html
    assert "Grund: Zahlendreher, im Gesetz steht 95 Euro" in html
    assert "25.11.2026, 10:00 Uhr" in html


def test_a_correction_does_not_leave_today_without_an_amount(editor: Client, row: Fee):
    why = "Im Gesetz steht ein anderer Tag"
    answer = saved(editor, correct_url(row), valid_from="1.12.2026", why=why)
    assert errors(answer)["valid_from"][0].startswith("Dann würde heute nichts gelten.")
    answer = saved(editor, correct_url(row), valid_until="24.11.2026", why=why)
    assert errors(answer) == {"valid_until": ["Dann würde heute nichts gelten. Enden Sie frühestens am 25.11.2026."]}
    assert law_on(date(2026, 11, 25)).prices["45-3"].amount == row.amount
    assert saved(editor, correct_url(row), valid_from="25.11.2026", why=why).status_code == 302


def test_a_correction_may_begin_later_where_the_row_before_holds_until_then(editor: Client, row: Fee):
    Fee.objects.create(
        key=row.key, amount=50, law="x", title_de="x", valid_from=date(2000, 1, 1), valid_until=row.valid_from - DAY
    )
    why = "Im Gesetz steht ein anderer Tag"
    assert saved(editor, correct_url(row), valid_from="1.12.2026", why=why).status_code == 302
    assert law_on(date(2026, 11, 25)).prices["45-3"].amount == 50


@pytest.mark.parametrize("why", ["x", "   Fehler   ", ""])
def test_a_reason_is_long_enough_to_be_understood(editor: Client, row: Fee, why):
    assert errors(saved(editor, correct_url(row), amount="95,00", why=why)) == {"why": [SHORT_REASON]}


def test_a_correction_without_a_change_is_none(editor: Client, row: Fee):
    answer = saved(editor, correct_url(row), why="Steht so im Gesetz")
    assert errors(answer) == {"__all__": [UNCHANGED]}


def test_a_row_to_come_that_is_moved_into_the_past_needs_a_reason(editor: Client, to_come: Fee):
    url = edit_url("law-fee", to_come)
    assert "Bitte noch sagen" not in text(editor.get(url))
    answer = saved(editor, url, valid_from="1.11.2026")
    assert errors(answer) == {"why": [BACK]}
    assert 'name="why"' in text(answer)
    assert editor.post(url, {**fields_of(answer.context["form"]), "why": "Schon in Kraft, BGBl."}).status_code == 302
    assert "Grund: Schon in Kraft, BGBl." in text(editor.get(url))


def test_a_new_row_with_the_same_amount_must_be_wanted(editor: Client, row: Fee):
    sent = {"valid_from": "1.1.2027", "source": "BGBl."}
    answer = saved(editor, next_url(row), **sent)
    assert errors(answer) == {"sure": [SAME]}
    assert 'name="sure"' in text(answer)
    assert editor.post(next_url(row), {**fields_of(answer.context["form"]), "sure": "on"}).status_code == 302
    new = Fee.objects.get(key="45-3", valid_from=date(2027, 1, 1))
    assert saved(editor, edit_url("law-fee", new), source="BGBl. I").status_code == 302


def test_the_history_names_people_as_long_as_they_are_there(service: Service, row: Fee):
    person = RoleFactory(kind="editor", person__first_name="Erika", person__last_name="Muster").person
    client = sign_in(Client(), person, verified=True)
    saved(client, correct_url(row), amount="95.00", why="Zahlendreher, 95 Euro")
    reader = sign_in(Client(), RoleFactory(kind="editor").person, verified=True)
    assert "Erika Muster" in text(reader.get(edit_url("law-fee", row)))
    person.delete()
    html = text(reader.get(edit_url("law-fee", row)))
    assert "ein gelöschtes Konto" in html
    assert "Zahlendreher" in html


def test_a_reduction_is_corrected_and_followed(editor: Client, service: Service):
    reduction = FeeReduction.objects.filter(effect="half").first()
    assert "when" in errors(
        saved(editor, correct_url(reduction, "law-reduction"), when="&&", why="Steht so im Gesetz")
    )
    assert (
        saved(editor, correct_url(reduction, "law-reduction"), effect="free", why="Steht so im Gesetz").status_code
        == 302
    )
    sent = {"effect": "half", "valid_from": "2027-01-01", "source": "BGBl."}
    assert saved(editor, next_url(reduction, "law-reduction"), **sent).status_code == 302
    rows = FeeReduction.objects.filter(code=reduction.code).order_by("valid_from")
    assert [(each.effect, each.valid_until) for each in rows] == [("free", date(2026, 12, 31)), ("half", None)]
    assert "<del>die Hälfte</del> → nichts zu zahlen" in text(editor.get(edit_url("law-reduction", reduction)))


def test_the_last_day_of_a_running_row_is_not_put_into_the_past(editor: Client, row: Fee):
    answer = saved(editor, edit_url("law-fee", row), valid_until="2026-11-24")
    assert "Fehler berichtigen" in errors(answer)["valid_until"][0]
    assert saved(editor, edit_url("law-fee", row), valid_until="2026-11-25").status_code == 302


def test_deleting_what_was_to_come_gives_the_old_row_its_days_back(editor: Client, row: Fee):
    saved(editor, next_url(row), amount="99.00", valid_from="2027-01-01", source="BGBl.")
    new = Fee.objects.get(key="45-3", valid_from=date(2027, 1, 1))
    html = text(editor.post(f"{edit_url('law-fee', new)}delete/", follow=True))
    assert f"Die Zeile ab {row.valid_from:%d.%m.%Y} gilt wieder ohne letzten Tag." in html
    assert "Zeile ab 01.01.2027 gelöscht" in text(editor.get(edit_url("law-fee", row)))


def test_who_deletes_reads_first_what_the_row_before_does(editor: Client, row: Fee):
    saved(editor, next_url(row), amount="99,00", valid_from="1.1.2027", source="BGBl.")
    new = Fee.objects.get(key="45-3", valid_from=date(2027, 1, 1))
    delete_url = f"{edit_url('law-fee', new)}delete/"
    assert f'class="button button-secondary no" href="{delete_url}"' in text(editor.get(edit_url("law-fee", new)))
    assert f"Die Zeile ab {row.valid_from:%d.%m.%Y} gilt dann wieder ohne letzten Tag." in text(editor.get(delete_url))


def test_who_deletes_the_last_row_reads_what_is_missing_then(editor: Client, row: Fee):
    Fee.objects.filter(pk=row.pk).update(valid_until=date(2026, 12, 31))
    new = Fee.objects.create(key=row.key, amount=1, law="x", title_de="x", valid_from=date(2027, 1, 1))
    html = text(editor.post(f"{edit_url('law-fee', new)}delete/", follow=True))
    assert "Nach dem 31.12.2026 gilt noch nichts." in html


def test_who_ends_a_row_reads_what_is_missing_then(editor: Client, row: Fee):
    answer = saved(editor, edit_url("law-fee", row), valid_until="31.12.2026")
    assert "Nach dem 31.12.2026 gilt noch nichts." in text(editor.get(answer["Location"]))
    answer = saved(editor, edit_url("law-fee", row), source="BGBl.")
    assert "gilt noch nichts" not in text(editor.get(answer["Location"]))


def test_nothing_new_follows_a_row_that_is_past(editor: Client, row: Fee):
    Fee.objects.filter(pk=row.pk).update(valid_from=date(2025, 1, 1), valid_until=date(2025, 12, 31))
    assert next_url(row) in text(editor.get(edit_url("law-fee", row)))
    Fee.objects.create(key=row.key, amount=1, law="x", title_de="x", valid_from=date(2026, 1, 1))
    assert next_url(row) not in text(editor.get(edit_url("law-fee", row)))
    assert is_missing(editor.get(next_url(row), follow=True))


def test_translators_read_the_history_and_change_names_of_running_rows(translator: Client, row: Fee):
    Fee.objects.create(key=row.key, amount=1, law="x", title_de="x", valid_from=date(2100, 1, 1))
    assert saved(translator, edit_url("law-fee", row), title_uk="Назва").status_code == 302
    html = text(translator.get(edit_url("law-fee", row)))
    assert "Titel (Ukrainisch)" in html
    assert NEXT not in html
    for url in (next_url(row), correct_url(row)):
        assert translator.get(url).status_code == 302
        translator.post(url, {"amount": "1", "valid_from": "2027-01-01", "source": "x", "why": "x"})
    row.refresh_from_db()
    assert row.amount != 1
    assert Fee.objects.filter(key=row.key).count() == 2


def test_only_rows_that_hold_for_a_time_have_these_pages(editor: Client, row: Fee):
    assert set(IN_FORCE) == {"law-fee", "law-reduction", "law-threshold"}
    for name in ("law-paper", "law-text", "question", "none"):
        assert is_missing(editor.get(next_url(row, name), follow=True))
        assert is_missing(editor.get(correct_url(row, name), follow=True))
    assert is_missing(editor.get("/cms/services/law/law-fee/999999/next/", follow=True))
    assert is_missing(editor.get("/cms/services/law/law-fee/999999/correct/", follow=True))
