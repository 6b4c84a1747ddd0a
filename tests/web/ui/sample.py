"""Invented data for the style guide page: every component with something realistic in it."""

from __future__ import annotations

from datetime import date, datetime
from fractions import Fraction

from django import forms
from django.core.paginator import Paginator

from zelian.web.ui import charts
from zelian.web.ui.cells import Badge, Change, Figure, Link, Note
from zelian.web.ui.chain import Heat, HeatCell, HeatRow, Knot
from zelian.web.ui.filters import Chip
from zelian.web.ui.states import STATES
from zelian.web.ui.tables import Column, Empty, Table

COMMUNITIES = [
    "和平社区",
    "幸福里社区",
    "东湖社区",
    "柳林社区",
    "文苑社区",
    "新华社区",
    "滨河社区",
    "建设路社区",
    "光明社区",
    "青年社区",
    "桃源社区",
    "凤凰台社区",
    "长乐社区",
    "石桥村",
    "南沟村",
    "王庄村",
    "北岭村",
]
DUTIES = [
    "责任书",
    "三会一课",
    "主题党日",
    "谈心谈话",
    "党务公开",
    "入户走访",
    "民生实事",
    "红色物业",
    "三无小区",
    "合伙人履约",
    "志愿服务",
    "问题整改",
]


class EntryForm(forms.Form):
    """A ledger form with every sort of control; bound with mistakes in it."""

    title = forms.CharField(label="事项", max_length=60, help_text="一句话写清做了什么，例如“清理楼道杂物”")
    happened_on = forms.DateField(label="日期", widget=forms.DateInput(attrs={"type": "date"}))
    place = forms.CharField(label="地点", required=False)
    category = forms.ChoiceField(label="类别", choices=[("", "请选择"), ("help", "帮扶"), ("clean", "环境整治")])
    headcount = forms.IntegerField(label="参加人数", min_value=0)
    organiser = forms.ChoiceField(
        label="组织方", choices=[("us", "本社区"), ("joint", "共建单位")], widget=forms.RadioSelect
    )
    scope = forms.MultipleChoiceField(
        label="涉及对象",
        choices=[("old", "老人"), ("child", "儿童")],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    note = forms.CharField(label="说明", required=False, widget=forms.Textarea(attrs={"rows": 3}))
    on_behalf = forms.BooleanField(label="代其他单位录入", required=False)


class FilterForm(forms.Form):
    """Filters above a list."""

    org = forms.ChoiceField(label="单位", required=False, choices=[("", "全部"), ("wy", "文苑社区")])
    category = forms.ChoiceField(label="类别", required=False, choices=[("", "全部"), ("help", "帮扶")])
    q = forms.CharField(label="关键词", required=False)


def shell() -> dict[str, object]:
    """What the frame of every page reads."""

    def items(*lines: tuple[object, ...]) -> list[dict[str, object]]:
        return [dict(zip(("label", "url", "on", "step", "count"), line, strict=True)) for line in lines]

    return {
        "csrf_token": "sample",
        "nav": [
            {
                "title": "总览",
                "items": items(
                    ("首页", "/", True, None, None),
                    ("我的待办", "/todo/", False, None, 6),
                    ("会议", "/meetings/", False, None, None),
                ),
            },
            {
                "title": "责任链",
                "items": items(
                    ("明责 · 清单与责任书", "/duties/", False, 1, None),
                    ("履责 · 台账", "/ledger/", False, 2, None),
                    ("督责 · 问题", "/issues/", False, 3, 4),
                    ("攻坚 · 项目", "/campaigns/", False, 4, None),
                    ("考责 · 考核", "/assessment/", False, 5, None),
                    ("监督执纪", "/discipline/", False, 6, None),
                    ("述责 · 报告", "/reports/", False, 7, None),
                ),
            },
            {
                "title": "数据",
                "items": items(
                    ("报表与上级表", "/forms/", False, None, None),
                    ("统计口径", "/figures/", False, None, None),
                    ("数据核对", "/check/", False, None, None),
                    ("填报负担", "/burden/", False, None, None),
                ),
            },
            {
                "title": "管理",
                "items": items(
                    ("组织与人员", "/org/", False, None, None),
                    ("权限管理", "/access/", False, None, None),
                    ("操作日志", "/audit/", False, None, None),
                ),
            },
        ],
        "scope": {
            "org_name": "示例街道",
            "orgs": [
                {"code": "sample", "label": "示例街道", "on": True},
                {"code": "wy", "label": "文苑社区", "on": False},
            ],
            "period_label": "2026 年三季度",
            "periods": [
                {"code": "2026Q3", "label": "2026 年三季度", "on": True},
                {"code": "2026", "label": "2026 年", "on": False},
            ],
            "action": "",
            "hidden": [],
        },
        "banners": [{"kind": "plain", "text": "本系统不处理涉密信息：标有密级的文件不要上传、不要摘录。"}],
        "search_url": "/search/",
        "me": {
            "name": "陈晓",
            "office": "党建办",
            "items": [
                {"label": "修改密码", "url": "/password/", "icon": "lock"},
                {"label": "退出", "url": "/logout/", "post": True, "icon": "logout"},
            ],
        },
        "messages": [
            _Message("success", "已入账 115 行，可以撤销。"),
            _Message("error", "第 17 行日期写成了“9.31”，九月没有 31 日，请改后再传。"),
        ],
    }


class _Message(str):
    level_tag: str

    def __new__(cls, level: str, text: str) -> _Message:
        made = super().__new__(cls, text)
        made.level_tag = level
        return made


def styleguide() -> dict[str, object]:
    """The whole context of ui/styleguide.html."""
    return shell() | _home() | _figures() | _tables() | _forms() | _import() | _paper()


def _home() -> dict[str, object]:
    broken = {
        (1, 1): ("due_soon", "剩3天"),
        (1, 10): ("recorded_late", ""),
        (2, 3): ("due_soon", "剩3天"),
        (3, 6): ("due_soon", "剩2天"),
        (4, 5): ("missed", "缺1次"),
        (4, 11): ("overdue", "逾期1件"),
        (6, 8): ("not_due", ""),
        (7, 3): ("recorded_late", ""),
        (9, 8): ("missed", "缺1次"),
        (10, 2): ("exempt", ""),
        (14, 5): ("missed", "缺1次"),
        (14, 11): ("overdue", "逾期2件"),
        (16, 0): ("missed", "缺1次"),
    }
    rows = []
    for number, name in enumerate(COMMUNITIES):
        cells = []
        for column in range(len(DUTIES)):
            state, text = broken.get(
                (number, column), ("not_due", "") if (number * 5 + column * 3) % 13 == 0 else ("done", "")
            )
            cells.append(HeatCell(state, f"/duties/{number}-{column}/", "补录" if state == "recorded_late" else text))
        rows.append(HeatRow(name, tuple(cells), f"/org/{number}/"))
    days = [f"3月{day}日" for day in range(2, 29)]
    actual = [2, 3, 4, 5, 7, 9, 12, 15, 19, 24, 29, 35, 42, 49, 56, 63, 69, 75, 80, 85, 89, 92, 95, 97, 99, 101, 103]
    return {
        "crumbs": [("首页", "/"), ("界面样式", "")],
        "knots": [
            Knot("明责", "全部签订", "52 项责任 · 17 份责任书", "/duties/", "ok", 17, 17),
            Knot("履责", "92.5%", "本季应办 412，已办 381", "/ledger/", "ok", 381, 412),
            Knot("督责", "4 件逾期", "问题 46，按期销号 41", "/issues/", "over", 41, 46),
            Knot("攻坚", "27 天完成", "商户腾退 103 / 103", "/campaigns/", "ok", 103, 103),
            Knot("考责", "2 项申诉", "17 个村社区，公示中", "/assessment/", "soon", 12, 17, current=True),
            Knot("监督执纪", "约谈 9 人次", "仅显示统计数", "/discipline/", "ok", 1, 1),
            Knot("述责", "尚未起草", "年度报告 12 月起草", "/reports/", "mute"),
        ],
        "heat_map": Heat(tuple(DUTIES), tuple(rows), "责任落实情况"),
        "todo": [
            {
                "state": "overdue",
                "text": "逾期5天",
                "title": "文苑社区 · 谈心谈话",
                "note": "三季度应谈 6 人，已谈 5 人",
            },
            {
                "state": "overdue",
                "text": "逾期3天",
                "title": "南沟村 · 问题整改",
                "note": "巡察反馈 2-3：党务公开栏未更新",
            },
            {"state": "due_today", "text": "", "title": "滨河社区 · 民生实事", "note": "D-0317 噪音扰民，待回访"},
            {"state": "due_soon", "text": "剩2天", "title": "柳林社区 · 党务公开", "note": "三季度公开 1 次，尚无记录"},
        ],
        "curve": charts.progress_curve(
            "商户腾退累计：27 天腾退 103 家，比序时进度快",
            days,
            actual,
            [round(103 * (n + 1) / 27) for n in range(27)],
            unit="家",
        ),
    }


def _figures() -> dict[str, object]:
    months = [f"{month}月" for month in range(1, 10)]
    return {
        "rate": Fraction(4100, 46),
        "monthly": charts.line(
            "一至九月志愿服务次数，今年与去年",
            months,
            {"今年": [12, 15, 18, 22, 17, 19, 24, 16, 13], "去年": [10, 11, 16, 18, 15, None, 19, 14, 12]},
            unit="次",
        ),
        "issue_bars": charts.bar(
            "各社区本季新发现与已销号问题",
            COMMUNITIES[:6],
            {"新发现": [3, 5, 2, 6, 8, 4], "已销号": [3, 4, 2, 5, 5, 4]},
            unit="件",
            lying=True,
        ),
        "dots": charts.scatter(
            "每千户问题数与按期销号率",
            [(name, 2 + n % 7, 70 + (n * 7) % 30) for n, name in enumerate(COMMUNITIES)],
            x="每千户问题",
            y="按期率",
        ),
        "hours": charts.heatmap(
            "会议按星期和时段的分布",
            ["上午", "下午", "晚上"],
            ["周一", "周二", "周三", "周四", "周五"],
            [[4, 9, 1], [2, 7, None], [5, 6, 2], [1, 8, 0], [3, 12, 3]],
            unit="次",
        ),
    }


def _tables() -> dict[str, object]:
    topics = ("清理楼道杂物", "独居老人理发", "暑期儿童托管", "防汛巡查")
    rows = [
        {
            "title": Link(topics[number % 4], f"/ledger/{number}/", "与共建单位合办" if number % 5 == 0 else ""),
            "org": COMMUNITIES[number],
            "on": date(2026, 9, 28 - number),
            "people": 8 + number * 3,
            "state": Badge("recorded_late") if number in (3, 8) else Badge("done"),
            "by": "陈晓（代录）" if number == 6 else "本社区",
        }
        for number in range(12)
    ]
    page = Paginator(range(156), 12).page(3)
    columns = (
        Column("title", "事项", phone="title"),
        Column("org", "单位", phone="main", sort_url="?sort=org"),
        Column("on", "日期", phone="main", sort_url="?sort=-on", sorted="descending"),
        Column("people", "人数", num=True, sort_url="?sort=people"),
        Column("state", "状态"),
        Column("by", "录入"),
    )
    return {
        "list_tabs": [
            {"label": "志愿服务", "url": "#a", "on": True, "count": 156},
            {"label": "入户走访", "url": "#b", "on": False, "count": 342},
            {"label": "谈心谈话", "url": "#c", "on": False, "count": 87},
        ],
        "filter_form": FilterForm({"org": "wy", "q": "清理"}, auto_id="filter_%s"),
        "filter_chips": [Chip("单位：文苑社区", "?q=清理"), Chip("关键词：清理", "?org=wy")],
        "entries": Table("entries", columns, rows, total=156, export_url="/ledger/export/", page=page),
        "properties": [
            ("事项", "清理楼道杂物"),
            ("单位", "文苑社区"),
            ("日期", date(2026, 9, 12)),
            ("人数", Figure(23, "人", "/rows/")),
            ("经费", None),
            ("上次修改", Change(21, 23, "人")),
            ("录入", Note("陈晓", "党建办代录")),
        ],
        "steps_done": [
            {
                "what": "发现",
                "who": "党建办 陈晓",
                "when": datetime(2026, 9, 3, 9, 20),
                "why": "党务公开栏三个月未更新",
                "tone": "ok",
            },
            {"what": "交办", "who": "→ 南沟村", "when": datetime(2026, 9, 3, 10, 5), "tone": "ok"},
            {
                "what": "退回",
                "who": "南沟村",
                "when": datetime(2026, 9, 8, 16, 40),
                "why": "责任属于文苑社区，已改派",
                "tone": "over",
            },
            {"what": "办理中", "who": "文苑社区", "why": "期限 9 月 30 日，还剩 2 天", "current": True},
        ],
    }


def _forms() -> dict[str, object]:
    given = {
        "title": "清理楼道杂物",
        "happened_on": "2026-09-31",
        "category": "",
        "headcount": "-3",
        "organiser": "us",
        "scope": ["old"],
    }
    return {"entry_form": EntryForm(given)}


def _import() -> dict[str, object]:
    columns = (
        Column("row", "行", num=True, phone="main"),
        Column("column", "列", phone="main"),
        Column("value", "写的是", phone="main"),
        Column("message", "怎么改", phone="title"),
    )
    rows = [
        {"row": 17, "column": "日期", "value": "9.31", "message": "九月没有 31 日，请核对后改成实际日期"},
        {"row": 46, "column": "单位", "value": "文苑", "message": "有“文苑社区”“文苑路支部”两个，请写全称"},
    ]
    return {
        "import_steps": [("上传", "128 行"), ("核对", "2 行有误"), ("入账", "")],
        "import_errors": Table("import-errors", columns, rows, bad=frozenset({0, 1}), live=False),
        "running_job": {
            "state": "running",
            "title": "志愿服务登记表.xlsx",
            "done": 74,
            "total": 115,
            "note": "可以离开这一页，完成后在待办里提醒。",
        },
        "done_job": {"state": "done", "title": "三季度报表", "done": 17, "total": 17, "note": ""},
        "failed_job": {
            "state": "failed",
            "title": "年度报告导出",
            "done": 0,
            "total": 0,
            "note": "模板里有一处绑定找不到口径，请到模板页更正。",
        },
        "queued_job": {"state": "queued", "title": "备份", "done": 0, "total": 0, "note": "前面还有 1 项任务。"},
    }


def _paper() -> dict[str, object]:
    columns = (Column("verdict", "结果", phone="main"), Column("what", "数字", phone="title"))
    rows = [
        {"verdict": Badge("unverifiable"), "what": Note("98.7%　满意率", "没有对应的台账：需回访登记")},
        {"verdict": Badge("missing"), "what": Note("*家　红色物业", "原文没有写数；期末名册 15 家，新增应为 4 家")},
    ]
    return {
        "mark_counts": {"supported": 19, "contradicted": 1, "unverifiable": 1, "missing": 1, "not_a_result": 3},
        "mark_detail": [
            ("报告写的", "办结民生实事 342 件"),
            ("台账里的", Figure(331, "件", "/rows/")),
            ("相差", "11 件"),
            ("对应口径", Link("民生实事办结数", "/figures/", "已办结且回访认定解决")),
            ("可能原因", "另有 11 件已办理、未回访，不计入办结"),
        ],
        "unsupported": Table("unsupported", columns, rows, live=False, empty=Empty("每个数字都有台账支撑")),
        "state_codes": list(STATES),
    }
