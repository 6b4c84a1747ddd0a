"""Five walks through the product in a real browser, as the people it is for would take them."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
import xlsxwriter

pytest.importorskip("playwright.sync_api", reason="缺少 playwright：浏览器测试跳过（.ci/run 会装好再跑）")

from tests.e2e.browsing import sign_in, window

pytestmark = pytest.mark.e2e
YEAR = "?org=sample&period=2023"


def test_the_clerk_opens_a_gap_and_sees_its_rows(browser, server):
    with window(browser) as page:
        sign_in(page, server, "dangjian")
        page.goto(f"{server.address}/{YEAR}")
        page.wait_for_selector("#trend canvas")
        gap = page.locator("table.heat td.h-over a, table.heat td a:has-text('缺')").first
        gap.click()
        page.wait_for_url("**/figures/**")
        assert page.locator("h1").inner_text()
        assert page.locator("text=这个数怎么来的").is_visible()


def test_a_workbook_goes_in_is_mended_is_found_and_comes_out_again(browser, server, tmp_path):
    with window(browser) as page:
        sign_in(page, server, "dangjian")
        page.goto(f"{server.address}/intake/")
        page.click("summary:has-text('区域化党建')")
        with page.expect_download() as loading:
            page.click("a:has-text('志愿服务')")
        template = tmp_path / "模板.xlsx"
        shutil.copy(loading.value.path(), template)
        _upload(page, _services(tmp_path / "有误.xlsx", wrong=True))
        text = page.inner_text("main")
        for word in ("第 2 行", "服务日期", "2023-02-30", "第 3 行", "没有这个社区", "第 4 行", "参加人数"):
            assert word in text
        page.goto(f"{server.address}/intake/")
        _upload(page, _services(tmp_path / "改好.xlsx", wrong=False))
        page.click("main button.primary:has-text('入账')")
        page.wait_for_selector("text=已入账")
        batch = page.url
        page.goto(f"{server.address}/ledger/{YEAR}&q=端到端护河")
        assert "共 3 条" in page.inner_text("#entries")
        with page.expect_download() as exporting:
            page.click("a.export")
        assert exporting.value.suggested_filename.endswith(".xlsx")
        page.goto(batch)
        page.click("button:has-text('整批撤销')")
        page.click("dialog[open] button:has-text('撤销')")
        page.wait_for_selector("text=已撤销这一批")
        page.goto(f"{server.address}/ledger/{YEAR}&q=端到端护河")
        assert "没有符合条件的记录" in page.inner_text("#entries")


def _services(path: Path, *, wrong: bool) -> Path:
    rows = [["和平社区", "2023-05-06", "端到端护河一", 11], ["柳林社区", "2023-05-07", "端到端护河二", 12],
            ["东湖社区", "2023-05-08", "端到端护河三", 13]]  # fmt: skip
    if wrong:
        rows[0][1], rows[1][0], rows[2][3] = "2023-02-30", "没有这个社区", "二十来人"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("志愿服务")
        for number, row in enumerate([["社区", "服务日期", "服务主题", "参加人数"], *rows]):
            sheet.write_row(number, 0, row)
    return path


def _upload(page, path: Path) -> None:
    page.set_input_files("input[type=file]", str(path))
    page.click("main button.primary")
    page.wait_for_url(re.compile(r"/intake/[0-9a-f-]{36}/"))


def test_a_report_is_drafted_frozen_and_its_number_opened(browser, server):
    with window(browser) as page:
        sign_in(page, server, "dangjian")
        page.goto(f"{server.address}/reports/{YEAR}")
        page.click("a:has-text('打开草稿')")
        page.wait_for_selector("article.paper a.mk")
        page.click("button:has-text('定稿')")
        page.click("dialog[open] button:has-text('定稿')")
        page.wait_for_url(re.compile(r"/reports/\d+/"))
        page.click("article.paper a.mk:has-text('156')")
        page.wait_for_url("**/numbers/**")
        assert "共 156 条" in page.inner_text("main")


def test_a_wrong_number_in_a_pasted_report_is_red_and_opens_its_rows(browser, server):
    with window(browser) as page:
        sign_in(page, server, "dangjian")
        page.goto(f"{server.address}/check/{YEAR}")
        page.fill("[name=text]", "全年开展志愿服务160次，完成商户腾退103家。")
        page.click("button:text-is('核对')")
        page.wait_for_selector("a.mk.n")
        assert page.locator("a.mk.n").inner_text().startswith("160次")
        assert page.locator("a.mk.y").count() == 1
        page.click("a.mk.n")
        assert page.url.endswith("#claim-1")
        assert page.locator("#claim-1 + section").is_visible()
        page.click("#claim-1 + section a:has-text('看 156 条记录')")
        page.wait_for_url("**/figures/volunteer_services/**")
        assert "156次" in page.inner_text("h1")


def test_on_a_phone_the_drawer_leads_and_nothing_scrolls_sideways(browser, server):
    with window(browser, 390, 844) as page:
        sign_in(page, server, "shuji")
        page.goto(f"{server.address}/{YEAR}")
        assert page.locator(".heat-list li").first.is_visible()
        assert not page.locator("table.heat").is_visible()
        page.click("[data-nav-open]")
        page.click("nav.side a:has-text('台账')")
        page.wait_for_url("**/ledger/**")
        for path in (f"/{YEAR}", f"/ledger/{YEAR}", f"/figures/{YEAR}", "/figures/volunteer_services/" + YEAR,
                     f"/tables/{YEAR}&figure=volunteer_services&by=quarter", f"/reports/{YEAR}",
                     f"/reports/draft/annual/{YEAR}", f"/check/{YEAR}"):  # fmt: skip
            page.goto(server.address + path)
            assert page.evaluate("document.documentElement.scrollWidth") <= 390, path
