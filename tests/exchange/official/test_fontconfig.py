"""The font configuration for pictures."""

import os
import shutil
import subprocess
from xml.etree import ElementTree

import pytest

from zelian.exchange.official import DEFAULT, WIN10
from zelian.exchange.official.fontconfig import SUBSTITUTES, write_fontconfig


def test_every_font_of_our_profiles_has_a_substitute():
    for profile in (DEFAULT, WIN10):
        fonts = {getattr(profile, field) for field in profile.__slots__ if field.endswith("_font")}
        assert fonts <= set(SUBSTITUTES)


def test_directories_and_rules_are_written(tmp_path):
    path = tmp_path / "fonts.conf"
    write_fontconfig(path, ["/a & b"])
    root = ElementTree.parse(path).getroot()
    assert [d.text for d in root.iter("dir")] == ["/a & b"]
    assert [m.find("test/string").text for m in root.iter("match")] == list(SUBSTITUTES)


def test_fontconfig_takes_a_substitute_that_is_installed(tmp_path):
    if shutil.which("fc-match") is None:
        pytest.skip("没有 fc-match（fontconfig）")
    path = tmp_path / "fonts.conf"
    write_fontconfig(path)
    environment = {**os.environ, "FONTCONFIG_FILE": str(path)}

    def families(*command):
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
        return {name for line in done.stdout.splitlines() for name in line.split(",")}

    free = {name for names in SUBSTITUTES.values() for name in names} & families("fc-list", ":lang=zh-cn", "family")
    if not free:
        pytest.skip("没有安装可替代的中文字体（例如 fonts-noto-cjk）")
    assert families("fc-match", "-f", "%{family}\n", "黑体") & (free | {"黑体"})
