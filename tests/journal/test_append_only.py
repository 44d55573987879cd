import uuid

import pytest

from portal.journal import actions
from portal.journal.models import Entry

pytestmark = pytest.mark.django_db


def test_an_entry_tells_what_happened_to_what():
    subject = uuid.uuid4()
    actions.write("application.started", subject, by=None, service="study-extension")
    entry = Entry.objects.about(subject).get()
    assert (entry.kind, entry.detail) == ("application.started", {"service": "study-extension"})


def test_entries_cannot_be_changed_or_deleted():
    entry = actions.write("x", uuid.uuid4())
    for attempt in (entry.save, entry.delete, Entry.objects.all().delete, lambda: Entry.objects.update(kind="y")):
        with pytest.raises(TypeError, match="append-only"):
            attempt()
