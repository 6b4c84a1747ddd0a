"""Definitions come in versions that never change; the newest one valid in a month is in force."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from tests.intake.office import account, build
from zelian.access.actor import CommandActor
from zelian.audit.models import Event
from zelian.definitions import store
from zelian.definitions.models import Definition, Family, ImmutableRow
from zelian.definitions.store import Wanted, digest_of, in_force, version_of, write_versions
from zelian.kernel.errors import NotAllowed

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 11, 23, 2, 0, tzinfo=dt.UTC)
CLI = CommandActor("tester", dt.date(2026, 11, 23))


@pytest.fixture(autouse=True)
def fresh():
    store._cache.clear()
    yield
    store._cache.clear()


def write(code: str = "a", *, origin: str = "pack", order: int = 0, since: int = 190001, **body):
    return write_versions([Wanted(Family.FIGURE, code, body, order, since)], origin=origin, by=CLI, now=NOW)


def bodies(month: int = 999912) -> dict[str, dict]:
    return {row.code: row.body for row in in_force(Family.FIGURE, month)}


def test_a_changed_body_is_a_new_version():
    [first] = write(name="甲")
    [second] = write(name="乙")
    assert (first.version, second.version) == (1, 2)
    assert bodies() == {"a": {"name": "乙"}}
    assert version_of(Family.FIGURE, "a", 1).body == {"name": "甲"}
    assert version_of(Family.FIGURE, "a", 3) is None


def test_the_same_body_is_no_new_version():
    write(name="甲", unit="次")
    events = Event.objects.count()
    assert write(unit="次", name="甲") == []
    assert Event.objects.count() == events


def test_the_order_of_keys_does_not_matter_to_the_digest_but_is_kept():
    assert digest_of({"a": 1, "b": 2}) == digest_of({"b": 2, "a": 1})
    assert digest_of({"a": 1}) != digest_of({"a": 2})
    write(choices={"z": "末", "a": "首"})
    store._cache.clear()
    assert list(bodies()["a"]["choices"]) == ["z", "a"]


def test_the_newest_version_valid_in_the_month_is_in_force():
    write(name="旧")
    write(name="新", since=202607)
    assert bodies(202606) == {"a": {"name": "旧"}}
    assert bodies(202607) == {"a": {"name": "新"}}


def test_what_is_not_yet_valid_is_not_in_force():
    write(name="新", since=202607)
    assert bodies(202606) == {}


def test_a_retired_version_ends_the_definition():
    [first] = write(name="甲")
    Definition.objects.create(
        family=first.family, code=first.code, version=2, origin="local", digest=first.digest, body=first.body,
        retired=True, valid_from=202607, recorded_at=NOW, recorded_by="test",
    )  # fmt: skip
    assert bodies(202606) == {"a": {"name": "甲"}}
    assert bodies(202607) == {}


def test_definitions_come_in_their_order():
    write("c", order=1, name="丙")
    write("b", order=3, name="乙")
    write("a", order=2, name="甲")
    assert list(bodies()) == ["c", "a", "b"]


def test_a_write_is_seen_at_once(django_assert_num_queries):
    write(name="甲")
    assert bodies() == {"a": {"name": "甲"}}
    with django_assert_num_queries(1):
        assert bodies() == {"a": {"name": "甲"}}
    write(name="乙")
    assert bodies() == {"a": {"name": "乙"}}


def test_what_was_rolled_back_is_not_remembered():
    with transaction.atomic():
        write(name="退回的")
        assert bodies() == {"a": {"name": "退回的"}}
        transaction.set_rollback(True)
    assert bodies() == {}
    write(name="后来的")
    assert bodies() == {"a": {"name": "后来的"}}


def test_families_do_not_mix():
    write("a", name="口径")
    write_versions([Wanted(Family.OVERVIEW, "a", {"name": "栏目"})], origin="pack", by=CLI, now=NOW)
    assert bodies() == {"a": {"name": "口径"}}
    assert [row.body for row in in_force(Family.OVERVIEW)] == [{"name": "栏目"}]


def test_a_local_change_remembers_the_pack_it_came_from():
    [first] = write(name="甲")
    [local] = write(name="本地", origin="local")
    assert (local.origin, local.pack_digest) == ("local", first.digest)


def test_a_version_is_never_changed_or_deleted():
    [row] = write(name="甲")
    row = Definition.objects.get(pk=row.pk)
    row.body = {"name": "改"}
    for attempt in (row.save, row.delete, Definition.objects.all().delete, lambda: Definition.objects.update(order=1)):
        with pytest.raises(ImmutableRow, match="定义的版本不可"):
            attempt()
    assert Definition.objects.get().body == {"name": "甲"}


def test_a_version_exists_once():
    [row] = write(name="甲")
    with pytest.raises(IntegrityError), transaction.atomic():
        Definition.objects.create(
            family=row.family, code=row.code, version=1, origin="pack", digest="x", body={}, recorded_at=NOW,
            recorded_by="test",
        )  # fmt: skip


def test_writing_is_audited_and_needs_the_right():
    write(name="甲")
    event = Event.objects.get(type="definitions.written")
    assert event.data == {"origin": "pack", "count": 1, "codes": ["figure:a@1"]}
    build()
    someone = account("heping", "community", "xinghe")
    with pytest.raises(NotAllowed):
        write_versions([Wanted(Family.FIGURE, "b", {})], origin="local", by=someone, now=NOW)


def test_many_are_written_in_few_queries(django_assert_max_num_queries):
    wanted = [Wanted(Family.FIGURE, f"f{number}", {"name": str(number)}) for number in range(300)]
    with django_assert_max_num_queries(12):
        write_versions(wanted, origin="pack", by=CLI, now=NOW)
