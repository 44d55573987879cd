"""What people do in a browser, in words: sign up, answer, upload, send; independent of the page's language."""

import hmac
import re
import struct
import time
from base64 import b32decode
from pathlib import Path

from playwright.sync_api import Page, expect

DATA = Path(__file__).resolve().parents[1] / "data"
PASSWORD = "three small wooden boats"
POSTCODE = "99801"

# The person of the specimen passport 002 (nobody: made by a generator).
IRYNA = {
    "family_name": "Hosseini",
    "given_names": "Iryna Viktorivna",
    "date_of_birth": "23.03.2000",
    "place_of_birth": "Fès",
    "country_of_birth": "MA",
    "nationality": "MA",
    "sex": "F",
    "passport_kind": "passport",
    "passport_number": "D44892691",
    "passport_valid_until": "24.02.2035",
    "title_valid_until": "31.12.2026",
    "title_kind": "residence_permit",
    "email": "iryna.hosseini@example.org",
    "postcode": POSTCODE,
    "semester_no": "3",
    "standard_period": "4",
    "funding_kind": "blocked_account",
    "interpreter_needed": "no",
    "delivery": "pick_up",
    "truth": "yes",
    "data_notice": "yes",
}


def pass_by(_page: Page) -> None:
    """Do not look at a page any closer."""


def sign_up(page: Page, email: str, read_code, look=pass_by) -> None:
    """Make an account on the sign-up page that is open now, and confirm the address with the mailed code."""
    page.fill("input[name=email]", email)
    page.fill("input[type=password]", PASSWORD)
    page.click("main form button.button")
    page.wait_for_url("**/confirm-email/**")
    look(page)
    page.fill("input[name=code]", read_code(page, email))
    page.click("main form button.button")
    page.wait_for_url(lambda url: "confirm-email" not in url)


def prove_by_mail(page: Page, email: str, read_code, look=pass_by) -> None:
    """Set up codes by e-mail as the second factor on the page that asks for one, and have codes made to print."""
    look(page)
    page.locator("form[action*='/mail/begin/'] button").click()
    page.wait_for_url("**/mail/confirm/**")
    look(page)
    page.fill("main input[type=text], main input[inputmode=numeric], main input[name*=code]", read_code(page, email))
    page.click("main form button.button")
    page.wait_for_url("**/codes/**")
    look(page)
    page.locator("main form[action*='/codes/'] button").click()
    expect(page.locator("main code")).to_have_count(10)
    look(page)
    page.locator("main a.button").last.click()


_NEWEST: dict[str, int] = {}


def one_time_code(secret: str) -> str:
    """Return a code of an authenticator app (RFC 6238, 30 seconds, 6 digits) that nobody has shown before.

    A code counts once: who signs in twice within half a minute waits for the next one, as the page says.
    """
    while (step := int(time.time()) // 30) == _NEWEST.get(secret):
        time.sleep(1)
    _NEWEST[secret] = step
    key = b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.new(key, struct.pack(">Q", step), "sha1").digest()
    offset = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[offset : offset + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"


def answer_all_steps(page: Page, answers: dict[str, str], look=pass_by) -> None:
    """Fill in step after step until the documents are asked for."""
    for _ in range(25):
        if re.search(r"/(documents|second-factor)/", page.url):
            return
        look(page)
        here = page.url
        for _round in range(3):
            answer_step(page, answers)
            page.locator("main button[name=go][value=next]:not(.visually-hidden)").click()
            page.wait_for_load_state("networkidle")
            if page.url != here:
                break
        assert page.url != here, page.locator("main").inner_text()[:1500]
    raise AssertionError("The form does not end.")


def answer_step(page: Page, answers: dict[str, str]) -> None:
    """Answer what is asked on this page; what the person did not prepare gets a plain answer."""
    form = page.locator("form[data-controller=autosave]")
    for field in form.locator("input:visible, select:visible, textarea:visible").all():
        name, kind = field.get_attribute("name") or "", field.get_attribute("type") or ""
        if kind == "radio":
            _choose(form, name, answers)
        elif kind == "checkbox":
            field.check(force=True)
        elif field.evaluate("element => element.tagName") == "SELECT":
            _select(field, name, answers)
        elif not field.input_value():
            field.fill(answers.get(name) or _plain(name))


def _choose(form, name: str, answers: dict[str, str]) -> None:
    group = form.locator(f"input[type=radio][name='{name}']")
    if form.locator(f"input[type=radio][name='{name}']:checked").count():
        return
    wanted = form.locator(f"input[type=radio][name='{name}'][value='{answers.get(name, '')}']")
    (wanted if wanted.count() else group.last).check(force=True)


def _select(field, name: str, answers: dict[str, str]) -> None:
    if field.input_value():
        return
    values = [each.get_attribute("value") for each in field.locator("option").all()]
    wanted = answers.get(name)
    field.select_option(wanted if wanted in values else next(each for each in values if each))


# Plain answers by what a question's name contains; the first that fits counts.
PLAIN = [
    (("mail",), "iryna.hosseini@example.org"),
    (("postcode", "plz"), POSTCODE),
    (("phone",), "+49 160 1234567"),
    (("end", "until", "expires"), "30.09.2027"),
    (("date", "since", "moved", "issued", "_on", "entry"), "01.10.2024"),
    (("amount", "days", "hours", "ects", "rent", "height", "no_", "number", "area", "cm"), "30"),
]


def _plain(name: str) -> str:
    return next((value for words, value in PLAIN if any(word in name for word in words)), "Köln")


def upload(page: Page, requirement: str, file: Path) -> None:
    """Choose a file for one of the documents asked for and send it; waits until the verdict stands."""
    card = page.locator(f"section#{requirement}")
    before = card.locator("article").count()
    # The script is here once it has put the button away.
    expect(card.locator("[data-upload-target=button]")).to_be_hidden(timeout=20_000)
    card.locator(f"input#files-{requirement}").set_input_files(str(file))
    # The browser itself may advise against a photo; these people send it anyway.
    anyway = card.locator("[data-do=anyway]:visible")
    expect(card.locator("article").nth(before).or_(anyway)).to_be_visible(timeout=30_000)
    if anyway.count():
        anyway.click()
    expect(card.locator("article")).to_have_count(before + 1, timeout=30_000)
    expect(card.locator("article[hx-get]")).to_have_count(0, timeout=60_000)
