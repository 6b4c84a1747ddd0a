"""What may be counted in the ledgers: entries, participations and steps. Void entries are no facts."""

from __future__ import annotations

from zelian.kernel.facts import Column, FactSource, register


def _entry_columns(prefix: str = "") -> dict[str, Column]:
    """Slots of an entry, reached from itself or from one of its child tables."""
    return {
        "kind": Column(f"{prefix}kind", "code", "台账种类"),
        "category": Column(f"{prefix}category", "code", "类别"),
        "stage": Column(f"{prefix}stage", "code", "状态"),
        "title": Column(f"{prefix}title", "text", "名称", distinct=True),
        "place": Column(f"{prefix}place", "text", "地点", distinct=True),
        "party": Column(f"{prefix}party", "text", "对方", distinct=True),
        "headcount": Column(f"{prefix}headcount", "int", "人数", summable=True),
        "expected": Column(f"{prefix}expected", "int", "应到", summable=True),
        "quantity": Column(f"{prefix}quantity", "int", "数量", summable=True),
        "amount_fen": Column(f"{prefix}amount_fen", "int", "金额（分）", summable=True, minor="分"),
        "happened_on": Column(f"{prefix}happened_on", "date", "日期"),
        "ends_on": Column(f"{prefix}ends_on", "date", "止日"),
        "valid_until": Column(f"{prefix}valid_until", "date", "有效期至"),
        "org": Column(f"{prefix}org", "org", "单位", distinct=True),
    }


ENTRY = FactSource(
    code="ledger.entry",
    name="台账记录",
    model="ledger.Entry",
    org="org",
    on="happened_on",
    period="period",
    until="valid_until",
    owner="pk",
    version="version",
    live={"void": False},
    columns=_entry_columns(),
    kind="kind",
)
PARTICIPATION = FactSource(
    code="ledger.participation",
    name="参加人",
    model="ledger.Participation",
    org="entry__org",
    on="entry__happened_on",
    period="entry__period",
    until="entry__valid_until",
    owner="entry_id",
    version="entry__version",
    live={"entry__void": False},
    kind="entry__kind",
    columns=_entry_columns("entry__")
    | {
        "role": Column("role", "code", "角色"),
        "person": Column("person", "person", "人员", distinct=True),
        "name": Column("name", "text", "姓名"),
        "post": Column("person", "post", "当时所任岗位"),
        "entry": Column("entry", "int", "记录", distinct=True),
    },
)
STEP = FactSource(
    code="ledger.step",
    name="环节",
    model="ledger.Step",
    org="entry__org",
    on="on",
    period="period",
    owner="entry_id",
    version="entry__version",
    live={"entry__void": False},
    kind="entry__kind",
    columns=_entry_columns("entry__")
    | {
        "code": Column("code", "code", "环节"),
        "on": Column("on", "date", "环节日期"),
        "entry": Column("entry", "int", "记录", distinct=True),
    },
)


def declare() -> None:
    """Registers the three sources; called once when the app is loaded."""
    for source in (ENTRY, PARTICIPATION, STEP):
        register(source)
