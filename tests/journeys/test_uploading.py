"""Uploads on a phone with a bad line: broken off and resumed, advised before they are sent, dropped, pasted, plain."""

import base64
import os
import struct
import zlib
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import accessible, picture
from tests.journeys.people import DATA
from tests.journeys.test_supplement import ROHAN, show_mailed_code, sign_in

pytestmark = pytest.mark.journey

# In the browser: hand a file over as the clipboard or a drag does.
HAND_OVER = """([place, kind, name, encoded]) => {
  const bytes = Uint8Array.from(atob(encoded), (each) => each.charCodeAt(0));
  const carried = new DataTransfer();
  carried.items.add(new File([bytes], name, { type: "image/jpeg" }));
  const made = kind === "drop"
    ? new DragEvent(kind, { dataTransfer: carried, bubbles: true, cancelable: true })
    : new ClipboardEvent(kind, { clipboardData: carried, bubbles: true, cancelable: true });
  document.querySelector(place).dispatchEvent(made);
}"""

PHOTOS = {"drop": "003_TD1_medium", "paste": "004_TD3_medium"}


@pytest.fixture(scope="module")
def rohan(browser, portal):
    """Sign in once for all stories: his cookies, and the address of the page for further papers."""
    context = browser.new_context(base_url=portal.url, locale="en")
    page = context.new_page()
    sign_in(page, ROHAN, "en")
    page.locator("main a[href*='/status/']").first.click()
    show_mailed_code(page, ROHAN)
    page.wait_for_url("**/status/**")
    address = page.locator("main a.button[href$='/documents/']").get_attribute("href")
    state = context.storage_state()
    context.close()
    return state, address


@pytest.fixture
def papers(open_page, rohan):
    """Open the page for further papers of somebody whose application is sent: `papers("ar")`."""

    def opened(language: str, *, phone: bool = True) -> Page:
        state, address = rohan
        page = open_page(language, phone=phone, state=state)
        page.goto(address.replace("/en/", f"/{language}/"))
        page.wait_for_load_state("networkidle")
        return page

    return opened


def card(page: Page) -> Locator:
    return page.locator("section#other")


def choose(page: Page, *files: Path) -> None:
    card(page).locator("input#files-other").set_input_files([str(file) for file in files])


def rows(page: Page) -> Locator:
    return card(page).locator(".uploads__row")


def noise(folder: Path, name: str, side: int = 1300) -> Path:
    """A PNG that no compression makes smaller: 5 MB, so several pieces."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    lines = b"".join(b"\0" + os.urandom(side * 3) for _ in range(side))
    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    parts = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(lines, 0)) + chunk(b"IEND", b"")
    path = folder / name
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + parts)
    return path


def arrived(page: Page, name: str) -> None:
    expect(card(page).locator("article", has_text=name)).to_have_count(1, timeout=60_000)


def break_line(page: Page, after: int) -> list[str]:
    """Let the line fail once `after` pieces have gone through; returns the offsets that were sent, also later ones."""
    offsets: list[str] = []

    def pass_on(route) -> None:
        if route.request.method != "PATCH":
            route.continue_()
            return
        offsets.append(route.request.headers["upload-offset"])
        if len(offsets) == after + 1:
            page.context.set_offline(True)
        route.abort("internetdisconnected") if len(offsets) == after + 1 else route.continue_()

    page.route("**/uploads/**", pass_on)
    return offsets


def test_a_broken_line_is_waited_out_and_the_upload_goes_on(papers, tmp_path):
    page = papers("uk")
    file, offsets = noise(tmp_path, f"{os.urandom(4).hex()}.png"), break_line(page, after=2)
    choose(page, file)
    row = rows(page)
    expect(row).to_have_attribute("data-state", "offline")
    expect(row.locator("p[data-say=offline]")).to_be_visible()
    expect(card(page).locator("[data-upload-target=status]")).to_contain_text(file.name)
    accessible(page)
    picture(page, "uploading-uk-offline")
    page.context.set_offline(False)
    arrived(page, file.name)
    expect(rows(page)).to_have_count(0)
    assert [int(each) // 2**20 for each in offsets] == [0, 1, 2, 2, 3, 4]


def test_after_a_reload_the_same_file_goes_on_where_it_was(papers, tmp_path):
    page = papers("en")
    file = noise(tmp_path, f"{os.urandom(4).hex()}.png")
    address, offsets = page.url, break_line(page, after=3)
    choose(page, file)
    expect(rows(page)).to_have_attribute("data-state", "offline")
    page.goto("about:blank")
    page.context.set_offline(False)
    page.goto(address)
    choose(page, file)
    arrived(page, file.name)
    assert [int(each) // 2**20 for each in offsets] == [0, 1, 2, 3, 3, 4]


def test_several_files_go_up_beside_each_other_and_one_is_called_off(papers, tmp_path):
    page = papers("de", phone=False)
    files = [noise(tmp_path, f"{number}.png", 900) for number in (1, 2, 3)]
    page.route("**/uploads/", lambda route: None)
    choose(page, *files)
    expect(card(page).locator(".uploads__row[data-state=sending]")).to_have_count(2)
    last = card(page).locator(".uploads__row[data-state=waiting]")
    expect(last).to_have_count(1)
    picture(page, "uploading-de-three")
    last.locator("[data-do=cancel]:visible").click()
    expect(rows(page)).to_have_count(2)
    expect(card(page).locator("input#files-other")).to_be_focused()


def test_a_dark_and_a_blurred_photo_are_advised_on_and_may_be_sent(papers):
    page = papers("ar")
    choose(page, DATA / "advice" / "dark.jpg", DATA / "advice" / "blurred.jpg")
    dark, blurred = rows(page).nth(0), rows(page).nth(1)
    expect(dark.locator("[data-advice=dark] p")).to_be_visible()
    expect(dark.locator("[data-advice=blurred]")).to_be_hidden()
    expect(blurred.locator("[data-advice=blurred] svg.drawing")).to_be_visible()
    assert dark.evaluate("element => getComputedStyle(element).direction") == "rtl"
    assert dark.locator("canvas").bounding_box()["x"] > dark.locator("bdi").bounding_box()["x"]
    accessible(page)
    picture(page, "uploading-ar-advice")
    blurred.locator("[data-do=anyway]").click()
    arrived(page, "blurred.jpg")
    dark.locator("[data-do=cancel]:visible").click()
    expect(rows(page)).to_have_count(0)


def test_a_new_photo_takes_the_place_of_the_one_that_was_advised_on(papers):
    page = papers("en")
    choose(page, DATA / "advice" / "blurred.jpg")
    with page.expect_file_chooser() as chooser:
        rows(page).locator("[data-do=camera]").click()
    chooser.value.set_files(str(DATA / "letters" / "eng_0_200.png"))
    arrived(page, "eng_0_200.png")
    expect(rows(page)).to_have_count(0)


def test_a_huge_photo_is_made_smaller_on_a_slow_line_and_the_original_can_be_sent(papers, tmp_path):
    page = papers("de")
    page.evaluate("Object.defineProperty(navigator, 'connection', { value: { effectiveType: '3g', downlink: 0.7 } })")
    page.route("**/uploads/", lambda route: None)
    choose(page, enlarged(page, tmp_path))
    expect(rows(page)).to_have_attribute("data-state", "sending")
    expect(rows(page).locator("[data-row=smaller]")).to_be_visible()
    picture(page, "uploading-de-smaller")
    with page.expect_request("**/uploads/") as asked:
        rows(page).locator("[data-do=original]").click()
    assert int(asked.value.headers["upload-length"]) == (tmp_path / "huge.jpg").stat().st_size
    expect(rows(page).locator("[data-row=smaller]")).to_be_hidden()


def enlarged(page: Page, folder: Path) -> Path:
    """A photo of 19 megapixels, drawn by the browser itself."""
    encoded = page.evaluate(
        """async (source) => {
          const picture = new Image();
          picture.src = "data:image/png;base64," + source;
          await picture.decode();
          const canvas = Object.assign(document.createElement("canvas"), { width: 3700, height: 5230 });
          canvas.getContext("2d").drawImage(picture, 0, 0, 3700, 5230);
          return canvas.toDataURL("image/jpeg", 0.95).split(",")[1];
        }""",
        base64.b64encode((DATA / "letters" / "deu_0_200.png").read_bytes()).decode(),
    )
    path = folder / "huge.jpg"
    path.write_bytes(base64.b64decode(encoded))
    return path


@pytest.mark.parametrize("kind", ["drop", "paste"])
def test_a_picture_is_dropped_or_pasted(papers, kind):
    page = papers("de", phone=False)
    card(page).locator("input#files-other").focus()
    photo = base64.b64encode((DATA / "zones" / f"{PHOTOS[kind]}.jpg").read_bytes()).decode()
    page.evaluate(HAND_OVER, ["section#other .upload", kind, f"{kind}.jpg", photo])
    arrived(page, f"{kind}.jpg")


def test_causes_are_named_in_the_persons_language(papers, tmp_path):
    page = papers("tr")
    for name, size in (("notes.txt", 10), ("large.pdf", 26 * 2**20), ("wrong.pdf", 5000)):
        (tmp_path / name).write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(size))
    choose(page, *(tmp_path / name for name in ("notes.txt", "large.pdf", "wrong.pdf")))
    expect(rows(page).nth(0)).to_have_attribute("data-state", "type")
    expect(rows(page).nth(1)).to_have_attribute("data-state", "too-large")
    expect(rows(page).nth(2)).to_have_attribute("data-state", "refused")
    expect(rows(page).nth(2).locator("[data-say=refused]")).not_to_have_text("")
    accessible(page)
    picture(page, "uploading-tr-causes")


def test_it_works_without_the_script(browser, portal, rohan):
    state, address = rohan
    context = browser.new_context(base_url=portal.url, java_script_enabled=False, storage_state=state)
    page = context.new_page()
    page.goto(address)
    page.set_input_files("input#files-other", str(DATA / "zones" / "011_TD1_medium.jpg"))
    card(page).locator("[data-upload-target=button]").click()
    expect(card(page).locator("article", has_text="011_TD1_medium.jpg")).to_have_count(1)
    expect(rows(page)).to_have_count(0)
    context.close()
