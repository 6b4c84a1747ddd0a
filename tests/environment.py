"""A pytest plugin loaded before Django's settings: every run has a data directory of its own, never the user's."""

from __future__ import annotations

import os
import shutil
import tempfile

DATA = tempfile.mkdtemp(prefix="zelian-test-")
os.environ["ZELIAN_DATA"] = DATA
os.environ["ZELIAN_SECRET_KEY"] = "only-for-tests-" + "x" * 50
for name in ("ZELIAN_DEBUG", "ZELIAN_HOSTS", "ZELIAN_HTTPS", "ZELIAN_HASH", "ZELIAN_WORKER"):
    os.environ.pop(name, None)


def pytest_unconfigure(config):
    shutil.rmtree(DATA, ignore_errors=True)
