"""Each block as paragraphs and tables of WordprocessingML."""

from collections.abc import Iterator

from lxml import etree

from .blocks import (
    AppendixTitle,
    Attachments,
    Block,
    Heading,
    Inline,
    Number,
    Paragraph,
    Salutation,
    Signature,
    Subtitle,
    Table,
    Title,
    runs,
)
from .markup import W15, name, text_content, w
from .profile import Profile
from .tables import table
from .titles import title_lines
from .width import half_chars

_SEAL_LINES = 2  # blank lines above 署名: the seal's upper edge stays within a line of the text
_DATE_INDENT = 8  # 成文日期右空四字, in half characters
_LABEL = 10  # 左空二字 and 附件： in half characters


def elements(block: Block, following: Block | None, profile: Profile, ids: Iterator[int]) -> list[etree._Element]:
    """The block-level elements of a block. `ids` numbers the content controls of the document."""
    match block:
        case Title(text):
            return [_title(text, w("spacing", after=0) if isinstance(following, Subtitle) else None)]
        case Subtitle(text):
            last = not isinstance(following, Subtitle)
            return [_paragraph("Subtitle", text, ids, None if last else w("spacing", after=0))]
        case Salutation(text):
            return [_paragraph("Salutation", text, ids)]
        case Heading(level, text):
            return [_paragraph(f"Heading{level}", text, ids)]
        case Paragraph(text):
            return [_paragraph("BodyText", text, ids)]
        case Table():
            return _table(block, profile, ids)
        case Attachments(names):
            return _attachments(names, profile, ids)
        case Signature(office, date):
            return _signature(office, date, profile, ids)
        case AppendixTitle(label, text):
            # The title of an appendix stands on the third line.
            gap = w("spacing", after=profile.line_pitch)
            return [_paragraph("AppendixLabel", label, ids, gap), _title(text)]
    raise TypeError(f"不认识的公文要素：{block!r}")


def begin_page(element: etree._Element) -> None:
    """Let a paragraph (or the first one of a table) begin a new page.

    A property instead of a paragraph with a break: Word would leave an empty line at the top of the new page.
    """
    properties = next(element.iter(name("pPr")))
    properties.insert(1, w("pageBreakBefore"))


def inline(text: Inline, ids: Iterator[int]) -> list[etree._Element]:
    """Runs of text; a bound figure in a content control that carries its reference and no formatting."""
    made = []
    for run in runs(text):
        content = text_content(run.text)
        if isinstance(run, Number):
            made.append(_control(run.ref, next(ids), w("r", *content)))
        elif content:
            style = w("rPr", w("rStyle", val=f"Level{run.level}")) if run.level else None
            made.append(w("r", style, *content))
    return made


def _control(ref: str, number: int, run: etree._Element) -> etree._Element:
    hidden = etree.Element(f"{{{W15}}}appearance", {f"{{{W15}}}val": "hidden"}, {"w15": W15})
    return w("sdt", w("sdtPr", w("tag", val=ref), w("id", val=number), hidden), w("sdtContent", run))


def _paragraph(style: str, text: Inline, ids: Iterator[int], *properties: etree._Element | None) -> etree._Element:
    return w("p", w("pPr", w("pStyle", val=style), *properties), *inline(text, ids))


def _title(text: str, *properties: etree._Element | None) -> etree._Element:
    content = text_content("\n".join(title_lines(text)))
    return w("p", w("pPr", w("pStyle", val="Title"), *properties), w("r", *content))


def _attachments(names: tuple[str, ...], profile: Profile, ids: Iterator[int]) -> list[etree._Element]:
    """附件：1. … with the numbers one under the other, a long name hanging under its first character."""
    half = profile.char_pitch // 2
    made = []
    for number, title in enumerate(names, 1):
        mark = f"{number}. " if len(names) > 1 else ""  # without the space 1.2026年 reads as a decimal
        text = ("附件：" if number == 1 else "") + mark + title
        left = _LABEL + half_chars(mark)
        hanging = left - 4 if number == 1 else half_chars(mark)
        spacing = w("spacing", before=profile.line_pitch) if number == 1 else None
        made.append(_paragraph("Attachments", text, ids, spacing, w("ind", left=left * half, hanging=hanging * half)))
    return made


def _signature(office: str, date: str, profile: Profile, ids: Iterator[int]) -> list[etree._Element]:
    """署名 centred over 成文日期, which stands four characters from the right (GB/T 9704-2012, 7.3.5.1).

    An office longer than that leaves room for moves the date instead, so that both stay in the type area.
    """
    half = profile.char_pitch // 2
    difference = (half_chars(office) - half_chars(date)) * half // 2
    office_right = max(_DATE_INDENT * half - difference, 0)
    date_right = office_right + difference
    space = w("spacing", before=_SEAL_LINES * profile.line_pitch)
    return [
        _paragraph("Signature", office, ids, space, w("ind", right=office_right)),
        _paragraph("Date", date, ids, w("ind", right=max(date_right, 0))),
    ]


def _table(block: Table, profile: Profile, ids: Iterator[int]) -> list[etree._Element]:
    made = [_paragraph("Caption", block.caption, ids)] if block.caption else []
    # Word joins tables that touch, and wants a paragraph at the end of the text.
    after = w("p", w("pPr", w("pStyle", val="AfterTable")))
    return [*made, table(block, profile, lambda text: inline(text, ids)), after]
