"""A .docx as a package of parts: opened only after the checks, written the same every time."""

import io
import posixpath
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass

from lxml import etree

from zelian.exchange import archive
from zelian.exchange.errors import ExchangeError

from .markup import W

UNPACKED_BYTES = 100_000_000
"""A report of 1,000 pages has some 10 MB of text; the rest is pictures."""

_STRICT = "http://purl.oclc.org/ooxml/"
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_ENCODING = re.compile(rb"""^\s*<\?xml[^>]*?encoding\s*=\s*["']([\w.:-]+)["']""")
_SAVE_AGAIN = "请用 Word 或 WPS 打开后另存为 .docx 再试"
_OLDEST = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Relation:
    """One line of a .rels part; `target` is the name of a part, or an address when `external`."""

    key: str
    kind: str
    target: str
    external: bool


@dataclass(frozen=True, slots=True)
class Package:
    """The parts of a checked .docx by name, in their order in the file."""

    parts: Mapping[str, bytes]
    main: str

    def parse(self, name: str) -> etree._Element:
        """The root of an XML part. ExchangeError when it is missing or cannot be read."""
        if name not in self.parts:
            raise ExchangeError(f"文件缺少部件 {name}，无法读取：{_SAVE_AGAIN}")
        return parse_xml(self.parts[name], name)

    def relations(self, part: str) -> list[Relation]:
        """Where `part` points to; empty when it points nowhere."""
        return _relations(self.parts, part)


def open_package(data: bytes) -> Package:
    """The parts of a .docx, read once it has passed every check.

    Raises ExchangeError (one Chinese line) for what is not a .docx, is encrypted, truncated, too large when
    unpacked, carries macros or foreign objects, or declares a DOCTYPE or ENTITY. Source: security F17, F18, F32,
    F33, F38. Cost: unpacks every part twice; meant for a child process.
    """
    try:
        archive.admit(data, "", ("docx",))
    except ExchangeError as error:
        # The checks are shared with workbooks and speak of Excel; who sent a document has Word before him.
        raise ExchangeError(str(error).replace("Excel 或 WPS", "Word 或 WPS"), detail=error.detail) from None
    with zipfile.ZipFile(io.BytesIO(data)) as source:
        entries = [entry for entry in source.infolist() if not entry.is_dir()]
        total = sum(entry.file_size for entry in entries)
        if total > UNPACKED_BYTES:
            limit = UNPACKED_BYTES // 1_000_000
            raise ExchangeError(f"文件展开后有 {total // 1_000_000} MB，超过上限 {limit} MB：请压缩或删除图片后另存")
        parts = {entry.filename: source.read(entry) for entry in entries}
    documents = [relation for relation in _relations(parts, "") if relation.kind == "officeDocument"]
    if len(documents) != 1:
        raise ExchangeError(f"文件没有指明（或指明了多个）正文部件，无法读取：{_SAVE_AGAIN}")
    return Package(parts, documents[0].target)


def parse_xml(data: bytes, name: str) -> etree._Element:
    """Parse a part without entities, network or oversized trees; ExchangeError when it is not sound UTF-8 XML."""
    declared = _ENCODING.match(data[:200].removeprefix(b"\xef\xbb\xbf"))
    if declared and declared[1].lower() not in (b"utf-8", b"us-ascii"):
        # Another encoding could hide a DOCTYPE from the byte search.
        raise ExchangeError(f"文件部件 {name} 不是 UTF-8 编码，不接收：{_SAVE_AGAIN}")
    # A comment inside a w:t would cut its text in two for whoever reads `.text`: 12<!-- -->3 must stay 123.
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise ExchangeError(f"文件部件 {name} 已损坏，无法读取：{_SAVE_AGAIN}", detail=str(error)) from None
    if root.getroottree().docinfo.doctype:
        raise ExchangeError(f"文件部件 {name} 含有 DOCTYPE 声明，不接收：{_SAVE_AGAIN}")
    return root


def parse_document(package: Package) -> etree._Element:
    """The root of the main part. ExchangeError for the strict variant of the format, which has other names."""
    root = package.parse(package.main)
    if root.tag.startswith(f"{{{_STRICT}"):
        raise ExchangeError("文件是“严格 Open XML”格式：请在 Word 中另存为类型选“Word 文档（*.docx）”")
    if root.tag != f"{{{W}}}document":
        raise ExchangeError(f"文件的正文部件不是 Word 正文，无法读取：{_SAVE_AGAIN}")
    return root


def _relations(parts: Mapping[str, bytes], part: str) -> list[Relation]:
    folder, file = posixpath.split(part)
    name = posixpath.join(folder, "_rels", f"{file}.rels")
    if name not in parts:
        return []
    found = []
    for element in parse_xml(parts[name], name).iter(_RELATION):
        external = element.get("TargetMode") == "External"
        target = element.get("Target", "")
        if not external:
            target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
        kind = element.get("Type", "").rpartition("/")[2]
        found.append(Relation(element.get("Id", ""), kind, target, external))
    return found


def write_parts(parts: Mapping[str, bytes]) -> bytes:
    """A package of the parts in their order; no clock and no system name in it, so equal parts give equal bytes.

    Compressed lightly: a long table of like rows shrinks over 100 times otherwise, and is then taken for a bomb by
    our own checks and by mail gateways.
    """
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as target:
        for name, data in parts.items():
            entry = zipfile.ZipInfo(name, _OLDEST)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0
            target.writestr(entry, data, compresslevel=1)
    return buffer.getvalue()
