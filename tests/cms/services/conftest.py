import pytest
from django.test import Client

from portal.catalogue.actions import write_draft
from portal.catalogue.models import Service
from portal.catalogue.shape import fingerprint
from tests.factories.accounts import RoleFactory, sign_in
from tests.factories.catalogue import packs, published

SLUG = "study-extension"


@pytest.fixture
def service(db) -> Service:
    """One service as loading its pack leaves it: rows and their first version."""
    published(SLUG)
    service = Service.objects.get(slug=SLUG)
    write_draft(service, packs().services[SLUG])
    service.pack_sha256 = fingerprint(packs().services[SLUG])
    service.save()
    return service


@pytest.fixture
def editor(db, client: Client) -> Client:
    return sign_in(client, RoleFactory(kind="editor").person, verified=True)


@pytest.fixture
def translator(db) -> Client:
    return sign_in(Client(), RoleFactory(kind="translator").person, verified=True)


def fields_of(form) -> dict:
    """What a browser would send for a form of the admin as it was shown, its lists included."""
    data = {}
    for each in (form, *(inner for formset in getattr(form, "formsets", {}).values() for inner in formset.forms)):
        for bound in each:
            value = bound.value()
            if value is True:
                data[bound.html_name] = "on"
            elif value is not None and value is not False:
                data[bound.html_name] = value
    for formset in getattr(form, "formsets", {}).values():
        for bound in formset.management_form:
            data[bound.html_name] = bound.value()
        for number, inner in enumerate(formset.forms, start=1):
            data[f"{inner.prefix}-ORDER"] = number
    return data
