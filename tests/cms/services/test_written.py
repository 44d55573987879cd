"""Days, moments and amounts are typed as people write them, and never guessed."""

from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.test import Client

from cms.services.cutoff import CutoffForm
from cms.services.written import NO_AMOUNT, NO_DAY, NO_MOMENT, AmountField, DayField, MomentField
from portal.catalogue.models import Fee, Service
from tests.cms.services.test_forms import edit_url, errors, saved
from tests.cms.services.test_law import text

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _day():
    with time_machine.travel("2026-11-25T10:00:00+01:00", tick=False):
        yield


@pytest.mark.parametrize("typed", ["1.1.2027", "01.01.2027", " 1. 1. 2027 ", "2027-01-01", "٠١.٠١.٢٠٢٧"])
def test_a_day_is_read(typed):
    assert DayField().clean(typed) == date(2027, 1, 1)


@pytest.mark.parametrize("typed", ["morgen", "1. Januar 2027", "31.02.2027", "01/02/2027", "1.1.27", "01012027"])
def test_what_is_no_day_or_could_be_two_is_refused_and_stays(editor: Client, service: Service, typed):
    row = Fee.objects.get(key="45-1")
    answer = saved(editor, f"/cms/services/law/law-fee/{row.pk}/next/", valid_from=typed, source="BGBl.")
    assert errors(answer)["valid_from"] == [NO_DAY]
    assert f'value="{typed}"' in text(answer)
    assert Fee.objects.filter(key="45-1").count() == 1


@pytest.mark.parametrize("typed", ["1.12.2026 0:00", "2026-12-01 00:00", "01.12.2026, 00:00 Uhr"])
def test_a_moment_is_read(typed):
    assert f"{MomentField().clean(typed):%Y-%m-%dT%H:%M%z}" == "2026-12-01T00:00+0100"


@pytest.mark.parametrize("typed", ["1.12.2026", "1.12.2026 24:00", "1.12.2026 morgens", "31.02.2027 00:00", "jetzt"])
def test_what_is_no_moment_is_refused(typed):
    assert CutoffForm({"at": typed}).errors["at"] == [NO_MOMENT]


@pytest.mark.parametrize(
    ("typed", "wanted"), [("110,50", "110.50"), ("110.50", "110.50"), ("1.050", "1050"), ("93 €", "93"), ("0", "0")]
)
def test_an_amount_is_read_with_its_comma(typed, wanted):
    assert AmountField().clean(typed) == Decimal(wanted)


@pytest.mark.parametrize("typed", ["viel", "-5", "1,2,3"])
def test_what_is_no_amount_is_refused(editor: Client, service: Service, typed):
    row = Fee.objects.get(key="45-1")
    answer = saved(
        editor, f"/cms/services/law/law-fee/{row.pk}/correct/", amount=typed, why="Steht so nicht im Gesetz"
    )
    assert errors(answer)["amount"] == [NO_AMOUNT]


def test_the_form_shows_days_and_amounts_in_german_without_a_calendar(editor: Client, service: Service):
    row = Fee.objects.get(key="45-1")
    Fee.objects.filter(pk=row.pk).update(valid_from=date(2027, 1, 1))
    html = text(editor.get(edit_url("law-fee", row)))
    assert 'value="100,00"' in html
    assert 'value="01.01.2027"' in html
    assert "initDateChooser" not in html
    assert "w-date" not in html
    assert saved(editor, edit_url("law-fee", row), amount="110,50").status_code == 302
    row.refresh_from_db()
    assert row.amount == Decimal("110.50")
