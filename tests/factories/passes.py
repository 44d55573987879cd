"""Passes in their states, made by the real actions, and the other device that opens them."""

from django.test import Client

from portal.applications import actions as applications
from portal.applications.models import Application
from portal.applications.steps import requirements
from portal.passes import actions
from portal.passes.models import Pass

BASE = "/en/p/"


def waiting(application: Application, requirement: str = "passport") -> tuple[Pass, str]:
    """A pass nobody has opened, with its code."""
    wanted = requirements.requirement_of(application, requirement)
    return applications.make_pass(application, wanted, by=application.person)


def opened(application: Application, requirement: str = "passport") -> tuple[Pass, Client]:
    """A pass that a phone has opened, and that phone."""
    permit, token = waiting(application, requirement)
    phone = Client(enforce_csrf_checks=False)
    phone.post(f"{BASE}{token}/")
    permit.refresh_from_db()
    return permit, phone


def key_of(token: str) -> str:
    """Open a pass and return the key that the browser would hold."""
    return actions.open_with(token)
