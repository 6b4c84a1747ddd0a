"""Comments put into an existing document at exact places; text and formatting stay as they were.

Only the main part, its relations, the comments and the content types change; every other part is copied byte for
byte, so what a document library would rewrite or drop on saving is still there.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from copy import deepcopy
from dataclasses import astuple, dataclass
from datetime import UTC, datetime

from lxml import etree

from zelian.exchange import child
from zelian.exchange.errors import ExchangeError

from .body import TEXT_BOX, Atom, P, R, T, atoms, paragraphs
from .markup import XML_SPACE, name, names, text_content, text_element, w, xml_bytes
from .markup import R as RELATIONS
from .package import Package, open_package, parse_document, parse_xml, write_parts

_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_PACKAGE_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_RANGE_MARKS = names("commentRangeStart commentRangeEnd bookmarkStart bookmarkEnd proofErr permStart permEnd")
# What may stand around runs inside a paragraph. A range that covers one of them whole is put around it.
_WRAPPERS = names("hyperlink ins moveTo smartTag fldSimple customXml dir bdo")
_SDT_CONTENT = name("sdtContent")
_FRAME = 128 << 20  # the whole document comes back as one value


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment on characters `start` up to `end` of a paragraph, as `docx_text.DocText.locate` gives them.

    `text` may hold line feeds: each line becomes a paragraph of the comment.
    """

    paragraph_path: int
    start: int
    end: int
    text: str
    author: str


def annotate(docx_in: bytes, comments: Sequence[Comment], *, date: datetime | None = None) -> bytes:
    """The document with the comments added after those it already has.

    Works in tables, content controls, hyperlinks and tracked insertions. In a text box, where Word takes no
    comments, the comment is anchored to the box; a formula or a character with a reading is taken whole.
    Footnotes, headers and footers are not reached. `date` (aware) is written into each comment.
    Raises ExchangeError for a file `open_package` refuses, ValueError for a place that is not in the document.
    Cost: linear in the document; meant for a child process when the file is not ours (`annotate_in_child`).
    """
    package = open_package(docx_in)
    root = parse_document(package)
    found = paragraphs(root)
    part = next((r.target for r in package.relations(package.main) if r.kind == "comments"), None)
    existing = w("comments") if part is None else package.parse(part)
    first = max((int(c.get(name("id"), "-1")) for c in existing.iter(name("comment"))), default=-1) + 1

    by_paragraph: dict[int, list[tuple[int, Comment]]] = defaultdict(list)
    for number, comment in enumerate(comments, first):
        _check(comment, len(found))
        by_paragraph[comment.paragraph_path].append((number, comment))
        existing.append(_comment(number, comment, date))
    for path, marked in by_paragraph.items():
        _mark(found[path], marked)

    parts = dict(package.parts)
    parts[package.main] = xml_bytes(root)
    if part is None:
        part = _add_part(package, parts)
    parts[part] = xml_bytes(existing)
    return write_parts(parts)


def annotate_in_child(docx_in: bytes, comments: Iterable[Comment], *, date: datetime | None = None) -> bytes:
    """`annotate` in a limited child process, for files that are not ours. Same result, same errors."""
    values = [list(astuple(comment)) for comment in comments]
    limits = child.Limits(frame=_FRAME)
    return child.run(annotate_values, docx_in, values, date, limits=limits)


def annotate_values(docx_in: bytes, comments: list[list], date: datetime | None) -> bytes:
    """`annotate` for a caller in another process: comments as lists of the fields of `Comment`."""
    return annotate(docx_in, [Comment(*fields) for fields in comments], date=date)


def _check(comment: Comment, count: int) -> None:
    if not 0 <= comment.paragraph_path < count:
        raise ValueError(f"批注所在的段落 {comment.paragraph_path} 不存在：文档共有 {count} 段")
    if not 0 <= comment.start < comment.end:
        raise ValueError(f"批注范围 {comment.start}–{comment.end} 无效：起点应小于终点")


def _mark(paragraph: etree._Element, comments: list[tuple[int, Comment]]) -> None:
    """Put the ranges of the comments of one paragraph around its runs."""
    length = sum(len(atom.text) for atom in atoms(paragraph))
    for _, comment in comments:
        if comment.end > length:
            raise ValueError(f"批注范围 {comment.start}–{comment.end} 超出段落：该段只有 {length} 个字符")
    _cut(paragraph, {edge for _, comment in comments for edge in (comment.start, comment.end)})
    placed = _placed(paragraph)
    for number, comment in comments:
        covered = [atom for at, atom in placed if at < comment.end and at + len(atom.text) > comment.start]
        _surround(covered[0].run, covered[-1].run, number)


def _placed(paragraph: etree._Element) -> list[tuple[int, Atom]]:
    """The atoms of a paragraph with their offsets."""
    placed, at = [], 0
    for atom in atoms(paragraph):
        placed.append((at, atom))
        at += len(atom.text)
    return placed


def _cut(paragraph: etree._Element, edges: set[int]) -> None:
    """Split runs so that every edge falls between two of them, from the end so that offsets stay right."""
    for at, atom in reversed(_placed(paragraph)):
        if atom.element.getparent() is not atom.run:
            continue
        for edge in sorted((edge for edge in edges if at <= edge < at + len(atom.text)), reverse=True):
            if edge == at:
                _split_run(atom.run, atom.element)
            elif atom.element.tag == T:
                _split_run(atom.run, _split_text(atom.element, edge - at))


def _split_text(element: etree._Element, offset: int) -> etree._Element:
    """Cut a w:t in two; the second half, now its next sibling."""
    text = element.text or ""
    rest = text_element(text[offset:])
    element.text = text[:offset]
    element.set(XML_SPACE, "preserve")
    rest.set(XML_SPACE, "preserve")
    element.addnext(rest)
    return rest


def _split_run(run: etree._Element, element: etree._Element) -> None:
    """Move `element` and what follows it into a run of its own with the same properties."""
    before = [sibling for sibling in element.itersiblings(preceding=True) if sibling.tag != name("rPr")]
    if run.tag != R or not before:
        return
    new = etree.Element(run.tag, dict(run.attrib), run.nsmap)
    properties = run.find(name("rPr"))
    if properties is not None:
        new.append(deepcopy(properties))
    moved = [element, *element.itersiblings()]
    run.addnext(new)
    new.extend(moved)


def _surround(first: etree._Element, last: etree._Element, number: int) -> None:
    """Range marks around two runs, and the reference that Word draws the balloon from."""
    first, last = _outermost(_host(first), forward=False), _outermost(_host(last), forward=True)
    end = w("commentRangeEnd", id=number)
    first.addprevious(w("commentRangeStart", id=number))
    last.addnext(end)
    # Directly in the paragraph: a plain text control or a link must not get a run of another kind.
    place = end
    while place.getparent().tag != P:
        place = place.getparent()
    size = w("rPr", w("sz", val=16), w("szCs", val=16))
    place.addnext(w("r", size, w("commentReference", id=number)))


def _host(run: etree._Element) -> etree._Element:
    """The run itself, or the one that holds the outermost text box around it."""
    boxes = list(run.iterancestors(TEXT_BOX))
    return next(boxes[-1].iterancestors(R)) if boxes else run


def _outermost(node: etree._Element, *, forward: bool) -> etree._Element:
    """The outermost wrapper whose first (or last, `forward`) content is `node`."""
    while True:
        parent = node.getparent()
        beyond = node.itersiblings(preceding=not forward)
        if any(sibling.tag not in _RANGE_MARKS and not sibling.tag.endswith("Pr") for sibling in beyond):
            return node
        if parent.tag == _SDT_CONTENT:
            node = parent.getparent()
        elif parent.tag in _WRAPPERS:
            node = parent
        else:
            return node


def _comment(number: int, comment: Comment, date: datetime | None) -> etree._Element:
    """w:comment in small type of its own: the balloon must not inherit the type of an official document."""
    element = w("comment", id=number, author=comment.author, initials=comment.author[:2])
    if date is not None:
        element.set(name("date"), date.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))
    for line_number, line in enumerate(comment.text.split("\n")):
        small = w("rPr", w("spacing", val=0), w("sz", val=20), w("szCs", val=20))
        layout = w("pPr", w("spacing", before=0, after=0, line=240, lineRule="auto"), w("ind", firstLine=0),
                   w("jc", val="left"))  # fmt: skip
        mark = w("r", w("annotationRef")) if line_number == 0 else None
        element.append(w("p", layout, mark, w("r", small, *text_content(line))))
    return element


def _add_part(package: Package, parts: dict[str, bytes]) -> str:
    """Announce a new comments part in the relations and the content types; its name."""
    folder = package.main.rpartition("/")[0]
    relations = f"{folder}/_rels/{package.main.rpartition('/')[2]}.rels".lstrip("/")
    taken = {r.key for r in package.relations(package.main)}
    key = next(f"rIdComments{n}" for n in range(len(taken) + 1) if f"rIdComments{n}" not in taken)
    part = next(p for n in range(len(parts) + 1) if (p := f"{folder}/comments{n or ''}.xml".lstrip("/")) not in parts)

    root = (
        parse_xml(parts[relations], relations)
        if relations in parts
        else etree.Element(f"{{{_PACKAGE_RELATIONS}}}Relationships", nsmap={None: _PACKAGE_RELATIONS})
    )
    line = {"Id": key, "Type": f"{RELATIONS}/comments", "Target": f"/{part}"}
    etree.SubElement(root, f"{{{_PACKAGE_RELATIONS}}}Relationship", line)
    parts[relations] = xml_bytes(root)

    types_name = "[Content_Types].xml"
    if types_name not in parts:
        raise ExchangeError(f"文件缺少部件 {types_name}，无法添加批注：请用 Word 或 WPS 打开后另存为 .docx 再试")
    types = parse_xml(parts[types_name], types_name)
    etree.SubElement(types, f"{{{_TYPES}}}Override", PartName=f"/{part}", ContentType=_COMMENTS_TYPE)
    parts[types_name] = xml_bytes(types)
    return part
