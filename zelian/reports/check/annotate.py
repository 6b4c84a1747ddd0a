"""The checked document back with a comment at each claim, everything else untouched."""

from __future__ import annotations

from zelian.exchange.docx_text import DocText
from zelian.exchange.official.annotate import Comment, annotate_in_child
from zelian.reports.check.verify import VERDICTS, Checked


def annotated(data: bytes, document: DocText, found: list[Checked]) -> bytes:
    """The .docx with one Word comment per claim: verdict, the ledger's number and why."""
    comments = []
    for checked in found:
        for path, start, end in document.locate(checked.claim.start, checked.claim.end)[:1]:
            comments.append(Comment(path, start, end, f"{VERDICTS[checked.verdict]}：{checked.why}", "责链核数"))
    return annotate_in_child(data, comments)
