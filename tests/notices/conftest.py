"""Mail as in production, and a real mail server."""

import pytest
from django.core import mail as django_mail

from tests.notices.smtp_server import MailServer, certificate, tls

OUTBOX = {"BACKEND": "portal.notices.adapters.outbox.OutboxBackend"}


@pytest.fixture(autouse=True)
def outbox(settings):
    """pytest-django puts its own memory backend in place of every mailer; here the product's are used."""
    settings.MAILERS = {"default": OUTBOX, "transport": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
    django_mail.outbox = []
    return django_mail.outbox


@pytest.fixture
def smtp(settings, tmp_path, monkeypatch):
    """Start a mail server, `smtp(RCPT="550 no", encrypted=True)`, and make it the transport."""
    servers = []

    def start(*, encrypted=True, trusted=True, **behaviour):
        file = certificate(tmp_path)
        if trusted:
            monkeypatch.setenv("SSL_CERT_FILE", str(file))
        server = MailServer(tls(file) if encrypted else None, **behaviour)
        servers.append(server)
        backend = "django.core.mail.backends.smtp.EmailBackend"
        options = {"host": "localhost", "port": server.port, "use_tls": True, "timeout": 5}
        settings.MAILERS = {"default": OUTBOX, "transport": {"BACKEND": backend, "OPTIONS": options}}
        return server

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()
