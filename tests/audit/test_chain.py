"""Sealing and verifying: each way of meddling is found, and named for what it is."""

import datetime as dt
import threading
import time

import pytest
from django.db import connection, transaction

from tests.audit.tamper import empty_trail, meddle
from zelian.audit import digests, queries
from zelian.audit.models import Event, Seal
from zelian.audit.queries import Head, head, read_heads, verify
from zelian.audit.record import record
from zelian.audit.sealing import NothingSealed, export_head, seal


def ids() -> list[int]:
    return list(Event.objects.order_by("id").values_list("id", flat=True))


def kinds(**against) -> list[str]:
    return [problem.kind for problem in verify(**against)]


def rechain(algorithm: str = "sha256") -> None:
    """What a patient forger does: compute every digest and every link anew."""
    chain = ""
    for link in list(Seal.objects.order_by("seq")):
        event = Event.objects.get(pk=link.event_id)
        fields = {name: getattr(event, name) for name in queries._FIELDS[3:]}
        digest = digests.event_digest(algorithm, **fields)
        chain = digests.chain_digest(algorithm, previous=chain, seq=link.seq, event_id=link.event_id, digest=digest)
        meddle(
            f"UPDATE audit_event SET digest = '{digest}' WHERE id = {link.event_id}",
            f"UPDATE audit_seal SET chain = '{chain}' WHERE seq = {link.seq}",
        )


def test_a_clean_trail_has_no_problems(trail, now):
    assert verify(now=now) == []
    assert head().seq == 10
    assert list(Seal.objects.order_by("seq").values_list("event_id", flat=True)) == ids()


def test_sealing_again_changes_nothing_and_goes_on_where_it_stopped(trail, write, now):
    before = head()
    assert seal(now) == 0
    write(3)
    assert seal(now) == 3
    assert head().seq == before.seq + 3
    assert verify(now=now) == []


def test_an_event_that_shows_up_late_with_a_lower_id_is_sealed_too(db, write, now):
    write(3)
    middle = ids()[1]
    meddle(
        f"CREATE TABLE aside AS SELECT * FROM audit_event WHERE id = {middle}",
        f"DELETE FROM audit_event WHERE id = {middle}",
    )
    assert seal(now) == 2
    meddle("INSERT INTO audit_event SELECT * FROM aside", "DROP TABLE aside")
    assert seal(now) == 1
    assert verify(now=now) == []


def test_a_chain_may_change_its_algorithm_on_the_way(db, write, now, settings):
    if not digests.available("sm3"):
        pytest.skip("本机 OpenSSL 没有 SM3")
    for algorithm in ("sha256", "sm3", "sha256"):
        settings.AUDIT_HASH = algorithm
        write(2)
        seal(now)
    assert list(Seal.objects.order_by("seq").values_list("algorithm", flat=True))[1:3] == ["sha256", "sm3"]
    assert verify(now=now) == []


@pytest.mark.parametrize(
    "column, value",
    [("actor", "'user:other'"), ("outcome", "'denied'"), ("org_code", "'elsewhere'"), ("target_id", "'99'"),
     ("at", "'2020-01-01 00:00:00'"), ("data", "'{\"after\": {}}'"), ("digest", "'0'")],
)  # fmt: skip
def test_an_edited_event_is_found(trail, now, column, value):
    victim = ids()[4]
    meddle(f"UPDATE audit_event SET {column} = {value} WHERE id = {victim}")
    problems = verify(now=now)
    assert problems[0].kind == "edited"
    assert {(problem.seq, problem.event_id) for problem in problems} == {(5, victim)}


def test_an_edited_event_with_a_recomputed_digest_is_found_by_the_chain(trail, now):
    victim = Event.objects.get(pk=ids()[4])
    fields = {name: getattr(victim, name) for name in queries._FIELDS[3:]} | {"actor": "user:other"}
    digest = digests.event_digest("sha256", **fields)
    meddle(f"UPDATE audit_event SET actor = 'user:other', digest = '{digest}' WHERE id = {victim.pk}")
    assert [(problem.kind, problem.seq) for problem in verify(now=now)] == [("reordered", 5)]


def test_a_deleted_event_is_found(trail, now):
    victim = ids()[4]
    meddle(f"DELETE FROM audit_event WHERE id = {victim}")
    assert [(problem.kind, problem.event_id) for problem in verify(now=now)] == [("deleted", victim)]


def test_an_event_deleted_together_with_its_seal_is_found(trail, now):
    victim = ids()[4]
    meddle(f"DELETE FROM audit_event WHERE id = {victim}", "DELETE FROM audit_seal WHERE seq = 5")
    assert [(problem.kind, problem.seq) for problem in verify(now=now)] == [("gap", 6)]


def test_swapped_events_are_found(trail, now):
    one, other = ids()[2:4]
    meddle(
        f"UPDATE audit_event SET id = 999999 WHERE id = {one}",
        f"UPDATE audit_event SET id = {one} WHERE id = {other}",
        f"UPDATE audit_event SET id = {other} WHERE id = 999999",
    )
    assert [(problem.kind, problem.seq) for problem in verify(now=now)] == [
        ("reordered", 3),
        ("reordered", 4),
    ]


def test_swapped_places_are_found(trail, now):
    meddle(
        "UPDATE audit_seal SET seq = 999 WHERE seq = 3",
        "UPDATE audit_seal SET seq = 3 WHERE seq = 4",
        "UPDATE audit_seal SET seq = 4 WHERE seq = 999",
    )
    assert "reordered" in kinds(now=now)


def test_an_event_appended_by_hand_is_found_sealed_or_not(trail, now):
    columns = "at, type, actor, actor_name, org_code, target_type, target_id, outcome, data, algorithm"
    copied = f"SELECT {columns}, 'forged' FROM audit_event WHERE id = {ids()[0]}"
    meddle(f"INSERT INTO audit_event ({columns}, digest) {copied}")
    assert kinds(now=now) == ["edited"]
    seal(now)
    assert kinds(now=now) == ["edited"]


def test_a_cut_tail_shows_only_against_an_outside_head(trail, now, tmp_path):
    export_head(tmp_path, now)
    last = ids()[-1]
    meddle("DELETE FROM audit_seal WHERE seq = 10", f"DELETE FROM audit_event WHERE id = {last}")
    assert kinds(now=now) == []
    assert kinds(now=now, heads=read_heads(tmp_path)) == ["truncated"]


def test_a_chain_computed_anew_shows_only_against_an_outside_head(trail, now, tmp_path):
    export_head(tmp_path, now)
    meddle(f"UPDATE audit_event SET actor = 'user:other' WHERE id = {ids()[0]}")
    rechain()
    assert kinds(now=now) == []
    problems = verify(now=now, heads=read_heads(tmp_path))
    assert [(problem.kind, problem.seq) for problem in problems] == [("recomputed", 10)]


def test_outside_heads_of_an_honest_chain_agree(trail, write, now, tmp_path):
    for day in range(3):
        export_head(tmp_path, now + dt.timedelta(days=day))
        write(1)
        seal(now)
    heads = read_heads(tmp_path)
    assert [one.seq for one in heads] == [10, 11, 12]
    assert verify(now=now, heads=[*heads, Head(0, "", None)]) == []


def test_missing_seals_are_an_alarm_after_a_minute(db, write, now):
    write(4)
    assert verify(now=now + dt.timedelta(seconds=59)) == []
    problems = verify(now=now + dt.timedelta(seconds=61))
    assert [problem.kind for problem in problems] == ["unsealed"]
    assert problems[0].text.startswith("4 条事件")


def test_a_dropped_guard_is_an_alarm(trail, now):
    with connection.cursor() as cursor:
        cursor.execute({
            "sqlite": "DROP TRIGGER audit_event_no_update",
            "postgresql": "DROP TRIGGER audit_event_no_change ON audit_event",
        }[connection.vendor])  # fmt: skip
    assert kinds(now=now) == ["unguarded"]


def test_a_clock_put_back_is_told_and_the_order_holds(trail, write, now, caplog):
    yesterday = now - dt.timedelta(days=1)
    assert queries.clock_behind(now) is None
    assert queries.clock_behind(yesterday) == dt.timedelta(days=1)
    with transaction.atomic():
        record("sample.thing.changed", by="cli:root", now=yesterday)
    assert seal(yesterday) == 1
    assert verify(now=now) == []


def test_there_is_no_head_before_the_first_seal(db, now, tmp_path):
    assert head() == Head(0, "", None)
    with pytest.raises(NothingSealed, match="没有可导出"):
        export_head(tmp_path, now)
    assert list(tmp_path.iterdir()) == []


def test_an_unreadable_head_file_is_named(trail, now, tmp_path):
    export_head(tmp_path, now).write_text("{", encoding="utf-8")
    with pytest.raises(ValueError, match=r"audit-head-20261123-10\.json"):
        read_heads(tmp_path)


def test_two_sealers_at_once_leave_one_unbroken_chain(shared_database, write, now, monkeypatch):
    from zelian.audit import sealing

    monkeypatch.setattr(sealing, "SEAL_BATCH", 7)
    write(200)
    start, sealed, failed = threading.Barrier(2), [], []

    def sealer() -> None:
        try:
            start.wait()
            for _ in range(100):
                sealed.append(seal(now))
        except Exception as error:
            failed.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=sealer) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert (failed, sum(sealed)) == ([], 200)
    assert verify(now=now) == []
    assert list(Seal.objects.order_by("seq").values_list("seq", flat=True)) == list(range(1, 201))


def test_verifying_is_fast_and_in_pages(db, write, now, django_assert_max_num_queries, record_property):
    write(5_000)
    seal(now)
    started = time.perf_counter()
    with django_assert_max_num_queries(10):
        assert verify(now=now) == []
    seconds = time.perf_counter() - started
    record_property("verify_5000_seconds", round(seconds, 3))
    assert seconds < 5


@pytest.mark.django_db(transaction=True)
def test_the_test_trail_can_be_emptied(write):
    write(2)
    empty_trail()
    assert not Event.objects.exists()
