"""Comments land on exactly the characters asked for, and nothing else in the document changes."""

import io
import zipfile
from datetime import UTC, datetime

import docx as python_docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from tests.exchange.official.wordfiles import W, commented, docx, p, packed, part, parts, r, relations
from zelian.exchange.docx_text import read_docx
from zelian.exchange.errors import ExchangeError
from zelian.exchange.official import Comment, annotate, annotate_in_child

BOLD = "<w:rPr><w:b/></w:rPr>"
RED = '<w:rPr><w:rFonts w:eastAsia="楷体"/><w:color w:val="FF0000"/></w:rPr>'
WRAPPERS = {
    "none": "{}",
    "link": '<w:hyperlink w:anchor="x">{}</w:hyperlink>',
    "inserted": '<w:ins w:id="9" w:author="甲">{}</w:ins>',
    "control": '<w:sdt><w:sdtPr><w:tag w:val="f"/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>',
    "tag": '<w:smartTag w:element="e">{}</w:smartTag>',
    "nested": '<w:ins w:id="8" w:author="甲"><w:hyperlink w:anchor="y">{}</w:hyperlink></w:ins>',
}


def on(data, text, note="核对", author="核数"):
    """Comments on the first place of `text` in the document."""
    found = read_docx(data)
    start = found.text.index(text)
    return [Comment(*place, note, author) for place in found.locate(start, start + len(text))]


def characters(data):
    """Every character with all the formatting and wrapping around it: what must not change."""
    seen = []
    for element in part(data).iter(f"{W}t", f"{W}tab", f"{W}br"):
        run = element.getparent()
        properties = run.find(f"{W}rPr")
        look = b"" if properties is None else etree.tostring(properties, method="c14n")
        chain = tuple((a.tag, tuple(a.attrib.items())) for a in run.iterancestors())
        seen.extend((c, look, chain) for c in ((element.text or "") if element.tag == f"{W}t" else element.tag))
    return seen


contents = st.lists(
    st.one_of(
        st.text("一二3 余次，", min_size=1, max_size=5).map(lambda t: f'<w:t xml:space="preserve">{t}</w:t>'),
        st.sampled_from(["<w:tab/>", "<w:br/>", "<w:lastRenderedPageBreak/>"]),
    ),
    min_size=1,
    max_size=3,
).map("".join)
one_run = st.builds(lambda look, content: f"<w:r>{look}{content}</w:r>", st.sampled_from(["", BOLD, RED]), contents)
wrapped = st.builds(
    lambda wrapper, made: wrapper.format("".join(made)),
    st.sampled_from(sorted(WRAPPERS.values())),
    st.lists(one_run, min_size=1, max_size=3),
)
paragraph = st.lists(wrapped, min_size=1, max_size=4).map(lambda pieces: p(*pieces))


@settings(deadline=None)
@given(st.lists(paragraph, min_size=1, max_size=3), st.data())
def test_only_comments_are_added(paragraphs, data):
    before = docx("".join(paragraphs))
    found = read_docx(before)
    edges = st.tuples(st.integers(0, len(found.text)), st.integers(0, len(found.text))).map(sorted)
    asked = [place for a, b in data.draw(st.lists(edges, max_size=4)) for place in found.locate(a, b)]
    after = annotate(before, [Comment(*place, "请核对", "核数") for place in asked])

    assert read_docx(after).text == found.text
    assert characters(after) == characters(before)
    lines = {span.paragraph_path: found.text[span.start : span.end] for span in found.spans}
    bare = str.maketrans("", "", "\t\n")
    wanted = [lines[path][low:high].translate(bare) for path, low, high in asked]
    assert sorted(commented(after).values()) == sorted(wanted)


@pytest.mark.parametrize("wrapper", WRAPPERS)
def test_inside_every_wrapper(wrapper):
    data = docx(p(r("共"), WRAPPERS[wrapper].format(r("办理331件民生实事")), r("。")))
    assert commented(annotate(data, on(data, "331件"))) == {"0": "331件"}


def test_in_a_table_cell():
    data = docx(f"<w:tbl><w:tr><w:tc>{p(r('合计1040件'))}</w:tc></w:tr></w:tbl>")
    assert commented(annotate(data, on(data, "1040"))) == {"0": "1040"}


def test_over_runs_of_different_look():
    data = docx(p(r("办理"), r("3", BOLD), r("31", RED), r("件实事")))
    assert commented(annotate(data, on(data, "331件"))) == {"0": "331件"}


def test_overlapping_comments():
    data = docx(p(r("立案7起8人")))
    made = annotate(data, [*on(data, "立案7起"), *on(data, "7起8人"), *on(data, "7起8人")])
    assert commented(made) == {"0": "立案7起", "1": "7起8人", "2": "7起8人"}


def test_a_whole_content_control_is_put_inside_the_range_not_cut():
    data = docx(p(r("共"), WRAPPERS["control"].format(r("26")), r("次")))
    body = part(annotate(data, on(data, "26次")))
    assert not body.find(f".//{W}sdtContent").findall(f"{W}commentRangeStart")
    references = list(body.iter(f"{W}commentReference"))
    assert [ref.getparent().getparent().tag for ref in references] == [f"{W}p"]


def test_a_text_box_is_commented_at_its_anchor():
    box = f"<w:r><w:pict><w:txbxContent>{p(r('框内7件'))}</w:txbxContent></w:pict></w:r>"
    data = docx(p(r("见"), box))
    body = part(annotate(data, on(data, "7件")))
    start = next(body.iter(f"{W}commentRangeStart"))
    assert not list(start.iterancestors(f"{W}txbxContent"))
    assert start.getnext().find(f".//{W}txbxContent") is not None


def test_a_formula_is_taken_whole():
    data = docx(p(r("得"), "<m:oMath><m:r><m:t>x=5</m:t></m:r></m:oMath>"))
    body = part(annotate(data, on(data, "5")))
    assert next(body.iter(f"{W}commentRangeStart")).getnext().tag.endswith("oMath")


def test_comments_that_were_there_stay_and_ids_go_on():
    data = docx(p(r("共26次，12件")))
    once = annotate(data, on(data, "26次", "第一条", "甲"))
    twice = annotate(once, on(once, "12件", "第二条\n第二行", "乙"))
    assert commented(twice) == {"0": "26次", "1": "12件"}
    read = [(c.comment_id, c.author, c.text) for c in python_docx.Document(io.BytesIO(twice)).comments]
    assert read == [(0, "甲", "第一条"), (1, "乙", "第二条\n第二行")]


def test_every_other_part_is_copied_byte_for_byte():
    data = packed(
        parts(
            p(r("12件")),
            **{
                "word/styles.xml": "<styles   odd='spacing'/>",
                "customXml/item1.xml": "<orphan/>",
                "word/media/a.png": b"\x89PNG",
                "word/_rels/document.xml.rels": relations(("styles", "styles.xml")),
            },
        )
    )
    made = annotate(data, on(data, "12件"))
    changed = {"word/document.xml", "word/_rels/document.xml.rels", "[Content_Types].xml", "word/comments.xml"}
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(io.BytesIO(made)) as new:
        assert {n: old.read(n) for n in old.namelist() if n not in changed} == {
            n: new.read(n) for n in new.namelist() if n not in changed
        }
        assert set(new.namelist()) == set(old.namelist()) | {"word/comments.xml"}


def test_same_input_same_bytes_and_the_date_is_given():
    data = docx(p(r("12件")))
    made = annotate(data, on(data, "12件"))
    assert made == annotate(data, on(data, "12件"))
    comment = part(made, "word/comments.xml")[0]
    assert comment.get(f"{W}date") is None
    dated = annotate(data, on(data, "12件"), date=datetime(2026, 11, 23, 9, 0, tzinfo=UTC))
    assert part(dated, "word/comments.xml")[0].get(f"{W}date") == "2026-11-23T09:00:00Z"


def test_a_child_process_makes_the_same():
    data = docx(p(r("12件")))
    comments = on(data, "12件")
    assert annotate_in_child(data, comments) == annotate(data, comments)


@pytest.mark.parametrize(
    "comment",
    [
        Comment(1, 0, 1, "无此段", "甲"),
        Comment(0, 2, 2, "空", "甲"),
        Comment(0, -1, 2, "负", "甲"),
        Comment(0, 0, 99, "太长", "甲"),
    ],
)
def test_a_place_that_is_not_there_is_an_error(comment):
    with pytest.raises(ValueError, match="批注"):
        annotate(docx(p(r("三个字"))), [comment])


def test_control_characters_in_a_comment_are_dropped():
    data = docx(p(r("12件")))
    made = annotate(data, on(data, "12件", "台账\x00为\x0b11件"))
    assert "台账为11件" in "".join(part(made, "word/comments.xml").itertext())


def test_what_reading_refuses_commenting_refuses():
    with pytest.raises(ExchangeError):
        annotate(b"%PDF-1.7", [])
