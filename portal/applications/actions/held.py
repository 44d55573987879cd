"""Forms that arrive when the session has ended: kept sealed for a day, given back to the right person."""

import secrets
from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

from django.db import transaction

from portal.accounts import actions as accounts
from portal.accounts.models import Person
from portal.applications import queries
from portal.applications.actions import drafts
from portal.applications.actions.erasure import forget
from portal.applications.models import Application, HeldForm
from portal.journal import actions as journal
from portal.shared import clock
from portal.vault import actions as vault

HELD_FOR = timedelta(hours=24)


def hold(application_id: UUID, step: str, fields: Mapping[str, object]) -> str | None:
    """Keep what somebody typed without a session; returns the cookie's token, None when there is no such draft."""
    application = Application.objects.drafts().filter(pk=application_id).first()
    if application is None:
        return None
    accounts.spend("held-form", application_id)
    token = secrets.token_urlsafe(24)
    with transaction.atomic():
        held = HeldForm(application=application, step=step, token_hash=queries.hash_of(token))
        held.sealed_fields = vault.seal_json(held.pk, dict(fields), queries.HELD)
        held.save()
        journal.write("application.form_held", application.pk, step=step)
    return token


def restore(token: str, *, by: Person) -> Application | None:
    """Put a kept form into its draft, if that is this person's and nothing newer was saved; returns the draft."""
    held = queries.held_form(token)
    if held is None or held.application.person_id != by.pk or held.held_at < clock.now() - HELD_FOR:
        return None
    with transaction.atomic():
        is_newest = not held.application.steps.filter(step=held.step, saved_at__gt=held.held_at).exists()
        if is_newest and held.application.is_draft:
            fields = vault.unseal_json(held.pk, held.sealed_fields, queries.HELD)
            drafts.save_step(held.application_id, held.step, fields, by=by)
            journal.write("application.form_restored", held.application_id, by=by, step=held.step)
        forget(held)
    return held.application if is_newest else None


def forget_old() -> int:
    """Erase what nobody came back for."""
    rows = list(HeldForm.objects.filter(held_at__lt=clock.now() - HELD_FOR))
    for held in rows:
        forget(held)
    return len(rows)
