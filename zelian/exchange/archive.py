"""What a file really is, and whether a zip container may be handed to a parser at all.

Runs before any parser (security F17–F19, F32, F33, F38): extensions lie, headers lie, so parts are counted
while they are unpacked. Meant to run inside the child; it holds one block of one part in memory.
"""

from __future__ import annotations

import io
import re
import stat
import unicodedata
import zipfile
import zlib
from pathlib import Path, PurePosixPath

from zelian.exchange.errors import ExchangeError

FILE_BYTES = 64 << 20
ENTRIES = 2_000
UNPACKED_BYTES = 200_000_000
RATIO = 100
RATIO_FROM_BYTES = 1 << 20
_BLOCK = 1 << 20
_PACKAGE_BYTES = 4 << 20

KINDS = {
    "xlsx": "Excel 工作簿（.xlsx）",
    "xls": "Excel 97-2003 工作簿（.xls）",
    "text": "纯文本或 CSV",
    "docx": "Word 文档（.docx）",
    "doc": "Word 97-2003 文档（.doc）",
    "pptx": "演示文稿（.pptx）",
    "ppt": "演示文稿（.ppt）",
    "xlsb": "Excel 二进制工作簿（.xlsb）",
    "odf": "OpenDocument 文件",
    "ofd": "OFD 版式文件",
    "encrypted": "设了打开密码的 Office 文件",
    "macro": "含宏的 Office 文件",
    "ole": "旧格式复合文件",
    "zip": "ZIP 压缩包",
    "broken": "不完整的 Office 文件或压缩包",
    "html": "网页（HTML）",
    "xml": "XML 文件",
    "rtf": "RTF 文档",
    "pdf": "PDF 文件",
    "image": "图片或视频",
    "packed": "压缩包（rar、7z、gz）",
    "empty": "空文件",
    "unknown": "无法识别的文件",
}

_MAGIC = (
    (b"%PDF-", "pdf"),
    (b"{\\rtf", "rtf"),
    (b"\x89PNG\r\n\x1a\n", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"II*\x00", "image"),
    (b"MM\x00*", "image"),
    (b"Rar!\x1a\x07", "packed"),
    (b"7z\xbc\xaf\x27\x1c", "packed"),
    (b"\x1f\x8b", "packed"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_STREAMS = (  # in this order: an encrypted or macro-bearing file is that first of all
    ("EncryptedPackage", "encrypted"),
    ("_VBA_PROJECT_CUR", "macro"),
    ("_VBA_PROJECT", "macro"),
    ("Workbook", "xls"),
    ("Book", "xls"),
    ("WordDocument", "doc"),
    ("PowerPoint Document", "ppt"),
)
_EXTENSIONS = {
    ".xlsx": {"xlsx"},
    ".xls": {"xls"},
    ".et": {"xls", "xlsx"},
    ".csv": {"text"},
    ".tsv": {"text"},
    ".txt": {"text"},
    ".docx": {"docx"},
}
_SAVE_AS = {"xlsx": ".xlsx", "docx": ".docx"}
_HTML = re.compile(rb"\s*(?:<!doctype\s+html|<html|<head|<meta|<table|<body|mime-version:)", re.IGNORECASE)
_DECLARATION = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\b([^<>]*)>")
_ATTRIBUTE = re.compile(rb"""\b(\w+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_LOCAL_TARGET = re.compile(rb"(?:file:///)?[A-Za-z]:|(?!\w+:|//|\\\\)")


def admit(source: Path | bytes, filename: str, kinds: tuple[str, ...]) -> str:
    """Return the real kind (a key of KINDS, one of `kinds`) of a file that may be parsed.

    Raises ExchangeError when the file is of another kind than wanted or than its name says, too large,
    encrypted, or a container that `inspect` refuses. Cost: unpacks every part once.
    """
    size = len(source) if isinstance(source, bytes) else source.stat().st_size
    if size > FILE_BYTES:
        raise ExchangeError(f"文件有 {size >> 20} MB，超过上限 {FILE_BYTES >> 20} MB：请拆成几个较小的文件")
    kind = sniff(source)
    extension = PurePosixPath(filename).suffix.lower()
    mend = f"请用 Excel 或 WPS 另存为 {_SAVE_AS.get(kinds[0], '.' + kinds[0])} 后再试"
    if kind == "empty":
        raise ExchangeError("文件是空的（0 字节）：请确认文件已保存，重新上传")
    if kind == "broken":
        raise ExchangeError("文件不完整，可能只传了一部分：请重新上传；仍不行" + mend)
    if kind == "encrypted":
        raise ExchangeError("文件设了打开密码：请先取消打开密码，另存后再试")
    if kind == "macro":
        raise ExchangeError("文件含宏，不接收：" + mend)
    if kind not in kinds:
        raise ExchangeError(f"文件实际是{KINDS[kind]}：{mend}")
    if extension in _EXTENSIONS and kind not in _EXTENSIONS[extension]:
        raise ExchangeError(f"文件实际是{KINDS[kind]}，扩展名却是 {extension}：{mend}")
    if kind in ("xlsx", "docx"):
        inspect(source)
    return kind


def sniff(source: Path | bytes) -> str:
    """Return what the content is (a key of KINDS), whatever its name. Reads the whole of an OLE file."""
    head = _head(source)
    if not head:
        return "empty"
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    if (head[:4] == b"RIFF" and head[8:12] == b"WEBP") or head[4:8] == b"ftyp":
        return "image"
    if head.startswith(_OLE):
        return _ole_kind(source if isinstance(source, bytes) else source.read_bytes())
    if head.startswith(b"PK"):
        return _zip_kind(source)
    return _text_kind(head)


def display_name(filename: str) -> str:
    """Return a file name fit to stand in a message: last part only, no control or direction characters."""
    name = re.split(r"[\\/]", filename)[-1]
    kept = "".join(c for c in name if unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Zl", "Zp"))
    return kept if len(kept) <= 80 else kept[:60] + "…" + kept[-16:]


def open_zip(source: Path | bytes) -> zipfile.ZipFile:
    """Open a zip container; raises ExchangeError when its directory cannot be read."""
    try:
        return zipfile.ZipFile(io.BytesIO(source) if isinstance(source, bytes) else source)
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise ExchangeError("压缩结构损坏，可能只传了一部分：请重新上传", detail=repr(error)) from None


def inspect(source: Path | bytes) -> None:
    """Refuse (ExchangeError) a container that is a bomb or carries anything active.

    Entries, names, sizes and ratios by the directory first, then by unpacking; no DOCTYPE or ENTITY in any
    part; no macros, embedded objects, ActiveX; no outside relationship other than hyperlinks, links to other
    workbooks (their cached values are read, they are never followed) and a local document template.
    """
    with open_zip(source) as archive:
        entries = archive.infolist()
        _check_directory(entries)
        budget = UNPACKED_BYTES
        for entry in entries:
            if entry.is_dir():
                continue
            budget -= _check_part(archive, entry, budget)


def _check_directory(entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > ENTRIES:
        raise ExchangeError(f"文件内部有 {len(entries)} 个部件，超过上限 {ENTRIES} 个：请删除多余的图片和工作表")
    total = sum(entry.file_size for entry in entries)
    if total > UNPACKED_BYTES:
        raise _bomb(f"展开后有 {total // 1_000_000} MB，超过上限 {UNPACKED_BYTES // 1_000_000} MB")
    seen: set[str] = set()
    for entry in entries:
        _check_name(entry)
        folded = entry.filename.casefold()  # part names of an Office file are compared without case
        if folded in seen:
            raise ExchangeError("文件内部有重名的部件，不接收：请用 Excel 或 WPS 打开后另存为新文件")
        seen.add(folded)
        if entry.flag_bits & 0x1:
            raise ExchangeError("压缩包设了密码：请先取消密码再试")
        if entry.file_size > RATIO_FROM_BYTES and entry.file_size > RATIO * max(entry.compress_size, 1):
            raise _bomb(f"压缩比超过 {RATIO} 倍")


def _check_name(entry: zipfile.ZipInfo) -> None:
    # orig_filename: Python cuts `filename` at a NUL, which would hide what follows
    name = entry.orig_filename
    outside = name.startswith("/") or "\\" in name or re.match(r"[A-Za-z]:", name) or ".." in name.split("/")
    if outside or any(ord(c) < 32 for c in name) or stat.S_ISLNK(entry.external_attr >> 16):
        raise ExchangeError("文件内部的部件名指向文件之外，不接收：请用 Excel 或 WPS 打开后另存为新文件")
    lower = name.lower()
    if lower.endswith("vbaproject.bin") or "/macrosheets/" in lower:
        raise ExchangeError("文件含宏，不接收：请用 Excel 或 WPS 另存为不含宏的 .xlsx 或 .docx")
    if ("/embeddings/" in lower and lower.endswith(".bin")) or "/activex/" in lower:
        raise ExchangeError("文件里嵌有其他程序的对象，不接收：请删除嵌入的对象或控件后另存")


def _check_part(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, budget: int) -> int:
    name = entry.filename.lower()
    whole = name.endswith(".rels") or name == "[content_types].xml"
    kept, tail, size = [], b"", 0
    try:
        with archive.open(entry) as part:
            while block := part.read(_BLOCK):
                size += len(block)
                if size > budget:
                    raise _bomb(f"展开后超过上限 {UNPACKED_BYTES // 1_000_000} MB")
                if size > RATIO_FROM_BYTES and size > RATIO * max(entry.compress_size, 1):
                    raise _bomb(f"压缩比超过 {RATIO} 倍")
                if "/media/" not in name:
                    _check_markup(tail + block)
                if size == len(block) and name.endswith((".xml", ".rels", ".vml")):
                    _check_encoding(block)
                tail = block[-16:]
                if whole:
                    kept.append(block)
                    if size > _PACKAGE_BYTES:
                        raise ExchangeError("文件内部的目录过大，不接收：请用 Excel 或 WPS 打开后另存为新文件")
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError) as error:
        raise ExchangeError("文件内部有部件损坏：请用 Excel 或 WPS 打开后另存为新文件", detail=repr(error)) from None
    if whole:
        _check_package(name, b"".join(kept))
    return size


def _check_markup(block: bytes) -> None:
    if _DECLARATION.search(block):
        raise ExchangeError("文件内部含有 DOCTYPE 或 ENTITY 声明，不接收：请用 Excel 或 WPS 打开后另存为新文件")


def _check_encoding(block: bytes) -> None:
    # a declaration written in UTF-16 would not be seen by `_check_markup`
    if block[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\x00" in block[:4]:
        raise ExchangeError("文件内部的 XML 不是 UTF-8 编码，不接收：请用 Excel 或 WPS 打开后另存为新文件")


def _check_package(name: str, content: bytes) -> None:
    lower = content.lower()
    if name == "[content_types].xml":
        if b"macroenabled" in lower or b"vbaproject" in lower or b"macrosheet" in lower:
            raise ExchangeError("文件含宏，不接收：请用 Excel 或 WPS 另存为不含宏的 .xlsx 或 .docx")
        return
    for found in _RELATION.finditer(content):
        pairs = _ATTRIBUTE.findall(found[1])
        relation = {key.lower(): first or second for key, first, second in pairs}
        if relation.get(b"targetmode", b"").lower() != b"external":
            continue
        kind = relation.get(b"type", b"").rsplit(b"/", 1)[-1]
        local = _LOCAL_TARGET.match(relation.get(b"target", b""))
        if kind in (b"hyperlink", b"externalLinkPath") or (kind == b"attachedTemplate" and local):
            continue
        raise ExchangeError("文件引用了外部的图片、模板或对象，不接收：请断开外部链接（或改为嵌入图片）后另存")


def _bomb(what: str) -> ExchangeError:
    return ExchangeError(f"文件{what}，不接收：请删除多余的空白行列和格式后另存，或拆成几个文件")


def _head(source: Path | bytes) -> bytes:
    if isinstance(source, bytes):
        return source[:65536]
    with source.open("rb") as file:
        return file.read(65536)


def _ole_kind(content: bytes) -> str:
    for name, kind in _OLE_STREAMS:
        entry = name.encode("utf-16-le") + b"\0\0"
        at = content.find(entry)
        while at >= 0:
            if at % 128 == 0:  # directory entries lie on 128-byte steps; a cell with this text seldom does
                return kind
            at = content.find(entry, at + 1)
    return "ole"


def _zip_kind(source: Path | bytes) -> str:
    try:
        with open_zip(source) as archive:
            names = {name.lower() for name in archive.namelist()}
            mimetype = b""
            if "mimetype" in names:
                with archive.open("mimetype") as part:
                    mimetype = part.read(80)
    except (ExchangeError, zipfile.BadZipFile, zlib.error, KeyError, RuntimeError, NotImplementedError):
        return "broken"
    if mimetype.startswith(b"application/vnd.oasis"):
        return "odf"
    for name, kind in (
        ("xl/workbook.xml", "xlsx"),
        ("xl/workbook.bin", "xlsb"),
        ("word/document.xml", "docx"),
        ("ppt/presentation.xml", "pptx"),
        ("ofd.xml", "ofd"),
    ):
        if name in names:
            return kind
    return "zip"


def _text_kind(head: bytes) -> str:
    bare = head.removeprefix(b"\xef\xbb\xbf")
    if bare[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "text"
    if b"\0" in bare:
        return "unknown"
    if _HTML.match(bare):
        return "html"
    if bare.lstrip().startswith(b"<?xml"):
        return "html" if b"<html" in bare.lower() else "xml"
    return "text"
