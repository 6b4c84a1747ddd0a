"""The fixed parts of the package that follow from the profile alone: styles, settings, fonts, page and footers.

All type lives in styles; text carries none of its own, so an office can still restyle the file it got.
"""

from collections.abc import Iterator

from lxml import etree

from .markup import R, name, text_element, w
from .profile import A4_MM, Profile, twips

# A font that is missing on the reader's machine is replaced by the one named here.
_ALTERNATIVES = {"仿宋_GB2312": "仿宋", "楷体_GB2312": "楷体", "方正小标宋简体": "华文中宋"}

_FOOTER_LINE = 320  # 16 pt, room for 四号


def fonts(chinese: str, latin: str) -> etree._Element:
    """w:rFonts naming both: the hint makes “”…— Chinese, which Word would else set in the Latin font."""
    return w("rFonts", ascii=latin, hAnsi=latin, cs=latin, eastAsia=chinese, hint="eastAsia")


def styles_part(profile: Profile) -> etree._Element:
    """word/styles.xml."""
    styles = (*_paragraph_styles(profile), *_level_styles(profile), *_table_styles(profile))
    return w("styles", _defaults(profile), *styles)


def _defaults(profile: Profile) -> etree._Element:
    # No theme fonts anywhere: they would win over the names given here.
    run = w("rPr", fonts(profile.body_font, profile.latin_font), w("lang", val="en-US", eastAsia="zh-CN"))
    return w("docDefaults", w("rPrDefault", run), w("pPrDefault"))


def _style(
    key: str, title: str, ppr: list[etree._Element], rpr: list[etree._Element], *, based: str | None = "Normal"
) -> etree._Element:
    """A paragraph style; `ppr` and `rpr` in the order of the schema."""
    style = w(
        "style",
        w("name", val=title),
        w("basedOn", val=based) if based else None,
        w("qFormat"),
        w("pPr", *ppr) if ppr else None,
        w("rPr", *rpr) if rpr else None,
        type="paragraph",
        styleId=key,
    )
    if based is None:
        style.set(name("default"), "1")
    return style


def indent(profile: Profile) -> etree._Element:
    """First line indented by two characters, in characters for Word and WPS, in twips for the rest."""
    return w("ind", firstLineChars=200, firstLine=profile.char_pitch * 2)


def _paragraph_styles(profile: Profile) -> Iterator[etree._Element]:
    grid = {"line": profile.line_pitch, "lineRule": "exact"}
    yield _normal(profile, grid)
    yield from _text_styles(profile, grid)
    yield from _frame_styles(profile)


def _normal(profile: Profile, grid: dict[str, object]) -> etree._Element:
    size = profile.half_points("body")
    return _style(
        "Normal",
        "Normal",
        [
            # Word controls widows unless told otherwise, and pages then have 21 lines.
            w("widowControl", val=0),
            # On is what Word does unasked. LibreOffice reads it the wrong way round, and unless it is written
            # hangs punctuation over the edge, where justified lines sometimes lose it altogether.
            w("overflowPunct", val=1),
            w("autoSpaceDE", val=0),
            w("autoSpaceDN", val=0),
            w("spacing", before=0, after=0, **grid),
            w("jc", val="both"),
        ],
        [w("spacing", val=profile.char_spacing), w("kern", val=0), w("sz", val=size), w("szCs", val=size)],
        based=None,
    )


def _text_styles(profile: Profile, grid: dict[str, object]) -> Iterator[etree._Element]:
    title = profile.half_points("title")
    yield _style(
        "Title",
        "Title",
        [w("keepNext"), w("snapToGrid", val=0), w("spacing", before=0, after=profile.line_pitch, **grid),
         w("jc", val="center")],
        [fonts(profile.title_font, profile.latin_font), w("spacing", val=0), w("sz", val=title), w("szCs", val=title)],
    )  # fmt: skip
    yield _style(
        "Subtitle",
        "Subtitle",
        [w("spacing", before=0, after=profile.line_pitch, **grid), w("jc", val="center")],
        [fonts(profile.heading2_font, profile.latin_font)],
    )
    yield _style("Salutation", "Salutation", [w("jc", val="left")], [])
    yield _style("BodyText", "Body Text", [indent(profile)], [])
    for level in range(1, 5):
        yield _style(
            f"Heading{level}",
            f"heading {level}",
            # Only kept with the next line: keeping more together would leave holes in the 22 lines.
            [w("keepNext"), indent(profile), w("outlineLvl", val=level - 1)],
            [fonts(heading_font(profile, level), profile.latin_font)],
        )


def _frame_styles(profile: Profile) -> Iterator[etree._Element]:
    no_indent = w("ind", firstLineChars=0, firstLine=0)
    yield _style(
        "AppendixLabel",
        "附件标识",
        [w("keepNext"), w("jc", val="left")],
        [fonts(profile.heading1_font, profile.latin_font)],
    )
    yield _style("Attachments", "附件说明", [w("jc", val="left")], [])
    yield _style("Signature", "Signature", [w("keepNext"), w("jc", val="right")], [])
    yield _style("Date", "Date", [w("jc", val="right")], [])
    small = profile.half_points("page_number")
    yield _style(
        "Footer",
        "footer",
        [w("snapToGrid", val=0), w("spacing", line=_FOOTER_LINE, lineRule="exact"), no_indent],
        [fonts(profile.page_number_font, profile.page_number_font), w("spacing", val=0), w("sz", val=small),
         w("szCs", val=small)],
    )  # fmt: skip


def heading_font(profile: Profile, level: int) -> str:
    """The Chinese font of a heading level: 黑体, 楷体, then 仿宋 twice."""
    return (profile.heading1_font, profile.heading2_font, profile.heading3_font, profile.heading3_font)[level - 1]


def _level_styles(profile: Profile) -> Iterator[etree._Element]:
    """Character styles for headings run into their paragraph."""
    for level in range(1, 5):
        yield w(
            "style",
            w("name", val=f"第{level}层标题字"),
            w("rPr", fonts(heading_font(profile, level), profile.latin_font)),
            type="character",
            customStyle=1,
            styleId=f"Level{level}",
        )


def _table_styles(profile: Profile) -> Iterator[etree._Element]:
    size = profile.half_points("table")
    # 1.35 of the size reads well and is independent of the page grid.
    line = {"line": size * 27 // 2, "lineRule": "exact"}
    plain = [w("spacing", val=0), w("sz", val=size), w("szCs", val=size)]
    text = [w("snapToGrid", val=0), w("spacing", **line), w("jc", val="left")]
    yield _style("TableText", "表格文字", text, [fonts(profile.table_font, profile.latin_font), *plain])
    yield _style(
        "TableHead",
        "表头文字",
        [w("jc", val="center")],
        [fonts(profile.heading1_font, profile.latin_font)],
        based="TableText",
    )
    caption = [w("keepNext"), w("snapToGrid", val=0), w("spacing", before=profile.line_pitch // 2, after=60, **line),
               w("jc", val="center")]  # fmt: skip
    yield _style("Caption", "caption", caption, [fonts(profile.heading1_font, profile.latin_font)], based="TableText")
    yield _style("AfterTable", "表后", [w("snapToGrid", val=0), w("spacing", line=120, lineRule="exact")],
                 [w("sz", val=10), w("szCs", val=10)])  # fmt: skip


def settings_part() -> etree._Element:
    """word/settings.xml: different footers on odd and even pages, the rules of Word 2013."""
    mode = w("compatSetting", name="compatibilityMode", uri="http://schemas.microsoft.com/office/word", val=15)
    return w(
        "settings",
        w("defaultTabStop", val=420),
        w("evenAndOddHeaders"),
        w("characterSpacingControl", val="compressPunctuation"),
        w("compat", w("doNotExpandShiftReturn"), w("adjustLineHeightInTable"), w("useFELayout"), mode),
        w("themeFontLang", val="en-US", eastAsia="zh-CN"),
    )


def font_table_part(profile: Profile) -> etree._Element:
    """word/fontTable.xml: which font may stand in for which."""
    used = {getattr(profile, field) for field in profile.__slots__ if field.endswith("_font")}
    return w("fonts", *(_font(font) for font in sorted(used)))


def _font(font: str) -> etree._Element:
    other = _ALTERNATIVES.get(font)
    return w("font", w("altName", val=other) if other else None, w("charset", val=86), name=font)


def footer_part(*, odd: bool) -> etree._Element:
    """The page number between two 一字线: odd pages right, even pages left, one character from the edge."""
    side = {"right": 280} if odd else {"left": 280}
    ppr = w("pPr", w("pStyle", val="Footer"), w("ind", **side), w("jc", val="right" if odd else "left"))
    field = [
        w("r", w("fldChar", fldCharType="begin")),
        w("r", _instruction(" PAGE ")),
        w("r", w("fldChar", fldCharType="separate")),
        w("r", text_element("1")),
        w("r", w("fldChar", fldCharType="end")),
    ]
    return w("ftr", w("p", ppr, w("r", text_element("— ")), *field, w("r", text_element(" —"))))


def _instruction(text: str) -> etree._Element:
    element = text_element(text)
    element.tag = name("instrText")
    return element


def section(profile: Profile, *, odd_footer: str, even_footer: str) -> etree._Element:
    """w:sectPr. docGrid is `lines`: with linesAndChars LibreOffice gives each character two cells."""
    odd, even = w("footerReference", type="default"), w("footerReference", type="even")
    odd.set(f"{{{R}}}id", odd_footer)
    even.set(f"{{{R}}}id", even_footer)
    # The dash stands in the middle of the footer line, page_number_below_mm under the type area.
    footer = twips(profile.bottom_mm - profile.page_number_below_mm) - _FOOTER_LINE // 2
    return w(
        "sectPr",
        odd,
        even,
        w("pgSz", w=twips(A4_MM[0]), h=twips(A4_MM[1])),
        w("pgMar", top=twips(profile.top_mm), right=twips(profile.right_mm), bottom=twips(profile.bottom_mm),
          left=twips(profile.left_mm), header=twips(15), footer=footer, gutter=0),
        w("cols", space=425),
        w("docGrid", type="lines", linePitch=profile.line_pitch),
    )  # fmt: skip
