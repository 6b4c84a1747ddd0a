"""A browser that remembers what went wrong: violations of the content policy are console errors too."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Page

from tests.e2e.street import Server

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--force-color-profile=srgb"]


@contextmanager
def window(browser: Browser, width: int = 1440, height: int = 900) -> Iterator[Page]:
    """A window of its own; fails at the end when anything was written to the console as an error."""
    context = browser.new_context(
        viewport={"width": width, "height": height}, reduced_motion="reduce", locale="zh-CN", accept_downloads=True
    )
    page, wrong = context.new_page(), []
    page.on("console", lambda said: wrong.append(f"{page.url} {said.text}") if said.type == "error" else None)
    page.on("pageerror", lambda fault: wrong.append(f"{page.url} {fault}"))
    yield page
    context.close()
    assert wrong == []


def sign_in(page: Page, server: Server, username: str) -> None:
    """From the login page to the home page."""
    page.goto(f"{server.address}/login/")
    page.fill("[name=username]", username)
    page.fill("[name=password]", server.passwords[username])
    page.click("button.primary")
    page.wait_for_url(f"{server.address}/")
