"""Small .docx files made by hand, and plain ways to look into the ones we make."""

import io
import zipfile

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument'
    '.wordprocessingml.document.main+xml"/></Types>'
)


def relations(*lines):
    """A .rels part: (kind, target) or (kind, target, "External")."""
    made = "".join(
        f'<Relationship Id="r{n}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" '
        f'Target="{target}"{" TargetMode=" + chr(34) + mode[0] + chr(34) if mode else ""}/>'
        for n, (kind, target, *mode) in enumerate(lines)
    )
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{made}</Relationships>'


def document(body):
    """word/document.xml around the markup of a body."""
    return f'<?xml version="1.0" encoding="UTF-8"?><w:document {_SPACES}><w:body>{body}</w:body></w:document>'


def parts(body="", **changes):
    """The least parts a .docx needs; `changes` by part name add or replace."""
    return {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": relations(("officeDocument", "word/document.xml")),
        "word/document.xml": document(body),
        **changes,
    }


def packed(contents):
    """The parts as the bytes of a zip."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in contents.items():
            archive.writestr(name, content)
    return out.getvalue()


def docx(body, **changes):
    return packed(parts(body, **changes))


def p(*runs):
    return f"<w:p>{''.join(runs)}</w:p>"


def r(text, properties=""):
    return f'<w:r>{properties}<w:t xml:space="preserve">{text}</w:t></w:r>'


def part(data, name="word/document.xml"):
    """The root of a part of a .docx."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return etree.fromstring(archive.read(name))


def commented(data):
    """{comment id: the text its range covers}, by walking the body from mark to mark."""
    covered, open_ids = {}, set()
    for element in part(data).iter():
        if element.tag == f"{W}commentRangeStart":
            open_ids.add(element.get(f"{W}id"))
            covered[element.get(f"{W}id")] = ""
        elif element.tag == f"{W}commentRangeEnd":
            open_ids.remove(element.get(f"{W}id"))
        elif element.tag == f"{W}t":
            for key in open_ids:
                covered[key] += element.text or ""
    assert not open_ids
    return covered
