"""A passport photo of about 4 MB: from its last byte to the result on the page; web pages meanwhile against idle.

Real parts: a running portal, clamd, the reading child. One person signs in by the demo's mailbox in Chromium, then
uploads the same specimen again and again. Then, without the browser, which would take a core for itself: four files at
once, and a page of the portal read again and again while the worker is busy. `--feed-only` leaves the browser out.
"""

import io
import json
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
import uuid
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from PIL import Image
from playwright.sync_api import Page, sync_playwright

from bench.table import percentile, tell
from tests.journeys.conftest import newest_code
from tests.journeys.people import IRYNA, POSTCODE, answer_all_steps, prove_by_mail, sign_up
from tests.running import Running, environment, running_portal

SPECIMEN = Path("tests/data/zones/000_TD3_easy.jpg")
ROUNDS = 12


def photo_of_four_megabytes() -> bytes:
    """The specimen as a phone would send it: enlarged until the JPEG weighs about 4 MB."""
    picture = Image.open(SPECIMEN)
    for width in range(3600, 7000, 200):
        larger = picture.resize((width, round(picture.height * width / picture.width)), Image.Resampling.LANCZOS)
        plain = io.BytesIO()
        larger.save(plain, "JPEG", quality=93)
        if plain.tell() >= 4_000_000:
            break
    return plain.getvalue()


def documents_page(page: Page) -> None:
    email = f"bench-{uuid.uuid4().hex[:8]}@example.org"
    page.goto("/en/applications/start/study-extension/")
    page.fill("input[name=postcode]", POSTCODE)
    page.locator("main form button.button").first.click()
    page.locator("main a[href*='/account/signup/']").click()
    sign_up(page, email, newest_code)
    start = page.locator("main form:has(input[name=office]) button.button")
    if start.count():
        start.first.click()
    answer_all_steps(page, IRYNA | {"email": email})
    prove_by_mail(page, email, newest_code)
    page.wait_for_url("**/documents/**")


def upload_once(page: Page, photo: bytes) -> float:
    """Send the photo as a plain form; return seconds from the server's answer to the final verdict."""
    token = page.locator("section#passport form[enctype] input[name=csrfmiddlewaretoken]").input_value()
    action = page.locator("section#passport form[enctype]").get_attribute("action")
    page.request.post(
        action,
        multipart={
            "csrfmiddlewaretoken": token,
            "files": {"name": "p.jpg", "mimeType": "image/jpeg", "buffer": photo},
        },
    )
    start = time.monotonic()
    page.reload()
    while page.locator("section#passport article[hx-get]").count():
        page.wait_for_timeout(50)
    took = time.monotonic() - start
    page.locator("section#passport form[action*='/remove/'] button").first.click()
    page.wait_for_load_state("load")
    return took


def page_times(url: str, stop: threading.Event) -> list[float]:
    times = []
    while not stop.is_set():
        start = time.monotonic()
        with urllib.request.urlopen(url, timeout=30) as answer:
            answer.read()
        times.append((time.monotonic() - start) * 1000)
        stop.wait(0.05)
    return times


def during(url: str, work) -> tuple[object, list[float]]:
    """Run `work` while a second visitor reads a page again and again; return its result and the page times."""
    stop, times = threading.Event(), []
    visitor = threading.Thread(target=lambda: times.extend(page_times(url, stop)))
    visitor.start()
    try:
        return work(), times
    finally:
        stop.set()
        visitor.join()


def fed(portal: Running, count: int) -> list[float]:
    """Let files arrive at once, without a browser that takes a core; return seconds to each verdict."""
    run = subprocess.run(
        [sys.executable, "-m", "bench.feed", str(count), str(portal.folder / "photo.jpg")],
        env=environment(portal.folder, 0) | {"PORTAL_URL": portal.url},
        capture_output=True,
        check=True,
    )
    return json.loads(run.stdout)


def by_hand(portal: Running, photo: bytes) -> list[float]:
    """Upload in a real browser, one photo after the other."""
    with sync_playwright() as player:
        browser = player.chromium.launch(executable_path="/usr/bin/chromium")
        page = browser.new_context(base_url=portal.url, locale="en").new_page()
        documents_page(page)
        upload_once(page, photo)
        verdicts = [upload_once(page, photo) for _ in range(ROUNDS)]
        browser.close()
    return verdicts


def main() -> None:
    photo = photo_of_four_megabytes()
    with tempfile.TemporaryDirectory() as folder, running_portal(Path(folder), SITE_LIMIT="1000000") as portal:
        (Path(folder) / "photo.jpg").write_bytes(photo)
        alone = by_hand(portal, photo) if "--feed-only" not in sys.argv else []
        url = f"{portal.url}/en/services/study-extension/?q=1"
        fed(portal, 1)
        four = [each for _ in range(ROUNDS) for each in fed(portal, 4)]
        _, idle = during(url, lambda: time.sleep(8))
        _, busy = during(url, lambda: fed(portal, 24))
    measured = {
        "photo, MB": len(photo) / 1e6,
        **_told("in a browser, last byte to result", alone),
        **_told("four at once, row to verdict", four),
        "page while idle, p95 ms": percentile(idle, 0.95),
        "page meanwhile, p95 ms": percentile(busy, 0.95),
        "ratio of the p95s": percentile(busy, 0.95) / percentile(idle, 0.95),
        "ratio of the medians": percentile(busy, 0.5) / percentile(idle, 0.5),
    }
    tell("upload", [{"what": what, "value": round(value, 2)} for what, value in measured.items()])


def _told(what: str, seconds: list[float]) -> dict[str, float]:
    return {f"{what}, p{share} s": percentile(seconds, share / 100) for share in (50, 95) if seconds}


if __name__ == "__main__":
    main()
