"""On a phone, in Arabic and in Ukrainian: papers are judged at once, and every advice can be followed."""

import os
import re
import signal
import uuid
from pathlib import Path

import pikepdf
import pytest
from PIL import Image, ImageFilter
from playwright.sync_api import Page, expect

from portal.documents.adapters.memory import EICAR
from tests.journeys.conftest import accessible, newest_code, picture
from tests.journeys.people import DATA, POSTCODE, prove_by_mail, sign_up, upload
from tests.running import Running

pytestmark = pytest.mark.journey

PASSPORT = DATA / "zones" / "002_TD3_medium.jpg"
WORDS = {
    "ar": {"sharp": "ثبّت الهاتف", "other": "تبدو هذه ورقة أخرى", "virus": "شيئًا ضارًا"},
    "uk": {"sharp": "нерухомо", "other": "Схоже, це інший документ", "virus": "шкідливе"},
}


class Upload:
    """One person on a phone with a new draft, on the page of the documents."""

    def __init__(self, page: Page, language: str, folder: Path) -> None:
        self.page, self.language, self.folder = page, language, folder
        self.email = f"olena-{uuid.uuid4().hex[:8]}@example.org"
        self.words = WORDS[language]

    def look(self, name: str) -> None:
        accessible(self.page)
        picture(self.page, f"documents-{self.language}-{name}")

    def begins(self) -> None:
        self.page.goto(f"/{self.language}/applications/start/study-extension/")
        self.page.fill("input[name=postcode]", POSTCODE)
        self.page.locator("main form button.button").first.click()
        self.page.locator("main a[href*='/account/signup/']").click()
        sign_up(self.page, self.email, newest_code)
        start = self.page.locator("main form:has(input[name=office]) button.button")
        if start.count():
            start.first.click()
        self.page.wait_for_url("**/steps/**")
        self.look("01-shortcut")
        self.page.locator("main .shortcut a").click()
        prove_by_mail(self.page, self.email, newest_code)
        self.page.wait_for_url("**/documents/**")

    def sends(self, file: Path, requirement: str = "passport"):
        """Upload, also when the browser itself advises against it; returns the file's place on the page."""
        upload(self.page, requirement, file)
        return self.page.locator(f"section#{requirement} article").last

    def removes(self, requirement: str = "passport") -> None:
        before = self.page.locator(f"section#{requirement} article").count()
        self.page.locator(f"section#{requirement} form[action*='/remove/'] button").last.click()
        expect(self.page.locator(f"section#{requirement} article")).to_have_count(before - 1)

    def blurred(self) -> Path:
        path = self.folder / "blurred.jpg"
        Image.open(PASSPORT).filter(ImageFilter.GaussianBlur(9)).save(path, quality=90)
        return path

    def infected(self) -> Path:
        path = self.folder / "infected.pdf"
        made = pikepdf.new()
        made.add_blank_page()
        made.attachments["note.txt"] = EICAR
        made.save(path)
        return path


@pytest.fixture
def person(open_page, tmp_path, request) -> Upload:
    language = request.param
    made = Upload(open_page(language, phone=True), language, tmp_path)
    made.begins()
    return made


@pytest.mark.parametrize("person", ["ar", "uk"], indirect=True)
def test_from_a_blurred_photograph_to_a_filled_form(person):
    page = person.page
    blurred = person.sends(person.blurred())
    expect(blurred.locator(".document__advice")).to_contain_text(person.words["sharp"])
    person.look("02-blurred")
    person.removes()
    read = person.sends(PASSPORT)
    expect(read.locator(".reading dl")).to_contain_text("HOSSEINI")
    expect(read.locator(".reading__strip")).to_be_visible()
    person.look("03-read")
    read.locator("form[action$='/right/'] button").click()
    page.wait_for_load_state("networkidle")
    person.look("04-confirmed")
    page.goto(re.sub(r"/documents/.*", "/steps/person/", page.url))
    expect(page.locator("input[name=family_name]")).to_have_value("Hosseini")
    person.look("05-filled")


@pytest.mark.parametrize("person", ["ar"], indirect=True)
def test_a_wrong_paper_and_a_scanner_that_stops_in_the_middle(person, portal):
    wrong = person.sends(DATA / "letters" / "deu_0_phone.jpg")
    expect(wrong.locator(".document__advice")).to_contain_text(person.words["other"])
    person.look("06-wrong-paper")
    person.removes()
    scanner = scanner_of(portal)
    os.kill(scanner, signal.SIGSTOP)
    card = person.page.locator("section#passport")
    card.locator("input#files-passport").set_input_files(str(PASSPORT))
    waiting = card.locator("article[hx-get]")
    expect(waiting).to_have_count(1, timeout=30_000)
    person.page.wait_for_timeout(3000)
    expect(waiting.locator(".spinner")).to_be_visible()
    person.look("07-being-checked")
    os.kill(scanner, signal.SIGKILL)
    # The portal starts its scanner again, and the file goes on by itself.
    expect(card.locator(".reading dl")).to_contain_text("HOSSEINI", timeout=150_000)
    person.look("08-checked-after-all")


@pytest.mark.parametrize("person", ["uk"], indirect=True)
def test_a_virus_is_told_without_blame_and_its_bytes_are_gone(person):
    refused = person.sends(person.infected())
    expect(refused.locator(".document__advice")).to_contain_text(person.words["virus"])
    assert refused.locator("img").count() == 0
    person.look("06-virus")


def scanner_of(portal: Running) -> int:
    """Return the process of the scanner that this portal has started."""
    wanted = f"--config-file={portal.folder}"
    for folder in Path("/proc").glob("[0-9]*"):
        words = (folder / "cmdline").read_bytes().decode().split("\0") if (folder / "cmdline").exists() else []
        if words and words[0].endswith("clamd") and any(each.startswith(wanted) for each in words):
            return int(folder.name)
    pytest.skip("The portal uses a scanner that it has not started itself.")
    return 0
