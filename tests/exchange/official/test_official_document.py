"""The file as Word will find it: fonts, sizes, indents, tables, footers. Read with another library, or as bare XML."""

import io
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import docx as python_docx
import pytest
from docx.shared import Mm, Pt
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.exchange.official.wordfiles import W, part
from zelian.exchange.docx_text import read_docx
from zelian.exchange.official import (
    DEFAULT,
    WIN10,
    AppendixTitle,
    Attachments,
    Heading,
    Number,
    PageBreak,
    Paragraph,
    Profile,
    Properties,
    Salutation,
    Signature,
    Subtitle,
    Table,
    Text,
    Title,
    write,
)

TABLE = Table(
    ("序号", "社区", "件数"), (("1", "松涛社区", (Number("12", "done"),)), ("2", "柳岸社区", "1,034")), "表1　办理情况"
)
REPORT = [
    Title("云溪街道2026年度全面从严治党主体责任落实情况报告"),
    Subtitle("（2027年1月8日）"),
    Salutation("中共青禾区委："),
    Heading(1, "一、履行责任情况"),
    Heading(2, "（一）压实责任"),
    Paragraph((Text("一是建章立制。", 3), Text("召开会议"), Number("26", "meetings"), Text("次。"))),
    Heading(3, "1.班子履责"),
    Heading(4, (Text("（1）讲党课"), Number("3", "lectures"), Text("次"))),
    TABLE,
    Attachments(("办理明细", "责任清单")),
    Signature("中共青禾区云溪街道工作委员会", "2027年1月8日"),
    AppendixTitle("附件1", "办理明细"),
    TABLE,
]


def made(blocks, profile=DEFAULT, **kw):
    out = io.BytesIO()
    write(blocks, out, profile, **kw)
    return out.getvalue()


def opened(blocks, profile=DEFAULT):
    return python_docx.Document(io.BytesIO(made(blocks, profile)))


def val(element, path, attribute="val"):
    found = element.find("/".join(f"{W}{tag}" for tag in path.split("/")))
    return None if found is None else found.get(f"{W}{attribute}")


def style(data, key):
    return next(s for s in part(data, "word/styles.xml") if s.get(f"{W}styleId") == key)


def paragraphs(data):
    return list(part(data).iter(f"{W}p"))


def text(element):
    return "".join(t.text for t in element.iter(f"{W}t"))


def test_paper_and_type_area():
    section = opened(REPORT).sections[0]
    assert (section.page_width, section.page_height) == pytest.approx((Mm(210), Mm(297)), abs=700)
    margins = (section.top_margin, section.left_margin, section.right_margin, section.bottom_margin)
    assert margins == pytest.approx((Mm(37), Mm(28), Mm(26), Mm(35)), abs=700)  # half a twip
    grid = part(made(REPORT)).find(f".//{W}docGrid")
    assert grid.attrib == {f"{W}type": "lines", f"{W}linePitch": "579"}


@pytest.mark.parametrize(
    ("key", "font", "points"),
    [
        ("Title", "方正小标宋简体", 22),
        ("Heading1", "黑体", None),
        ("Heading2", "楷体_GB2312", None),
        ("Heading3", "仿宋_GB2312", None),
        ("Heading4", "仿宋_GB2312", None),
        ("Footer", "宋体", 14),
        ("TableText", "仿宋_GB2312", 12),
        ("Subtitle", "楷体_GB2312", None),
    ],
)
def test_type_of_each_part(key, font, points):
    found = style(made(REPORT), key)
    assert val(found, "rPr/rFonts", "eastAsia") == font
    assert val(found, "rPr/sz") == (str(points * 2) if points else None)


def test_the_body_is_16_points_on_an_exact_line_without_widow_control():
    normal = opened(REPORT).styles["Normal"]
    assert normal.font.size == Pt(16)
    assert normal.paragraph_format.line_spacing == Pt(28.95)
    assert normal.paragraph_format.widow_control is False
    defaults = part(made(REPORT), "word/styles.xml").find(f"{W}docDefaults")
    assert defaults.find(f".//{W}rFonts").attrib == {
        f"{W}ascii": "仿宋_GB2312",
        f"{W}hAnsi": "仿宋_GB2312",
        f"{W}cs": "仿宋_GB2312",
        f"{W}eastAsia": "仿宋_GB2312",
        f"{W}hint": "eastAsia",
    }


def test_28_characters_fill_a_line():
    assert 28 * (16 * 20 + DEFAULT.char_spacing) <= DEFAULT.text_width < 29 * (16 * 20 + DEFAULT.char_spacing)
    assert val(style(made(REPORT), "Normal"), "rPr/spacing") == str(DEFAULT.char_spacing) == "-5"


def test_body_and_headings_are_indented_by_two_characters():
    for key in ("BodyText", "Heading1", "Heading4"):
        assert val(style(made(REPORT), key), "pPr/ind", "firstLineChars") == "200"
    assert val(style(made(REPORT), "Salutation"), "pPr/ind", "firstLineChars") is None


def test_only_headings_titles_and_captions_hold_the_next_line():
    data = made(REPORT)
    holding = {s.get(f"{W}styleId") for s in part(data, "word/styles.xml") if s.find(f"{W}pPr/{W}keepNext") is not None}
    assert holding == {
        "Title", "Heading1", "Heading2", "Heading3", "Heading4", "AppendixLabel", "Signature", "Caption"
    }  # fmt: skip
    assert not list(part(data, "word/styles.xml").iter(f"{W}keepLines"))


def test_headings_are_headings_for_the_navigation_pane():
    found = [(x.style.name, x.text) for x in opened(REPORT).paragraphs if x.style.name.startswith("Heading")]
    assert found == [
        ("Heading 1", "一、履行责任情况"),
        ("Heading 2", "（一）压实责任"),
        ("Heading 3", "1.班子履责"),
        ("Heading 4", "（1）讲党课次"),  # the library leaves out what stands in a content control
    ]


def test_a_bound_figure_is_a_content_control_without_formatting_of_its_own():
    controls = list(part(made(REPORT)).iter(f"{W}sdt"))
    assert [(val(c, "sdtPr/tag"), text(c)) for c in controls] == [
        ("meetings", "26"), ("lectures", "3"), ("done", "12"), ("done", "12")
    ]  # fmt: skip
    ids = [val(c, "sdtPr/id") for c in controls]
    assert len(set(ids)) == len(ids)
    assert all(c.find(f".//{W}rPr") is None for c in controls)


def test_bound_figures_are_found_again():
    found = read_docx(made(REPORT))
    assert [(found.text[b.start : b.end], b.ref) for b in found.bound][:2] == [("26", "meetings"), ("3", "lectures")]


def test_a_heading_run_into_its_paragraph_has_its_level_s_type():
    run = next(x for x in part(made(REPORT)).iter(f"{W}r") if text(x) == "一是建章立制。")
    assert val(run, "rPr/rStyle") == "Level3"
    assert val(style(made(REPORT), "Level2"), "rPr/rFonts", "eastAsia") == "楷体_GB2312"


def test_the_title_is_broken_and_followed_by_a_blank_line():
    title, *_ = paragraphs(made(REPORT))
    assert text(title) == REPORT[0].text
    assert len(list(title.iter(f"{W}br"))) == 1
    assert val(title, "pPr/spacing", "after") == "0"  # the line below the title stands close
    assert val(style(made(REPORT), "Subtitle"), "pPr/spacing", "after") == "579"
    alone = paragraphs(made([REPORT[0], REPORT[2]]))[0]
    assert val(alone, "pPr/spacing", "after") is None
    assert val(style(made(REPORT), "Title"), "pPr/spacing", "after") == "579"


def test_table_head_repeats_and_numbers_stand_right():
    table = opened(REPORT).tables[0]
    rows = table._tbl.tr_lst
    assert rows[0].find(f"{W}trPr/{W}tblHeader") is not None
    assert rows[1].find(f"{W}trPr/{W}tblHeader") is None
    assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)
    sides = [[val(cell, "p/pPr/jc") for cell in row.iter(f"{W}tc")] for row in rows]
    assert sides == [[None, None, None], ["center", None, "right"], ["center", None, "right"]]


def test_table_is_as_wide_as_the_type_area():
    for head in (("序号", "事项"), tuple("甲乙丙丁戊己庚辛壬癸")):
        data = made([Table(head, (tuple("长" * 80 for _ in head),) * 2)])
        widths = [int(c.get(f"{W}w")) for c in part(data).iter(f"{W}gridCol")]
        assert sum(widths) == DEFAULT.text_width
        assert min(widths) > 0


def test_a_short_column_is_not_squeezed_by_a_long_one():
    data = made([Table(("序号", "事项"), (("1", "长" * 200),))])
    narrow, wide = (int(c.get(f"{W}w")) for c in part(data).iter(f"{W}gridCol"))
    assert 4 * 120 < narrow < wide


def test_tables_do_not_touch():
    body = part(made([TABLE, replace(TABLE, caption=None)]))[0]
    assert [e.tag.removeprefix(W) for e in body] == ["p", "tbl", "p", "tbl", "p", "sectPr"]


def test_a_row_of_another_length_is_an_error():
    with pytest.raises(ValueError, match="第1行有1格，表头有2格"):
        Table(("甲", "乙"), (("1",),))


def test_page_numbers_between_dashes_odd_right_even_left():
    data = made(REPORT)
    assert part(data, "word/settings.xml").find(f"{W}evenAndOddHeaders") is not None
    odd, even = (part(data, f"word/footer{n}.xml") for n in (1, 2))
    assert (val(odd, "p/pPr/jc"), val(even, "p/pPr/jc")) == ("right", "left")
    assert [text(f) for f in (odd, even)] == ["— 1 —"] * 2
    kinds = {r.get(f"{W}type"): r for r in part(data).iter(f"{W}footerReference")}
    assert set(kinds) == {"default", "even"}
    # 28 mm from the edge of the paper to the dash: 35 mm of margin less 7 mm
    assert int(val(part(data), "body/sectPr/pgMar", "footer")) + 160 == pytest.approx(28 * 1440 / 25.4, abs=1)


def test_signature_is_centred_over_the_date_four_characters_from_the_right():
    office, date = paragraphs(made([Signature("云溪街道党工委", "2027年1月8日")]))[:2]
    half = DEFAULT.char_pitch // 2
    assert int(val(date, "pPr/ind", "right")) == pytest.approx(8 * half, abs=half)
    width_office, width_date = 14 * half, 12 * half
    centres = [int(val(x, "pPr/ind", "right")) + w // 2 for x, w in ((office, width_office), (date, width_date))]
    assert centres[0] == pytest.approx(centres[1], abs=half)


def test_a_long_office_stays_in_the_type_area():
    office, date = paragraphs(
        made([Signature("中共青禾区云溪街道工作委员会全面从严治党工作领导小组", "2027年1月8日")])
    )[:2]
    assert val(office, "pPr/ind", "right") == "0"
    assert int(val(date, "pPr/ind", "right")) > 8 * DEFAULT.char_pitch // 2


def test_attachments_are_numbered_and_hang():
    first, second = paragraphs(made([Attachments(("办理明细", "责任清单"))]))[:2]
    assert [text(first), text(second)] == ["附件：1. 办理明细", "2. 责任清单"]
    assert val(first, "pPr/ind", "left") == val(second, "pPr/ind", "left")
    (alone,) = paragraphs(made([Attachments(("办理明细",))]))
    assert text(alone) == "附件：办理明细"


def test_appendix_begins_a_page_with_its_title_on_the_third_line():
    label, title = paragraphs(made([AppendixTitle("附件1", "办理明细")]))[:2]
    assert label.find(f"{W}pPr/{W}pageBreakBefore") is not None
    assert val(label, "pPr/spacing", "after") == "579"
    assert val(title, "pPr/pStyle") == "Title"


def test_a_page_break_belongs_to_the_next_block():
    first, second = paragraphs(made([Paragraph("一"), PageBreak(), Paragraph("二")]))
    assert first.find(f"{W}pPr/{W}pageBreakBefore") is None
    assert second.find(f"{W}pPr/{W}pageBreakBefore") is not None
    table = paragraphs(made([PageBreak(), replace(TABLE, caption=None)]))[0]
    assert table.find(f"{W}pPr/{W}pageBreakBefore") is not None


def test_another_profile_changes_the_type():
    data = made(REPORT, WIN10)
    assert val(style(data, "Title"), "rPr/rFonts", "eastAsia") == "华文中宋"
    assert "GB2312" not in "".join(zipfile.ZipFile(io.BytesIO(data)).read(n).decode() for n in ("word/styles.xml",))
    latin = made(REPORT, replace(DEFAULT, latin_font="Times New Roman"))
    assert part(latin, "word/styles.xml").find(f".//{W}rFonts").get(f"{W}ascii") == "Times New Roman"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"line_pitch_pt": Decimal("30")}, "放不下22行"),
        ({"chars": 50}, "放不下每行50字"),
        ({"body_size": "16磅"}, "字号"),
    ],
)
def test_a_profile_that_cannot_hold_the_page_is_refused(change, message):
    with pytest.raises(ValueError, match=message):
        replace(Profile(), **change)


def test_same_blocks_same_bytes():
    moment = Properties("报告", "云溪街道", created=datetime(2027, 1, 8, tzinfo=UTC))
    assert made(REPORT, properties=moment) == made(REPORT, properties=moment)
    with zipfile.ZipFile(io.BytesIO(made(REPORT))) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_properties_are_those_given():
    out = io.BytesIO()
    write(REPORT, out, properties=Properties("报告", "云溪街道", created=datetime(2027, 1, 8, tzinfo=UTC)))
    core = python_docx.Document(out).core_properties
    assert (core.title, core.author, core.created) == ("报告", "云溪街道", datetime(2027, 1, 8, tzinfo=UTC))
    assert python_docx.Document(io.BytesIO(made(REPORT))).core_properties.created is None


def test_written_to_a_path(tmp_path):
    write(REPORT, tmp_path / "报告.docx")
    assert (tmp_path / "报告.docx").read_bytes() == made(REPORT)


@settings(deadline=None)
@given(st.lists(st.text(st.characters(codec="utf-8"), max_size=30), max_size=4))
def test_any_text_can_be_written_and_is_read_back(lines):
    feeds = [line.replace("\r\n", "\n").replace("\r", "\n") for line in lines]
    # what XML cannot hold is dropped, nothing else
    readable = ["".join(c for c in line if c in "\t\n" or (c >= " " and c not in "\ufffe\uffff")) for line in feeds]
    assert read_docx(made([Paragraph(line) for line in lines])).text == "\n".join(readable)


def test_a_long_evidence_table_is_not_taken_for_a_bomb():
    rows = tuple((str(n), "2026年3月5日", "松涛社区", "志愿服务", (Number("12", "volunteers"),)) for n in range(1500))
    data = made([Table(("序号", "日期", "社区", "事项", "人次"), rows)])
    assert len(read_docx(data).bound) == 1500


@pytest.mark.parametrize("ref", ["", "x" * 65])
def test_a_reference_word_cannot_keep_is_refused(ref):
    with pytest.raises(ValueError, match="1至64个字符"):
        Number("26", ref)


ORDER = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs "
    "suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd "
    "snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment "
    "textboxTightWrap outlineLvl rPr sectPr",
    "rPr": "rStyle rFonts b bCs i iCs color spacing w kern position sz szCs highlight u lang",
    "tblPr": "tblStyle tblW jc tblCellSpacing tblInd tblBorders shd tblLayout tblCellMar tblLook",
    "tblBorders": "top left bottom right insideH insideV",
    "tcPr": "tcW gridSpan vMerge tcBorders shd noWrap tcMar vAlign",
    "sectPr": "footerReference type pgSz pgMar pgNumType cols titlePg docGrid",
    "sdtPr": "rPr alias tag id lock appearance",
    "style": "name basedOn next link uiPriority qFormat pPr rPr",
    "settings": "zoom defaultTabStop evenAndOddHeaders characterSpacingControl compat themeFontLang",
    "tbl": "tblPr tblGrid tr",
    "tc": "tcPr p",
}


@pytest.mark.parametrize("name", ["document", "styles", "settings", "footer1", "footer2", "fontTable"])
def test_elements_stand_in_the_order_of_the_schema(name):
    """Word calls a file damaged when they do not (ECMA-376 part 1, chapter 17, sequences)."""
    for element in part(made(REPORT), f"word/{name}.xml").iter():
        order = ORDER.get(element.tag.rpartition("}")[2], "").split()
        places = [order.index(child.tag.rpartition("}")[2]) for child in element] if order else []
        assert places == sorted(places), element.tag
