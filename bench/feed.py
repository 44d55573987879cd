"""Gives a running portal files to check, as if people had uploaded them, and waits for the verdicts.

    python -m bench.feed NUMBER PHOTO        (in the environment of that portal)

Prints seconds from the row to the verdict, one JSON list.
"""

import json
import sys
import time
import uuid
from pathlib import Path

import django

django.setup()

from portal.documents import actions, states
from portal.documents.models import Document
from tests.factories import documents as factory

EVERY = 0.02


def variants(photo: bytes, count: int) -> list[bytes]:
    """The photograph with another comment each: nobody uploads the same bytes twice."""
    marks = [b"\xff\xfe\x00\x12" + uuid.uuid4().bytes for _ in range(count)]
    return [photo[:2] + mark + photo[2:] for mark in marks]


def main() -> None:
    photos = variants(Path(sys.argv[2]).read_bytes(), int(sys.argv[1]))
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
