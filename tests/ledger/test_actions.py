"""Recording, changing, voiding, restoring one entry; every write leaves its version and its audit event."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.intake.office import CLI, NOW, account
from zelian.audit.models import Event
from zelian.kernel.errors import BadInput, Conflict, NotAllowed
from zelian.ledger.actions import apply_batch, record_entry, restore_entry, revise_entry, undo_batch, void_entry
from zelian.ledger.draft import content_of, digest_of
from zelian.ledger.models import Entry, EntryVersion, Participation, Step
from zelian.ledger.queries import current_digest, draft_of, latest_content
from zelian.ledger.writing import ready

LATER = NOW + dt.timedelta(days=9)


@pytest.fixture
def entry(draft) -> Entry:
    return record_entry(draft(), by=CLI, now=NOW)


def versions(entry) -> list[tuple[int, str]]:
    return list(entry.versions.order_by("version").values_list("version", "act"))


def test_a_new_entry_has_its_month_its_key_and_its_first_version(entry):
    entry.refresh_from_db()
    assert (entry.period, entry.version, entry.void, entry.quantity) == (202603, 1, False, 1)
    [version] = entry.versions.all()
    assert version.content == {
        "kind": "volunteer_service", "org": "xinghe", "title": "清扫楼道", "headcount": 12, "quantity": 1,
        "happened_on": "2026-03-05",
    }  # fmt: skip
    assert version.digest == digest_of(version.content)


def test_the_same_event_twice_is_a_conflict_whatever_its_blanks_and_width(entry, draft):
    with pytest.raises(Conflict, match="已有一条同样的记录"):
        record_entry(draft(title=" 清扫 楼道", headcount=3), by=CLI, now=NOW)
    record_entry(draft(org="donghu"), by=CLI, now=NOW)
    assert Entry.objects.count() == 2


@pytest.mark.parametrize(
    ("slots", "message"),
    [
        ({"happened_on": None}, "缺少日期"),
        ({"ends_on": dt.date(2026, 3, 1)}, "止日 2026-03-01 早于日期 2026-03-05"),
        ({"category": "unknown"}, "“类别”没有选项“unknown”，可用：环境整治、关爱帮扶"),
        ({"headcount": -1}, "“参加人数”不能是负数：现在是 -1，请核对"),
    ],
)
def test_a_broken_draft_is_refused(draft, slots, message):
    with pytest.raises(BadInput, match=message):
        record_entry(draft(**slots), by=CLI, now=NOW)


def test_of_two_editors_the_second_keeps_his_text_and_is_told(entry, draft):
    revise_entry(entry, draft(headcount=20), version=1, reason="点错", by=CLI, now=LATER)
    with pytest.raises(Conflict, match="刚被别人修改过"):
        revise_entry(entry, draft(headcount=30), version=1, by=CLI, now=LATER)
    entry.refresh_from_db()
    assert (entry.headcount, entry.version, versions(entry)) == (20, 2, [(1, "record"), (2, "revise")])


def test_a_revision_replaces_children_and_keeps_who_recorded_it_first(draft):
    talk = draft(of="heart_to_heart_talk", parts=(("interviewer", "陈晓"), ("interviewee", "吴名")))
    entry = record_entry(talk, by=CLI, now=NOW)
    changed = draft(of="heart_to_heart_talk", parts=(("interviewer", "陈晓"), ("interviewee", "林远")))
    revise_entry(entry, changed, version=1, by=account("office", "office", "sample"), now=LATER)
    assert sorted(Participation.objects.values_list("name", flat=True)) == ["林远", "陈晓"]
    entry.refresh_from_db()
    assert (entry.recorded_at, entry.recorded_by) == (NOW, "cli:tester")
    assert entry.versions.get(version=2).recorded_by == "user:office"


def test_earlier_versions_never_change(entry, draft):
    before = list(EntryVersion.objects.values())
    revise_entry(entry, draft(headcount=20), version=1, by=CLI, now=LATER)
    entry.refresh_from_db()
    void_entry(entry, version=2, reason="重复", by=CLI, now=LATER)
    assert list(EntryVersion.objects.order_by("pk").values()[:1]) == before


def test_void_takes_out_of_the_digest_and_restore_brings_back(entry):
    digest = current_digest()
    with pytest.raises(BadInput, match="请填写原因"):
        void_entry(entry, version=1, reason=" ", by=CLI, now=LATER)
    void_entry(entry, version=1, reason="重复", by=CLI, now=LATER)
    assert current_digest() != digest
    entry.refresh_from_db()
    with pytest.raises(Conflict, match="已经作废：请先恢复"):
        revise_entry(entry, draft_of(latest_content(entry.pk)), version=2, by=CLI, now=LATER)
    restore_entry(entry, version=2, reason="误作废", by=CLI, now=LATER)
    assert current_digest() == digest
    assert versions(entry) == [(1, "record"), (2, "void"), (3, "restore")]


def test_restoring_is_refused_when_the_event_was_entered_again(entry, draft):
    void_entry(entry, version=1, reason="重复", by=CLI, now=LATER)
    record_entry(draft(), by=CLI, now=LATER)
    entry.refresh_from_db()
    with pytest.raises(Conflict, match="已有另一条同样的记录"):
        restore_entry(entry, version=2, reason="误作废", by=CLI, now=LATER)


def test_only_within_the_own_part_of_the_tree(draft):
    clerk = account("linyuan", "community", "xinghe")
    record_entry(draft(), by=clerk, now=NOW)
    with pytest.raises(NotAllowed):
        record_entry(draft(org="donghu"), by=clerk, now=NOW)
    with pytest.raises(NotAllowed):
        apply_batch("b", ready([draft(title="甲"), draft(org="donghu")]), [], by=clerk, now=NOW)
    assert Entry.objects.count() == 1


def test_every_act_is_audited_with_before_and_after(entry, draft):
    revise_entry(entry, draft(headcount=20), version=1, reason="点错", by=CLI, now=LATER)
    event = Event.objects.order_by("pk").last()
    assert (event.type, event.org_code) == ("ledger.entry.revised", "xinghe")
    assert (event.data["before"]["headcount"], event.data["after"]["headcount"]) == (12, 20)


def test_batches_can_be_taken_back_one_after_the_other(entry, draft):
    start = current_digest()
    first, second = ready([draft(headcount=20), draft(headcount=30)])
    apply_batch("one", ready([draft(title="甲")]), [(entry, 1, first)], by=CLI, now=NOW)
    middle = current_digest()
    entry.refresh_from_db()
    apply_batch("two", [], [(entry, 2, second)], by=CLI, now=NOW)
    with pytest.raises(Conflict, match="又被修改过"):
        undo_batch("one", by=CLI, now=LATER)
    assert undo_batch("two", by=CLI, now=LATER) == {"voided": 0, "reverted": 1}
    assert current_digest() == middle
    assert undo_batch("one", by=CLI, now=LATER) == {"voided": 1, "reverted": 1}
    assert current_digest() == start


def test_a_batch_without_a_name_is_no_batch(entry):
    with pytest.raises(BadInput, match="没有指明是哪一批"):
        undo_batch("", by=CLI, now=LATER)
    assert not Entry.objects.get().void


def test_half_a_batch_is_not_stored(entry, draft):
    with pytest.raises(Conflict):
        apply_batch("b", ready([draft(title="甲"), draft()]), [], by=CLI, now=NOW)
    assert Entry.objects.count() == 1


def test_steps_have_months_of_their_own(draft):
    made = draft(of="invited_project", title="光伏组件厂")
    made = type(made)(**{**made.__dict__, "steps": (("signed", dt.date(2026, 4, 1)),)})
    entry = record_entry(made, by=CLI, now=NOW)
    assert Step.objects.values_list("code", "period").get() == ("signed", 202604)
    assert content_of(draft_of(latest_content(entry.pk)), "xinghe") == latest_content(entry.pk)
