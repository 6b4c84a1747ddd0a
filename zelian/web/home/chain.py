"""The seven links of the chain with what is known of each today. Links whose part is not built yet say so plainly."""

from __future__ import annotations

from django.urls import reverse

from zelian.figures.catalog import catalog
from zelian.figures.grid import Grid
from zelian.figures.run import evaluate
from zelian.reports.models import Report
from zelian.reports.overview import Overview
from zelian.web.scope import Scope
from zelian.web.ui.chain import Knot

FIGURES = (
    "pledges_signed",
    "findings_all_closed",
    "findings_all",
    "relocated_shops",
    "relocation_days",
    "work_interviews",
    "volunteer_services",
    "livelihood_resolved",
)


def chain_figures(scope: Scope) -> Grid:
    """The figures the home page shows, for the period and its months. One run."""
    known = catalog(scope.period.end_month)
    chosen = [known[code] for code in FIGURES if code in known]
    months = scope.period.parts(1)
    periods = [scope.period, *(month for month in months if month != scope.period)]
    return evaluate(chosen, [scope.org.pk], periods, known=known)


def knots(scope: Scope, table: Overview, grid: Grid, reports: str) -> list[Knot]:
    """The ribbon; `reports` is the page the last link leads to. One query (frozen reports)."""

    def value(code: str) -> int:
        if code not in grid.figures:
            return 0
        return int(grid.cell(code, scope.org.pk, scope.period).value or 0)

    def opens(code: str) -> str:
        return f"{reverse('figures-rows', args=[code])}?{scope.address()}"

    talks = value("work_interviews")
    frozen = Report.objects.filter(org=scope.org, period=scope.period.code).count()
    days, shops = value("relocation_days"), value("relocated_shops")
    fought = f"{days} 天完成" if days else "无腾退任务"
    where = f"商户腾退 {shops} 家" if shops else "本期没有腾退记录"
    last = "ok" if frozen else "soon" if table.due else "mute"
    return [
        _pledges(value("pledges_signed"), len(table.lines), opens("pledges_signed")),
        _duties(table, f"{reverse('ledger')}?{scope.address()}"),
        _findings(value("findings_all_closed"), value("findings_all"), opens("findings_all")),
        Knot("攻坚", fought, where, opens("relocated_shops"), "ok" if shops else "mute", shops, shops),
        Knot("考责", "未启用", "考核办法尚未发布", f"{reverse('tables')}?{scope.address()}", "mute"),
        Knot("监督执纪", f"约谈 {talks} 人次", "仅显示统计数", opens("work_interviews"), "ok" if talks else "mute"),
        Knot("述责", f"定稿 {frozen} 份" if frozen else "尚未定稿", "每个数字都有台账记录", reports, last),
    ]


def _pledges(signed: int, subjects: int, url: str) -> Knot:
    if not subjects:
        return Knot("明责", "尚无村社区", "请先导入组织名册", url, "mute")
    signed = min(signed, subjects)
    head = "全部签订" if signed == subjects else f"已签 {signed} 份"
    return Knot(
        "明责", head, f"{subjects} 个村社区责任书", url, "ok" if signed == subjects else "soon", signed, subjects
    )


def _duties(table: Overview, url: str) -> Knot:
    if not table.due:
        return Knot("履责", "尚无应办", "本期没有到期的责任", url, "mute")
    note = f"应办 {table.due} 项 · 已办 {table.done}"
    return Knot(
        "履责", f"{100 * table.done // table.due}%", note, url, _tone(table.done, table.due), table.done, table.due
    )


def _findings(closed: int, total: int, url: str) -> Knot:
    if not total:
        return Knot("督责", "无反馈问题", "本期没有反馈记录", url, "mute")
    head = "均已销号" if closed == total else f"{total - closed} 件未销号"
    return Knot("督责", head, f"反馈 {total} 个 · 销号 {closed} 个", url, _tone(closed, total), closed, total)


def _tone(done: int, total: int) -> str:
    if done == total:
        return "ok"
    return "soon" if done * 10 >= total * 9 else "over"
