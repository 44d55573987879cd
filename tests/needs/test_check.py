"""The needs check as its visitors meet it."""

from html.parser import HTMLParser

import pytest
from django.utils.translation import override

from portal.catalogue.checks.needs import MOST_QUESTIONS, paths_of, problems_of_needs
from portal.catalogue.management.commands.check_packs import _around
from portal.catalogue.needs import needs_from
from portal.catalogue.pack import read_needs, read_packs
from portal.needs import queries
from portal.shared.language import CODES
from tests.factories.offices import OfficeFactory

DATA, PACKS = read_needs(), read_packs()
CHECK = needs_from(DATA)
PATHS = list(paths_of(CHECK))

STUDENT = {
    "happened": "ends_soon",
    "nationality": "IN",
    "title_kind": "residence_permit",
    "title_valid_until": "31.03.2031",
    "purpose": "study",
}


def page(response) -> str:
    # References to the law are kept in one piece by spaces that do not break.
    return response.content.decode().replace("\xa0", " ")


def test_the_pack_has_no_problems():
    assert problems_of_needs(DATA, PACKS.services, _around(PACKS)) == []


def test_nobody_is_asked_more_than_eight_questions_on_any_path():
    assert len(PATHS) > 3000
    assert max(len(each.answers) for each in PATHS) == MOST_QUESTIONS


def test_every_path_leads_somewhere_and_every_service_is_led_to():
    assert all(CHECK.told(each.facts) or CHECK.weighed(each.facts) for each in PATHS)
    assert {slug for each in PATHS for slug in CHECK.weighed(each.facts)} == set(PACKS.services)


@pytest.mark.parametrize(
    ("nationality", "free", "family"),
    [
        ("AT", "free_movement", "free_movement_family"),
        ("CH", "free_movement_swiss", "free_movement_swiss"),
    ],
)
def test_who_moves_freely_is_told_so_unless_it_is_about_something_else(nationality, free, family):
    paths = [each for each in PATHS if each.answers.get("nationality") == nationality]
    assert max(len(each.answers) for each in paths) == 3
    for path in paths:
        happened, told = path.answers["happened"], [info.code for info in CHECK.told(path.facts)]
        others = {"family": [family], "german": [], "letter": [f"letter_{path.answers.get('letter_kind')}"]}
        assert told == others.get(happened, [free])
        assert ("naturalisation" in CHECK.weighed(path.facts)) == (happened == "german")


@pytest.mark.parametrize(
    ("mend", "sentence"),
    [
        (lambda data: data["results"][0].update(service="nothing"), "nothing: a service"),
        (lambda data: data["results"][0].update(when="purposes == 'study'"), "purposes"),
        (lambda data: data["results"][0]["why"].pop("ar"), "no text in: "),
        (lambda data: data["questions"][1].pop("because"), "nationality: say why it is asked"),
        (lambda data: data["fills"]["ukraine"].update(nothing="nationality"), "fills.ukraine.nothing"),
        (lambda data: data["follows"][0].update(value="second"), "follows.family-reunion.wanted: no answer is called"),
        (lambda data: data["questions"][3].update(when="false"), "title_valid_until: nobody can ever be asked"),
        (lambda data: data["results"].clear(), "leads to nothing"),
        (lambda data: data.pop("results"), "KeyError"),
    ],
)
def test_a_mistake_in_the_pack_is_named(mend, sentence):
    data = read_needs()
    mend(data)
    with override("en"):
        problems = problems_of_needs(data, PACKS.services, _around(PACKS))
    assert any(sentence in each for each in problems)


def test_a_student_is_led_to_the_extension_with_reason_documents_fee_and_time(walk):
    found = page(walk(**STUDENT))
    for part in ("Extend your residence permit for studies", "You go on studying and already have a card.", "93.00"):
        assert part in found
    assert "Transcript" in found
    assert "/en/applications/start/study-extension/" in found
    assert walk.asked == list(STUDENT)


def test_the_first_page_needs_no_session_and_no_cookie_before_the_first_answer(client, catalogue):
    response = client.get("/en/needs/")
    assert response.status_code == 200
    assert "sessionid" not in client.cookies
    client.post("/en/needs/questions/happened/", {"happened": "guest"})
    assert client.cookies["sessionid"]["max-age"] == 86_400


def test_answers_are_forgotten_after_a_day(client, walk):
    walk(**STUDENT)
    session = client.session
    session["needs"] = {**session["needs"], "since": session["needs"]["since"] - 86_401}
    session.save()
    assert client.get("/en/needs/result/")["Location"] == "/en/needs/questions/happened/"


def test_start_again_erases_everything(client, walk):
    walk(**STUDENT)
    client.post("/en/needs/checklist/study-extension/", {"passport": "have"})
    assert client.post("/en/needs/again/")["Location"] == "/en/needs/"
    assert "needs" not in client.session


def test_the_back_button_shows_the_old_answer_and_a_new_one_counts(client, walk):
    walk(**STUDENT)
    form = client.get("/en/needs/questions/purpose/").context["form"]
    assert form["purpose"].value() == "study"
    response = client.post("/en/needs/questions/purpose/", {"purpose": "search"})
    assert response["Location"] == "/en/needs/questions/finished_kind/"
    client.post(response["Location"], {"finished_kind": "study"})
    assert "Look for work" in page(client.get("/en/needs/result/"))


def test_a_question_that_is_not_open_yet_leads_to_the_one_that_is(client, catalogue):
    assert client.get("/en/needs/questions/purpose/")["Location"] == "/en/needs/questions/happened/"
    assert client.get("/en/needs/result/")["Location"] == "/en/needs/questions/happened/"


def test_a_date_may_be_left_out_and_then_there_is_no_light(walk):
    found = page(walk(**STUDENT | {"title_valid_until": ""}))
    assert "Your permit now" not in found
    assert "left out" in found


@pytest.mark.parametrize(
    ("day", "parts"),
    [
        ("31.03.2031", ["notice--success", "Your permit ends in"]),
        ("01.01.2020", ["notice--danger", "What to do today:", "Call your office", "Your permit ended"]),
    ],
)
def test_the_expiry_date_is_read_into_a_colour_with_words(walk, day, parts):
    office = OfficeFactory()
    found = page(walk(**STUDENT | {"title_valid_until": day}))
    assert [part for part in parts if part not in found] == []
    assert (office.phone in found) == ("Call your office" in parts)


@pytest.mark.parametrize("printed", ["01.02.2024", "04.03.2025", "31.01.2026", "04.03.2027"])
def test_cards_of_the_ukraine_rules_run_on_and_alarm_nobody(walk, printed):
    answers = {"nationality": "UA", "title_valid_until": printed, "purpose": "ukraine"}
    response = walk(**STUDENT | answers, ukraine_wish="certificate")
    found = page(response)
    assert response.context["result"].permit.last_day.isoformat() == "2027-03-04"
    assert "The law extends permits under § 24 by itself" in found
    assert "How to show that your permit stays valid" in found
    assert "Collect your documents. Apply about 8 weeks" not in found
    assert "What to do today:" not in found


def test_a_card_that_had_ended_before_the_first_rule_is_not_prolonged(walk):
    answers = {"nationality": "UA", "title_valid_until": "31.01.2024", "purpose": "ukraine"}
    assert "The law extends permits" not in page(walk(**STUDENT | answers, ukraine_wish="move"))


def test_a_visa_is_called_a_visa(walk):
    found = page(walk(**STUDENT | {"title_kind": "national_visa"}))
    assert "Your visa ends in" in found
    assert "Your permit ends in" not in found


WIFE = {"happened": "family", "nationality": "TR", "relationship": "spouse", "title_valid_until": "31.03.2031"}


@pytest.mark.parametrize("title_kind", ["national_visa", "residence_permit"])
def test_who_joins_a_husband_needs_the_marriage_certificate_for_certain(walk, title_kind):
    response = walk(**WIFE, title_kind=title_kind, sponsor_status="blue_card")
    (match,) = response.context["result"].matches
    certain = {each.code: str(each.whose) for each in match.certain}
    assert "marriage_certificate" in certain
    assert certain["passport"] == ""
    assert certain["sponsor_passport"] == "The passport of the person who already lives here."
    assert certain["sponsor_passport"] in page(response)


def test_a_wife_abroad_is_sent_to_the_embassy_and_told_of_the_three_months(walk, client):
    found = page(walk(**WIFE | {"nationality": "SY"}, title_kind="none", sponsor_status="refugee"))
    assert "first apply for a visa for family reunion at the German embassy" in found
    assert "Apply within the first 3 months after recognition." in found
    assert queries.carried(client.session, queries.offered("family-reunion"))["wanted"] == "first"


def test_nobody_who_needs_no_visa_is_sent_to_the_embassy(walk):
    found = page(walk(**WIFE | {"nationality": "US"}, title_kind="none", sponsor_status="german"))
    assert "apply for a visa for family reunion" not in found


def test_only_the_card_of_a_settlement_permit_ends(walk):
    answers = {"title_kind": "settlement_permit", "title_valid_until": "01.01.2020"}
    found = page(walk(happened="ends_soon", nationality="IN", **answers))
    assert "Your permit has no end, only the card expires." in found
    assert "What to do today:" not in found


@pytest.mark.parametrize("nationality", ["FR", "CH"])
def test_citizens_of_the_eu_and_switzerland_can_start_their_naturalisation(walk, nationality):
    found = page(walk(happened="german", nationality=nationality))
    assert "/en/applications/start/naturalisation/" in found
    assert "You need no permit" not in found


def test_the_law_of_the_eu_is_not_named_to_the_swiss(walk):
    found = page(walk(happened="new_here", nationality="CH"))
    assert "§ 28 AufenthV" in found
    assert "FreizügG/EU" not in found


def test_a_new_round_offers_the_old_answers_and_goes_page_by_page(client, walk):
    walk(**STUDENT)
    response = client.post("/en/needs/questions/happened/", {"happened": "job"})
    assert response["Location"] == "/en/needs/questions/nationality/"
    again = client.get(response["Location"])
    assert again.context["form"]["nationality"].value() == "IN"
    assert "This is your answer from before." in page(again)
    assert client.get("/en/needs/result/")["Location"] == response["Location"]
    client.post("/en/needs/questions/nationality/", {"nationality": "IN"})
    assert "This is your answer from before." not in page(client.get("/en/needs/questions/nationality/"))
    date = client.post("/en/needs/questions/title_kind/", {"title_kind": "residence_permit"})["Location"]
    assert client.get(date).context["form"]["title_valid_until"].value() == "31.03.2031"


def test_who_is_new_here_with_a_card_is_not_told_to_have_none(walk):
    found = page(walk(**STUDENT | {"happened": "new_here"}))
    assert "have no card for that yet" not in found
    assert "If your card or certificate is not for studies yet" in found


def test_a_list_without_documents_has_no_heading(walk):
    found = walk(happened="letter", nationality="IN", title_kind="none", letter_kind="hearing")
    [match] = found.context["result"].matches
    assert match.perhaps
    assert not match.certain
    assert ">Documents you need<" not in page(found)


def test_a_day_that_the_calendar_does_not_have_is_said_to_be_none(client, catalogue):
    for code in ("happened", "nationality", "title_kind"):
        client.post(f"/en/needs/questions/{code}/", {code: STUDENT[code]})
    response = client.post("/en/needs/questions/title_valid_until/", {"title_valid_until": "31.02.2031"})
    assert "The calendar does not have this day." in page(response)


def test_citizens_of_the_eu_get_information_only(walk):
    found = page(walk(happened="ends_soon", nationality="FR"))
    assert "You need no permit" in found
    assert "/applications/start/" not in found


class _Words(HTMLParser):
    """The texts of a page's main part that stand in the page's own language."""

    def __init__(self) -> None:
        super().__init__()
        self.depth, self.foreign, self.found = 0, 0, set()

    def handle_starttag(self, tag, attrs):
        if tag == "main" or (self.depth and tag not in {"input", "br", "path", "circle", "option"}):
            self.depth += 1
        if self.depth and not self.foreign and (tag == "select" or (tag == "bdi" and "lang" in dict(attrs))):
            self.foreign = self.depth

    def handle_endtag(self, tag):
        if self.depth and tag not in {"input", "br", "path", "circle", "option"}:
            self.foreign = 0 if self.foreign == self.depth else self.foreign
            self.depth -= 1

    def handle_data(self, data):
        if self.depth and not self.foreign and len(data.split()) > 1:
            self.found.add(" ".join(data.split()))


def words(response) -> set[str]:
    parser = _Words()
    parser.feed(page(response))
    return parser.found


PAGES = ("", "questions/title_kind/", "result/", "checklist/study-extension/", "points/", "settlement/", "salary/")


@pytest.mark.parametrize("code", [each for each in CODES if each != "en"])
def test_no_english_is_left_on_the_pages_of_another_language(walk, client, code):
    walk(**STUDENT | {"title_valid_until": "01.01.2020"})
    for address in PAGES:
        english, other = (words(client.get(f"/{each}/needs/{address}")) for each in ("en", code))
        assert len(english) > 5
        assert english & other == set(), address


@pytest.mark.parametrize("code", CODES)
def test_right_to_left_pages_say_so(client, catalogue, code):
    direction = "rtl" if code == "ar" else "ltr"
    assert f'<html lang="{code}" dir="{direction}">' in page(client.get(f"/{code}/needs/"))


def test_answers_go_into_the_form_of_the_service(walk, client):
    walk(**STUDENT)
    carried = queries.carried(client.session, queries.offered("study-extension"))
    assert carried == {"nationality": "IN", "title_kind": "residence_permit", "title_valid_until": "2031-03-31"}


def test_choices_that_the_form_does_not_have_are_not_carried(walk, client):
    walk(happened="finished", nationality="IN", title_kind="none", finished_kind="none")
    assert "finished_kind" not in queries.carried(client.session, queries.offered("job-search"))
    walk(happened="card", nationality="TR", title_kind="none", card_reason="loss")
    assert queries.carried(client.session, queries.offered("card-transfer"))["reason"] == "loss"
