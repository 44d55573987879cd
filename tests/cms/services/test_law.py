"""The law's tables in the editors' admin, and what editors are reminded of."""

from datetime import date

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.test import Client

from cms.services.receivers import EDITORS, TRANSLATORS
from portal.catalogue.models import DocumentType, Fee, FeeReduction, Service, Threshold
from portal.catalogue.queries import law_on
from tests.cms.services.test_forms import edit_url, errors, saved
from tests.factories.accounts import RoleFactory, sign_in

pytestmark = pytest.mark.django_db


def text(answer) -> str:
    return answer.content.decode()


def test_all_tables_stand_on_one_page(editor: Client, service: Service):
    html = text(editor.get("/cms/services/law/"))
    for row in [*Fee.objects.all(), *Threshold.objects.all()]:
        assert row.key in html
    assert FeeReduction.objects.first().code in html
    assert DocumentType.objects.first().code in html


def test_a_new_amount_holds_at_once(editor: Client, service: Service):
    row = Fee.objects.get(key="45-3")
    answer = saved(
        editor, "/cms/services/law/law-fee/new/", key="45-3", amount="99.00", law="§ 45 Nr. 3 AufenthV",
        valid_from="2027-01-01", title_de="Verlängerung",
    )  # fmt: skip
    assert answer["Location"].startswith("/cms/services/law/#law-fee-")
    assert law_on(date(2027, 1, 1)).prices["45-3"].amount == 99
    assert law_on(date(2026, 12, 31)).prices["45-3"].amount == row.amount


def test_what_services_name_a_fee_by_stays(editor: Client, service: Service):
    row = Fee.objects.get(key="45-3")
    saved(editor, edit_url("law-fee", row), key="other")
    row.refresh_from_db()
    assert row.key == "45-3"


def test_times_and_conditions_that_cannot_be_are_refused(editor: Client, service: Service):
    row = Fee.objects.get(key="45-3")
    assert "valid_until" in errors(saved(editor, edit_url("law-fee", row), valid_until="2020-01-01"))
    reduction = FeeReduction.objects.first()
    FeeReduction.objects.filter(pk=reduction.pk).update(valid_from=date(2100, 1, 1))
    assert "when" in errors(saved(editor, edit_url("law-reduction", reduction), when="&&"))
    assert "applies_to" in errors(saved(editor, edit_url("law-reduction", reduction), applies_to=["none"]))
    answer = saved(editor, edit_url("law-reduction", reduction), applies_to=["45-3"])
    assert answer.status_code == 302
    reduction.refresh_from_db()
    assert reduction.applies_to == ["45-3"]


def test_the_same_key_twice_on_a_day_is_refused(editor: Client, service: Service):
    row = Fee.objects.get(key="45-3")
    sent = {"key": row.key, "amount": "1", "law": "x", "valid_from": row.valid_from.isoformat(), "title_de": "x"}
    answer = saved(editor, "/cms/services/law/law-fee/new/", **sent)
    assert errors(answer) == {"valid_from": ["Diesen Schlüssel gibt es mit diesem ersten Tag schon."]}
    assert Fee.objects.filter(key="45-3").count() == 1
    paper = {"code": DocumentType.objects.first().code, "official_name": "x", "title_de": "x"}
    assert "code" in errors(saved(editor, "/cms/services/law/law-paper/new/", **paper))


def added(editor: Client, valid_from: str, valid_until: str = ""):
    return saved(
        editor, "/cms/services/law/law-fee/new/", key="45-3", amount="99.00", law="§ 45 Nr. 3 AufenthV",
        valid_from=valid_from, valid_until=valid_until, title_de="Verlängerung",
    )  # fmt: skip


@time_machine.travel("2026-11-25T10:00:00+01:00", tick=False)
def test_a_new_amount_ends_the_old_one_and_says_so(editor: Client, service: Service):
    row = Fee.objects.get(key="45-3")
    html = text(editor.get(added(editor, "2026-11-26")["Location"]))
    assert "Die Zeile gilt ab 26.11.2026." in html
    assert f"Die Zeile ab {row.valid_from:%d.%m.%Y} endet jetzt am 25.11.2026." in html
    row.refresh_from_db()
    assert row.valid_until == date(2026, 11, 25)


def test_two_amounts_never_hold_on_one_day(editor: Client, service: Service):
    row = Fee.objects.get(key="45-3")
    Fee.objects.filter(pk=row.pk).update(valid_from=date(2026, 1, 1), valid_until=date(2026, 12, 31))
    assert "Beginnen Sie am 01.01.2027" in str(errors(added(editor, "2026-12-31")))
    assert "Enden Sie am 31.12.2025" in str(errors(added(editor, "2025-01-01")))
    assert added(editor, "2025-01-01", "2025-12-31").status_code == 302
    assert added(editor, "2027-01-01").status_code == 302
    assert "valid_until" in errors(saved(editor, edit_url("law-fee", row), valid_until=""))


def test_a_row_is_deleted_from_its_form(editor: Client, service: Service):
    row = Fee.objects.get(key="45-3")
    Fee.objects.filter(pk=row.pk).update(valid_from=date(2100, 1, 1))
    row.refresh_from_db()
    html = text(editor.get(edit_url("law-fee", row)))
    assert f"{edit_url('law-fee', row)}delete/" in html
    assert f"Gebühr 45-3 ab {row.valid_from:%d.%m.%Y}" in html
    assert " from " not in html.partition("<title>")[2].partition("</title>")[0]
    html = text(editor.post(f"{edit_url('law-fee', row)}delete/", follow=True))
    assert "Gelöscht. Die Änderung gilt sofort" in html
    assert "Veröffentlichte Fassungen bleiben" not in html


def seen(day: str, kind: str, url: str) -> str:
    """What a person with a role reads on a day."""
    with time_machine.travel(f"{day}T10:00:00+01:00", tick=False):
        return text(sign_in(Client(), RoleFactory(kind=kind).person, verified=True).get(url))


MISSING, OLD = "Für 2027 steht noch kein Betrag", "nicht mehr mit der Quelle verglichen"


def test_editors_are_reminded_in_december(service: Service):
    assert MISSING not in seen("2026-11-30", "editor", "/cms/")
    for url in ("/cms/", "/cms/services/law/"):
        assert MISSING in seen("2026-12-01", "editor", url)


def test_editors_are_reminded_of_old_sources(service: Service):
    for model in (Fee, FeeReduction, Threshold):
        model.objects.all().delete()
    row = Threshold.objects.create(key="own", amount=1, law="§ 1", title_de="x", valid_from=date(2025, 12, 31))
    assert OLD not in seen("2026-12-31", "editor", "/cms/services/law/")
    Threshold.objects.filter(pk=row.pk).update(valid_from=date(2025, 12, 30))
    assert OLD in seen("2026-12-31", "editor", "/cms/services/law/")
    Threshold.objects.filter(pk=row.pk).update(checked_on=date(2026, 6, 1))
    assert OLD not in seen("2026-12-31", "editor", "/cms/services/law/")


def test_translators_are_not_reminded(service: Service):
    for url in ("/cms/", "/cms/services/law/"):
        assert MISSING not in seen("2026-12-01", "translator", url)


def test_both_groups_hold_what_they_need_and_no_more(service: Service):
    editors = set(Group.objects.get(name=EDITORS).permissions.values_list("codename", flat=True))
    translators = set(Group.objects.get(name=TRANSLATORS).permissions.values_list("codename", flat=True))
    assert {"access_admin", "add_question", "delete_choice", "change_fee"} <= editors
    assert {"access_admin", "change_question", "change_documenttype"} <= translators
    assert not [name for name in translators if name.startswith(("add_", "delete_"))]
    assert not [name for name in editors | translators if "version" in name or "sample" in name or "role" in name]
