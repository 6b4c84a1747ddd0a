"""The asset build: a second run does nothing, a missing registry leaves a working plain page."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

import hatch_build


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A copy of the sources, without anything built."""
    for name in ("package.json", "package-lock.json"):
        shutil.copy2(hatch_build.ROOT / name, tmp_path / name)
    shutil.copytree(hatch_build.ROOT / hatch_build.ASSETS, tmp_path / hatch_build.ASSETS)
    return tmp_path


def unreachable(*_: object, **__: object) -> None:
    raise OSError("unreachable")


def test_a_changed_source_changes_the_digest(root: Path):
    before = hatch_build.source_digest(root)
    (root / hatch_build.ASSETS / "scss/_tokens.scss").write_text(":root{}", "utf-8")
    assert hatch_build.source_digest(root) != before


def test_line_endings_do_not_change_the_digest(root: Path):
    before = hatch_build.source_digest(root)
    lock = root / "package-lock.json"
    lock.write_bytes(lock.read_bytes().replace(b"\n", b"\r\n"))
    assert hatch_build.source_digest(root) == before


def test_without_packages_the_page_still_has_a_style_sheet(root: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(hatch_build, "run", unreachable)
    said: list[str] = []
    assert hatch_build.build(root, say=said.append) is False
    assert all((root / path).is_file() for path in hatch_build.OUTPUTS)
    assert "--brand" in (root / hatch_build.BUILT / "zelian.css").read_text("utf-8")
    assert json.loads((root / hatch_build.STAMP).read_text("utf-8"))["complete"] is False
    assert "简版样式" in said[0]


def test_the_plain_parts_are_the_partials_of_the_full_sheet():
    full = (hatch_build.ROOT / hatch_build.ASSETS / "scss/zelian.scss").read_text("utf-8")
    assert [part for part in hatch_build.PLAIN_PARTS[1:] if f'@import "{part}"' not in full] == []


def test_a_complete_build_is_not_repeated(root: Path, monkeypatch: pytest.MonkeyPatch):
    hatch_build.build_plain(root)
    hatch_build.write_stamp(root, hatch_build.source_digest(root), complete=True)
    monkeypatch.setattr(hatch_build, "run", unreachable)
    assert hatch_build.build(root, say=pytest.fail) is True


def test_a_source_that_does_not_compile_is_not_hidden(root: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(hatch_build, "fetch_modules", lambda _: root)
    monkeypatch.setattr(hatch_build, "run", unreachable)
    with pytest.raises(OSError, match="unreachable"):
        hatch_build.build(root)


def test_the_lock_file_names_no_registry():
    lock = json.loads((hatch_build.ROOT / "package-lock.json").read_text("utf-8"))
    packages = {name: package for name, package in lock["packages"].items() if name}
    assert all("resolved" not in package for package in packages.values())
    assert all(package.get("integrity", "").startswith("sha512-") for package in packages.values())
