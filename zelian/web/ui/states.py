"""Every state a user can meet: its tone (colour class), its word and its sign. Colour never stands alone."""

from __future__ import annotations

from dataclasses import dataclass

TONES = ("ok", "soon", "late", "over", "mute", "info", "brand")

SIGNS = {
    "ok": "check",
    "soon": "clock",
    "late": "history",
    "over": "error",
    "mute": "",
    "info": "info",
    "brand": "",
}


@dataclass(frozen=True)
class State:
    """How one state looks: ``tone`` names the CSS class, ``word`` is what people read."""

    tone: str
    word: str

    @property
    def sign(self) -> str:
        """Name of the icon that goes with the tone; empty for none."""
        return SIGNS[self.tone]


STATES: dict[str, State] = {
    # a duty in its window (DESIGN §4)
    "done": State("ok", "已完成"),
    "done_late": State("late", "逾期完成"),
    "recorded_late": State("late", "补录"),
    "due_soon": State("soon", "即将到期"),
    "due_today": State("late", "今日到期"),
    "overdue": State("over", "逾期"),
    "missed": State("over", "缺"),
    "not_due": State("mute", "未到期"),
    "exempt": State("mute", "免办"),
    # a value
    "unknown": State("mute", "未填"),
    "not_applicable": State("mute", "不适用"),
    "pending": State("soon", "待核"),
    "sealed": State("mute", "已封存"),
    # a number of a report against the ledgers
    "supported": State("ok", "有台账支撑"),
    "contradicted": State("over", "与台账不符"),
    "unverifiable": State("mute", "无法核对"),
    "missing": State("soon", "数字缺失"),
    "not_a_result": State("mute", "不是结果"),
    # a row of an import
    "new": State("ok", "新增"),
    "updated": State("info", "变更"),
    "unchanged": State("mute", "未变"),
    "skipped": State("mute", "跳过"),
    "rejected": State("over", "有误"),
    "absent": State("soon", "表中没有"),
    # an issue, by the kind of its state
    "open": State("info", "办理中"),
    "closed": State("ok", "已销号"),
    "standing": State("mute", "长期坚持"),
    "incomplete": State("over", "未完成"),
    "mostly_complete": State("soon", "基本完成"),
    # a job
    "queued": State("mute", "排队中"),
    "running": State("info", "正在进行"),
    "failed": State("over", "没有办成"),
    # a document, a run, an entry, an account
    "draft": State("mute", "草稿"),
    "frozen": State("ok", "已定稿"),
    "published": State("soon", "公示中"),
    "appealing": State("soon", "申诉中"),
    "final": State("ok", "已确定"),
    "void": State("mute", "已作废"),
    "active": State("ok", "启用"),
    "disabled": State("mute", "停用"),
}


def state_of(code: str) -> State:
    """The look of a state code; a bare tone (``"ok"``) is accepted with an empty word. KeyError for anything else."""
    if code in STATES:
        return STATES[code]
    if code in TONES:
        return State(code, "")
    raise KeyError(f"没有名为“{code}”的状态，请在 zelian/web/ui/states.py 登记")
