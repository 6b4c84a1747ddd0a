"""Every test runs against a fresh data directory; programs that are missing make named skips, listed at the end."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.audit.shared import committed_trail_emptied  # noqa: F401  lets committing tests flush the audit


def pytest_configure(config):
    from django.conf import settings

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # quick, never in production


@pytest.fixture(scope="session")
def chromium() -> str:
    """Path of a Chromium; a named skip where there is none."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        found = shutil.which(name)
        if found:
            return found
    pytest.skip("缺少浏览器 Chromium：浏览器测试跳过")


@pytest.fixture(scope="session")
def browser(chromium):
    """One headless Chromium for the whole run: a second engine in the same process is refused."""
    playwright = pytest.importorskip("playwright.sync_api", reason="缺少 playwright：浏览器测试跳过")
    from tests.e2e.browsing import ARGUMENTS

    with playwright.sync_playwright() as engine:
        running = engine.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield running
        running.close()


@pytest.fixture(scope="session")
def soffice() -> str:
    """Path of LibreOffice; a named skip where there is none."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    if not found:
        pytest.skip("缺少 LibreOffice：版面测试跳过")
    return found


@pytest.fixture
def data_dir(settings, tmp_path) -> Path:
    """A data directory of this test's own."""
    settings.DATA_DIR = tmp_path
    return tmp_path
