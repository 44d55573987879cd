"""Every answer tells browsers what other sites and scripts may not do with it."""

import pytest

from portal.shared.headers import HEADERS

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "path", ["/de/", "/en/patterns/", "/ar/account/login/", "/health/live", "/nowhere", "/cms/", "/static/nothing.css"]
)
def test_every_answer_belongs_to_this_site_only(client, path):
    answer = client.get(path)
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer["Permissions-Policy"] == HEADERS["Permissions-Policy"]


def test_a_file_of_our_own_carries_them_too(client, settings, tmp_path):
    settings.WHITENOISE_AUTOREFRESH, settings.WHITENOISE_USE_FINDERS = True, True
    answer = client.get("/static/js/controllers/upload.js")
    assert answer.status_code == 200
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"


def test_only_the_camera_and_passkeys_may_be_asked_for():
    allowed = [rule.strip() for rule in HEADERS["Permissions-Policy"].split(",") if not rule.endswith("=()")]
    assert allowed == ["camera=(self)", "publickey-credentials-create=(self)", "publickey-credentials-get=(self)"]
    assert {"geolocation=()", "microphone=()", "payment=()", "usb=()"} <= set(
        HEADERS["Permissions-Policy"].split(", ")
    )
