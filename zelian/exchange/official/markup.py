"""The names of WordprocessingML and a short way to build its elements."""

import re

from lxml import etree

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
W15 = "http://schemas.microsoft.com/office/word/2012/wordml"
M = "http://schemas.openxmlformats.org/officeDocument/2006/math"
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"

# XML 1.0 has no way to write these; a report never needs them.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def w(tag: str, *children: etree._Element | None, **attributes: str | int) -> etree._Element:
    """`<w:tag w:name="value">children</w:tag>`; children that are None are left out."""
    element = etree.Element(f"{{{W}}}{tag}", {f"{{{W}}}{k}": str(v) for k, v in attributes.items()}, {"w": W})
    element.extend([child for child in children if child is not None])
    return element


def name(tag: str) -> str:
    """The tag of a WordprocessingML element in Clark notation."""
    return f"{{{W}}}{tag}"


def names(tags: str) -> frozenset[str]:
    """Several tags, given with spaces between them, in Clark notation."""
    return frozenset(map(name, tags.split()))


def text_content(text: str) -> list[etree._Element]:
    """What a run holds for `text`: w:t, with w:tab and w:br for tabs and line feeds; control characters go."""
    content = []
    for piece in re.split(r"([\t\n])", _FORBIDDEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))):
        if piece == "\t":
            content.append(w("tab"))
        elif piece == "\n":
            content.append(w("br"))
        elif piece:
            content.append(text_element(piece))
    return content


def text_element(text: str) -> etree._Element:
    """A w:t that keeps its spaces. The text must be free of what XML forbids."""
    element = w("t")
    element.text = text
    if text != text.strip():
        element.set(XML_SPACE, "preserve")
    return element


def xml_bytes(element: etree._Element) -> bytes:
    """The element as a part of a package: UTF-8 with the declaration Word writes."""
    return etree.tostring(element, xml_declaration=True, encoding="UTF-8", standalone=True)
