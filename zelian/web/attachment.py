"""Files for download: always an attachment, never rendered, one RFC 6266 header whatever the name holds."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.http import content_disposition_header

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def attachment(content: bytes, name: str, content_type: str) -> HttpResponse:
    """A download; line ends and path parts in the name are dropped."""
    safe = "".join(char for char in name if char.isprintable() and char not in '/\\:*?"<>|')
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=safe)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "no-store"
    return response


def workbook_response(content: bytes, title: str) -> HttpResponse:
    """An .xlsx download."""
    return attachment(content, f"{title}.xlsx", XLSX)


def word_response(content: bytes, title: str) -> HttpResponse:
    """A .docx download."""
    return attachment(content, f"{title}.docx", DOCX)
