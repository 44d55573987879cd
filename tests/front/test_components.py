"""Components say what they are in words, point at what they belong to, and leave out what is not given."""

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils.formats import date_format
from django.utils.translation import override

from portal.shared.language import CODES, Text
from portal.shared.patterns import SampleForm
from portal.shared.templatetags.portal import euros, isolated, law, mail, moment, spoken


def component(name, **context):
    return render_to_string(f"components/{name}.html", context)


def field(name, data=None):
    return SampleForm(data)[name].as_field_group()


@pytest.mark.parametrize("kind", ["info", "success", "warning", "danger"])
def test_a_notice_carries_its_kind_an_icon_and_its_words(kind):
    html = component("notice", kind=kind, title="Your passport expires soon", text="")
    assert f"notice--{kind}" in html
    assert "<svg" in html
    assert "Your passport expires soon" in html


def test_only_a_danger_notice_is_read_at_once():
    assert 'role="alert"' in component("notice", kind="danger", title="x")
    assert "role=" not in component("notice", kind="info", title="x")


def test_a_form_without_errors_has_no_error_summary():
    assert component("error_summary", form=SampleForm()).strip() == ""


def test_each_error_in_the_summary_leads_to_its_control():
    html = component("error_summary", form=SampleForm({}))
    assert 'href="#id_family_name"' in html
    assert 'href="#id_stay_0"' in html


def test_the_error_summary_takes_the_focus():
    assert "autofocus" in component("error_summary", form=SampleForm({}))


def test_a_field_with_an_error_is_described_by_hint_and_error():
    html = field("family_name", {})
    assert 'aria-describedby="id_family_name_helptext id_family_name_error"' in html
    assert 'id="id_family_name_error"' in html
    assert 'id="id_family_name_helptext"' in html


def test_an_optional_field_says_so_and_a_required_one_does_not():
    with override("en"):
        assert "(optional)" in field("email")
        assert "(optional)" not in field("family_name")


def test_radio_buttons_stand_in_a_fieldset_with_a_legend():
    html = field("stay")
    assert html.startswith("<fieldset")
    assert "<legend" in html
    assert 'for="id_stay_1"' in html


def test_a_single_checkbox_is_labelled_behind_its_box():
    html = field("truth")
    assert html.index("<input") < html.index("I have checked my answers.")


def test_what_the_person_typed_is_kept():
    assert 'value="Demir"' in field("family_name", {"family_name": "Demir"})


def test_a_label_cannot_smuggle_in_markup():
    class Odd(forms.Form):
        odd = forms.CharField(label="<b>bold</b>")

    assert "<b>" not in Odd()["odd"].as_field_group()


def test_a_summary_row_without_answer_says_so():
    with override("en"):
        assert "Not answered" in component("summary_list", rows=[SimpleNamespace(label="Phone", value="")])


def test_a_change_link_names_what_it_changes():
    html = component("summary_list", rows=[SimpleNamespace(label="Phone", value="1", url="/x/", action="Change")])
    assert 'Change<span class="visually-hidden"> Phone</span>' in html


def test_the_timeline_marks_where_it_stands():
    html = component("timeline", entries=[SimpleNamespace(title="In review", state="current")])
    assert 'aria-current="step"' in html


def test_a_step_without_address_is_no_link():
    assert "<a" not in component("steps", steps=[SimpleNamespace(title="Documents", state="open", url="")])


def test_pages_keep_the_other_parameters():
    page = Paginator(range(50), 10).page(2)
    request = RequestFactory().get("/en/search/", {"q": "visa", "page": "2"})
    html = render_to_string("components/pagination.html", {"page": page}, request=request)
    assert "?q=visa&amp;page=3" in html


def test_a_single_page_has_no_pagination():
    assert component("pagination", page=Paginator([], 10).page(1)).strip() == ""


def test_a_text_in_the_page_language_needs_no_fallback_notice():
    with override("de"):
        assert component("fallback", text=Text("Antrag", "de")).strip() == ""
        assert "fallback" in component("fallback", text=Text("Application", "en"))


def test_a_german_term_in_an_arabic_text_is_read_as_german():
    with override("ar"):
        assert spoken(Text("شهادة (Immatrikulationsbescheinigung)", "ar")) == (
            'شهادة (<bdi lang="de" dir="ltr">Immatrikulationsbescheinigung</bdi>\u2060)'
        )


@pytest.mark.parametrize(
    ("before", "reference", "after"),
    [
        ("Nach ", "§ 81 Abs. 4 Satz 1 AufenthG", " gilt er weiter."),
        ("Das steht in ", "§§ 8 bis 10 StAG", "."),
        ("Siehe ", "§ 24", " und danach das Amt."),
        ("Siehe ", "§ 25 Abs. 2 Buchst. a", ", auch hier."),
        ("Nach ", "§ 4 FreizügG/EU", " geht es."),
        ("", "§ 104c", " Aufenthalt"),
    ],
)
def test_a_reference_to_the_law_is_never_torn_and_nothing_else_is_tied(before, reference, after):
    whole = reference.replace(" ", "\u00a0")
    with override("de"):
        assert spoken(Text(f"{before}{reference}{after}", "de")) == f"{before}{whole}{after}"
    with override("ar"):
        found = spoken(Text(f"{before}{reference}{after}", "ar"))
        assert found == f'{before}<bdi lang="de" dir="ltr">{whole}</bdi>{after}'
        assert law(f"<{reference}>") == f'<bdi lang="de" dir="ltr">&lt;{whole}&gt;</bdi>'


def test_a_mail_address_may_end_a_line_behind_its_sign_and_dots_only():
    shown = '<bdi class="mail" dir="ltr">a.<wbr>yilmaz@<wbr>post.<wbr>example.<wbr>org</bdi>'
    assert isolated("a.yilmaz@post.example.org") == mail("a.yilmaz@post.example.org") == shown
    assert "<b>" not in mail("<b>@example.org")


@pytest.mark.parametrize(("language", "comma"), [("de", ","), ("ar", "،"), ("uk", ",")])
def test_a_moment_has_the_comma_of_its_language_and_is_told_to_the_second(language, comma):
    at = datetime(2026, 11, 5, 21, 58, 32, tzinfo=UTC)
    with override(language):
        assert re.search(rf"2026[^,،]*{comma} <bdi dir=\"ltr\">22:58:32 CET</bdi>$", moment(at))


@pytest.mark.parametrize("language", CODES)
def test_no_day_starts_with_a_nought_in_words(language):
    with override(language):
        assert date_format(date(2027, 3, 4)).startswith("4")


def test_a_spoken_text_cannot_smuggle_in_markup():
    with override("ar"):
        assert "<b>" not in spoken(Text("<b>شهادة</b> (Antrag)", "ar"))


def test_numbers_of_several_groups_keep_their_order_between_arabic_letters():
    """Written right to left, 7654321-475 would otherwise read 475-7654321."""
    text = spoken(Text("مثال: 7654321-475 أو +49 151 23456789 في 12 شهرا", "ar"))
    assert "\u20667654321-475\u2069" in text
    assert "\u2066+49 151 23456789\u2069" in text
    assert " 12 " in text
    assert "\u2066" not in spoken(Text("Number 7654321-475", "en"))


def test_an_answer_in_arabic_keeps_its_numbers_in_order():
    with override("ar"):
        assert "\u206614-16\u2069" in isolated("شارع 14-16")
        assert "\u2066" not in isolated("+49 151 23456789")


def test_a_minus_stays_before_its_amount_from_right_to_left():
    with override("ar"):
        assert "\u200f\u200e-47.00" in euros(Decimal(-47))


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("de", "1.093,00\xa0€"),
        ("en", "€1,093.00"),
        ("tr", "€1.093,00"),
        ("ar", "\u200f1,093.00\xa0€"),
        ("uk", "1\xa0093,00\xa0€"),
        ("ru", "1\xa0093,00\xa0€"),
    ],
)
def test_an_amount_is_written_as_the_language_does_and_never_parts(language, written):
    with override(language):
        assert written in euros(Decimal(1093))
