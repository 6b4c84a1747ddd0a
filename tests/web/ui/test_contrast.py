"""Text can be read: 4.5:1 on its ground, 3:1 for what marks a control (WCAG 2.2, 1.4.3 and 1.4.11)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

TOKENS = Path(__file__).parents[3] / "zelian/web/assets/scss/_tokens.scss"
COLOURS = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6});", TOKENS.read_text("utf-8"))) | {"white": "#fff"}
TEXT = [
    *[(ink, ground) for ink in ("ink", "ink-2", "ink-3", "link") for ground in ("card", "bg")],
    *[(tone, f"{tone}-bg") for tone in ("ok", "soon", "late", "over", "mute", "info")],
    *[(tone, "card") for tone in ("ok", "soon", "late", "over", "mute", "info", "brand")],
    *[(f"heat-{look}-ink", f"heat-{look}") for look in ("soon", "late", "over", "none")],
    ("brand", "brand-weak"),
    ("white", "brand"),
    ("white", "ink"),
    ("ink-2", "bg-2"),
    ("ink", "link-weak"),
]
MARKS = [("field-line", "card"), ("heat-done-ink", "heat-done"), ("link", "card")]


def luminance(colour: str) -> float:
    """Relative luminance as WCAG defines it."""
    digits = colour.lstrip("#")
    digits = "".join(digit * 2 for digit in digits) if len(digits) == 3 else digits
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """From 1 (same) to 21 (black on white)."""
    light, dark = sorted((luminance(COLOURS[one]), luminance(COLOURS[other])), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_black_on_white_is_21():
    COLOURS["black"] = "#000"
    assert contrast("black", "white") == pytest.approx(21)


@pytest.mark.parametrize(("ink", "ground"), TEXT)
def test_text_is_readable(ink: str, ground: str):
    assert contrast(ink, ground) >= 4.5


@pytest.mark.parametrize(("line", "ground"), MARKS)
def test_marks_are_visible(line: str, ground: str):
    assert contrast(line, ground) >= 3
