"""Files of services that editors upload."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from cms.services.models import Incoming
from portal.catalogue.actions import exchange
from portal.catalogue.models import Service
from portal.shared import clock


class UploadForm(forms.Form):
    """One file: a pack, or a data scheme of FIM."""

    file = forms.FileField(
        label="Datei",
        help_text="Ein Paket (.yaml) einer anderen Behörde oder ein FIM-Datenschema (.xml, XDatenfelder 2 oder 3).",
        error_messages={
            "required": "Wählen Sie eine Datei.",
            "empty": "Diese Datei ist leer. Wählen Sie eine andere.",
        },
    )
    problems: list[str] = []

    def clean_file(self) -> UploadedFile[bytes]:
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if (file.size or 0) > exchange.MOST_BYTES:
            raise forms.ValidationError(
                "Diese Datei ist größer als jede Leistung. Wählen Sie die Datei einer Leistung."
            )
        return file


def stored(file: UploadedFile[bytes], *, by: Any) -> Incoming:
    """Read an uploaded file and keep what it says; PackError when it is no service."""
    name = (file.name or "")[:200]
    offer = exchange.read_offer(file.read(), name)
    return Incoming.objects.create(
        file_name=name, data=offer.data, remarks=offer.remarks, remark_count=offer.remark_count, by=by
    )


@transaction.atomic
def take_in(incoming: Incoming, stamp: str, *, by: Any, parts: Collection[str] | None = None) -> Service:
    """Make it, or some parts of it, a draft; WrongStateError when the draft is no longer the one that was compared."""
    service = exchange.take_in(incoming.data, stamp, by=by, parts=parts)
    incoming.taken_in = clock.now()
    incoming.save(update_fields=["taken_in"])
    return service
