"""Gives a running portal files to check, as if people had uploaded them, and waits for the verdicts.

    python -m bench.feed NUMBER        (in the environment of that portal)

Prints seconds from the row to the verdict, one JSON list.
"""

import io
import json
import sys
import time
import uuid

import django

django.setup()

from PIL import Image

from bench.upload import photo_of_four_megabytes
from portal.documents import actions, states
from portal.documents.models import Document
from tests.factories import documents as factory

EVERY = 0.02


def variants(count: int) -> list[bytes]:
    """Photographs that differ in one point: nobody uploads the same bytes twice."""
    picture = Image.open(io.BytesIO(photo_of_four_megabytes()))
    made = []
    for number in range(count):
        picture.putpixel((number % picture.width, 0), (number % 256, 0, 0))
        plain = io.BytesIO()
        picture.save(plain, "JPEG", quality=93)
        made.append(plain.getvalue())
    return made


def main() -> None:
    photos = variants(int(sys.argv[1]))
    by = factory.UploaderFactory(email=f"bench-{uuid.uuid4().hex[:8]}@example.org")
    sent: dict[uuid.UUID, float] = {}
    for photo in photos:
        slot = actions.Slot(uuid.uuid4(), "passport", "pass")
        made = actions.receive(factory.upload(photo), slot, by=by)
        sent[made.pk] = time.monotonic()
    took = []
    while sent:
        done = Document.objects.filter(pk__in=sent, state__in=states.FINAL).values_list("pk", flat=True)
        took += [time.monotonic() - sent.pop(each) for each in done]
        time.sleep(EVERY)
    print(json.dumps(took))


if __name__ == "__main__":
    main()
