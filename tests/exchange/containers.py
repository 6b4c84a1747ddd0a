"""Office containers made by hand: well-formed ones, and hostile ones no office program would write."""

import io
import struct
import zipfile

TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)
ROOT_RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"'
    ' Target="{target}"/></Relationships>'
)
SPACES = (
    'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
SHEET_RELATION = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"'
    ' Target="worksheets/sheet1.xml"/></Relationships>'
)


def packed(parts, compression=zipfile.ZIP_DEFLATED):
    """Bytes of a zip with these parts; a list of pairs may repeat a name."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as archive:
        for name, content in parts.items() if isinstance(parts, dict) else parts:
            archive.writestr(name, content)
    return out.getvalue()


def sheet_xml(rows, before="", after=""):
    return f"<worksheet {SPACES}>{before}<sheetData>{rows}</sheetData>{after}</worksheet>"


def workbook_parts(rows="", *, before="", after="", workbook_pr=""):
    """Parts of a workbook with one sheet 台账 whose sheetData is `rows`."""
    return {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": ROOT_RELATIONS.format(target="xl/workbook.xml"),
        "xl/workbook.xml": f'<workbook {SPACES}>{workbook_pr}<sheets><sheet name="台账" sheetId="1" r:id="rId1"/>'
        "</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": SHEET_RELATION,
        "xl/worksheets/sheet1.xml": sheet_xml(rows, before, after),
    }


def xlsx(rows="", *, extra=None, **kwargs):
    return packed({**workbook_parts(rows, **kwargs), **(extra or {})})


def docx(extra=None):
    return packed(
        {
            "[Content_Types].xml": TYPES,
            "_rels/.rels": ROOT_RELATIONS.format(target="word/document.xml"),
            "word/document.xml": "<w:document/>",
            **(extra or {}),
        }
    )


def text_cell(reference, text):
    return f'<c r="{reference}" t="inlineStr"><is><t>{text}</t></is></c>'


def relation(kind, target, mode="External"):
    return (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId9" '
        f'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" '
        f'Target="{target}" TargetMode="{mode}"/></Relationships>'
    )


def ole(*streams):
    """An OLE file as far as sniffing looks: the magic number and directory entries on 128-byte steps."""
    content = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\0")
    for stream in ("Root Entry", *streams):
        content += (stream.encode("utf-16-le") + b"\0\0").ljust(128, b"\0")
    return content


# ---- .xls, from the records up ------------------------------------------------------------------------------


def record(kind, data=b""):
    return struct.pack("<HH", kind, len(data)) + data


def number_cell(row, column, value):
    return record(0x203, struct.pack("<HHHd", row - 1, column, 0, value))


def label_cell(row, column, text):
    data = text.encode("utf-16-le")
    return record(0x204, struct.pack("<HHHHB", row - 1, column, 0, len(text), 1) + data)


def error_cell(row, column, code):
    return record(0x205, struct.pack("<HHHBB", row - 1, column, 0, code, 1))


def formula_cell(row, column, result):
    return record(0x06, struct.pack("<HHH", row - 1, column, 0) + result + struct.pack("<HIH", 0, 0, 0))


def hidden_row(row):
    return record(0x208, struct.pack("<HHHHHHHH", row - 1, 0, 1, 255, 0, 0, 0x20, 0))


def hidden_columns(first, last):
    return record(0x7D, struct.pack("<HHHHHH", first, last, 2048, 0, 1, 0))


def xls(*sheets, globals_more=b""):
    """An .xls whose sheets 表1, 表2 … hold the given records."""
    start = record(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0))
    names = [f"表{n}".encode("utf-16-le") for n in range(1, len(sheets) + 1)]
    globals_length = len(start) + len(globals_more) + sum(4 + 8 + len(name) for name in names) + 4
    bodies = [record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 0)) + sheet + record(0x0A) for sheet in sheets]
    stream, offset = start + globals_more, globals_length
    for name, body in zip(names, bodies, strict=True):
        stream += record(0x85, struct.pack("<IBBBB", offset, 0, 0, len(name) // 2, 1) + name)
        offset += len(body)
    return _compound(stream + record(0x0A) + b"".join(bodies))


def _compound(stream):
    """An OLE container with one stream: sector 0 and on the sector table, then the directory, then the stream."""
    data = stream.ljust(max(4096, -(-len(stream) // 512) * 512), b"\0")
    sectors = len(data) // 512
    tables = -(-(sectors + 2) // 127)
    end, table_mark, free = 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF
    fat = [table_mark] * tables + [end] + [tables + 2 + n for n in range(sectors - 1)] + [end]
    fat += [free] * (tables * 128 - len(fat))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16 + struct.pack("<HHHHH", 62, 3, 0xFFFE, 9, 6) + b"\0" * 6
    header += struct.pack("<IIIIIIIII", 0, tables, tables, 0, 4096, end, 0, end, 0)
    header += struct.pack("<109I", *range(tables), *[free] * (109 - tables))

    def entry(name, kind, child, start, size):
        text = name.encode("utf-16-le") + b"\0\0"
        fields = struct.pack("<HBBIII", len(text), kind, 1, free, free, child) + b"\0" * 36
        return text.ljust(64, b"\0") + fields + struct.pack("<IQ", start, size)

    directory = entry("Root Entry", 5, 1, end, 0) + entry("Workbook", 2, free, tables + 1, len(data))
    return header + struct.pack(f"<{len(fat)}I", *fat) + directory.ljust(512, b"\0") + data


def false_size(content, name, size):
    """The same zip, whose directory says that part `name` unpacks to `size` bytes."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        real = archive.getinfo(name)
    pair = struct.pack("<II", real.compress_size, real.file_size)
    return content.replace(pair, struct.pack("<II", real.compress_size, size))
