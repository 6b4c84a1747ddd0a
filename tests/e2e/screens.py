"""`python -m tests.e2e.screens`: pictures of every page of the sample street at 1440 and 390 px, into docs/screens.

Also the annual report as it prints, where LibreOffice and pdftoppm are installed.
"""

from __future__ import annotations

import base64
import os
import shutil
import struct
import subprocess
import sys
import tempfile
import zlib
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.e2e.browsing import ARGUMENTS, sign_in, window
from tests.e2e.street import Server, sample_server
from zelian.exchange.official.fontconfig import write_fontconfig

HERE = Path(__file__).resolve().parents[2] / "docs" / "screens"
WIDTHS = (1440, 390)
TALLEST = 1500  # px; a long list is cut there
YEAR = "?org=sample&period=2023"
PLAIN = {
    "home": f"/{YEAR}",
    "ledger": f"/ledger/{YEAR}",
    "intake": "/intake/",
    "figures": f"/figures/{YEAR}",
    "figure": f"/figures/volunteer_services/{YEAR}",
    "figure-rate": f"/figures/patrol_rectification_rate/{YEAR}",
    "figure-sealed": f"/figures/work_interviews/{YEAR}",
    "tables": f"/tables/{YEAR}",
    "table": f"/tables/{YEAR}&figure=volunteer_services&figure=livelihood_resolved&rows=children&by=quarter",
    "reports": f"/reports/{YEAR}",
    "draft": f"/reports/draft/annual/{YEAR}",
    "check": f"/check/{YEAR}",
    "password": "/password/",
    "not-found": "/nowhere/",
}
TEXT = """示例街道2023年履行全面从严治党主体责任情况

全年组织学习活动30余次，开展中心组集中研讨4次，开展志愿服务160次，协调解决民生实事331件。
完成商户腾退103家，兜底管理三无小区66个，约谈村社区两委成员9人次，巡察反馈问题整改率100%。
群众满意率达到98.7%，新增红色物业*家。明年计划开展志愿服务200次以上。"""


# A picture (base64) → its width, height, palette and one byte per pixel: the commonest colours, others by the nearest.
REDUCE = """async (given) => {
  const image = await createImageBitmap(await (await fetch('data:image/png;base64,' + given)).blob());
  const canvas = new OffscreenCanvas(image.width, image.height);
  const paper = canvas.getContext('2d');
  paper.drawImage(image, 0, 0);
  const dots = new Uint32Array(paper.getImageData(0, 0, image.width, image.height).data.buffer);
  const counts = new Map();
  for (const dot of dots) counts.set(dot, (counts.get(dot) || 0) + 1);
  const kept = [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, 256).map(([dot]) => dot);
  const channels = (dot) => [dot & 255, (dot >> 8) & 255, (dot >> 16) & 255];
  const colours = kept.map(channels);
  const places = new Map(kept.map((dot, place) => [dot, place]));
  const nearest = (dot) => {
    const [r, g, b] = channels(dot);
    let best = 0, least = Infinity;
    colours.forEach(([x, y, z], place) => {
      const far = (r - x) ** 2 + (g - y) ** 2 + (b - z) ** 2;
      if (far < least) { least = far; best = place; }
    });
    places.set(dot, best);
    return best;
  };
  const out = new Uint8Array(dots.length);
  dots.forEach((dot, at) => { out[at] = places.has(dot) ? places.get(dot) : nearest(dot); });
  let text = '';
  for (let at = 0; at < out.length; at += 32768) text += String.fromCharCode(...out.subarray(at, at + 32768));
  return [image.width, image.height, colours.flat(), btoa(text)];
}"""


def main() -> int:
    """Builds the street, walks, draws."""
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if chromium is None:
        sys.stderr.write("缺少浏览器 Chromium：画面没有更新\n")
        return 1
    HERE.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory(prefix="zelian-screens-") as folder,
        sample_server(Path(folder)) as server,
        sync_playwright() as engine,
    ):
        browser = engine.chromium.launch(executable_path=chromium, args=[*ARGUMENTS, "--lang=zh-CN"])
        report = _freeze(browser, server)
        for width in WIDTHS:
            _draw_all(browser, server, width, report)
        _print(_document(browser, server, Path(folder)), Path(folder))
        _make_smaller(browser.new_page())
        browser.close()
    return 0


def _freeze(browser: Browser, server: Server) -> str:
    """Freezes the annual report; its address."""
    with window(browser) as page:
        sign_in(page, server, "dangjian")
        page.goto(f"{server.address}/reports/draft/annual/{YEAR}")
        page.click("button:has-text('定稿')")
        page.click("dialog[open] button:has-text('定稿')")
        page.wait_for_selector("text=已定稿")
        return page.url


def _draw_all(browser: Browser, server: Server, width: int, report: str) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 900}, reduced_motion="reduce", locale="zh-CN", timezone_id="Asia/Shanghai"
    )
    page = context.new_page()
    page.goto(f"{server.address}/login/")
    _draw(page, "login", width)
    sign_in(page, server, "dangjian")
    for name, path in PLAIN.items():
        page.goto(server.address + path)
        _draw(page, name, width)
    page.goto(f"{server.address}/ledger/{YEAR}&kind=volunteer_service")
    page.click("#entries td a >> nth=0")
    _draw(page, "entry", width)
    page.goto(report)
    _draw(page, "frozen", width)
    page.goto(f"{report}numbers/1/")
    _draw(page, "number", width)
    page.goto(f"{server.address}/check/{YEAR}")
    page.fill("[name=text]", TEXT)
    page.click("button:text-is('核对')")
    page.wait_for_selector("a.mk")
    _draw(page, "checked", width)
    page.goto(f"{server.address}/intake/")
    [faulty] = (server.data / "示例台账").glob("*有错*.xlsx")
    page.set_input_files("input[type=file]", str(faulty))
    page.click("main button.primary")
    page.wait_for_selector("table.preview")
    _draw(page, "batch", width)
    context.close()


def _draw(page: Page, name: str, width: int) -> None:
    """The page in a window as tall as itself, so that what is pinned stands where it belongs; charts drawn."""
    page.wait_for_load_state("networkidle")
    if page.locator("[data-chart]").count():
        page.wait_for_selector("[data-chart] canvas")
    height = page.evaluate("document.documentElement.scrollHeight")
    page.set_viewport_size({"width": width, "height": max(700, min(height, TALLEST))})
    page.wait_for_timeout(150)  # the chart follows the window
    page.screenshot(path=HERE / f"{name}-{width}.png", animations="disabled", caret="hide")
    page.set_viewport_size({"width": width, "height": 900})


def _document(browser: Browser, server: Server, folder: Path) -> Path:
    """The annual report as a Word file."""
    with window(browser) as page:
        sign_in(page, server, "dangjian")
        page.goto(f"{server.address}/reports/draft/annual/{YEAR}")
        with page.expect_download() as loading:
            page.click("a:has-text('下载 Word')")
        return Path(shutil.copy(loading.value.path(), folder / "annual-report.docx"))


def _print(document: Path, folder: Path) -> None:
    """The pages of the Word file, where there is something to print them with."""
    soffice, pdftoppm = shutil.which("soffice") or shutil.which("libreoffice"), shutil.which("pdftoppm")
    if not soffice or not pdftoppm:
        sys.stderr.write("缺少 LibreOffice 或 pdftoppm：年度报告没有画出\n")
        return
    fonts = folder / "fonts.conf"
    write_fontconfig(fonts)
    profile = f"-env:UserInstallation=file://{folder / 'office'}"
    subprocess.run(
        [soffice, profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(document)],
        env={**os.environ, "FONTCONFIG_FILE": str(fonts)}, check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    for old in HERE.glob("annual-report-*.png"):
        old.unlink()
    subprocess.run(
        [pdftoppm, "-r", "80", "-png", str(document.with_suffix(".pdf")), str(HERE / "annual-report")], check=True
    )


def _make_smaller(page: Page) -> None:
    """Every picture with the 256 colours it uses most: pages are flat, nothing is lost that one would see."""
    for picture in sorted(HERE.glob("*.png")):
        given = base64.b64encode(picture.read_bytes()).decode()
        width, height, palette, pixels = page.evaluate(REDUCE, given)
        rows = base64.b64decode(pixels)
        lines = b"".join(b"\0" + rows[at : at + width] for at in range(0, len(rows), width))
        head = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
        parts = [(b"IHDR", head), (b"PLTE", bytes(palette)), (b"IDAT", zlib.compress(lines, 9)), (b"IEND", b"")]
        body = b"".join(
            struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
            for name, data in parts
        )
        picture.write_bytes(b"\x89PNG\r\n\x1a\n" + body)


if __name__ == "__main__":
    sys.exit(main())
