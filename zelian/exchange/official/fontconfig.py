"""A font configuration for pictures and PDF where the official fonts are not installed.

Only for looking at documents: the files name the official fonts, and an office that has them sees those.
"""

from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import escape

SUBSTITUTES: dict[str, tuple[str, ...]] = {
    "方正小标宋简体": ("Noto Serif CJK SC SemiBold", "Noto Serif CJK SC", "FandolSong"),
    "华文中宋": ("Noto Serif CJK SC Medium", "Noto Serif CJK SC", "FandolSong"),
    "仿宋_GB2312": ("FandolFang", "FandolFang R", "Noto Serif CJK SC"),
    "仿宋": ("FandolFang", "FandolFang R", "Noto Serif CJK SC"),
    "楷体_GB2312": ("FandolKai", "LXGW WenKai", "AR PL UKai CN", "Noto Serif CJK SC"),
    "楷体": ("FandolKai", "LXGW WenKai", "AR PL UKai CN", "Noto Serif CJK SC"),
    "黑体": ("FandolHei", "Noto Sans CJK SC"),
    "宋体": ("FandolSong", "Noto Serif CJK SC", "AR PL UMing CN"),
    "Times New Roman": ("Liberation Serif", "Noto Serif CJK SC"),
}
"""Official name → free fonts, best first. Whatever is not installed is passed over."""

# Debian keeps Fandol where TeX finds it and fontconfig does not.
TEX_FONTS = "/usr/share/texlive/texmf-dist/fonts/opentype/public/fandol"


def write_fontconfig(path: Path, directories: Sequence[Path | str] = (TEX_FONTS,)) -> None:
    """Write a fontconfig file for the environment variable FONTCONFIG_FILE.

    `directories`: where else to look for fonts, beside the system's own. Missing ones do no harm.
    """
    lines = [
        '<?xml version="1.0"?>',
        '<!DOCTYPE fontconfig SYSTEM "fonts.dtd">',
        "<fontconfig>",
        '  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>',
        *(f"  <dir>{escape(str(directory))}</dir>" for directory in directories),
        *(_rule(official, free) for official, free in SUBSTITUTES.items()),
        "</fontconfig>",
    ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _rule(official: str, free: Sequence[str]) -> str:
    """The official font stays first, for machines that have it."""
    names = "".join(f"<string>{escape(name)}</string>" for name in (official, *free))
    return (
        f'  <match target="pattern"><test name="family" qual="any"><string>{escape(official)}</string></test>'
        f'<edit name="family" mode="assign_replace" binding="strong">{names}</edit></match>'
    )
