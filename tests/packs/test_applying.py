"""Three-way: what nobody changed follows the pack, what somebody changed waits for a decision."""

from __future__ import annotations

import datetime as dt

import pytest
import yaml

from tests.packs import small
from zelian.access.actor import CommandActor
from zelian.audit.models import Event
from zelian.definitions.models import Definition
from zelian.definitions.store import Wanted, write_versions
from zelian.kernel.errors import NotFound
from zelian.packs.applying import apply_pack, diff_pack, export_local
from zelian.packs.loader import read_pack

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 11, 23, 2, 0, tzinfo=dt.UTC)
CLI = CommandActor("tester", dt.date(2026, 11, 23))
NAME = {"figures/main.yaml": ("志愿服务次数", "志愿服务场次")}


def apply(root, **options):
    return apply_pack(read_pack(root), by=CLI, now=NOW, **options)


def body(code: str) -> dict:
    return Definition.objects.filter(family="figure", code=code).order_by("-version").first().body


def change_locally(code: str, **values) -> None:
    write_versions([Wanted("figure", code, body(code) | values)], origin="local", by=CLI, now=NOW)


@pytest.fixture
def applied(tmp_path):
    root = small.write(tmp_path / "pack")
    assert len(apply(root).added) == 5
    return root


def test_a_second_time_writes_nothing(applied):
    events = Event.objects.count()
    again = apply(applied)
    assert (again.added, again.updated, again.unchanged, again.waiting) == ((), (), 5, ())
    assert Definition.objects.count() == 5
    assert Event.objects.count() == events


def test_an_untouched_definition_follows_the_pack(applied):
    small.write(applied, NAME)
    assert apply(applied).updated == ("figure:services",)
    assert body("services")["name"] == "志愿服务场次"
    assert Definition.objects.filter(code="services", family="figure").count() == 2


def test_a_local_change_stays_while_the_pack_does_not_move(applied):
    change_locally("services", name="本地名")
    result = apply(applied)
    assert [change.key for change in result.local] == ["figure:services"]
    assert result.waiting == ()
    assert body("services")["name"] == "本地名"


def test_a_local_change_waits_when_the_pack_moves(applied):
    change_locally("services", name="本地名")
    small.write(applied, NAME)
    [waiting] = apply(applied).waiting
    assert waiting.fields == (("name", "本地名", "志愿服务场次"),)
    said = "本地和套件都改过，等待决定：name：本库 本地名，套件 志愿服务场次"
    assert str(waiting) == f"figure:services（志愿服务场次）{said}"
    assert body("services")["name"] == "本地名"


def test_the_decision_to_take_the_packs(applied):
    change_locally("services", name="本地名")
    small.write(applied, NAME)
    assert apply(applied, take=["figure:services"]).updated == ("figure:services",)
    assert body("services")["name"] == "志愿服务场次"
    assert {change.state for change in diff_pack(read_pack(applied))} == {"same"}


def test_the_same_change_here_and_there_is_none(applied):
    change_locally("services", name="志愿服务场次")
    small.write(applied, NAME)
    assert {change.state for change in diff_pack(read_pack(applied))} == {"same"}


def test_what_left_the_pack_is_listed_and_stays(applied):
    (applied / "overview.yaml").unlink()
    [absent] = apply(applied).absent
    assert absent.key == "overview:services"
    assert Definition.objects.filter(family="overview").exists()


def test_a_decision_about_nothing_is_refused(applied):
    with pytest.raises(NotFound, match="figure:nothing"):
        apply(applied, take=["figure:nothing"])


def test_export_writes_what_is_local_and_only_that(applied, tmp_path):
    assert export_local(tmp_path / "none") == []
    change_locally("services", name="本地名")
    [path] = export_local(tmp_path / "out")
    assert path.relative_to(tmp_path / "out").as_posix() == "figures/local.yaml"
    [written] = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert written["name"] == "本地名"
    assert next(iter(written)) == "code"
