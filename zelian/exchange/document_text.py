"""The text of a document somebody brings: .docx (parsed in a limited child process) or plain text."""

from __future__ import annotations

from zelian.exchange.docx_text import DocText, read_in_child
from zelian.exchange.errors import ExchangeError

_LIMIT = 20 * 1024 * 1024


def read_document(data: bytes, name: str) -> tuple[str, DocText | None]:
    """Text and, for .docx, the map from text offsets to paragraphs. ExchangeError (Chinese) for anything else."""
    if len(data) > _LIMIT:
        raise ExchangeError(f"{name} 超过 20 MB：请拆分或删去图片后再试")
    if data[:4] == b"PK\x03\x04" or data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        document = read_in_child(data)
        return document.text, document
    claims_to_be_text = not name.lower().endswith((".docx", ".doc", ".wps", ".pdf")) and data[:5] != b"%PDF-"
    for encoding in ("utf-8-sig", "gb18030") if claims_to_be_text else ():
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" in text:
            break
        return text, None
    raise ExchangeError(f"{name} 不是文本也不是 .docx：请用 WPS 或 Word 另存为 .docx 后再试")
