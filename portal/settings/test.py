"""For the suite: fixed keys, cheap hashing, tasks run when the test says so, adapters in memory unless a test asks."""

import atexit
import base64
import shutil
from pathlib import Path
from tempfile import mkdtemp

from portal.settings import env

env.preset(
    SECRET_KEY="a-key-for-tests-only",
    VAULT_KEYS="test:" + base64.urlsafe_b64encode(bytes(range(32))).decode(),
    ANLAUFPUNKT_DEMO="yes",
    ALLOWED_HOSTS="testserver,localhost,127.0.0.1",
    WOP_SIGNING_KEY=env.new_signing_key(),
    ANLAUFPUNKT_VAR=mkdtemp(prefix="anlaufpunkt-test-"),
    MEDIA_ROOT=mkdtemp(prefix="anlaufpunkt-media-"),
)

from portal.settings.base import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # noqa: F405
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
TASKS = {"default": {"BACKEND": "django.tasks.backends.dummy.DummyBackend", "QUEUES": ["default", "documents"]}}
MAILERS["transport"] = {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}  # noqa: F405
SCANNER = {"ADAPTER": "portal.documents.adapters.memory.MemoryScanner", "OPTIONS": {}}
READER = {"ADAPTER": "portal.documents.adapters.memory.MemoryReader", "OPTIONS": {}}
BACK_OFFICES["memory"] = {"ADAPTER": "portal.handoff.adapters.memory.MemoryBackOffice", "OPTIONS": {}}  # noqa: F405
BACK_OFFICES["outage"] = {"ADAPTER": "portal.handoff.adapters.outage.OutageBackOffice", "OPTIONS": {}}  # noqa: F405
# Each process of a parallel run has its own: what lies sealed there is counted.
SEALED_ROOT = Path(mkdtemp(prefix="anlaufpunkt-sealed-"))
atexit.register(shutil.rmtree, SEALED_ROOT, ignore_errors=True)
# A test that is about limits switches them on.
LIMITS_ON = False
CMS_PAGES_TRUSTED_FOR = 0
