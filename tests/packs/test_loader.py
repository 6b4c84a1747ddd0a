"""What a read pack holds, the room for checks from above, and the sub-district pack as a whole."""

from __future__ import annotations

import pytest

from tests.packs import small
from zelian.kernel import facts
from zelian.kernel.errors import BadInput
from zelian.packs import loader
from zelian.packs.loader import SUBDISTRICT, check_pack, read_pack


def test_a_pack_is_kinds_figures_and_what_is_wanted(tmp_path):
    pack = read_pack(small.write(tmp_path))
    assert list(pack.kinds) == ["volunteer_service"]
    assert list(pack.figures) == ["services", "care", "care_rate"]
    assert [(item.family, item.code) for item in pack.wanted][-1] == ("overview", "services")
    assert pack.wanted[0].body["columns"][0] == {"header": "日期", "slot": "happened_on", "required": True}


def test_a_directory_without_pack_yaml_is_refused(tmp_path):
    with pytest.raises(BadInput, match=r"没有 pack\.yaml"):
        read_pack(tmp_path)


def test_ratios_find_their_parts_in_other_files(tmp_path):
    root = small.write(tmp_path)
    whole = (root / "figures/main.yaml").read_text(encoding="utf-8")
    first, ratio = whole[: whole.index("- code: care_rate")], whole[whole.index("- code: care_rate") :]
    (root / "figures/main.yaml").write_text(first, encoding="utf-8")
    (root / "figures/rates.yaml").write_text(ratio, encoding="utf-8")
    assert check_pack(root) == []


def test_a_template_that_binds_an_unknown_figure_is_a_fault(tmp_path):
    root = small.write(tmp_path)
    (root / "report_templates").mkdir()
    template = "code: annual\nname: 年报\ntitle: 年报\nblocks:\n  - text: 开展{{ services }}次、{{ nothing }}次\n"
    (root / "report_templates/annual.yaml").write_text(template, encoding="utf-8")
    [problem] = check_pack(root)
    assert (problem.file, problem.line) == ("report_templates/annual.yaml", 4)
    assert "“nothing”" in problem.message


def test_other_families_can_be_given_a_check(tmp_path, monkeypatch):
    def check(found, pack):
        for item in found:
            item.problems.add(item.node.line_of("name"), f"{pack.code} 的 {item.node['code']} 不行")

    monkeypatch.setitem(loader.checks, "overview", check)
    assert [str(problem) for problem in check_pack(small.write(tmp_path))] == [
        "overview.yaml 第 1 行：small 的 services 不行"
    ]


def test_every_kind_of_the_subdistrict_is_counted_by_a_figure():
    pack = read_pack(SUBDISTRICT)
    counted = {
        code
        for figure in pack.figures.values()
        for condition in figure.where
        if condition.column == "kind"
        for code in condition.values
    }
    assert set(pack.kinds) == counted


def test_discipline_kinds_hold_no_person_and_talks_are_for_the_office():
    pack = read_pack(SUBDISTRICT)
    for code in ("interview", "discipline_case", "four_forms"):
        kind = pack.kinds[code]
        assert kind.audience == "discipline"
        assert not [column for column in kind.columns if column.target in ("role", "step")]
    for code in ("heart_to_heart_talk", "democratic_life_meeting", "major_decision", "frontline_posting"):
        assert pack.kinds[code].audience == "office"


def test_no_column_asks_for_an_identity_or_a_telephone():
    words = ("身份证", "证件", "电话", "手机", "住址", "民族", "出生")
    for kind in read_pack(SUBDISTRICT).kinds.values():
        for column in kind.columns:
            assert not any(word in column.header for word in words), (kind.code, column.header)


def test_every_fact_source_is_used():
    used = {figure.source for figure in read_pack(SUBDISTRICT).figures.values() if figure.source}
    assert used == {source.code for source in facts.sources() if source.code.startswith("ledger.")}
