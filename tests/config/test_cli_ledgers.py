"""zelian import, undo, pack, audit, check, init: what writes on the command line, in a small office."""

from __future__ import annotations

import datetime as dt
import json

import pytest
import yaml
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from tests.intake import office
from tests.intake.office import HEADER, account, volunteer_rows, workbook
from tests.packs import small
from zelian.access.models import SetupToken
from zelian.access.setup import found_office
from zelian.audit.models import Event
from zelian.definitions import store
from zelian.intake.models import Batch
from zelian.ledger.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh(data_dir):
    """A data directory of its own and nothing remembered of other tests' definitions."""
    store._cache.clear()
    yield
    store._cache.clear()


@pytest.fixture
def books(tmp_path):
    """One sound workbook and one with a faulty row, in a small office."""
    office.build()
    faulty = [*volunteer_rows(2), ["月亮社区", dt.date(2026, 3, 1), "清扫", "", 5, "环境整治", None]]
    return (
        workbook(tmp_path / "好.xlsx", {"志愿服务": volunteer_rows(3)}),
        workbook(tmp_path / "差.xlsx", {"志愿服务": faulty}),
    )


# import, undo


def test_import_as_json(zelian, books):
    answer = zelian("import", books[0], "--json")
    assert answer.code == 0
    [file] = answer.json["files"]
    [sheet] = file["sheets"]
    assert file["file"] == "好.xlsx"
    counts = ("rows", "new", "updated", "unchanged", "skipped", "rejected", "absent")
    assert {name: sheet[name] for name in counts} == dict(zip(counts, (3, 3, 0, 0, 0, 0, 0), strict=True))
    assert (sheet["sheet"], sheet["kind"], sheet["header_row"], sheet["errors"]) == (
        "志愿服务", "volunteer_service", 1, []
    )  # fmt: skip
    assert "good" not in sheet
    assert Entry.objects.count() == 3


def test_import_with_the_normalised_rows(zelian, books):
    [file] = zelian("import", books[0], "--json", "--rows", "--dry-run").json["files"]
    first = file["sheets"][0]["good"][0]
    assert first["row"] == 2
    assert first["happened_on"] == "2026-01-01"


def test_a_dry_run_stores_nothing(zelian, books):
    answer = zelian("import", books[0], "--dry-run")
    assert answer.code == 0
    assert "只检查，没有入账" in answer.out
    assert Entry.objects.count() == 0


def test_rejected_rows_are_told_and_nothing_is_stored(zelian, books):
    answer = zelian("import", books[1])
    assert answer.code == 1
    assert "3 行，新增 2，更新 0，未变 0，跳过 0，有误 1" in answer.out
    assert "第 4 行“单位”：" in answer.out
    assert "一行也没有入账" in answer.out
    assert Entry.objects.count() == 0


def test_the_good_rows_can_be_taken(zelian, books):
    answer = zelian("import", books[1], "--accept-good", "--json")
    assert answer.code == 1
    [error] = answer.json["files"][0]["sheets"][0]["errors"]
    assert set(error) == {"row", "column", "value", "message"}
    assert Entry.objects.count() == 2


def test_an_unusable_file_does_not_stop_the_others(zelian, books, tmp_path):
    (tmp_path / "坏.xlsx").write_bytes(b"nothing")
    answer = zelian("import", tmp_path / "坏.xlsx", books[0])
    assert answer.code == 2
    assert answer.err.startswith("坏.xlsx：")
    assert answer.err.count("\n") == 1
    assert Entry.objects.count() == 3


def test_a_missing_file_does_not_stop_the_others(zelian, books, tmp_path):
    answer = zelian("import", tmp_path / "没有.xlsx", books[0])
    assert answer.code == 2
    assert "没有这个文件" in answer.err
    assert Entry.objects.count() == 3


def test_twice_is_once_and_undo_takes_it_back(zelian, books):
    batch = zelian("import", books[0], "--json").json["files"][0]["batch"]
    assert zelian("import", books[0], "--json").json["files"][0]["sheets"][0]["unchanged"] == 3
    answer = zelian("undo", batch)
    assert (answer.code, answer.out) == (0, f"已撤销批次 {batch}\n")
    assert Entry.objects.filter(void=False).count() == 0


def test_acting_as_somebody_without_the_right(zelian, refused, books):
    account("ting", "leader", "sample")
    answer = zelian("import", books[0], "--as", "ting")
    assert answer.code == 2
    assert "权限" in answer.err
    assert Entry.objects.count() == 0
    batch = zelian("import", books[0], "--json").json["files"][0]["batch"]
    assert "只有导入的人和上级办公室可以" in refused("undo", batch, "--as", "ting")
    assert Entry.objects.filter(void=False).count() == 3


def test_acting_as_somebody_is_audited_under_that_name(zelian, books):
    account("ban", "office", "sample")
    assert zelian("import", books[0], "--as", "ban").code == 0
    assert Event.objects.filter(type="ledger.batch.applied").get().actor == "user:ban"
    assert set(Entry.objects.values_list("recorded_by", flat=True)) == {"user:ban"}


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("undo", "no-such-batch"), "没有批次“no-such-batch”"),
        (("import", "x.xlsx", "--org", "nowhere"), "没有编码为“nowhere”的组织"),
        (("import", "x.xlsx", "--as", "nobody"), "没有用户“nobody”"),
    ],
)
def test_refusals(refused, arguments, says):
    assert says in refused(*arguments)


def test_a_sheet_without_units_goes_to_the_organisation_named(zelian, books, tmp_path):
    rows = [row[1:] for row in volunteer_rows(2)]
    path = workbook(tmp_path / "无单位.xlsx", {"志愿服务": rows})
    assert zelian("import", path, "--org", "donghu", "--kind", "volunteer_service").code == 0
    assert set(Entry.objects.values_list("org__code", flat=True)) == {"donghu"}
    assert HEADER[0] == "单位"


# pack


@pytest.fixture
def pack(tmp_path):
    return small.write(tmp_path / "pack")


def test_a_sound_pack(zelian, pack):
    answer = zelian("pack", "check", pack)
    assert answer.code == 0
    assert "检查通过：5 个定义，2 个算例" in answer.out


def test_a_pack_with_a_fault(zelian, tmp_path):
    root = small.write(tmp_path / "bad", {"figures/main.yaml": ("count: ledger.entry", "count: ledger.entri")})
    answer = zelian("pack", "check", root)
    assert answer.code == 1
    assert "figures/main.yaml 第 4 行：没有事实表“ledger.entri”" in answer.out
    assert answer.out.splitlines()[-1].startswith("发现 ")


def test_a_pack_with_a_wrong_case(zelian, tmp_path):
    root = small.write(tmp_path / "bad", {"cases/main.yaml": ("services: 2", "services: 3")})
    answer = zelian("pack", "check", root)
    assert answer.code == 1
    assert "应为 3，算得 2" in answer.out


def test_pack_diff_apply_export(zelian, pack, tmp_path):
    assert "5 处不同" in zelian("pack", "diff", pack).out
    applied = zelian("pack", "apply", pack)
    assert applied.out.startswith("已应用：新增 5 个，更新 0 个，未变 0 个")
    assert zelian("pack", "diff", pack).out == "与库中定义一致\n"
    body = store.in_force("figure")[0].body
    changed = store.Wanted("figure", body["code"], body | {"name": "本地的叫法"})
    store.write_versions([changed], origin="local", by=office.CLI, now=office.NOW)
    exported = zelian("pack", "export", tmp_path / "mine")
    assert exported.out.startswith("已导出 1 个文件")
    [path] = [path for path in (tmp_path / "mine").rglob("*.yaml") if "本地的叫法" in path.read_text("utf-8")]
    assert yaml.safe_load(path.read_text("utf-8"))


def test_only_who_may_can_apply_a_pack(zelian, refused, pack):
    office.build()
    account("ting", "community", "xinghe")
    assert "没有这项权限（definitions.write）" in refused("pack", "apply", pack, "--as", "ting")


def test_a_folder_without_a_pack(zelian, tmp_path):
    answer = zelian("pack", "apply", tmp_path)
    assert answer.code == 2
    assert "pack.yaml" in answer.err


# audit, check, init


def test_audit_head_and_verify(zelian, pack, data_dir):
    zelian("pack", "apply", pack)
    head = json.loads(zelian("audit", "head").out)
    assert set(head) == {"seq", "chain", "date"}
    assert head["seq"] >= 1
    exported = zelian("audit", "head", data_dir / "heads")
    assert exported.out.startswith("链头已导出：")
    [file] = (data_dir / "heads").iterdir()
    answer = zelian("audit", "verify", "--head", file)
    assert (answer.code, answer.out) == (0, f"操作日志链完好，共 {head['seq']} 条\n")


def test_nothing_sealed_has_no_head(refused, data_dir):
    assert "没有可导出的链头" in refused("audit", "head", data_dir / "heads")


def test_check_tells_each_point(zelian):
    answer = zelian("check")
    lines = answer.out.splitlines()
    assert all(line.startswith(("正常　", "注意　")) for line in lines)
    assert any("还没有账号" in line for line in lines)
    assert any("还没有备份" in line for line in lines)
    assert answer.code == 1


def test_drill_without_a_backup(refused):
    assert refused("drill") == "还没有备份可演练：请先运行 zelian backup"


def test_init_gives_a_token_that_founds_the_office(zelian):
    answer = zelian("init")
    assert answer.code == 0
    token = answer.out.splitlines()[1].strip()
    assert SetupToken.objects.count() == 1
    user = found_office(
        token, org_code="jie", org_name="某街道", username="chen", name="陈晓", password="Kaiyuan-2026-abc",
        now=dt.datetime.now(dt.UTC),
    )  # fmt: skip
    assert user.username == "chen"


def test_init_of_an_office_with_accounts(refused, zelian):
    office.build()
    account("ban", "office", "sample")
    answer = zelian("init")
    assert answer.code == 2
    assert "已有账号，不再需要首次登录" in answer.err


def test_demo_refuses_a_directory_with_other_data(refused, settings, monkeypatch, data_dir):
    database = data_dir / "zelian.sqlite3"
    database.write_bytes(b"somebody's ledgers")
    monkeypatch.setitem(settings.DATABASES["default"], "NAME", str(database))
    line = refused("demo", "--no-serve")
    assert "已有数据，不是示例" in line
    assert database.read_bytes() == b"somebody's ledgers"


# migrate, serve


def test_migrate_of_a_database_of_this_release(zelian):
    answer = zelian("migrate")
    assert (answer.code, answer.out) == (0, "数据库结构已是最新\n")


@pytest.mark.parametrize("command", ["migrate", "serve"])
def test_a_database_of_a_later_release_is_not_opened(refused, command):
    MigrationRecorder(connection).record_applied("ledger", "9999_of_the_future")
    assert "数据库由更新的版本建立（1 步升级本版本不认识）" in refused(command)


def test_batches_of_the_command_line_are_kept_with_their_names(zelian, books):
    zelian("import", books[0])
    assert Batch.objects.get().filename == "好.xlsx"
