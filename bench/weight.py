"""First visit on a phone: bytes over the wire with everything, requests, largest paint on a slow line (Chromium)."""

import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from playwright.sync_api import Browser, sync_playwright

from bench.table import percentile, tell
from tests.running import running_portal

PAGES = {"home": "/{}/", "service": "/{}/services/study-extension/"}
LANGUAGES = ("de", "ar", "uk")
# Chromium's "Slow 4G": 150 ms round trip, 1.6 Mbit/s down, 750 kbit/s up.
SLOW_4G = {"offline": False, "latency": 150, "downloadThroughput": 1_600_000 / 8, "uploadThroughput": 750_000 / 8}
PHONE = {"viewport": {"width": 360, "height": 740}, "device_scale_factor": 3, "is_mobile": True}
LARGEST_PAINT = """() => new Promise(done => new PerformanceObserver(list => done(list.getEntries().at(-1).startTime))
  .observe({type: "largest-contentful-paint", buffered: true}))"""


def visit(browser: Browser, url: str) -> tuple[float, int, int]:
    """Open a page with an empty cache; return (largest paint in ms, bytes over the wire, requests)."""
    context = browser.new_context(**PHONE)
    page = context.new_page()
    line = context.new_cdp_session(page)
    line.send("Network.enable")
    line.send("Network.emulateNetworkConditions", SLOW_4G)
    sizes: list[float] = []
    line.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    page.goto(url, wait_until="networkidle")
    paint = page.evaluate(LARGEST_PAINT)
    context.close()
    return paint, int(sum(sizes)), len(sizes)


def rows(browser: Browser, base: str) -> list[dict[str, object]]:
    found = []
    for name, path in PAGES.items():
        for language in LANGUAGES:
            visits = [visit(browser, base + path.format(language)) for _ in range(5)]
            found.append(
                {
                    "page": name,
                    "language": language,
                    "KB": round(visits[0][1] / 1000, 1),
                    "requests": visits[0][2],
                    "largest paint ms, median": round(percentile([each[0] for each in visits], 0.5)),
                }
            )
    return found


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, running_portal(Path(folder)) as portal, sync_playwright() as player:
        browser = player.chromium.launch(executable_path="/usr/bin/chromium")
        tell("weight", rows(browser, portal.url))
        browser.close()


if __name__ == "__main__":
    main()
