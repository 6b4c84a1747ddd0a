"""Cell → value, as tables: what is taken, what is refused, and what the refusal says."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zelian.exchange.cells import as_choice, as_fen, as_int, as_names, as_text
from zelian.exchange.dates import as_date, as_month
from zelian.exchange.errors import CellError


@pytest.mark.parametrize("function", [as_text, as_int, as_fen, as_names, lambda value: as_choice(value, {"是": "y"})])
@pytest.mark.parametrize("value", [None, "", "   ", "　", "\u200b\ufeff"])
def test_blank_is_neither_value_nor_error(function, value):
    assert function(value) == (None, None)


@pytest.mark.parametrize("function", [as_text, as_int, as_fen, as_names, lambda value: as_choice(value, {"是": "y"})])
def test_an_error_cell_is_never_a_value(function):
    value, message = function(CellError("#REF!"))
    assert value is None
    assert message == "单元格显示“#REF!”，不是有效内容：请改正公式，或直接填写结果"


# ---- whole numbers ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "value, number",
    [
        (12, 12),
        (0, 0),
        (-3, -3),
        (12.0, 12),
        ("12", 12),
        ("0012", 12),
        ("12.0", 12),
        ("1,234", 1234),
        ("1,234,567", 1234567),
        ("１２", 12),
        ("１，２３４", 1234),
        (" 12\u200b", 12),
        ("1 234", 1234),
        ("-3", -3),
        ("−3", -3),
        ("+3", 3),
        (999999999999999, 999999999999999),
    ],
)
def test_an_int(value, number):
    assert as_int(value) == (number, None)
    assert type(as_int(value)[0]) is int


@pytest.mark.parametrize(
    "value, words",
    [
        (12.5, "“12.5”不是整数：请填写整数"),
        ("12.5", "“12.5”不是整数"),
        ("12人", "“12人”带有“人”：请只填数字 12"),
        ("12 人次", "带有“人次”：请只填数字 12"),
        ("1,200元", "带有“元”：请只填数字 1200"),
        ("95%", "带有“%”：请只填数字 95"),
        ("９５％", "请只填数字 95"),
        ("1.2万", "带有“万”：请写成 12000"),
        ("3亿", "请写成 300000000"),
        ("30余", "不是确数"),
        ("30多人", "不是确数"),
        ("30+", "不是确数"),
        ("约30", "不是确数"),
        ("近100人", "不是确数"),
        ("1,2345", "不是数字"),
        ("1,23", "不是数字"),
        ("十二", "请用阿拉伯数字"),
        ("3-5", "不是数字"),
        ("/", "没有请填 0，不清楚请留空"),
        ("无", "没有请填 0"),
        ("—", "没有请填 0"),
        (True, "不是数字"),
        (date(2023, 7, 5), "“2023-07-05”不是数字"),
        (1.1e17, "科学计数，末位已丢失"),
        (10**15, "科学计数"),
        ("1.1E+17", "科学计数"),
        ("1e5", "科学计数"),
        ("1234567890123456", "超过 15 位"),
        (float("inf"), "科学计数"),
        (float("nan"), "科学计数"),
        ("9" * 100_000, "不是数字"),
    ],
)
def test_no_int(value, words):
    number, message = as_int(value)
    assert number is None
    assert words in message and "：" in message and len(message) < 120


# ---- money --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "value, fen",
    [
        (12, 1200),
        (12.34, 1234),
        (0.1 + 0.2, 30),
        (59.97000000000001, 5997),
        (9999999999.99, 999999999999),
        ("12.34", 1234),
        ("1,234.5", 123450),
        ("１２．５", 1250),
        ("¥12", 1200),
        ("￥1,234.50元", 123450),
        ("12000元整", 1200000),
        ("1.2万", 1200000),
        ("1.2 万元", 1200000),
        ("1.23456万元", 1234560),
        ("1.2亿元", 12000000000),
        ("-5", -500),
        (0, 0),
    ],
)
def test_money_in_yuan_is_exact_fen(value, fen):
    assert as_fen(value) == (fen, None)
    assert type(as_fen(value)[0]) is int


@pytest.mark.parametrize(
    "value, words",
    [
        (12.345, "“12.345”小数超过两位"),
        ("0.001", "小数超过两位"),
        ("1.2345678万", "小数超过两位"),
        ("1E5", "科学计数"),
        (1e20, "金额过大"),
        (float("nan"), "科学计数"),
        ("三百元", "不是金额"),
        ("12元/人", "不是金额"),
        ("元", "不是金额"),
        ("12百", "不是金额"),
        ("/", "没有请填 0"),
        (True, "不是金额"),
        (date(2023, 7, 5), "不是金额"),
    ],
)
def test_no_money(value, words):
    fen, message = as_fen(value)
    assert fen is None
    assert words in message and "：" in message


@given(st.integers(-(10**12), 10**12))
def test_money_written_as_yuan_comes_back_to_the_fen(fen):
    sign, (yuan, rest) = ("-" if fen < 0 else ""), divmod(abs(fen), 100)
    text = f"{sign}{yuan}.{rest:02d}"
    assert as_fen(text) == (fen, None)
    assert as_fen(float(text)) == (fen, None)


# ---- text ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "value, text",
    [
        ("张三", "张三"),
        ("　 张三\u200b\n", "张三"),
        ("①㎡Ⅳ（１）", "①㎡Ⅳ（１）"),
        ("第一行\r\n第二行", "第一行\n第二行"),
        ("a\tb", "a\tb"),
        (123, "123"),
        (123.0, "123"),
        (12.5, "12.5"),
        (0.1 + 0.2, "0.3"),
        (True, "TRUE"),
        (date(2023, 7, 5), "2023-07-05"),
        (datetime(2023, 7, 5, 9, 30), "2023-07-05 09:30"),
        ("=1+1", "=1+1"),
        ("{{ x }}", "{{ x }}"),
        ("1E5", "1E5"),  # a code may look like this; eleven places and more it is Excel's doing
        ("110101199001011234", "110101199001011234"),
        ("😀", "😀"),
        ("1E" + "9" * 5_000, "1E" + "9" * 5_000),
        ("a" + " " * 32_000 + "b", "a" + " " * 32_000 + "b"),
    ],
)
def test_text_keeps_what_was_written(value, text):
    assert as_text(value) == (text, None)


@pytest.mark.parametrize(
    "value, words",
    [
        (1.10101199001011e17, "“1.10101199001011e+17”已被 Excel 改成科学计数，末位已丢失"),
        ("1.10101E+17", "科学计数"),
        ("4.4E+17", "科学计数"),
        ("a\x00b", "控制字符（U+0000）"),
        ("a\x1bb", "控制字符（U+001B）"),
        ("a\x85b", "控制字符（U+0085）"),
        ("abc\u202etxt", "改变文字方向的字符（U+202E）"),
        ("张\ufffd", "乱码"),
        ("\ud800", "乱码"),
        ("长" * 32_768, "共 32768 字，超过 32767 字：请缩短"),
        (float("inf"), "科学计数"),
    ],
)
def test_no_text(value, words):
    text, message = as_text(value)
    assert text is None
    assert words in message and message.isprintable() and len(message) < 120


def test_text_may_be_held_shorter():
    assert as_text("一二三", longest=2) == (None, "“一二三”共 3 字，超过 2 字：请缩短")


# ---- choices ------------------------------------------------------------------------------------------------

STATES = {"已办结": "done", "办理中": "open", "A类（重点）": "a", "是": "yes", "否": "no", "1": "first"}
WORDINGS = {"办结": "已办结", "完成": "已办结"}


@pytest.mark.parametrize(
    "value, code",
    [
        ("已办结", "done"),
        (" 已 办结　", "done"),
        ("办结", "done"),
        ("完成", "done"),
        ("done", "done"),
        ("Ａ类(重点)", "a"),
        ("a类（重点）", "a"),
        (True, "yes"),
        (False, "no"),
        (1, "first"),
        (1.0, "first"),
    ],
)
def test_a_choice(value, code):
    assert as_choice(value, STATES, WORDINGS) == (code, None)


def test_no_choice_says_what_could_be_meant_and_what_there_is():
    assert as_choice("已办", STATES)[1] == (
        "“已办”不在可选项里，是不是“已办结”？可填：已办结、办理中、A类（重点）、是、否、1"
    )
    many = {f"第{n}类": str(n) for n in range(20)}
    assert as_choice("别的", many)[1].endswith("、第7类 等 20 项")


# ---- names --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "value, names",
    [
        ("张三", ["张三"]),
        ("张三、李四", ["张三", "李四"]),
        ("张三,李四，王五;赵六；钱七/孙八", ["张三", "李四", "王五", "赵六", "钱七", "孙八"]),
        ("张三\n李四\n", ["张三", "李四"]),
        ("张三、 李四 、", ["张三", "李四"]),
        ("张三 李四", ["张三", "李四"]),
        ("张三　李四  王小明", ["张三", "李四", "王小明"]),
        ("张 三", ["张三"]),
        ("张　三", ["张三"]),
        ("张 三 丰", ["张三丰"]),
        ("张 三丰", ["张三丰"]),
        ("张 三、李四", ["张三", "李四"]),
        ("张 三 李 四", ["张三", "李四"]),
        ("王小明 张 三", ["王小明", "张三"]),
        ("欧阳 修", ["欧阳修"]),
        ("欧阳 明华", ["欧阳明华"]),
        ("欧 阳 明 华", ["欧阳明华"]),
        ("张三 欧阳 修", ["张三", "欧阳修"]),
        ("张\u200b三", ["张三"]),
        ("阿依夏·买买提", ["阿依夏·买买提"]),
        ("John Smith、张三", ["John Smith", "张三"]),
        ("张三（城管、环卫）、李四", ["张三（城管、环卫）", "李四"]),
        ("张三、张三", ["张三", "张三"]),
    ],
)
def test_names(value, names):
    assert as_names(value) == (names, None)


@pytest.mark.parametrize(
    "value, words",
    [
        ("张三 李", "看不出“张三 李”是几个人：请用顿号分开"),
        ("王五 李 明明", "看不出"),
        ("张 三 丰 李 四", "看不出"),
        ("张三等5人", "“等5人”没有列出姓名"),
        ("张三、李四等", "“等”没有列出姓名"),
        ("张三等三名同志", "没有列出姓名"),
        ("无", "没有请留空"),
        ("/、张三", None),
        ("12人", "不是姓名"),
        ("1.张三", "不是姓名"),
        (12, "不是姓名"),
        ("a\x00b", "控制字符"),
        ("张三、" * 10_000, "超过 4000 字"),
    ],
)
def test_no_names(value, words):
    names, message = as_names(value)
    if words is None:
        assert names == ["张三"]
    else:
        assert names is None and words in message


# ---- anything at all ----------------------------------------------------------------------------------------

ANYTHING = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(), st.dates(), st.datetimes(),
    st.builds(CellError, st.text()), st.from_regex(r"[0-9一二十年月日./\-至 ,万元]{1,12}", fullmatch=True),
)  # fmt: skip


@given(ANYTHING)
def test_every_cell_gives_a_value_or_one_line_never_both_and_never_an_exception(value):
    for function in (as_text, as_int, as_fen, as_names, as_date, as_month):
        result, message = function(value)
        assert result is None or message is None
        assert message is None or ("\n" not in message and len(message) < 160 and message.isprintable())
