"""Each component says what it must, to eyes and to screen readers."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace

import pytest
from django.core.paginator import Paginator
from django.test import RequestFactory

from tests.web.ui.sample import EntryForm, FilterForm
from zelian.web.ui.cells import Badge, Link
from zelian.web.ui.chain import Heat, HeatCell, HeatRow, Knot
from zelian.web.ui.filters import chips
from zelian.web.ui.tables import Column, Empty, Table

Render = Callable[..., str]
COLUMNS = (Column("title", "事项", phone="title"), Column("people", "人数", num=True))


def table(**changes: object) -> Table:
    rows = [{"title": Link("防汛巡查", "/1/"), "people": 8}]
    return Table(**({"id": "t", "columns": COLUMNS, "rows": rows} | changes))


def request(query: str) -> object:
    return RequestFactory().get(f"/?{query}")


def test_a_table_labels_its_cells_for_the_phone(render: Render):
    shown = render("{% table t %}", t=table())
    assert '<td class="c-rest num" data-label="人数">8</td>' in shown
    assert '<td class="c-title" data-label="事项"><a href="/1/">防汛巡查</a></td>' in shown


def test_a_sorted_column_says_so(render: Render):
    columns = (Column("title", "事项", sort_url="?sort=-title", sorted="ascending"),)
    shown = render("{% table t %}", t=table(columns=columns))
    assert 'aria-sort="ascending"' in shown
    assert 'href="?sort=-title"' in shown


def test_an_empty_table_teaches(render: Render):
    shown = render(
        "{% table t %}", t=table(rows=[], empty=Empty("还没有台账", "先导入一份 Excel", "/import/", "去导入"))
    )
    assert "还没有台账" in shown
    assert 'href="/import/"' in shown
    assert "<table" not in shown


def test_only_sort_and_page_links_are_fetched_in_place(render: Render):
    page = Paginator(range(100), 10).page(3)
    shown = render("{% table t %}", t=table(export_url="/x.xlsx", page=page))
    assert shown.count('hx-boost="true" hx-target="#t"') == 2
    assert "hx-boost" not in shown[shown.index("<tbody>") : shown.index("</tbody>")]
    assert "hx-boost" not in render("{% table t %}", t=table(live=False, page=page))


def test_a_table_row_may_be_an_object(render: Render):
    rows = [SimpleNamespace(title="甲", people=Badge("new"))]
    assert "新增" in render("{% table t %}", t=table(rows=rows))


def test_a_column_refuses_an_unknown_place_on_the_phone():
    with pytest.raises(ValueError, match="title、main、rest、hide"):
        Column("a", "甲", phone="left")


def test_pages_keep_the_other_parameters(render: Render):
    page = Paginator(range(100), 10).page(3)
    shown = render("{% pagination p %}", p=page, request=request("org=wy&page=3"))
    assert 'href="?org=wy&amp;page=4"' in shown
    assert '<span aria-current="page">3</span>' in shown
    assert "共 100 条，第 3 / 10 页" in shown


def test_a_field_ties_label_help_and_error_to_its_control(render: Render):
    form = EntryForm({"title": ""})
    shown = render("{% field form.title %}", form=form)
    assert 'for="id_title"' in shown
    assert 'aria-describedby="id_title_helptext id_title_error"' in shown
    assert 'id="id_title_error"' in shown
    assert 'aria-invalid="true"' in shown
    assert "必填" in shown


def test_choices_are_a_group_with_a_legend(render: Render):
    shown = render("{% field form.organiser %}", form=EntryForm())
    assert "<fieldset" in shown
    assert "<legend" in shown
    assert shown.count('type="radio"') == 2
    assert shown.count("form-check-input") == 2


def test_the_error_summary_leads_to_the_fields(render: Render):
    shown = render("{% error_summary form %}", form=EntryForm({"title": "甲", "organiser": "us"}))
    assert 'href="#id_headcount"' in shown
    assert "有 3 处要改" in shown
    assert render("{% error_summary form %}", form=EntryForm()).strip() == ""


def test_chips_take_off_one_condition_and_the_page_number():
    query = request("org=wy&q=清理&page=7").GET
    found = chips(FilterForm(query), query)
    assert [chip.text for chip in found] == ["单位：文苑社区", "关键词：清理"]
    assert request(found[0].url[1:]).GET.dict() == {"q": "清理"}


def test_an_unbound_filter_has_no_chips():
    assert chips(FilterForm(), request("").GET) == []


@pytest.mark.parametrize(("state", "polls"), [("running", True), ("queued", True), ("done", False), ("failed", False)])
def test_a_job_is_asked_for_only_while_it_runs(render: Render, state: str, polls: bool):
    shown = render("{% job j url='/jobs/1/' %}", j={"state": state, "title": "导入", "done": 1, "total": 2})
    assert ('hx-get="/jobs/1/"' in shown) is polls


def test_the_stepper_marks_the_present_step(render: Render):
    shown = render("{% stepper steps 2 %}", steps=["上传", ("核对", "2 行有误"), "入账"])
    assert 'class="past"' in shown
    assert '<li aria-current="step"><span class="words">核对<small>2 行有误</small>' in shown


def test_a_figure_card_without_value_says_why(render: Render):
    shown = render("{% stat '满意率' None state='not_applicable' %}")
    assert "不适用" in shown
    assert "None" not in shown


def test_a_figure_card_with_zero_shows_zero(render: Render):
    assert '<span class="value">0<span class="unit">次</span>' in render("{% stat '约谈' 0 '次' %}")


def test_the_ribbon_says_the_health_in_words(render: Render):
    shown = render("{% ribbon k %}", k=[Knot("督责", "4 件逾期", "问题 46", "/issues/", "over", 41, 46, current=True)])
    assert "（有缺口）" in shown
    assert 'max="46" value="41"' in shown
    assert 'aria-current="step"' in shown


def heat() -> Heat:
    cells = (HeatCell("recorded_late", "/1/", "补录"), HeatCell("missed", "/2/", "缺1次"))
    return Heat(
        ("谈心", "走访"),
        (HeatRow("文苑社区", cells), HeatRow("石桥村", (HeatCell("done"), HeatCell("not_due")))),
        "本季",
    )


def test_the_map_lists_what_is_broken_worst_first():
    assert [(name, duty) for name, duty, _ in heat().broken] == [("文苑社区", "走访"), ("文苑社区", "谈心")]


def test_a_long_list_of_broken_cells_is_folded_after_eight(render: Render):
    row = HeatRow("文苑社区", tuple(HeatCell("missed", "/1/", "缺1次") for _ in range(11)))
    shown = render("{% heat h %}", h=Heat(tuple("甲乙丙丁戊己庚辛壬癸子"), (row,), "本季"))
    assert "其余 3 项" in shown
    assert shown.count('class="where"') == 11


def test_every_cell_of_the_map_has_a_word(render: Render):
    shown = render("{% heat h %}", h=heat())
    for word in ("补录", "缺1次", "已完成", "未到期"):
        assert word in shown


def test_a_row_of_the_map_must_fill_every_column():
    with pytest.raises(ValueError, match="有 1 格，应有 2 格"):
        Heat(("甲", "乙"), (HeatRow("文苑社区", (HeatCell("done"),)),), "本季")


def test_a_mark_says_its_verdict_and_fetches_its_detail(render: Render):
    shown = render("{% mark '342件' 'contradicted' '/m/5/' target='#detail' current=True %}")
    assert 'class="mk n"' in shown
    assert 'hx-get="/m/5/" hx-target="#detail"' in shown
    assert "（与台账不符）" in shown
    assert 'aria-current="true"' in shown


def test_a_confirmation_posts_with_a_token(render: Render):
    shown = render(
        "{% confirm id='x' title='作废？' yes='作废' action='/void/' danger=True %}说明{% endconfirm %}", csrf_token="T"
    )
    assert '<form method="post" action="/void/">' in shown
    assert 'name="csrfmiddlewaretoken" value="T"' in shown
    assert 'class="btn danger"' in shown


def test_a_card_escapes_its_title_and_keeps_its_content(render: Render):
    shown = render("{% card title %}<b>内容</b>{% endcard %}", title="<i>")
    assert "&lt;i&gt;" in shown
    assert "<b>内容</b>" in shown


def test_icons_are_silent_unless_labelled(render: Render):
    assert 'aria-hidden="true"' in render("{% icon 'check' %}")
    assert 'role="img" aria-label="完成"' in render("{% icon 'check' label='完成' %}")
