"""The measurable side of an official document: paper, type area, fonts and sizes.

GB/T 9704-2012 fixes the paper, the type area (156 x 225 mm), 22 lines of 28 characters and the kinds of type.
What it leaves open (the exact line pitch, the font of digits) and what offices lack (小标宋, *_GB2312) differs
from place to place, so all of it is data here and nothing is written in the writer.
"""

from dataclasses import dataclass, fields
from decimal import Decimal

A4_MM = (210, 297)

HALF_POINTS = {"二号": 44, "小二": 36, "三号": 32, "四号": 28, "小四": 24, "五号": 21}
"""Chinese type sizes in half-points, the unit Word stores."""


@dataclass(frozen=True, slots=True)
class Profile:
    """One house style. Lengths in millimetres, the line pitch in points, sizes by their Chinese names.

    Raises ValueError when the type area cannot hold `lines` lines or `chars` characters, or a size is unknown.
    """

    name: str = "国标"
    top_mm: int = 37
    left_mm: int = 28
    right_mm: int = 26
    bottom_mm: int = 35
    lines: int = 22
    chars: int = 28
    line_pitch_pt: Decimal = Decimal("28.95")
    title_font: str = "方正小标宋简体"
    body_font: str = "仿宋_GB2312"
    heading1_font: str = "黑体"
    heading2_font: str = "楷体_GB2312"
    heading3_font: str = "仿宋_GB2312"
    latin_font: str = "仿宋_GB2312"
    table_font: str = "仿宋_GB2312"
    page_number_font: str = "宋体"
    title_size: str = "二号"
    body_size: str = "三号"
    table_size: str = "小四"
    page_number_size: str = "四号"
    page_number_below_mm: int = 7

    def __post_init__(self) -> None:
        for field in fields(self):
            size = getattr(self, field.name)
            if field.name.endswith("_size") and size not in HALF_POINTS:
                raise ValueError(f"字号“{size}”不认识（{field.name}）：可用 {'、'.join(HALF_POINTS)}")
        if self.lines * self.line_pitch > self.text_height:
            raise ValueError(f"版心高度放不下{self.lines}行：行距 {self.line_pitch_pt} 磅太大，请减小行距或上下边距")
        if self.char_spacing < -self.half_points("body") * 2:
            raise ValueError(f"版心宽度放不下每行{self.chars}字：请减小左右边距或每行字数")

    def half_points(self, part: str) -> int:
        """The size of `part` (title, body, table, page_number) in half-points."""
        return HALF_POINTS[getattr(self, f"{part}_size")]

    @property
    def line_pitch(self) -> int:
        """Exact line height in twips (1/20 pt)."""
        return int(self.line_pitch_pt * 20)

    @property
    def text_width(self) -> int:
        """Width of the type area in twips."""
        return twips(A4_MM[0]) - twips(self.left_mm) - twips(self.right_mm)

    @property
    def text_height(self) -> int:
        """Height of the type area in twips."""
        return twips(A4_MM[1]) - twips(self.top_mm) - twips(self.bottom_mm)

    @property
    def char_pitch(self) -> int:
        """Width of one body character cell in twips, rounded down so that a full line always fits."""
        return self.text_width // self.chars

    @property
    def char_spacing(self) -> int:
        """What to add to each body character, in twips, so that a line holds exactly `chars` of them."""
        return self.char_pitch - self.half_points("body") * 10


def twips(mm: int) -> int:
    """Millimetres as twentieths of a point, rounded half up."""
    return (mm * 14400 + 127) // 254


DEFAULT = Profile()

WIN10 = Profile(
    name="Windows 自带字体",
    title_font="华文中宋",
    body_font="仿宋",
    heading2_font="楷体",
    heading3_font="仿宋",
    latin_font="仿宋",
    table_font="仿宋",
)
"""For offices without the 方正 and *_GB2312 fonts: only fonts that come with Windows 10 and Office."""
