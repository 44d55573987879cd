"""Every door is guarded: a stranger sees public pages only, a page for staff shows nothing to an applicant."""

import uuid

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from portal.accounts.models import Person

# What anybody may open; everything else asks for a signed-in person.
PUBLIC = {
    "api:live",
    "api:ready",
    "api:deep",
    "api:jwks",
    "applications:start",
    "needs:start",
    "needs:question",
    "needs:result",
    "needs:checklist",
    "needs:sheet",
    "needs:points",
    "needs:settlement",
    "needs:work-days",
    "needs:salary",
    "status:verify",
    "notices:mailbox",
    "passes:start",
    "passes:phone",
    "demo:logins",
    "search:results",
    "robots",
    "sitemap",
    "patterns",
    "account_login",
    "account_signup",
    "account_logout",
    "account_email_verification_sent",
    "account_inactive",
    "account_complete_password_reset",
    "account_password_reset_completed",
    "account_reset_password",
    "account_confirm_password_reset_code",
}
SAMPLES = {"uuid": uuid.UUID(int=7), "int": 1, "slug": "study-extension", "str": "x", "path": "x"}


def doors(patterns, prefix="", space=""):
    for each in patterns:
        if isinstance(each, URLResolver):
            inner = f"{space}{each.namespace}:" if each.namespace else space
            yield from doors(each.url_patterns, prefix + str(each.pattern), inner)
        elif isinstance(each, URLPattern) and each.callback.__module__.startswith(("portal.", "allauth.", "cms.")):
            yield f"{space}{each.name}", prefix + sample(each)


def sample(pattern: URLPattern) -> str:
    route = str(pattern.pattern)
    for name, converter in pattern.pattern.converters.items():
        kind = next(key for key, value in SAMPLES.items() if key in type(converter).__name__.lower() or key == "str")
        for form in (f"<{kind}:{name}>", f"<{name}>"):
            route = route.replace(form, str(SAMPLES[kind]))
    return route


ALL = sorted(set(doors(get_resolver().url_patterns)))


def test_there_are_doors():
    assert len(ALL) > 20


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "path"), ALL, ids=[name for name, _path in ALL])
def test_a_stranger_is_kept_out_or_the_page_is_public(name, path):
    response = Client().get("/" + path.lstrip("/"))
    if name in PUBLIC:
        assert response.status_code < 500 or name == "api:deep"  # says 503 while a part is away
        return
    is_sent_to_sign_in = response.status_code == 302 and "/account/login/" in response["Location"]
    assert is_sent_to_sign_in or response.status_code in {403, 404, 405}, f"{name}: {response.status_code}"


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "path"), [door for door in ALL if door[0].startswith("desk:")])
def test_an_applicant_sees_nothing_of_the_desk(name, path):
    client = Client()
    client.force_login(Person.objects.create_user("applicant@example.org", "x"))
    response = client.get("/" + path.lstrip("/"))
    assert response.status_code in {302, 403, 404, 405}
