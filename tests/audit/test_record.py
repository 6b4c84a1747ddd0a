"""Recording an event: what is kept, and when it is refused."""

import datetime as dt
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.db import transaction

from zelian.audit import digests, presenters
from zelian.audit.models import Algorithm, Event
from zelian.audit.record import AuditError, record

pytestmark = pytest.mark.django_db
TYPE = "sample.thing.changed"


def test_an_event_keeps_who_what_where_and_both_states(now):
    actor = SimpleNamespace(audit_name="user:chenxiao", display_name="陈晓")
    event = record(
        TYPE, by=actor, now=now, org="sample", target=("ledger.entry", 7), before={"n": 1}, after={"n": 2},
        data={"reason": "更正"},
    )  # fmt: skip
    kept = Event.objects.get(pk=event.pk)
    assert (kept.actor, kept.actor_name, kept.org_code) == ("user:chenxiao", "陈晓", "sample")
    assert (kept.target_type, kept.target_id, kept.outcome) == ("ledger.entry", "7", "done")
    assert kept.data == {"before": {"n": 1}, "after": {"n": 2}, "reason": "更正"}
    assert presenters.sentence(kept) == "陈晓改了7"


def test_a_saved_row_can_be_the_target(now):
    first = record(TYPE, by="cli:root", now=now)
    second = record(TYPE, by="cli:root", now=now, target=first)
    assert (second.target_type, second.target_id) == ("audit.event", str(first.pk))


def test_dates_and_exact_numbers_are_kept_as_text(now):
    event = record(TYPE, by="cli:root", now=now, data={"on": dt.date(2026, 1, 2), "points": Decimal("1.50")})
    assert Event.objects.get(pk=event.pk).data == {"on": "2026-01-02", "points": "1.50"}


@pytest.mark.parametrize("algorithm", [name for name in Algorithm.values if digests.available(name)])
def test_the_digest_is_the_same_after_reading_back(now, settings, algorithm):
    settings.AUDIT_HASH = algorithm
    odd = {"z": 1, "a": ["中文", {"深": None}], "大": 10**30, "坏": "a\x00b\ud800"}
    event = record(TYPE, by="cli:root", now=now.replace(microsecond=7), data=odd)
    kept = Event.objects.get(pk=event.pk)
    fields = ("at", "type", "actor", "actor_name", "org_code", "target_type", "target_id", "outcome", "data")
    again = digests.event_digest(kept.algorithm, **{name: getattr(kept, name) for name in fields})
    assert (kept.algorithm, kept.digest) == (algorithm, again)


def test_sm3_gives_the_published_value_for_abc():
    if not digests.available("sm3"):
        pytest.skip("本机 OpenSSL 没有 SM3")
    import hashlib

    assert hashlib.new("sm3", b"abc").hexdigest().startswith("66c7f0f462eeedd9d1f2d46bdc10e4e2")


def test_a_type_without_a_sentence_is_refused(now):
    with pytest.raises(presenters.UnknownEventType, match="没有登记"):
        record("sample.never.registered", by="cli:root", now=now)


@pytest.mark.parametrize(
    "wrong, error, says",
    [
        ({"by": ""}, AuditError, "没有操作者"),
        ({"now": dt.datetime(2026, 1, 1)}, AuditError, "没有时区"),
        ({"outcome": "maybe"}, AuditError, "不认识"),
        ({"data": {"ratio": 0.5}}, TypeError, "float"),
        ({"data": {"before": 1}, "before": {}}, AuditError, "给了两次"),
    ],
)
def test_what_cannot_be_recorded_is_refused(now, wrong, error, says):
    with pytest.raises(error, match=says):
        record(TYPE, **{"by": "cli:root", "now": now} | wrong)
    assert not Event.objects.exists()


def test_long_texts_are_cut_not_refused(now):
    event = record(TYPE, by="登" * 5000, now=now, outcome="denied")
    assert len(event.actor) == 200
    assert event.actor.endswith("…")


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_nothing_is_recorded(now):
    with pytest.raises(AuditError, match="同一事务"):
        record(TYPE, by="cli:root", now=now)
    assert not Event.objects.exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("nth", [1, 2, 3])
def test_when_recording_fails_the_action_is_undone_with_it(now, monkeypatch, nth):
    """Fail the n-th recording of an action that records three times: never half an action."""
    save, calls = Event.save, []

    def failing(self, *args, **kwargs):
        calls.append(self)
        if len(calls) == nth:
            raise OSError("disk")
        save(self, *args, **kwargs)

    monkeypatch.setattr(Event, "save", failing)
    with pytest.raises(OSError, match="disk"), transaction.atomic():
        for _ in range(3):
            record(TYPE, by="cli:root", now=now)
    assert len(calls) == nth
    assert not Event.objects.exists()


def test_one_type_has_one_sentence():
    presenters.register("sample.other.done", str)
    presenters.register("sample.other.done", str)
    with pytest.raises(ValueError, match="登记了两次"):
        presenters.register("sample.other.done", repr)
    with pytest.raises(ValueError, match="不合规范"):
        presenters.register("Nodots", str)


def test_events_of_earlier_releases_are_still_told():
    assert (
        presenters.sentence(Event(type="gone.long.ago", actor_name="陈晓")) == "陈晓：gone.long.ago（旧版本的事件类型）"
    )
