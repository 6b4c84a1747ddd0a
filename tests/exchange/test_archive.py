"""What a file really is, and which containers never reach a parser."""

import struct
import zipfile

import pytest

from tests.exchange import containers as made
from zelian.exchange import archive
from zelian.exchange.errors import ExchangeError

WHAT_IT_IS = [
    (b"", "empty"),
    ("姓名,日期\n张三,2023-07-05\n".encode(), "text"),
    ("姓名\n张三\n".encode("gb18030"), "text"),
    ("姓名\n张三\n".encode("utf-16"), "text"),
    (b"\xef\xbb\xbf<table><tr><td>1</td></tr></table>", "html"),
    (b"  <!DOCTYPE html><html>", "html"),
    (b"MIME-Version: 1.0\nContent-Type: multipart/related", "html"),
    (b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>', "xml"),
    (b"%PDF-1.7\n", "pdf"),
    (b"{\\rtf1", "rtf"),
    (b"\x89PNG\r\n\x1a\n", "image"),
    (b"\xff\xd8\xff\xe0", "image"),
    (b"\x00\x00\x00\x18ftypheic", "image"),
    (b"RIFF\x00\x00\x00\x00WEBP", "image"),
    (b"Rar!\x1a\x07\x01", "packed"),
    (b"\x00\x01\x02\x03", "unknown"),
    (made.xlsx(), "xlsx"),
    (made.docx(), "docx"),
    (made.packed({"xl/workbook.bin": b""}), "xlsb"),
    (made.packed({"OFD.xml": b""}), "ofd"),
    (made.packed({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}), "odf"),
    (made.packed({"a.txt": "a"}), "zip"),
    (made.xlsx()[:300], "broken"),
    (made.ole("Workbook"), "xls"),
    (made.ole("WordDocument"), "doc"),
    (made.ole("EncryptedPackage", "EncryptionInfo"), "encrypted"),
    (made.ole("Workbook", "_VBA_PROJECT_CUR"), "macro"),
    (made.ole("Other"), "ole"),
]


@pytest.mark.parametrize("content, kind", WHAT_IT_IS, ids=[f"{i}-{kind}" for i, (_, kind) in enumerate(WHAT_IT_IS)])
def test_content_says_what_a_file_is(content, kind, tmp_path):
    path = tmp_path / "file"
    path.write_bytes(content)
    assert archive.sniff(content) == kind
    assert archive.sniff(path) == kind


@pytest.mark.parametrize(
    "content, filename, words",
    [
        (b"", "台账.xlsx", "空的（0 字节）：请确认"),
        (b"<html><table>", "台账.xls", "实际是网页（HTML）：请用 Excel 或 WPS 另存为 .xlsx"),
        (b"a,b\n1,2\n", "台账.xlsx", "实际是纯文本或 CSV，扩展名却是 .xlsx"),
        (made.ole("Workbook"), "台账.xlsx", "实际是Excel 97-2003 工作簿（.xls），扩展名却是 .xlsx"),
        (made.xlsx(), "台账.xls", "实际是Excel 工作簿（.xlsx），扩展名却是 .xls"),
        (made.xlsx(), "台账.csv", "扩展名却是 .csv"),
        (made.docx(), "台账.xlsx", "实际是Word 文档（.docx）"),
        (b"%PDF-1.4", "台账.xlsx", "实际是PDF 文件"),
        (made.xlsx()[:-30], "台账.xlsx", "不完整，可能只传了一部分"),
        (made.ole("EncryptedPackage"), "台账.xlsx", "请先取消打开密码"),
        (made.ole("Workbook", "_VBA_PROJECT_CUR"), "台账.xls", "含宏"),
        (made.packed({"a.csv": "1"}), "台账.zip", "实际是ZIP 压缩包"),
    ],
)
def test_a_file_of_another_kind_is_named(content, filename, words):
    with pytest.raises(ExchangeError) as caught:
        archive.admit(content, filename, ("xlsx", "xls", "text"))
    assert words in str(caught.value) and "：请" in str(caught.value)


@pytest.mark.parametrize(
    "content, filename, kind",
    [
        (made.xlsx(), "台账.xlsx", "xlsx"),
        (made.xlsx(), "台账.XLSX", "xlsx"),
        (made.xlsx(), "没有扩展名", "xlsx"),
        (made.xlsx(), "台账.et", "xlsx"),
        (made.ole("Workbook"), "台账.et", "xls"),
        (b"a\tb", "台账.tsv", "text"),
    ],
)
def test_a_file_of_the_right_kind_is_admitted(content, filename, kind):
    assert archive.admit(content, filename, ("xlsx", "xls", "text")) == kind


def _symlink():
    out = made.io.BytesIO(made.xlsx())
    with zipfile.ZipFile(out, "a") as container:
        entry = zipfile.ZipInfo("xl/link")
        entry.external_attr = 0o120777 << 16
        container.writestr(entry, "/etc/passwd")
    return out.getvalue()


def _locked():
    content = bytearray(made.packed({"xl/workbook.xml": "<workbook/>"}))
    at = content.rfind(b"PK\x01\x02")
    struct.pack_into("<H", content, at + 8, struct.unpack_from("<H", content, at + 8)[0] | 1)
    return bytes(content)


DOCTYPE = '<!DOCTYPE a [<!ENTITY b "c">]><workbook/>'
HOSTILE = {
    "traversal": (made.xlsx(extra={"../../x": "x"}), "指向文件之外"),
    "absolute": (made.xlsx(extra={"/etc/x": "x"}), "指向文件之外"),
    "drive": (made.xlsx(extra={"C:x": "x"}), "指向文件之外"),
    "backslash": (made.xlsx(extra={"xl\\..\\win.txt": "x"}), "指向文件之外"),
    "symlink": (_symlink(), "指向文件之外"),
    "password": (_locked(), "密码"),
    "too many parts": (made.packed({f"xl/{i}": "" for i in range(2_001)}), "2001 个部件"),
    "doctype": (made.xlsx(extra={"docProps/app.xml": DOCTYPE}), "DOCTYPE"),
    "doctype late": (made.xlsx(extra={"xl/x.xml": " " * ((1 << 20) - 5) + DOCTYPE}), "不接收"),
    "entity": (made.xlsx(extra={"xl/styles.xml": "<!entity x 'y'>"}), "ENTITY"),
    "utf-16": (made.xlsx(extra={"xl/styles.xml": DOCTYPE.encode("utf-16")}), "不是 UTF-8"),
    "utf-16 unmarked": (made.xlsx(extra={"xl/styles.xml": DOCTYPE.encode("utf-16-le")}), "不是 UTF-8"),
    "macro part": (made.xlsx(extra={"xl/vbaProject.bin": "x"}), "含宏"),
    "macro sheet": (made.xlsx(extra={"xl/macrosheets/sheet1.xml": "<x/>"}), "含宏"),
    "macro type": (
        made.xlsx(extra={"[Content_Types].xml": '<Override ContentType="application/vnd.ms-excel.macroEnabled"/>'}),
        "含宏",
    ),
    "embedded object": (made.xlsx(extra={"xl/embeddings/oleObject1.bin": "x"}), "嵌有其他程序的对象"),
    "activex": (made.xlsx(extra={"xl/activeX/activeX1.xml": "<x/>"}), "嵌有其他程序的对象"),
    "remote template": (
        made.docx({"word/_rels/settings.xml.rels": made.relation("attachedTemplate", "http://example.org/x.dotm")}),
        "外部",
    ),
    "remote picture": (
        made.docx({"word/_rels/document.xml.rels": made.relation("image", "//example.org/x.png")}),
        "外部",
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_containers_are_refused(name):
    content, words = HOSTILE[name]
    with pytest.raises(ExchangeError) as caught:
        archive.inspect(content)
    assert words in str(caught.value) and "：请" in str(caught.value)


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("other", ["xl/worksheets/sheet1.xml", "xl/Worksheets/SHEET1.xml"])
def test_a_part_named_twice_is_refused(other):
    parts = [*made.workbook_parts().items(), (other, "<other/>")]
    with pytest.raises(ExchangeError, match="重名"):
        archive.inspect(made.packed(parts))


@pytest.mark.parametrize(
    "parts",
    [
        {"xl/worksheets/_rels/sheet1.xml.rels": made.relation("hyperlink", "https://example.org")},
        {"xl/externalLinks/_rels/externalLink1.xml.rels": made.relation("externalLinkPath", "去年.xlsx")},
        {"word/_rels/settings.xml.rels": made.relation("attachedTemplate", "file:///C:\\Templates\\Normal.dotm")},
        {"xl/_rels/x.xml.rels": made.relation("image", "../media/image1.png", "Internal")},
        {"xl/media/drawing.svg": '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN"><svg/>'},
        {"xl/sharedStrings.xml": "<sst><!-- note --><si><t><![CDATA[a]]></t></si></sst>"},
    ],
)
def test_ordinary_parts_are_let_through(parts):
    archive.inspect(made.xlsx(extra=parts))


def test_bomb_by_its_directory():
    content = made.xlsx(extra={"xl/sharedStrings.xml": b"0" * (210 << 20)})
    with pytest.raises(ExchangeError, match="展开后有 220 MB，超过上限 200 MB"):
        archive.inspect(content)


def test_bomb_by_its_ratio():
    with pytest.raises(ExchangeError, match="压缩比超过 100 倍"):
        archive.inspect(made.xlsx(extra={"xl/sharedStrings.xml": b"0" * (4 << 20)}))


def test_bomb_that_lies_about_its_size(monkeypatch):
    """The directory says 1 kB; what counts is what comes out."""
    content = made.false_size(made.xlsx(extra={"xl/x.xml": b"0" * (4 << 20)}), "xl/x.xml", 1024)
    with pytest.raises(ExchangeError):
        archive.inspect(content)


def test_bomb_of_many_small_parts(monkeypatch):
    monkeypatch.setattr(archive, "UNPACKED_BYTES", 100_000)
    lying = made.xlsx(extra={f"xl/{i}.xml": b"0" * 20_000 for i in range(10)})
    with pytest.raises(ExchangeError, match="展开后"):
        archive.inspect(lying)


@pytest.mark.parametrize(
    "name, text",
    [
        ("台账.xlsx", "台账.xlsx"),
        ("C:\\桌面\\台账.xlsx", "台账.xlsx"),
        ("../../x/台账.xlsx", "台账.xlsx"),
        ("台\u202excod.账\r\n\0.xlsx", "台xcod.账.xlsx"),
        ("长" * 200 + ".xlsx", "长" * 60 + "…" + "长" * 11 + ".xlsx"),
    ],
)
def test_a_file_name_fit_for_a_message(name, text):
    assert archive.display_name(name) == text
