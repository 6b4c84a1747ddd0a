"""The text of a .docx as it reads, with a way back from every character to its paragraph.

What 核数 finds in `DocText.text` is located with `DocText.locate` and commented with `official.annotate`.
"""

from bisect import bisect_right
from dataclasses import dataclass

from zelian.exchange import child

from .official.body import atoms, paragraphs, unread
from .official.package import open_package, parse_document


@dataclass(frozen=True, slots=True)
class Span:
    """Characters `start` up to `end` of the text are the paragraph `paragraph_path`."""

    start: int
    end: int
    paragraph_path: int


@dataclass(frozen=True, slots=True)
class Bound:
    """Characters `start` up to `end` of the text are a figure bound by our own writer to `ref`.

    In a document of others: a content control with a tag.
    """

    start: int
    end: int
    ref: str


@dataclass(frozen=True, slots=True)
class DocText:
    """A document's text. Paragraphs (table cells are paragraphs too) joined by a line feed; offsets in characters.

    `spans`: one per paragraph, in order. `bound`: bound figures in order. `skipped`: what the document also holds
    and was not read (脚注, 隐藏文字 …), as Chinese phrases to show beside the result.
    """

    text: str
    spans: tuple[Span, ...]
    bound: tuple[Bound, ...] = ()
    skipped: tuple[str, ...] = ()

    def locate(self, start: int, end: int) -> list[tuple[int, int, int]]:
        """Where the characters `start` up to `end` stand: (paragraph_path, start, end), one per paragraph touched.

        The line feeds between paragraphs belong to none. ValueError when the range is not within the text.
        """
        if not 0 <= start <= end <= len(self.text):
            raise ValueError(f"范围 {start}–{end} 不在文中：全文共 {len(self.text)} 个字符")
        places = []
        first = max(bisect_right(self.spans, start, key=lambda span: span.start) - 1, 0)
        for span in self.spans[first:]:
            if span.start >= end:
                break
            low, high = max(start, span.start), min(end, span.end)
            if low < high:
                places.append((span.paragraph_path, low - span.start, high - span.start))
        return places


def read_docx(data: bytes) -> DocText:
    """The text of a .docx: paragraphs, tables, content controls, links, insertions, text boxes; no deletions.

    Raises ExchangeError (one Chinese line: what, where, how to mend) for anything that is not a sound, plain .docx.
    Cost: linear; meant for a child process when the file is not ours (`read_in_child`).
    """
    package = open_package(data)
    root = parse_document(package)
    lines: list[str] = []
    spans: list[Span] = []
    bound: list[Bound] = []
    at = 0
    for path, paragraph in enumerate(paragraphs(root)):
        start = at
        for atom in atoms(paragraph):
            lines.append(atom.text)
            if atom.ref is not None:
                bound.append(Bound(at, at + len(atom.text), atom.ref))
            at += len(atom.text)
        spans.append(Span(start, at, path))
        lines.append("\n")
        at += 1
    return DocText("".join(lines[:-1]), tuple(spans), tuple(bound), unread(root))


def read_in_child(data: bytes) -> DocText:
    """`read_docx` in a limited child process, for files that are not ours. Same result, same errors."""
    text, spans, bound, skipped = child.run(read_values, data)
    return DocText(
        text, tuple(Span(*span) for span in spans), tuple(Bound(*figure) for figure in bound), tuple(skipped)
    )


def read_values(data: bytes) -> list:
    """`read_docx` for a caller in another process: the fields of DocText as lists."""
    found = read_docx(data)
    spans = [[span.start, span.end, span.paragraph_path] for span in found.spans]
    bound = [[figure.start, figure.end, figure.ref] for figure in found.bound]
    return [found.text, spans, bound, list(found.skipped)]
