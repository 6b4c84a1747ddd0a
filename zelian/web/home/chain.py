"""The seven links of the chain with what is known of each today. Links whose part is not built yet say so plainly."""

from __future__ import annotations

from django.urls import reverse

from zelian.figures.catalog import catalog
from zelian.figures.grid import Grid
from zelian.figures.run import evaluate
from zelian.kernel.amount import written
from zelian.reports.models import Report
from zelian.reports.overview import Overview
from zelian.web.scope import Scope
from zelian.web.ui.chain import Knot

FIGURES = (
    "pledges_signed", "findings_closed", "findings_total", "relocated_shops", "relocation_days", "work_interviews",
    "volunteer_services", "livelihood_resolved",
)  # fmt: skip


def chain_figures(scope: Scope) -> Grid:
    """The figures the home page shows, for the period and its months. One run."""
    known = catalog(scope.period.end_month)
    chosen = [known[code] for code in FIGURES if code in known]
    months = scope.period.parts(1)
    periods = [scope.period, *(month for month in months if month != scope.period)]
    return evaluate(chosen, [scope.org.pk], periods, known=known)


def knots(scope: Scope, table: Overview, grid: Grid) -> list[Knot]:
    """The ribbon. One query (frozen reports)."""

    def value(code: str) -> int:
        if code not in grid.figures:
            return 0
        return int(grid.cell(code, scope.org.pk, scope.period).value or 0)

    def opens(code: str) -> str:
        return f"{reverse('figures-rows', args=[code])}?{scope.address()}"

    subjects = len(table.lines)
    pledged = min(value("pledges_signed"), subjects)
    share = written(100 * table.done // table.due if table.due else 0)
    closed, total = value("findings_closed"), value("findings_total")
    frozen = Report.objects.filter(org=scope.org, period=scope.period.code).count()
    days, shops = value("relocation_days"), value("relocated_shops")
    return [
        Knot(
            "明责", "全部签订" if subjects and pledged == subjects else f"已签 {pledged} 份",
            f"{subjects} 个村社区责任书", opens("pledges_signed"), "ok" if pledged == subjects else "soon", pledged, subjects,
        ),
        Knot(
            "履责", f"{share}%" if table.due else "尚无应办", f"应办 {table.due} 项 · 已办 {table.done} 项",
            f"{reverse('ledger')}?{scope.address()}", _tone(table.done, table.due), table.done, table.due,
        ),
        Knot(
            "督责", "均已销号" if total and closed == total else f"{total - closed} 件未销号" if total else "无反馈问题",
            f"反馈问题 {total} 个 · 销号 {closed} 个", opens("findings_total"), _tone(closed, total), closed, total,
        ),
        Knot(
            "攻坚", f"{days} 天完成" if days else "无腾退任务", f"商户腾退 {shops} 家", opens("relocated_shops"),
            "ok" if shops else "mute", shops, shops,
        ),
        Knot("考责", "未启用", "考核办法尚未发布", f"{reverse('tables')}?{scope.address()}", "mute"),
        Knot("监督执纪", f"约谈 {value('work_interviews')} 人次", "仅显示统计数", opens("work_interviews"), "ok"),
        Knot(
            "述责", f"定稿 {frozen} 份" if frozen else "尚未定稿", "每个数字都有台账记录",
            f"{reverse('reports')}?{scope.address()}", "ok" if frozen else "soon",
        ),
    ]  # fmt: skip


def _tone(done: int, total: int) -> str:
    if not total or done == total:
        return "ok" if total else "mute"
    return "soon" if done * 10 >= total * 9 else "over"
