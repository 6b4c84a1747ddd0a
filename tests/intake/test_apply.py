"""Applying and taking back: whole or not at all, twice is once, and what others changed is never run over."""

from __future__ import annotations

import datetime as dt
import io
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.intake.office import CLI, HEADER, NOW, VOLUNTEER, account, volunteer_rows, workbook
from zelian.audit.models import Event
from zelian.definitions import store
from zelian.definitions.models import Family
from zelian.definitions.store import Wanted
from zelian.exchange.workbook import write_table
from zelian.intake import actions, papers, queries, staging
from zelian.intake.models import Batch
from zelian.kernel.errors import BadInput, Conflict, NotAllowed
from zelian.ledger.actions import revise_entry
from zelian.ledger.draft import Part
from zelian.ledger.exports import export_rows
from zelian.ledger.kinds import kind
from zelian.ledger.models import Entry, EntryVersion, Participation
from zelian.ledger.queries import current_digest, draft_of, latest_content

LATER = NOW + dt.timedelta(hours=1)


def states(batch) -> dict[str, int]:
    """The first sheet's counts that are not zero."""
    sheet = queries.report(batch)["sheets"][0]
    return {name: sheet[name] for name in ("new", "updated", "unchanged", "skipped", "rejected") if sheet[name]}


def applied(batch, **options):
    return actions.apply(batch, by=CLI, now=NOW, **options).batch


def test_the_same_file_twice_changes_nothing(plan):
    rows = volunteer_rows(5)
    assert applied(plan({"志愿服务": rows})).state == "applied"
    digest, versions = current_digest(), EntryVersion.objects.count()
    again = plan({"志愿服务": rows})
    assert states(again) == {"unchanged": 5}
    applied(again)
    assert (current_digest(), EntryVersion.objects.count()) == (digest, versions)


def test_a_changed_row_is_updated_and_shown_old_to_new(plan):
    rows = volunteer_rows(3)
    applied(plan({"志愿服务": rows}))
    rows[1][4], rows[1][5] = 40, "关爱帮扶"
    batch = plan({"志愿服务": rows})
    assert states(batch) == {"updated": 1, "unchanged": 2}
    [row] = queries.preview(batch, state="updated").rows
    changed = [(cell.header, cell.old, cell.text) for cell in row.cells if cell.old is not None]
    assert changed == [("参加人数", "5", "40"), ("类别", "环境整治", "关爱帮扶")]
    applied(batch)
    entry = Entry.objects.get(title="清扫楼道第0次")
    assert (entry.headcount, entry.category, entry.version) == (40, "caring", 2)


def test_columns_a_sheet_leaves_out_keep_what_they_hold(plan):
    applied(plan({"志愿服务": volunteer_rows(1)}))
    batch = plan(
        {"志愿服务": [["单位", "日期", "活动名称", "人数"], ["东湖", dt.date(2026, 1, 1), "清扫楼道第0次", 7]]}
    )
    assert states(batch) == {"updated": 1}
    applied(batch)
    assert Entry.objects.values_list("place", "headcount", "category").get() == ("一号楼", 7, "clean")


def test_a_retired_choice_in_a_column_left_out_is_told_at_the_row(plan):
    applied(plan({"志愿服务": volunteer_rows(1)}))
    columns = [{**one, "choices": {"caring": "关爱帮扶"}} if "choices" in one else one for one in VOLUNTEER["columns"]]
    changed = {**VOLUNTEER, "columns": columns}
    store.write_versions([Wanted(Family.LEDGER_KIND, changed["code"], changed)], origin="local", by=CLI, now=NOW)
    batch = plan(
        {"志愿服务": [["单位", "日期", "活动名称", "人数"], ["东湖", dt.date(2026, 1, 1), "清扫楼道第0次", 7]]}
    )
    [error] = queries.report(batch)["sheets"][0]["errors"]
    assert error["message"] == "原记录的其他栏有问题：“类别”没有选项“clean”，可用：关爱帮扶"


def test_a_person_told_apart_by_hand_stays(plan):
    rows = [["谈话日期", "谈话人", "谈话对象"], [dt.date(2026, 5, 6), "陈晓", "吴名"]]
    applied(plan({"谈心谈话": rows}))
    entry = Entry.objects.get()
    known = Participation.objects.get(entry=entry, role="interviewer").person_id
    old = draft_of(latest_content(entry.pk))
    parts = tuple(Part(part.role, part.name, part.person_id or known) for part in old.parts)
    revise_entry(entry, type(old)(**{**old.__dict__, "parts": parts}), version=1, by=CLI, now=NOW)
    assert states(plan({"谈心谈话": rows})) == {"unchanged": 1}


def test_rejected_rows_hold_back_the_whole_file_unless_the_good_ones_are_wanted(plan):
    rows = volunteer_rows(3)
    rows[2][1] = "昨天"
    batch = plan({"志愿服务": rows})
    with pytest.raises(BadInput, match=r"“志愿服务”1 行.*整个文件都没有入账"):
        applied(batch)
    assert not Entry.objects.exists()
    assert applied(batch, accept_good=True).accepted_good
    assert Entry.objects.count() == 2


def test_undo_returns_to_the_same_digest(plan):
    applied(plan({"志愿服务": volunteer_rows(4)}))
    before = current_digest()
    rows = volunteer_rows(6)
    rows[1][4] = 99
    batch = applied(
        plan({"志愿服务": rows, "谈心谈话": [["谈话日期", "谈话人", "谈话对象"], ["2026-05-06", "陈晓", "林远"]]})
    )
    assert current_digest() != before
    undone = actions.undo(batch, by=CLI, now=LATER)
    assert (undone.state, current_digest()) == ("undone", before)
    with pytest.raises(Conflict, match="已撤销"):
        actions.undo(batch, by=CLI, now=LATER)
    assert states(plan({"志愿服务": rows})) == {"new": 2, "updated": 1, "unchanged": 3}


def test_undo_is_refused_when_a_row_was_changed_since(plan):
    batch = applied(plan({"志愿服务": volunteer_rows(2)}))
    rows = volunteer_rows(2)
    rows[1][4] = 50
    applied(plan({"志愿服务": rows}))
    digest = current_digest()
    with pytest.raises(Conflict, match="入账后又被修改过：不能整批撤销"):
        actions.undo(batch, by=CLI, now=LATER)
    batch.refresh_from_db()
    assert (batch.state, current_digest()) == ("applied", digest)


def test_undo_ends_after_thirty_days(plan):
    batch = applied(plan({"志愿服务": volunteer_rows(1)}))
    with pytest.raises(Conflict, match="超过 30 天"):
        actions.undo(batch, by=CLI, now=NOW + dt.timedelta(days=31))


@pytest.mark.parametrize("change", ["same row entered", "row updated"])
def test_what_changed_since_the_plan_is_a_conflict_and_nothing_is_stored(plan, change):
    rows = volunteer_rows(3)
    if change == "row updated":
        applied(plan({"志愿服务": rows}))
        rows[1][4] = 41
    slow = plan({"志愿服务": rows})
    rows[1][4] = 42
    applied(plan({"志愿服务": rows[:2]}))
    digest = current_digest()
    with pytest.raises(Conflict):
        applied(slow)
    slow.refresh_from_db()
    assert (slow.state, current_digest()) == ("failed", digest)
    assert slow.failure


def test_a_batch_is_applied_once(plan):
    batch = plan({"志愿服务": volunteer_rows(2)})
    twin = Batch.objects.get(pk=batch.pk)
    applied(batch)
    with pytest.raises(Conflict):
        applied(twin)
    assert Entry.objects.count() == 2


def test_a_plan_that_was_tampered_with_is_refused(plan):
    batch = plan({"志愿服务": volunteer_rows(2)})
    place = staging.directory(batch.pk) / "plan.jsonl"
    place.write_text(place.read_text(encoding="utf-8").replace("一号楼", "二号楼"), encoding="utf-8")
    with pytest.raises(Conflict, match="被改动"):
        applied(batch)


def test_another_community_cannot_apply_or_undo(plan):
    mine, other = account("linyuan", "community", "xinghe"), account("zhouning", "community", "donghu")
    batch = plan({"志愿服务": [HEADER[:3], ["星河社区", "2026-03-05", "清扫"]]}, by=mine)
    with pytest.raises(NotAllowed):
        actions.apply(batch, by=other, now=NOW)
    batch = actions.apply(batch, by=mine, now=NOW).batch
    with pytest.raises(NotAllowed):
        actions.undo(batch, by=other, now=NOW)


def test_every_step_is_audited(plan):
    actions.undo(applied(plan({"志愿服务": volunteer_rows(2)})), by=CLI, now=LATER)
    types = list(Event.objects.order_by("pk").values_list("type", flat=True))
    assert types[1:] == [
        "intake.batch.planned",
        "ledger.batch.applied",
        "intake.batch.applied",
        "ledger.batch.undone",
        "intake.batch.undone",
    ]


@pytest.mark.parametrize(
    "step", ["insert_all", "_children", "_versions", "replace_all", "_claim", "audit", "batch audit"]
)
def test_a_failure_at_any_step_leaves_all_as_it_was(plan, monkeypatch, step):
    rows = volunteer_rows(3)
    applied(plan({"志愿服务": rows[:3]}))
    rows[1][4] = 77
    batch = plan({"志愿服务": rows})
    digest, versions, events = current_digest(), EntryVersion.objects.count(), Event.objects.count()

    def fail(*args, **kwargs):
        raise RuntimeError("power cut")

    where = {"audit": ("zelian.ledger.actions", "record"), "batch audit": ("zelian.intake.actions", "record")}
    module, name = where.get(step, ("zelian.ledger.writing", step))
    monkeypatch.setattr(f"{module}.{name}", fail)
    with pytest.raises(RuntimeError):
        applied(batch)
    monkeypatch.undo()
    batch.refresh_from_db()
    assert batch.state == "planned"
    assert (current_digest(), EntryVersion.objects.count(), Event.objects.count()) == (digest, versions, events)
    assert applied(batch).state == "applied"


def test_export_then_import_is_no_change(plan, tmp_path):
    applied(
        plan(
            {
                "志愿服务": volunteer_rows(4),
                "谈心谈话": [
                    ["谈话日期", "谈话人", "谈话对象", "主要内容"],
                    ["2026-05-06", "陈晓、林远", "周宁、吴名", "廉洁\n提醒"],
                ],
                "招商项目": [
                    ["单位", "项目名称", "引进日期", "投资额", "签约日期", "落地日期", "失效日期"],
                    ["星河", "光伏组件厂", "2026-02-01", "1.5万元", "2026-02-10", None, "2027-12-31"],
                    ["东湖", "=1+1", "2026-02-01", 0, None, None, None],
                ],
            }
        )
    )
    for code in ("volunteer_service", "heart_to_heart_talk", "invited_project"):
        columns, rows = export_rows(Entry.objects.all(), kind(code))
        written = write_table(tmp_path / f"{code}.xlsx", kind(code).name, columns, rows)
        batch = actions.plan(tmp_path / f"{code}.xlsx", f"{code}.xlsx", by=CLI, now=NOW)
        assert states(batch) == {"unchanged": written}


def test_the_error_copy_imports_after_mending_and_the_template_is_read_back(plan, tmp_path):
    rows = volunteer_rows(2)
    rows[2][1] = "昨天"
    batch = plan({"志愿服务": rows})
    copy = tmp_path / "copy.xlsx"
    copy.write_bytes(papers.error_copy(batch))
    again = actions.plan(copy, "copy.xlsx", by=CLI, now=NOW)
    assert states(again) == {"new": 1, "rejected": 1}
    assert queries.notes(again) == []
    template = io.BytesIO(papers.template("volunteer_service")).getvalue()
    path = tmp_path / "template.xlsx"
    path.write_bytes(template)
    assert queries.report(actions.plan(path, "t.xlsx", by=CLI, now=NOW))["sheets"][0]["rows"] == 0


def test_old_staging_is_swept_and_the_batch_says_so(plan):
    batch = plan({"志愿服务": volunteer_rows(1)})
    os.utime(staging.directory(batch.pk), (0, 0))
    assert staging.sweep(NOW) == 1
    with pytest.raises(Conflict, match="只保留 30 天"):
        queries.report(batch)


def test_writing_in_thousands_keeps_children_and_versions_right(plan):
    rows = volunteer_rows(1200)
    applied(plan({"志愿服务": rows}))
    for row in rows[1:]:
        row[4] = 1
    batch = applied(plan({"志愿服务": rows}))
    assert Entry.objects.filter(version=2, headcount=1).count() == 1200
    actions.undo(batch, by=CLI, now=LATER)
    assert Entry.objects.filter(version=3).count() == 1200


CHILD = """
import os, sys, django
django.setup()
from tests.intake.office import CLI, NOW
from zelian.intake import actions
from zelian.intake.models import Batch
print("ready", flush=True)
actions.apply(Batch.objects.get(pk=sys.argv[1]), by=CLI, now=NOW)
"""


@pytest.fixture(scope="module")
def office_on_disk(tmp_path_factory) -> tuple[Path, str]:
    """A data directory with a database and one planned batch of 3,000 rows, and the batch's id."""
    place = tmp_path_factory.mktemp("office")
    workbook(place / "x.xlsx", {"志愿服务": volunteer_rows(3000)})
    program = [sys.executable, str(Path(__file__).with_name("prepare.py")), str(place / "x.xlsx")]
    prepared = subprocess.run(program, env=environment(place), capture_output=True, text=True, check=True)
    return place, prepared.stdout.split()[-1]


def environment(place: Path) -> dict[str, str]:
    """What a child process needs to work on that data directory."""
    kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    path = os.pathsep.join([str(Path.cwd()), os.environ.get("PYTHONPATH", "")])
    settings = os.environ.get("DJANGO_SETTINGS_MODULE", "zelian.config.settings")
    return {**kept, "ZELIAN_DATA": str(place), "PYTHONPATH": path, "DJANGO_SETTINGS_MODULE": settings}


@pytest.mark.parametrize("delay", [0.02, 0.15, 0.3, 0.45])
def test_killed_while_applying_it_is_before_or_after(office_on_disk, tmp_path, delay):
    prepared, batch = office_on_disk
    place = shutil.copytree(prepared, tmp_path / "data")
    program = [sys.executable, "-c", CHILD, batch]
    child = subprocess.Popen(program, env=environment(place), stdout=subprocess.PIPE, text=True)
    assert child.stdout.readline() == "ready\n"
    time.sleep(delay)
    child.send_signal(signal.SIGKILL)
    child.wait()
    child.stdout.close()
    with sqlite3.connect(place / "zelian.sqlite3") as database:
        state = database.execute("select state from intake_batch").fetchone()[0]
        entries = database.execute("select count(*) from ledger_entry").fetchone()[0]
        versions = database.execute("select count(*) from ledger_entry_version").fetchone()[0]
    assert (state, entries, versions) in {("planned", 0, 0), ("applied", 3000, 3000)}


def test_a_kind_that_changed_since_the_plan_is_a_conflict(plan):
    batch = plan({"志愿服务": volunteer_rows(2)})
    changed = {**VOLUNTEER, "summary": "换了说明"}
    store.write_versions([Wanted(Family.LEDGER_KIND, changed["code"], changed)], origin="local", by=CLI, now=NOW)
    with pytest.raises(Conflict, match="栏目定义在预览之后变了"):
        applied(batch)
    assert not Entry.objects.exists()
