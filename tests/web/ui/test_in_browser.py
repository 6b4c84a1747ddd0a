"""The style guide in a real browser under the real content policy: nothing blocked, nothing scrolls sideways."""

from __future__ import annotations

import mimetypes
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

pytestmark = pytest.mark.e2e

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'"
)
HOSTILE = "<img src=x onerror=document.title='broken'>"
WATCH = "window.blocked=[];document.addEventListener('securitypolicyviolation',e=>blocked.push(e.violatedDirective))"


@pytest.fixture(scope="module")
def address(engine) -> Iterator[str]:
    """A server for the style guide and the static files, with the policy on every answer."""
    from tests.web.ui.sample import styleguide

    values = styleguide()
    values["monthly"].option["series"][0]["name"] = HOSTILE
    page = engine.get_template("ui/styleguide.html").render(values).encode()

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

        def do_GET(self) -> None:
            path = self.path.split("?")[0]
            found = finders.find(path.removeprefix("/static/")) if path.startswith("/static/") else None
            body = page if path == "/" else Path(found).read_bytes() if found else b""
            self.send_response(200 if body else 204)
            self.send_header("Content-Type", mimetypes.guess_type(path)[0] or "text/html; charset=utf-8")
            self.send_header("Content-Security-Policy", POLICY)
            self.end_headers()
            self.wfile.write(body)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


def opened(browser, address: str, width: int):
    """The style guide in a window of this width."""
    page = browser.new_page(viewport={"width": width, "height": 844})
    page.add_init_script(WATCH)
    page.goto(address)
    for chart in ("curve", "monthly", "issues", "dots", "hours"):
        page.wait_for_selector(f"#{chart} canvas", state="attached")
    return page


@pytest.mark.parametrize("width", [1440, 390])
def test_nothing_is_blocked_and_nothing_scrolls_sideways(browser, address: str, width: int):
    page = opened(browser, address, width)
    assert page.evaluate("blocked") == []
    assert page.evaluate("document.documentElement.scrollWidth") == width
    page.close()


def test_a_hostile_name_in_a_tooltip_stays_text(browser, address: str):
    page = opened(browser, address, 1440)
    page.hover("#monthly canvas")
    page.wait_for_timeout(300)
    assert page.title() == "界面样式 · 责链"
    assert page.evaluate("document.querySelectorAll('img[src=x]').length") == 0
    page.close()


def test_the_drawer_takes_the_focus_and_gives_it_back(browser, address: str):
    page = opened(browser, address, 390)
    assert not page.is_visible("#nav")
    page.click("[data-nav-open]")
    page.wait_for_selector("#nav", state="visible")
    assert page.evaluate("document.getElementById('nav').contains(document.activeElement)")
    assert page.get_attribute("[data-nav-open]", "aria-expanded") == "true"
    page.keyboard.press("Escape")
    page.wait_for_selector("#nav", state="hidden")
    assert page.evaluate("document.activeElement.hasAttribute('data-nav-open')")
    page.close()


def test_the_dialog_opens_and_can_be_refused(browser, address: str):
    page = opened(browser, address, 1440)
    page.click("[data-dialog=void]")
    assert page.is_visible("#void")
    page.click("#void [data-dialog-close]:not(.shut)")
    assert not page.is_visible("#void")
    page.close()


def test_an_error_toast_stays_and_can_be_shut(browser, address: str):
    page = opened(browser, address, 1440)
    page.evaluate(
        "document.body.dispatchEvent(new CustomEvent('toast',{bubbles:true,detail:{tone:'over',text:'<b>没有办成'}}))"
    )
    last = page.locator(".toast").last
    assert last.inner_text().strip() == "<b>没有办成"
    last.locator(".shut").click()
    assert page.locator(".toast", has_text="没有办成").count() == 0
    page.close()


def test_a_wrong_file_is_named_before_it_is_sent(browser, address: str):
    page = opened(browser, address, 1440)
    page.set_input_files(".drop input", {"name": "照片.png", "mimeType": "image/png", "buffer": b"x"})
    assert "类型不对" in page.inner_text(".drop .picked")
    assert page.evaluate("document.querySelector('.drop input').checkValidity()") is False
    page.close()


def test_a_form_that_asks_is_sent_only_after_yes(browser, address: str):
    page = opened(browser, address, 1440)
    page.evaluate(
        "document.body.insertAdjacentHTML('beforeend',"
        "'<form id=f method=post action=/sent/ data-confirm=真的？><button id=b>去</button></form>')"
    )
    sent = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    page.evaluate("document.getElementById('b').click()")
    page.click("#ask button[value='']")
    assert sent == []
    page.evaluate("document.getElementById('b').click()")
    page.click("#ask [data-ask-yes]")
    page.wait_for_timeout(200)
    assert [url.rsplit("/", 2)[1] for url in sent] == ["sent"]
    page.close()


def test_a_page_link_replaces_only_the_table_and_a_row_link_opens_a_page(browser, address: str):
    page = opened(browser, address, 1440)
    asked = []
    page.on("request", lambda request: asked.append((request.resource_type, request.url)))
    page.click("#entries .pager a[href='?page=4']")
    page.wait_for_url("**/?page=4")
    assert [kind for kind, url in asked if url.endswith("?page=4")] == ["xhr"]
    assert page.evaluate("document.querySelectorAll('main').length") == 1
    page.click("#entries a[href='/ledger/1/']", no_wait_after=True)
    page.wait_for_timeout(200)
    assert [kind for kind, url in asked if url.endswith("/ledger/1/")] == ["document"]
    page.close()


def test_one_focus_order_from_skip_link_to_main(browser, address: str):
    page = opened(browser, address, 1440)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.close()
