"""The settings of the test suite: the same file, with an environment of its own."""

import os
import tempfile

os.environ.update(
    SECRET_KEY="only-for-tests",
    DATABASE_URL=os.environ.get("TEST_DATABASE_URL", "sqlite:///:memory:"),
    BASE_URL="http://testserver",
    ALLOWED_HOSTS="testserver,localhost,127.0.0.1",
    DATA_DIR=tempfile.mkdtemp(prefix="improvement-tests-"),
    EMAIL_URL="memorymail://",
    CLOCK="2025-01-02",
    DEMONSTRATION="on",
    DEBUG="off",
)

from config.settings import *
from config.settings import INSTALLED_APPS, STORAGES

# Small concrete models, on which the abstract parts of core are tested.
INSTALLED_APPS = [*INSTALLED_APPS, "tests.core.ledger_app"]

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
