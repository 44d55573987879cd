"""What the page brings along for uploads, and how heavy that is."""

import gzip
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse

STATIC = Path(settings.BASE_DIR) / "portal" / "static"
# What the documents' page loads before anybody has chosen a file.
AT_ONCE = [
    "vendor/htmx.min.js",
    "js/main.js",
    "js/uploads/row.js",
    "js/uploads/renewing.js",
    *(f"js/controllers/{name}.js" for name in ("upload", "session", "language-picker", "menu")),
]


def weight(name: str) -> int:
    return len(gzip.compress((STATIC / name).read_bytes(), 9))


def test_the_page_loads_little_before_a_file_is_chosen():
    assert sum(map(weight, AT_ONCE)) <= 20_000


def test_our_own_scripts_for_uploads_are_small_altogether():
    assert sum(weight(f"js/uploads/{path.name}") for path in (STATIC / "js/uploads").glob("*.js")) <= 8_500


def test_the_library_comes_when_a_first_upload_begins():
    users = [path.name for path in (STATIC / "js").rglob("*.js") if "tus.min.js" in path.read_text()]
    assert users == ["sending.js"]
    lazy = re.findall(r'import\("(\S+)"\)', (STATIC / "js/uploads/row.js").read_text())
    assert set(lazy) == {"./advice.js", "./sending.js"}


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["en", "ar"])
def test_each_card_has_a_plain_form_that_names_its_doors(tus, draft, language):
    page = tus.client.get(f"/{language}/applications/{draft.pk}/documents/").content.decode()
    form = re.search(r'<form[^>]*id="upload-passport"[^>]*>', page).group()
    assert 'enctype="multipart/form-data"' in form
    assert f'data-upload-door="{tus.door.replace("/en/", f"/{language}/")}"' in form
    assert f'data-upload-page="/{language}/applications/{draft.pk}/documents/"' in form
    assert 'data-upload-target="button"' in page
    assert page.count("data-advice=") % 5 == 0


def test_the_door_lies_beside_the_form(draft):
    kinds = {"id": draft.pk, "requirement": "passport"}
    assert reverse("applications:uploads", kwargs=kinds).startswith(
        reverse("applications:document-upload", kwargs=kinds)
    )
