"""What an official document is made of, as plain values. Nothing here knows Word.

Only what the reports need: a title, four levels of headings, paragraphs with bound figures, tables, the parts
around the text (主送机关, 附件说明, 署名) and appendices.
"""

from dataclasses import dataclass

MAX_REF = 64
"""Word keeps at most 64 characters in the tag of a content control and calls a longer one a damaged file."""


@dataclass(frozen=True, slots=True)
class Text:
    """Plain text. `level` 1..4 sets it in the type of that heading level (a heading run into its paragraph)."""

    text: str
    level: int = 0

    def __post_init__(self) -> None:
        if not 0 <= self.level <= 4:
            raise ValueError(f"层次只有1至4级，不能是{self.level}")


@dataclass(frozen=True, slots=True)
class Number:
    """A bound figure: `text` as printed, `ref` as the key to find it again (at most 64 characters)."""

    text: str
    ref: str

    def __post_init__(self) -> None:
        if not 1 <= len(self.ref) <= MAX_REF:
            raise ValueError(f"数字“{self.text}”的绑定代码应为1至{MAX_REF}个字符，实际{len(self.ref)}个")


Inline = str | tuple[Text | Number, ...]
"""A line of text: a plain string, or runs when it holds bound figures."""


@dataclass(frozen=True, slots=True)
class Title:
    """The title, centred in 小标宋. Long titles are broken by `title_lines`; a line feed breaks by hand."""

    text: str


@dataclass(frozen=True, slots=True)
class Subtitle:
    """A line below the title in 楷体: the office and name of who reports, or the date."""

    text: str


@dataclass(frozen=True, slots=True)
class Salutation:
    """主送机关: flush left, written with its colon."""

    text: str


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading on its own line, level 1..4. The number (一、（一）1.（1）) is part of the text: see `numbered`."""

    level: int
    text: Inline

    def __post_init__(self) -> None:
        if not 1 <= self.level <= 4:
            raise ValueError(f"标题层次只有1至4级，不能是{self.level}")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A body paragraph, first line indented by two characters."""

    runs: Inline


@dataclass(frozen=True, slots=True)
class Table:
    """A bordered table whose head repeats on every page. Every row has as many cells as the head.

    Raises ValueError for a row of another length.
    """

    head: tuple[str, ...]
    rows: tuple[tuple[Inline, ...], ...]
    caption: str | None = None

    def __post_init__(self) -> None:
        for number, row in enumerate(self.rows, 1):
            if len(row) != len(self.head):
                raise ValueError(f"表格第{number}行有{len(row)}格，表头有{len(self.head)}格，应一致")


@dataclass(frozen=True, slots=True)
class Attachments:
    """附件说明 after the text: the names of the attachments, without numbers and without full stops."""

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Signature:
    """署名 and 成文日期 (written out, Arabic digits, no leading zeros), set as for a sealed document."""

    office: str
    date: str


@dataclass(frozen=True, slots=True)
class AppendixTitle:
    """Begins an appendix on a new page: its label (附件1) at the top left, its title on the third line."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class PageBreak:
    """The next block begins a new page."""


Block = (
    Title | Subtitle | Salutation | Heading | Paragraph | Table | Attachments | Signature | AppendixTitle | PageBreak
)


def runs(inline: Inline) -> tuple[Text | Number, ...]:
    """The runs of a line; a plain string is one run of text."""
    return (Text(inline),) if isinstance(inline, str) else inline


def plain(inline: Inline) -> str:
    """The text of a line as the reader sees it."""
    return "".join(run.text for run in runs(inline))
