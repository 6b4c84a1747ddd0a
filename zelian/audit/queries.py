"""Reading the audit trail: its head, what still waits for a seal, and whether anybody meddled with it."""

import datetime as dt
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from zelian.audit import digests
from zelian.audit.models import Event, Seal

CHUNK = 2_000
SEAL_WITHIN = dt.timedelta(seconds=60)  # an event unsealed for longer is an alarm (DESIGN §4, audit)

# The triggers of migration 0002, by table. Missing ones are reported: SQLite drops them when a table is
# rebuilt.
GUARDS = {
    "sqlite": (
        "audit_event_no_update", "audit_event_no_delete", "audit_event_no_replace",
        "audit_seal_no_update", "audit_seal_no_delete", "audit_seal_no_replace",
    ),
    "postgresql": (
        "audit_event_no_change", "audit_event_no_truncate",
        "audit_seal_no_change", "audit_seal_no_truncate",
    ),
}  # fmt: skip

_FIELDS = (
    "id", "algorithm", "digest", "at", "type", "actor", "actor_name", "org_code",
    "target_type", "target_id", "outcome", "data",
)  # fmt: skip


@dataclass(frozen=True)
class Head:
    """The newest link. ``seq`` 0, empty ``chain`` and no time: nothing is sealed yet."""

    seq: int
    chain: str
    at: dt.datetime | None


@dataclass(frozen=True)
class Problem:
    """One thing wrong with the trail. ``kind``: edited deleted reordered gap truncated recomputed unsealed
    unguarded unknown_algorithm. ``text`` is for people."""

    kind: str
    text: str
    seq: int | None = None
    event_id: int | None = None

    def __str__(self) -> str:
        return self.text


def head() -> Head:
    """The newest link of the chain. Cost: one query."""
    newest = Seal.objects.order_by("-seq").values_list("seq", "chain", "sealed_at").first()
    return Head(*newest) if newest else Head(0, "", None)


def unsealed() -> QuerySet[Event]:
    """Events without a link. An anti-join, not "id above the last": with several writers on PostgreSQL a
    lower id may become visible after a higher one was sealed."""
    return Event.objects.filter(~Exists(Seal.objects.filter(event_id=OuterRef("pk"))))


def clock_behind(now: dt.datetime) -> dt.timedelta | None:
    """How far ``now`` lies before the newest event (the server's clock was put back), else None. One
    query.
    """
    last = Event.objects.order_by("-id").values_list("at", flat=True).first()
    return last - now if last is not None and last > now else None


def read_heads(directory: Path) -> list[Head]:
    """Exported heads of a directory, oldest place first. Raises ValueError naming the first unreadable
    file.
    """
    heads = []
    for path in sorted(Path(directory).glob("audit-head-*.json")):
        try:
            content = json.loads(path.read_text(encoding="utf-8"))
            at = dt.datetime.fromisoformat(content["at"])
            heads.append(Head(int(content["seq"]), str(content["chain"]), at))
        except (ValueError, KeyError, TypeError) as error:
            raise ValueError(f"链头文件 {path.name} 读不懂：请换用导出时的原件") from error
    return sorted(heads, key=lambda one: one.seq)


def verify(*, heads: Iterable[Head] = (), now: dt.datetime | None = None) -> list[Problem]:
    """Walk the whole chain and report everything that does not hold; an empty list is a clean trail.

    Edited, deleted and reordered rows show by themselves; a cut-off tail or a chain computed anew shows only
    against ``heads`` exported earlier. After a broken link the walk goes on from the stored value, so one
    meddling gives one problem, not thousands. Cost: two queries per 2,000 events, memory flat.
    """
    now = now or timezone.now()
    problems = [
        Problem("unguarded", f"数据库只增保护 {name} 缺失或被停用：请由系统管理员查明原因并恢复")
        for name in missing_guards()
    ]
    expected = {one.seq: one for one in heads if one.seq > 0}
    last = 0
    for link in _links():
        problems.extend(_check_link(link, last))
        outside = expected.pop(link.seal.seq, None)
        if outside is not None and outside.chain != link.seal.chain:
            problems.append(Problem(
                "recomputed", f"序号 {outside.seq} 处的链摘要与外存链头不符：整条链可能被重算",
                seq=outside.seq, event_id=link.seal.event_id,
            ))  # fmt: skip
        last = link.seal.seq
    for seq in sorted(expected):
        kind, what = ("truncated", "尾部被截断") if seq > last else ("gap", "该处封存记录被删")
        problems.append(Problem(kind, f"外存链头序号为 {seq}，现链只到 {last}：{what}", seq=seq))
    problems.extend(_check_unsealed(now))
    return problems


def missing_guards() -> list[str]:
    """Names of append-only triggers that are absent or switched off. Cost: one query."""
    statement = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'",
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(statement)
        present = {row[0] for row in cursor.fetchall()}
    return [name for name in GUARDS[connection.vendor] if name not in present]


@dataclass(frozen=True)
class _Link:
    seal: tuple  # named: seq event_id chain algorithm
    previous: str
    event: tuple | None  # _FIELDS, or None when the row is gone


def _links() -> Iterator[_Link]:
    after, previous = None, ""
    while True:
        page = Seal.objects.order_by("seq").values_list("seq", "event_id", "chain", "algorithm", named=True)
        if after is not None:
            page = page.filter(seq__gt=after)
        seals = list(page[:CHUNK])
        if not seals:
            return
        span = Seal.objects.filter(seq__gte=seals[0].seq, seq__lte=seals[-1].seq)
        rows = Event.objects.filter(id__in=span.values("event_id")).values_list(*_FIELDS)
        events = {row[0]: row for row in rows}
        for seal in seals:
            yield _Link(seal, previous, events.get(seal.event_id))
            previous = seal.chain
        after = seals[-1].seq


def _check_link(link: _Link, last: int) -> Iterator[Problem]:
    seal, place = link.seal, {"seq": link.seal.seq, "event_id": link.seal.event_id}
    if seal.seq != last + 1:
        yield Problem("gap", f"链上序号从 {last} 跳到 {seal.seq}：中间的封存记录被删", **place)
        return  # the link before is gone, so this one cannot be recomputed
    if link.event is None:
        yield Problem("deleted", f"序号 {seal.seq} 封存的事件 {seal.event_id} 不见了：记录被删", **place)
        return
    wrong = _check_event(link.event, seal.seq)
    if wrong:
        yield wrong
    if not digests.available(seal.algorithm):
        yield Problem("unknown_algorithm", f"序号 {seal.seq} 的算法 {seal.algorithm} 本机不支持，无法核对", **place)
        return
    again = digests.chain_digest(
        seal.algorithm, previous=link.previous, seq=seal.seq, event_id=seal.event_id, digest=link.event[2]
    )
    if again != seal.chain:
        yield Problem(
            "reordered", f"序号 {seal.seq}（事件 {seal.event_id}）与链不符：记录被调换、替换或链被改", **place
        )


def _check_event(row: tuple, seq: int | None) -> Problem | None:
    event_id, algorithm, stored = row[:3]
    if not digests.available(algorithm):
        return Problem("unknown_algorithm", f"事件 {event_id} 的算法 {algorithm} 本机不支持，无法核对", seq, event_id)
    if _recomputed(algorithm, row) == stored:
        return None
    return Problem("edited", f"事件 {event_id} 的内容与其摘要不符：记录被改", seq, event_id)


def _recomputed(algorithm: str, row: tuple) -> str:
    try:
        return digests.event_digest(algorithm, **dict(zip(_FIELDS[3:], row[3:], strict=True)))
    except (TypeError, ValueError, AttributeError):  # raw SQL can leave a value no event ever had
        return ""


def _check_unsealed(now: dt.datetime) -> Iterator[Problem]:
    overdue, first = 0, None
    for row in unsealed().order_by("id").values_list(*_FIELDS).iterator(chunk_size=CHUNK):
        wrong = _check_event(row, None)
        if wrong:
            yield wrong
        if now - row[3] > SEAL_WITHIN:
            overdue, first = overdue + 1, first or row[0]
    if overdue:
        seconds = int(SEAL_WITHIN.total_seconds())
        yield Problem(
            "unsealed",
            f"{overdue} 条事件（从 {first} 起）超过 {seconds} 秒未封存：请检查后台任务是否在运行",
            event_id=first,
        )
