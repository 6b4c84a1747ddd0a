"""The ledgers as targets of intake: one target per kind in force, found at run time because kinds are definitions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property

from zelian.intake import targets
from zelian.intake.planning import rejected
from zelian.intake.targets import Column, Context, Family, Planned, RowPlan, Secret, Shown, SourceRow
from zelian.kernel.actor import Actor
from zelian.kernel.amount import yuan_from_fen
from zelian.kernel.errors import BadInput, Conflict
from zelian.ledger import actions
from zelian.ledger.draft import Draft, Part, check, content_of, key_of
from zelian.ledger.kinds import Kind, KindColumn, kinds
from zelian.ledger.models import Entry, EntryVersion
from zelian.ledger.names import NameBook
from zelian.ledger.queries import drafts_of, live_contents
from zelian.ledger.writing import Ready, ready
from zelian.org.models import Org

ORG_ALIASES = ("单位", "所属单位", "组织", "所属组织", "单位名称", "村社区", "村（社区）", "社区", "社区名称")
_LONGEST = {"title": 200, "place": 120, "party": 120}


@dataclass(frozen=True)
class LedgerTarget:
    """One ledger kind as intake sees it."""

    definition: Kind
    order: int
    scope_permission = "ledger.write"
    undo_permission = "intake.undo"

    @property
    def kind(self) -> str:
        """The kind's code."""
        return self.definition.code

    @property
    def code(self) -> str:
        """`ledger:<kind>`."""
        return f"ledger:{self.definition.code}"

    @property
    def name(self) -> str:
        """The kind's Chinese name."""
        return self.definition.name

    @property
    def private(self) -> bool:
        """Whether only the discipline work committee reads its rows."""
        return self.definition.audience == "discipline"

    @property
    def aliases(self) -> tuple[str, ...]:
        """Other names of the kind."""
        return self.definition.aliases

    @cached_property
    def _columns(self) -> tuple[Column, ...]:
        columns = tuple(_column(column) for column in self.definition.columns)
        if self.definition.column("org") is None:
            columns += (Column("org", "单位", "org", aliases=ORG_ALIASES, help="不填即为导入人所在单位"),)
        return columns

    @cached_property
    def _org_header(self) -> str:
        return next(column.header for column in self._columns if column.name == "org")

    def columns(self) -> tuple[Column, ...]:
        """The kind's columns; an optional 单位 where the kind has none."""
        return self._columns

    def allowed(self, by: Actor) -> bool:
        """Whether `by` may import ledgers, and an account also read this one."""
        if not (by.can("intake.apply") and by.can("ledger.write")):
            return False
        return by.roots("ledger.write") is None or self.definition.audience in by.audiences()

    def check(self, rows: Sequence[SourceRow], context: Context) -> Iterator[RowPlan]:
        """New, updated, unchanged, double or at fault. Five queries at most, whatever the number of rows."""
        book = context.books.get("names")
        if book is None:
            book = context.books["names"] = NameBook(context.by.month)
        drafts = [self._draft(row, context, book) for row in rows]
        keys = [(draft.org_id, key_of(draft)) if isinstance(draft, Draft) else None for draft in drafts]
        standing = self._standing([draft for draft in drafts if isinstance(draft, Draft)], set(keys))
        codes = {known.pk: code for code, known in context.orgs.by_code.items()}
        seen: dict[tuple[int, str], tuple[SourceRow, dict]] = {}
        for row, draft, key in zip(rows, drafts, keys, strict=True):
            if isinstance(draft, RowPlan):
                yield draft
                continue
            content = content_of(draft, codes[draft.org_id])
            if key in seen:
                yield self._double(row, content, *seen[key])
                continue
            seen[key] = row, content
            yield self._compared(row, draft, content, codes[draft.org_id], standing.get(key))

    def show(self, plans: Sequence[RowPlan]) -> list[list[Shown]]:
        """The cells by header; for updates with what stood there. One query for the old contents."""
        wanted = {plan.store["entry"]: plan.store["version"] for plan in plans if plan.state == "updated"}
        old = {
            row.entry_id: row.content
            for row in EntryVersion.objects.filter(entry__in=wanted).order_by("entry_id")
            if wanted[row.entry_id] == row.version
        }
        names = dict(Org.objects.values_list("code", "name")) if plans else {}
        return [self._shown(plan, old.get(plan.store.get("entry")), names) for plan in plans]

    def _draft(self, row: SourceRow, context: Context, book: NameBook) -> Draft | RowPlan:
        """The draft of a row, or the plan that rejects it."""
        code = row.values.get("org")
        if code is None:
            return rejected(row, self._org_header, None, "不知道是哪个单位的：请加“单位”一栏，或在导入时选定单位")
        org = context.orgs.by_code[code]
        if org.pk is None:
            return rejected(row, self._org_header, org.name, "这个单位在同一文件里才新设：请先导入组织名册，再导入台账")
        if not context.orgs.writable(org, self.scope_permission):
            return rejected(row, self._org_header, org.name, f"“{org.name}”不在您的权限范围内：请换一个单位")
        row.values["org"] = code
        draft = assemble(self.definition, org.pk, row.values, book)
        try:
            check(draft)
        except BadInput as error:
            end = self.definition.column("ends_on")
            return rejected(row, end.header if end else "日期", row.values.get("ends_on"), str(error))
        return draft

    def _standing(self, drafts: Sequence[Draft], keys: set) -> dict[tuple[int, str], tuple[int, int, dict]]:
        """Live entries with one of these keys: (organisation, key) → (id, version, content). One query."""
        if not drafts:
            return {}
        rows = live_contents(self.definition.code, {draft.org_id for draft in drafts})
        if "happened_on" in self.definition.key:
            days = [draft.value("happened_on") for draft in drafts]
            rows = rows.filter(entry__happened_on__gte=min(days), entry__happened_on__lte=max(days))
        found = rows.values_list("entry__org_id", "entry__key", "entry_id", "version", "content")
        return {
            (org, key): (pk, version, content)
            for org, key, pk, version, content in found.iterator(chunk_size=2000)
            if (org, key) in keys
        }

    def _double(self, row: SourceRow, content: dict, first: SourceRow, first_content: dict) -> RowPlan:
        where = f"第 {first.number} 行" if first.sheet == row.sheet else f"另一张工作表的第 {first.number} 行"
        if content == first_content:
            return RowPlan(row.sheet, row.number, "skipped", row.values, note=f"与{where}完全相同")
        columns = [column for name in self.definition.key if (column := self.definition.column(name))]
        headers = "、".join(dict.fromkeys([self._org_header, *(column.header for column in columns)]))
        first_column = columns[0] if columns else self.definition.columns[0]
        return rejected(
            row,
            first_column.header,
            plain_value(row.values.get(first_column.name)),
            f"与{where}是同一条记录（{headers}都相同），其他栏却不同：请只留一行，或改正能区分的栏",
        )

    def _compared(
        self, row: SourceRow, draft: Draft, content: dict, org: str, standing: tuple[int, int, dict] | None
    ) -> RowPlan:
        note = unresolved(draft)
        if standing is None:
            store = {"content": content, "kind_version": self.definition.version}
            return RowPlan(row.sheet, row.number, "new", row.values, store, note=note)
        pk, version, old = standing
        whole = _merged(draft, old, set(row.values), self.definition)
        try:
            check(whole)
        except BadInput as error:  # a column the sheet leaves out holds what the kind no longer allows
            return rejected(row, self._org_header, org, f"原记录的其他栏有问题：{error}")
        merged = content_of(whole, org)
        if merged == old:
            return RowPlan(row.sheet, row.number, "unchanged", row.values)
        store = {"content": merged, "kind_version": self.definition.version, "entry": pk, "version": version}
        return RowPlan(row.sheet, row.number, "updated", row.values, store, note=note)

    def _shown(self, plan: RowPlan, old: dict | None, names: dict[str, str]) -> list[Shown]:
        cells = []
        for column in self._columns:
            if column.name not in plan.values:
                continue
            new = written(column, plan.values[column.name], names)
            before = written(column, value_in(old, column, self.definition), names) if old is not None else None
            cells.append(Shown(column.header, new, before if before != new else None))
        return cells


def assemble(kind: Kind, org_id: int, values: dict[str, object], book: NameBook) -> Draft:
    """A draft from normalised values by column name."""
    slots: dict[str, object] = {}
    parts: list[Part] = []
    steps: list[tuple[str, date]] = []
    extra: dict[str, str] = {}
    for column in kind.columns:
        value = values.get(column.name)
        if value is None or column.name == "org":
            continue
        if column.target == "slot":
            slots[column.name] = value
        elif column.target == "role":
            parts += book.parts(column.name, value, org_id)
        elif column.target == "step":
            steps.append((column.name, value))
        else:
            extra[column.name] = value
    return Draft(kind, org_id, slots, tuple(parts), tuple(steps), extra)


def _merged(draft: Draft, old: dict, present: set[str], kind: Kind) -> Draft:
    """The draft with what its sheet does not speak of taken from the entry: columns left out, persons already told
    apart by hand, the parent entry, extras of an earlier version of the kind."""
    before = _old_draft(old, draft)
    absent = [column for column in kind.columns if column.name not in present]
    slots = dict(draft.slots)
    roles, steps = set(), set()
    for column in absent:
        if column.target == "slot" and column.name != "org" and column.name in before.slots:
            slots[column.name] = before.slots[column.name]
        elif column.target == "role":
            roles.add(column.name)
        elif column.target == "step":
            steps.add(column.name)
    spoken = present & {column.name for column in kind.columns if column.target == "extra"}
    extra = {name: value for name, value in before.extra.items() if name not in spoken} | draft.extra
    known = {(part.role, part.name): part.person_id for part in before.parts if part.person_id}
    parts = [replace(part, person_id=known.get((part.role, part.name), part.person_id)) for part in draft.parts]
    return replace(
        draft,
        slots=slots,
        extra=extra,
        parent_id=before.parent_id,
        parts=(*parts, *(part for part in before.parts if part.role in roles)),
        steps=(*draft.steps, *(step for step in before.steps if step[0] in steps)),
    )


def _old_draft(content: dict, draft: Draft) -> Draft:
    [before] = drafts_of([content], {draft.kind.code: draft.kind}, {content["org"]: draft.org_id})
    return before


def unresolved(draft: Draft) -> str:
    """Names that no person could be found for, to be listed as 待核."""
    names = [part.name for part in draft.parts if part.person_id is None]
    return f"待核姓名：{'、'.join(dict.fromkeys(names))}" if names else ""


def value_in(content: dict, column: Column, kind: Kind) -> object:
    """What a stored content holds for a column, in the form rows have after reading."""
    own = kind.column(column.name)
    if own is None or own.target == "slot":
        return content.get(column.name)
    if own.target == "role":
        return [name for role, name, _ in content.get("parts", ()) if role == column.name] or None
    if own.target == "step":
        return dict(content.get("steps", ())).get(column.name)
    return content.get("extra", {}).get(column.name)


def written(column: Column, value: object, orgs: dict[str, str]) -> str:
    """A normalised value as people write it: labels, yuan, names; an empty cell is an empty text."""
    if value in (None, "", []):
        return ""
    if column.type == "choice":
        return column.choices.get(value, str(value))
    if column.type == "money":
        return yuan_from_fen(value)
    if column.type == "names":
        return "、".join(value)
    return orgs.get(value, str(value)) if column.type == "org" else str(value)


def plain_value(value: object) -> object:
    """A normalised value as JSON holds it."""
    return value.isoformat() if isinstance(value, date) else value


def _column(column: KindColumn) -> Column:
    aliases = column.aliases + (ORG_ALIASES if column.type == "org" else ())
    return Column(
        name=column.name,
        header=column.header,
        type=column.type,
        required=column.required,
        aliases=aliases,
        choices=column.choices,
        default=column.default,
        example=column.example,
        help=column.help,
        longest=_LONGEST.get(column.name, 2000),
    )


def ledger_targets() -> list[LedgerTarget]:
    """A target for every kind in force."""
    return [LedgerTarget(kind, order) for order, kind in enumerate(kinds().values())]


def _prepare(planned: Planned) -> tuple[list[Ready], list[tuple[Entry, int, Ready]]]:
    new, updated = [], []
    known = {target.kind: target.definition for target, _ in planned}
    for target, plans in planned:
        for plan in plans:
            if plan.store["kind_version"] != target.definition.version:
                raise Conflict(f"“{target.name}”的栏目定义在预览之后变了：请重新导入文件")
            (updated if plan.state == "updated" else new).append(plan.store)
    drafts = ready(drafts_of([store["content"] for store in new], known))
    changed = ready(drafts_of([store["content"] for store in updated], known))
    pairs = [(Entry(pk=store["entry"]), store["version"], one) for store, one in zip(updated, changed, strict=True)]
    return drafts, pairs


def _apply(prepared: tuple, batch: str, by: Actor, now: datetime) -> list[Secret]:
    new, updated = prepared
    actions.apply_batch(batch, new, updated, by=by, now=now)
    return []


def _undo(planned: Planned, batch: str, by: Actor, now: datetime) -> None:
    actions.undo_batch(batch, by=by, now=now)


FAMILY = Family("ledger", ledger_targets, _apply, _undo, _prepare)


def declare() -> None:
    """Registers the ledgers with intake; called once when the app is loaded."""
    targets.register(FAMILY)
