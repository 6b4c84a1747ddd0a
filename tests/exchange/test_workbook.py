"""Writing: what is written reads back the same, text never turns into anything else, equal rows give equal bytes."""

import io
import re
import time
import zipfile
from datetime import date, datetime
from decimal import Decimal

import pytest

from zelian.exchange import workbook
from zelian.exchange.cells import as_fen, as_int, as_names, as_text
from zelian.exchange.dates import as_date
from zelian.exchange.errors import CellError, ExchangeError
from zelian.exchange.sheets import Row, Sheet, read_in_child, read_workbook
from zelian.exchange.workbook import Fault, SheetColumn, write_error_copy, write_table, write_template

COLUMNS = (
    SheetColumn("org", "村社区", required=True, help="用规范名称"),
    SheetColumn("on", "日期", "date", required=True),
    SheetColumn("people", "人数", "int"),
    SheetColumn("cost", "金额（元）", "money"),
    SheetColumn("state", "状态", "choice", choices=("已办结", "办理中")),
    SheetColumn("who", "参加人", "names"),
)
ROWS = [
    ("东风社区", date(2023, 7, 5), 12, 123450, "已办结", ["张三", "李四"]),
    ("=1+1", date(1950, 1, 1), 0, -1, "办理中", "王五"),
    ("第一行\n第二行", None, None, None, None, ()),
]


def table(rows=ROWS, columns=COLUMNS, **kwargs):
    out = io.BytesIO()
    write_table(out, "志愿服务台账", columns, rows, **kwargs)
    return out.getvalue()


def first_sheet(content):
    return next(read_workbook(content, "a.xlsx"))


def part(content, name):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(name).decode()


def all_parts(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


# ---- tables -------------------------------------------------------------------------------------------------


def test_what_is_written_reads_back_the_same():
    sheet = first_sheet(table())
    assert sheet.name == "志愿服务台账"
    header, *rows = [row.cells for row in sheet.rows]
    assert header == ("村社区", "日期", "人数", "金额（元）", "状态", "参加人")
    normalised = [
        (as_text(a)[0], as_date(b)[0], as_int(c)[0], as_fen(d)[0], as_text(e)[0], as_names(f)[0])
        for a, b, c, d, e, f in rows
    ]
    assert normalised == [
        ("东风社区", date(2023, 7, 5), 12, 123450, "已办结", ["张三", "李四"]),
        ("=1+1", date(1950, 1, 1), 0, -1, "办理中", ["王五"]),
        ("第一行\n第二行", None, None, None, None, None),
    ]


@pytest.mark.parametrize("fen", [0, 1, -1, 10, 99, 100, 123456789012, 10**13 - 1, 10**15 + 1])
def test_money_keeps_every_fen(fen):
    (_, row) = first_sheet(table([(fen,)], [SheetColumn("cost", "金额", "money")])).rows
    value, message = as_fen(row.cells[0])
    assert value == fen or (abs(fen) >= 10**15 and "金额过大" in message)


@pytest.mark.parametrize(
    "text",
    [
        "=1+1", "+1", "-1", "@SUM(A1)", "=cmd|'/c calc'!A1", "http://example.org", "mailto:a@example.org",
        "internal:Sheet1!A1", "123", "00123", "1E5", "2023-07-05", "TRUE", "'x", " 前后 ", "<b>&\"'", "_x0041_",
        "\t制表", "多\n行", "㎡①😀", "{=1}", "长" * 32_767,
    ],
)  # fmt: skip
def test_text_is_always_a_text_cell(text):
    content = table([(text,)], [SheetColumn("note", "备注")])
    (_, row) = first_sheet(content).rows
    assert row.cells == (text,)
    assert "<f>" not in part(content, "xl/worksheets/sheet1.xml")
    assert "hyperlink" not in part(content, "xl/worksheets/sheet1.xml")


@pytest.mark.parametrize(
    "text, written",
    [("a\x00b\x1bc", "abc"), ("a\ud800b", "a?b"), ("长" * 40_000, "长" * 32_759 + "……（已截断）")],
)
def test_text_no_sheet_can_hold_is_made_fit(text, written):
    (_, row) = first_sheet(table([(text,)], [SheetColumn("note", "备注")])).rows
    assert row.cells == (written,)


@pytest.mark.parametrize(
    "value, read",
    [
        (True, True), (12.5, 12.5), (Decimal("1.25"), 1.25), (10**14, "100000000000000"), (10**20, str(10**20)),
        (datetime(2023, 7, 5, 9, 30), datetime(2023, 7, 5, 9, 30)), (CellError("#REF!"), "#REF!"),
    ],
)  # fmt: skip
def test_other_values(value, read):
    (_, row) = first_sheet(table([(value,)], [SheetColumn("note", "备注")])).rows
    assert row.cells == (read,)


def test_the_same_rows_give_the_same_bytes():
    first = table(note="口径见说明")
    time.sleep(1.1)
    assert table(note="口径见说明") == first
    large = [(str(n),) for n in range(6_000)]
    assert table(large, [SheetColumn("n", "序号")]) == table(iter(large), [SheetColumn("n", "序号")])


def test_header_is_frozen_filtered_and_columns_fit_their_content():
    xml = part(table(), "xl/worksheets/sheet1.xml")
    assert 'state="frozen"' in xml and 'ySplit="1"' in xml
    assert '<autoFilter ref="A1:F4"/>' in xml
    widths = [float(width) for width in re.findall(r'<col [^>]*?width="([0-9.]+)"', xml)]
    assert 12 < widths[1] < 13  # 2023-07-05 and a margin
    wide = part(table([("居委会" * 4,)], [SheetColumn("a", "A")]), "xl/worksheets/sheet1.xml")
    assert float(re.search(r'width="([0-9.]+)"', wide)[1]) > 24  # full-width characters count two
    assert workbook.display_width("ab汉字\n长长长长") == 8


def test_a_title_row_and_a_note_are_on_request():
    content = table(title_row=True, note="第一句\n第二句")
    title, note = read_workbook(content, "a.xlsx")
    assert title.rows[0].cells[0] == "志愿服务台账" and title.rows[1].cells[0] == "村社区"
    assert [row.cells[0] for row in note.rows] == ["第一句", "第二句"]


def test_an_empty_table_is_a_header():
    assert [row.number for row in first_sheet(table([])).rows] == [1]


def test_a_large_table_streams_and_reads_back_through_the_child(tmp_path):
    path = tmp_path / "large.xlsx"
    columns = (SheetColumn("a", "名称"), SheetColumn("b", "日期", "date"))
    count = write_table(path, "大表", columns, ((f"第{n}行", date(2023, 7, 5)) for n in range(12_000)))
    (sheet,) = read_in_child(path, "大表.xlsx")
    assert count == 12_000
    assert sheet.rows[-1] == Row(12_001, ("第11999行", date(2023, 7, 5)))
    assert [entry.name for entry in tmp_path.iterdir()] == ["large.xlsx"]


def test_a_failing_export_leaves_nothing_behind(tmp_path, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    with pytest.raises(ExchangeError, match="第 6000 行有 2 格，表头有 1 列"):
        rows = [("x",)] * 5_999 + [("x", "y")]
        write_table(tmp_path / "a.xlsx", "表", [SheetColumn("a", "A")], rows)
    assert list(tmp_path.iterdir()) == []


def test_more_rows_than_a_sheet_holds_are_refused(monkeypatch):
    monkeypatch.setattr(workbook, "_LAST_ROW", 3)
    with pytest.raises(ExchangeError, match="请缩小范围"):
        table([("x",)] * 4, [SheetColumn("a", "A")])


@pytest.mark.parametrize(
    "title, name",
    [("a/b:c*[d]?\\", "abcd"), ("长" * 40, "长" * 31), ("'引'", "引"), ("", "表"), ("//", "表")],
)
def test_sheet_names(title, name):
    assert workbook.sheet_name(title) == name


# ---- templates ----------------------------------------------------------------------------------------------


def template(columns=COLUMNS, example=ROWS[0]):
    out = io.BytesIO()
    write_template(out, columns, example, ["每行一次活动", "不要改动表头"])
    return out.getvalue()


def test_a_template_is_a_bare_header_and_a_sheet_of_instructions():
    form, guide = read_workbook(template(), "a.xlsx")
    assert [row.cells for row in form.rows] == [("村社区", "日期", "人数", "金额（元）", "状态", "参加人")]
    assert guide.name == "填写说明"
    shown = {row.cells[0]: row.cells[1:] for row in guide.rows}
    assert shown["村社区"] == ("必填", "用规范名称", "东风社区", None)
    assert shown["日期"] == ("必填", "日期，如 2023-07-05", date(2023, 7, 5), None)
    assert shown["金额（元）"][2] == 1234.5
    assert shown["状态"] == ("选填", "从下拉列表中选", "已办结", "已办结、办理中")
    assert "每行一次活动" in shown


def test_a_template_guards_typing():
    parts = all_parts(template())
    sheet = parts["xl/worksheets/sheet1.xml"]
    assert "已办结,办理中" in sheet and 'sqref="E2:E5001"' in sheet
    assert "必填；日期，如 2023-07-05" in parts["xl/comments1.xml"]
    assert 'numFmtId="49"' in parts["xl/styles.xml"]  # text columns are formatted as text


def test_a_long_list_of_choices_lives_on_a_hidden_sheet():
    labels = tuple(f"第{n}项,含逗号" for n in range(80))
    content = template((SheetColumn("a", "类别", "choice", choices=labels),), (labels[0],))
    _, _, hidden = read_workbook(content, "a.xlsx")
    assert (hidden.name, hidden.visible, len(hidden.rows)) == ("选项", False, 80)
    assert "选项!$A$1:$A$80" in part(content, "xl/worksheets/sheet1.xml")


def test_templates_are_the_same_each_time():
    assert template() == template()


# ---- copies with errors -------------------------------------------------------------------------------------

UPLOAD = Sheet(
    name="台账",
    width=3,
    merged=((1, 0, 1, 2),),
    rows=(
        Row(1, ("2023 年台账", None, None)),
        Row(3, ("姓名", "日期", "人数")),
        Row(4, ("张三", "2023-02-30", 3)),
        Row(6, ("=1+1", date(2023, 7, 5), CellError("#REF!"))),
    ),
)
FAULTS = [
    Fault(4, 1, "“2023-02-30”这一天不存在：请核对"),
    Fault(6, 2, "单元格显示“#REF!”"),
    Fault(6, None, "与第 4 行重复"),
]


def test_an_error_copy_is_the_upload_with_a_column_more():
    out = io.BytesIO()
    write_error_copy(out, UPLOAD, FAULTS, header_row=3)
    (copy,) = read_workbook(out.getvalue(), "a.xlsx")
    assert copy.name == "台账" and copy.merged == UPLOAD.merged
    assert copy.rows == (
        Row(1, ("2023 年台账", None, None, None)),
        Row(3, ("姓名", "日期", "人数", workbook.ERROR_HEADER)),
        Row(4, ("张三", "2023-02-30", 3, "B 列 “2023-02-30”这一天不存在：请核对")),
        Row(6, ("=1+1", date(2023, 7, 5), "#REF!", "C 列 单元格显示“#REF!”；与第 4 行重复")),
    )
    assert '<autoFilter ref="A3:D6"/>' in part(out.getvalue(), "xl/worksheets/sheet1.xml")


def test_an_error_in_a_blank_row_has_its_line():
    out = io.BytesIO()
    write_error_copy(out, UPLOAD, [Fault(9, None, "缺少合计行")], header_row=3)
    (copy,) = read_workbook(out.getvalue(), "a.xlsx")
    assert copy.rows[-1] == Row(9, (None, None, None, "缺少合计行"))
