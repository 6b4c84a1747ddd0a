"""Reading: Excel's own row numbers, every kind of cell, hostile workbooks refused in time and memory."""

import datetime
import io
import resource
import struct
import subprocess
import time
from datetime import date

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.exchange import containers as made
from tests.exchange.containers import text_cell
from zelian.exchange import biff, layout, sheets
from zelian.exchange.errors import CellError, ExchangeError
from zelian.exchange.sheets import Row, read_in_child, read_workbook

UNCALCULATED = CellError("公式没有计算结果")


def rows_of(content, filename="台账.xlsx"):
    """Rows of the first sheet, as {row number: cells}."""
    (first, *_) = read_workbook(content, filename)
    return {row.number: row.cells for row in first.rows}


def written(fill, **options):
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, options)
    fill(book)
    book.close()
    return out.getvalue()


# ---- cells --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "cell, value",
    [
        (text_cell("A1", "文本"), "文本"),
        ('<c r="A1" t="inlineStr"><is><t xml:space="preserve"> 前　后 </t></is></c>', " 前　后 "),
        ('<c r="A1"><v>12</v></c>', 12),
        ('<c r="A1"><v>12.5</v></c>', 12.5),
        ('<c r="A1"><v>999999999999999</v></c>', 999999999999999),
        ('<c r="A1"><v>110101199001011234</v></c>', 1.1010119900101123e17),  # its end is lost: stays a float
        ('<c r="A1"><v>1e999</v></c>', CellError("数值超出范围")),
        ('<c r="A1" t="b"><v>1</v></c>', True),
        ('<c r="A1" t="e"><v>#REF!</v></c>', CellError("#REF!")),
        ("<c r='A1' t='e'><v>#N/A</v></c>", CellError("#N/A")),
        ('<c r="A1" t="e"><f>1/0</f><v>#DIV/0!</v></c>', CellError("#DIV/0!")),
        ('<c r="A1"><f>1+1</f><v>2</v></c>', 2),
        ('<c r="A1"><f>1+1</f></c>', UNCALCULATED),
        ('<c r="A1"><f>1+1</f><v></v></c>', UNCALCULATED),
        ('<c r="A1"><f t="shared" si="0"/><v/></c>', UNCALCULATED),
        ('<c r="A1" t="str"><f>cmd|\'/c calc\'!A1</f><v>结果</v></c>', "结果"),
        ('<c r="A1"><f>[1]Sheet1!A1</f><v>7</v></c>', 7),
        (text_cell("A1", "=1+1"), "=1+1"),
    ],
)
def test_a_cell(cell, value):
    assert rows_of(made.xlsx(f'<row r="1">{cell}{text_cell("B1", "x")}</row>')) == {1: (value, "x")}


def test_an_uncalculated_formula_alone_in_its_row_or_beyond_the_table_is_not_lost():
    content = made.xlsx(
        f'<row r="2">{text_cell("A2", "x")}</row><row r="4"><c r="A4"><f>A2</f></c></row>'
        '<row r="6"><c r="C6" t="e"><v>#NAME?</v></c></row>'
    )
    assert rows_of(content) == {
        2: ("x", None, None),
        4: (UNCALCULATED, None, None),
        6: (None, None, CellError("#NAME?")),
    }


def test_an_empty_text_result_is_blank_not_an_error():
    content = made.xlsx(f'<row r="1">{text_cell("A1", "x")}<c r="B1" t="str"><f>""</f><v></v></c></row>')
    assert rows_of(content) == {1: ("x", None)}


def test_prefixed_element_names_are_understood():
    xml = (
        '<x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><x:sheetData>'
        '<x:row r="3" hidden="1"><x:c r="B3" t="e"><x:v>#REF!</x:v></x:c></x:row></x:sheetData></x:worksheet>'
    )
    extent = layout.measure(io.BytesIO(xml.encode()))
    assert (extent.first_row, extent.last_row, extent.first_column, extent.last_column) == (3, 3, 1, 1)
    assert extent.hidden_rows == {3}
    assert extent.broken == {(3, 1): CellError("#REF!")}


def test_dates_times_and_durations():
    def fill(book):
        sheet = book.add_worksheet()
        for column, (number, style) in enumerate(
            [
                (45112, "yyyy-mm-dd"),
                (45112, 'yyyy"年"m"月"d"日"'),
                (45112, 58),
                (45112.5, 22),
                (0.5, 20),
                (1.5, "[h]:mm"),
            ]
        ):
            sheet.write_number(0, column, number, book.add_format({"num_format": style}))
        sheet.write_number(0, 6, 45112)

    day = date(2023, 7, 5)
    noon = datetime.datetime(2023, 7, 5, 12)
    assert rows_of(written(fill)) == {1: (day, day, day, noon, "12:00", "36:00", 45112)}


def test_the_1904_date_system_is_told_and_real_dates_are_right():
    def fill(book):
        book.add_worksheet().write_datetime(0, 0, datetime.datetime(2023, 7, 5), book.add_format({"num_format": 14}))

    (sheet,) = read_workbook(written(fill, date_1904=True), "a.xlsx")
    assert sheet.epoch_1904
    assert sheet.rows[0].cells == (date(2023, 7, 5),)


# ---- sheets -------------------------------------------------------------------------------------------------


def test_row_numbers_and_columns_are_those_of_excel():
    content = made.xlsx(f'<row r="6">{text_cell("D6", "a")}</row><row r="9">{text_cell("F9", "b")}</row>')
    assert rows_of(content) == {6: (None, None, None, "a", None, None), 9: (None, None, None, None, None, "b")}


def test_formatted_blanks_and_trailing_rows_are_trimmed():
    blanks = "".join(f'<row r="{n}"><c r="A{n}" s="0"/><c r="XFD{n}" s="0"/></row>' for n in range(2, 5000))
    (sheet,) = read_workbook(made.xlsx(f'<row r="1">{text_cell("A1", "x")}</row>{blanks}'), "a.xlsx")
    assert sheet.rows == (Row(1, ("x",)),)
    assert sheet.width == 1


def test_a_row_of_blank_text_is_a_blank_row():
    content = made.xlsx(f'<row r="1">{text_cell("A1", "x")}</row><row r="2">{text_cell("A2", "　 ")}</row>')
    assert rows_of(content) == {1: ("x",)}


def test_a_false_dimension_is_ignored():
    content = made.xlsx(f'<row r="1">{text_cell("A1", "x")}</row>', before='<dimension ref="A1:XFD1048576"/>')
    assert rows_of(content) == {1: ("x",)}


def test_hidden_merged_and_several_sheets():
    def fill(book):
        first = book.add_worksheet("甲 & <乙>")
        first.merge_range("A1:C1", "标题")
        first.write_row(1, 0, ["a", "b", "c"])
        first.set_row(1, None, None, {"hidden": True})
        first.set_column("B:B", None, None, {"hidden": True})
        book.add_worksheet("藏").hide()
        book.add_worksheet("空")

    first, second, third = read_workbook(written(fill), "a.xlsx")
    assert (first.name, first.visible, first.width) == ("甲 & <乙>", True, 3)
    assert first.merged == ((1, 0, 1, 2),)
    assert (first.hidden_rows, first.hidden_columns) == ({2}, {1})
    assert (second.name, second.visible, second.rows) == ("藏", False, ())
    assert (third.name, third.visible, third.rows) == ("空", True, ())


def test_the_child_gives_the_same_sheets(tmp_path):
    rows = "".join(f'<row r="{n}">{text_cell(f"A{n}", "x")}<c r="B{n}"><f>1</f></c></row>' for n in range(1, 1202))
    path = tmp_path / "upload"
    path.write_bytes(made.xlsx(rows, before='<cols><col min="2" max="2" hidden="1"/></cols>'))
    assert read_in_child(path, "台账.xlsx") == list(read_workbook(path, "台账.xlsx"))


# ---- the old binary workbook --------------------------------------------------------------------------------


def test_an_old_workbook_keeps_its_errors_its_numbers_and_what_it_hides():
    content = made.xls(
        made.hidden_columns(1, 2)
        + made.hidden_row(4)
        + made.label_cell(3, 1, "姓名")
        + made.number_cell(4, 1, 12.0)
        + made.number_cell(4, 3, 12.5)
        + made.error_cell(6, 1, 0x2A)
        + made.formula_cell(7, 2, b"\x02\x00\x07\x00\x00\x00\xff\xff")
        + made.formula_cell(8, 1, struct.pack("<d", 3.0)),
        made.label_cell(1, 0, "x"),
    )
    first, second = read_workbook(content, "台账.xls")
    assert {row.number: row.cells for row in first.rows} == {
        3: (None, "姓名", None, None),
        4: (None, 12, None, 12.5),
        6: (None, CellError("#N/A"), None, None),
        7: (None, None, CellError("#DIV/0!"), None),
        8: (None, 3, None, None),
    }
    assert (first.name, first.hidden_rows, first.hidden_columns) == ("表1", {4}, {1, 2})
    assert second.rows == (Row(1, ("x",)),)


def test_an_old_workbook_of_many_sectors():
    content = made.xls(b"".join(made.number_cell(n, 0, n) for n in range(1, 20_001)))
    (sheet,) = read_workbook(content, "台账.xls")
    assert sheet.rows[-1] == Row(20_000, (20_000,))


def test_an_old_workbook_tells_its_date_system():
    content = made.xls(made.number_cell(1, 0, 1), globals_more=made.record(0x22, b"\x01\x00"))
    assert next(read_workbook(content, "台账.xls")).epoch_1904


@given(st.integers(0, 20_000), st.binary(min_size=1, max_size=4))
@settings(max_examples=300, deadline=None)
def test_a_damaged_old_workbook_is_read_or_refused_never_worse(at, noise):
    content = bytearray(made.xls(made.label_cell(3, 1, "姓名") + made.error_cell(6, 1, 0x2A)))
    at %= len(content)
    content[at : at + len(noise)] = noise
    try:
        biff.measure(bytes(content))
    except ExchangeError as error:
        assert "：请" in str(error)


def test_column_letters():
    assert [layout.column_letter(n) for n in (0, 25, 26, 701, 702, 16383)] == ["A", "Z", "AA", "ZZ", "AAA", "XFD"]
    assert all(layout.column_index(layout.column_letter(n)) == n for n in range(0, 16384, 97))


# ---- text files ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_encodings(encoding):
    content = "姓名,备注\n张三,第一行\n李四,㎡①\n".encode(encoding)
    assert rows_of(content, "a.csv") == {1: ("姓名", "备注"), 2: ("张三", "第一行"), 3: ("李四", "㎡①")}


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
def test_delimiters(delimiter):
    text = "\n".join(delimiter.join(row) for row in [["序号", "姓名"], ["1", "张三"], ["2", "李四"]])
    assert rows_of(text.encode(), "a.csv")[3] == ("2", "李四")


@pytest.mark.parametrize(
    "text, rows",
    [
        ('a,b\n"多\n行",2\n3,4\n', {1: ("a", "b"), 2: ("多\n行", "2"), 3: ("3", "4")}),
        ("a,b\n\n ,　\n1,2\n", {1: ("a", "b"), 4: ("1", "2")}),
        ("a,b\r\n1\r\n1,2,3\r\n", {1: ("a", "b", None), 2: ("1", None, None), 3: ("1", "2", "3")}),
        ("只有一列\n甲\n", {1: ("只有一列",), 2: ("甲",)}),
        ("编号\n00123\n=1+1\n", {1: ("编号",), 2: ("00123",), 3: ("=1+1",)}),
        ("备注\n甲、乙，丙\n", {1: ("备注",), 2: ("甲、乙，丙",)}),
    ],
)
def test_text_cells_stay_text_and_keep_their_row(text, rows):
    assert rows_of(text.encode(), "a.csv") == rows


@pytest.mark.parametrize(
    "content, words",
    [
        ("姓名\n张三\n".encode() * 20 + b"\xff\xfe\n", "第 41 行（第 281 个字节）的编码无法识别"),
        ("姓名\n李四\n".encode() * 20 + "王五".encode("gb18030"), "编码无法识别"),
        ('a,b\n1,"没有收口\n2,3\n'.encode(), "第 2 行引号不成对"),
        (b'a,b\n1,"x"y\n', "第 2 行引号不成对"),
        ("姓\0名".encode("utf-16"), "不是文本"),
    ],
)
def test_a_damaged_text_file_is_refused_with_its_place(content, words):
    with pytest.raises(ExchangeError) as caught:
        rows_of(content, "a.csv")
    assert words in str(caught.value) and "：请" in str(caught.value)


# ---- hostile workbooks --------------------------------------------------------------------------------------


def _sparse(*references):
    return made.xlsx("".join(f'<row r="{r[1]}">{text_cell("".join(r), "x")}</row>' for r in references))


def _circular(content):
    """The first sector of the stream names itself as the next one."""
    return content[: 512 + 8] + struct.pack("<I", 2) + content[512 + 12 :]


def _numbered(text):
    return "".join(text % n for n in range(1, 60_000))


def _many_rows(count, columns=1):
    cells = "".join(f'<c r="{layout.column_letter(c)}%d"><v>1</v></c>' for c in range(columns))
    return "".join(f'<row r="{n}">{cells % ((n,) * columns)}</row>' for n in range(1, count + 1))


HOSTILE = {
    "A1 and XFD1048576": (
        lambda: _sparse(("A", "1"), ("XFD", "1048576")),
        "表格区域过大（1048576 行×16384 列）：请删除",
    ),
    "reference against its row": (
        lambda: made.xlsx('<row r="1"><c r="A1"><v>1</v></c><c r="XFD1048576"><v>1</v></c></row>'),
        "表格区域过大",
    ),
    "lower case reference": (
        lambda: made.xlsx('<row r="1"><c r="a1"><v>1</v></c><c r="xfd1048576"><v>1</v></c></row>'),
        "表格区域过大",
    ),
    "order of attributes": (
        lambda: made.xlsx('<row r="1"><c s="0" r=\'A1\'><v>1</v></c><c s="0" r=\'XFD1048576\'><v>1</v></c></row>'),
        "表格区域过大",
    ),
    "unseen by the look ahead": (  # the parser reads a space before "=", the look ahead does not: the child holds
        lambda: made.xlsx('<row r="1"><c r="A1"><v>1</v></c><c r ="XFD1048576"><v>1</v></c></row>'),
        "请用 Excel 或 WPS 打开后另存",
    ),
    "unclosed tags": (lambda: made.xlsx(_numbered('<c %d r="')), "请用 Excel 或 WPS 打开后另存"),
    "unclosed errors": (lambda: made.xlsx(_numbered('<c r="A%d" t="e">')), "请用 Excel 或 WPS 打开后另存"),
    "unclosed formulas": (lambda: made.xlsx(_numbered('<c r="A%d"><f>1')), "请用 Excel 或 WPS 打开后另存"),
    "250,000 rows": (lambda: made.xlsx(_many_rows(250_000)), "数据超过 20 万行：请拆成几个文件"),
    "a million rows": (lambda: made.xlsx(_many_rows(1_000_000)), "请拆成几个文件"),
    "doctype": (lambda: made.xlsx(extra={"xl/a.xml": "<!DOCTYPE a>"}), "DOCTYPE"),
    "bomb": (lambda: made.xlsx(extra={"xl/sharedStrings.xml": b"0" * (100 << 20)}), "压缩比超过 100 倍"),
    "macro": (lambda: made.xlsx(extra={"xl/vbaProject.bin": "x"}), "含宏"),
    "encrypted": (lambda: made.ole("EncryptedPackage"), "请先取消打开密码"),
    "truncated": (lambda: made.xlsx(_many_rows(100))[:900], "可能只传了一部分"),
    "wrong extension": (lambda: b"%PDF-1.4", "实际是PDF 文件"),
    "not xml": (lambda: made.xlsx("<row><c></row>"), "请用 Excel 或 WPS 打开后另存"),
    "no sheet part": (lambda: made.packed({"xl/workbook.xml": "<workbook/>"}), "工作簿目录损坏"),
    "far cells in xls": (
        lambda: made.xls(made.number_cell(1, 0, 1) + made.number_cell(65536, 255, 1)),
        "表格区域过大（65536 行×256 列）：请删除",
    ),
    "encrypted records in xls": (lambda: made.xls(b"", globals_more=made.record(0x2F, b"\0" * 6)), "请先取消打开密码"),
    "endless sheets in xls": (lambda: made.xls(*[b""] * 300), "工作表超过 256 张"),
    "circular xls": (lambda: _circular(made.xls(b"")), "工作簿损坏"),
    "hollow xls": (lambda: made.ole("Workbook"), "请用 Excel 或 WPS 打开后另存"),
}


def _seconds():
    """Processor time of this process and its children: holds on a busy machine, where the clock does not."""
    return time.process_time() + sum(resource.getrusage(resource.RUSAGE_CHILDREN)[:2])


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_workbooks_are_refused_in_time_and_memory(name, tmp_path):
    make, words = HOSTILE[name]
    filename = "台账.xls" if "xls" in name or name == "encrypted" else "台账.xlsx"
    path = tmp_path / "upload"
    path.write_bytes(make())
    before, started = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, _seconds()
    with pytest.raises(ExchangeError) as caught:
        read_in_child(path, filename)
    elapsed = _seconds() - started
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    message = str(caught.value)
    assert message.startswith(f"“{filename}”：") and words in message and "\n" not in message
    assert elapsed < 2
    assert grown < 48 << 10  # kB


def test_too_many_cells_are_refused(monkeypatch):
    monkeypatch.setattr(layout, "CELLS", 20_000)
    with pytest.raises(ExchangeError, match="工作表“台账”有内容的单元格超过 2 万个"):
        list(read_workbook(made.xlsx(_many_rows(201, 100)), "a.xlsx"))


def test_limits_count_all_sheets_of_the_workbook(monkeypatch):
    monkeypatch.setattr(sheets, "ROWS", 20_000)
    monkeypatch.setattr(layout, "ROWS", 20_000)

    def fill(book):
        for name in "甲乙":
            book.add_worksheet(name).write_column(0, 0, [1] * 10_001)

    with pytest.raises(ExchangeError, match="超过 2 万行"):
        list(read_workbook(written(fill), "a.xlsx"))


def test_reading_does_not_load_the_parser_into_this_process():
    code = "import sys, zelian.exchange.sheets; assert not [m for m in sys.modules if 'calamine' in m or 'django' in m]"
    subprocess.run([sheets.child.sys.executable, "-c", code], check=True)
