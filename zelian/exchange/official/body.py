"""The text of a document and where each piece of it stands: what reading and commenting have in common.

A paragraph is known by its path: the number of its w:p among those that are read, in document order. The path and
an offset into the paragraph's text mean the same to `docx_text` (which hands them out) and to `annotate`.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from .markup import MC, M, W, name, names

P, R, T = name("p"), name("r"), name("t")
TEXT_BOX = name("txbxContent")
SDT = name("sdt")

# Not part of the text as it stands: deletions, properties, field codes, the second copy of a drawing.
_SKIPPED = names("pPr rPr sdtPr sdtEndPr del moveFrom delText instrText rt sectPr") | {f"{{{MC}}}Fallback"}
_LITERAL = {name("tab"): "\t", name("ptab"): "\t", name("br"): "\n", name("cr"): "\n", name("noBreakHyphen"): "-"}
# Taken whole: a comment cannot begin inside a formula or a character with its reading above it.
_WHOLE = frozenset({f"{{{M}}}oMath", name("ruby")})


@dataclass(frozen=True, slots=True)
class Atom:
    """A piece of a paragraph's text. `run` is the w:r (or formula) it stands in, `element` what holds it.

    `ref` is the tag of the innermost content control around it inside the paragraph, if any.
    """

    text: str
    element: etree._Element
    run: etree._Element
    ref: str | None


def paragraphs(root: etree._Element) -> list[etree._Element]:
    """Every w:p that is read, in document order: text, tables, content controls, text boxes. Index = path."""
    return list(_paragraphs(root))


def _paragraphs(element: etree._Element) -> Iterator[etree._Element]:
    for child in element.iterchildren(tag=etree.Element):
        if child.tag in _SKIPPED:
            continue
        if child.tag == P:
            yield child
        yield from _paragraphs(child)


def atoms(paragraph: etree._Element) -> list[Atom]:
    """The text of one paragraph in order; paragraphs in its text boxes are not part of it."""
    return list(_atoms(paragraph, None, None))


def _atoms(element: etree._Element, run: etree._Element | None, ref: str | None) -> Iterator[Atom]:
    for child in element.iterchildren(tag=etree.Element):
        tag = child.tag
        if tag in _SKIPPED or tag == P or (tag == R and is_hidden(child)):
            continue
        if tag in _WHOLE:
            text = "".join(_texts(child))
            if text:
                yield Atom(text, child, child if run is None else run, ref)
        elif run is not None and tag == T:
            if child.text:
                yield Atom(child.text, child, run, ref)
        elif run is not None and tag in _LITERAL:
            yield Atom(_LITERAL[tag], child, run, ref)
        elif tag == SDT:
            yield from _atoms(child, run, _tag(child) or ref)
        elif tag == R:
            # A run in a run is only met inside what is taken whole or in a text box.
            yield from _atoms(child, child, ref)
        else:
            yield from _atoms(child, run, ref)


def _texts(element: etree._Element) -> Iterator[str]:
    """The text of something taken whole, without the readings (w:rt) above it."""
    for child in element.iterchildren(tag=etree.Element):
        if child.tag in _SKIPPED:
            continue
        if child.tag in (T, f"{{{M}}}t"):
            yield child.text or ""
        yield from _texts(child)


def _tag(control: etree._Element) -> str | None:
    found = control.find(f"{name('sdtPr')}/{name('tag')}")
    return None if found is None else found.get(name("val"))


def is_hidden(run: etree._Element) -> bool:
    """Whether the run is set as hidden text: it is not printed, so it is not read."""
    mark = run.find(f"{name('rPr')}/{name('vanish')}")
    return mark is not None and mark.get(name("val"), "1") not in ("0", "false", "off")


def text_of(paragraph: etree._Element) -> str:
    """The text of one paragraph as `atoms` reads it."""
    return "".join(atom.text for atom in atoms(paragraph))


def unread(root: etree._Element) -> tuple[str, ...]:
    """What stands in the document but is not read, one Chinese phrase each, for the reader of the result."""
    kinds = (("footnoteReference", "脚注{}处"), ("endnoteReference", "尾注{}处"), ("altChunk", "嵌入的其他文档{}处"))
    counts = [(phrase, sum(1 for _ in root.iter(f"{{{W}}}{tag}"))) for tag, phrase in kinds]
    counts.append(("隐藏文字{}处", sum(1 for run in root.iter(R) if is_hidden(run))))
    return tuple(phrase.format(count) for phrase, count in counts if count)
