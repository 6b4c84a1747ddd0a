"""Official documents (GB/T 9704-2012): written from plain blocks, and commented in place. See README.md."""

from .annotate import Comment, annotate, annotate_in_child
from .blocks import (
    AppendixTitle,
    Attachments,
    Block,
    Heading,
    Number,
    PageBreak,
    Paragraph,
    Salutation,
    Signature,
    Subtitle,
    Table,
    Text,
    Title,
)
from .document import Properties, write
from .levels import level_number, numbered
from .profile import DEFAULT, WIN10, Profile
from .titles import title_lines

__all__ = [
    "DEFAULT",
    "WIN10",
    "AppendixTitle",
    "Attachments",
    "Block",
    "Comment",
    "Heading",
    "Number",
    "PageBreak",
    "Paragraph",
    "Profile",
    "Properties",
    "Salutation",
    "Signature",
    "Subtitle",
    "Table",
    "Text",
    "Title",
    "annotate",
    "annotate_in_child",
    "level_number",
    "numbered",
    "title_lines",
    "write",
]
