"""The generated reference is current."""

from __future__ import annotations

import pytest

from docs.build import PAGES, REFERENCE


@pytest.mark.parametrize("name", sorted(PAGES))
def test_generated_page_is_current(name):
    assert (REFERENCE / name).read_text("utf-8") == PAGES[name](), "请运行 make docs"


def test_every_figure_says_why_and_who():
    from zelian.kernel.yamlspec import load_file
    from zelian.packs.loader import SUBDISTRICT

    silent = [
        node["code"]
        for path in sorted((SUBDISTRICT / "figures").glob("*.yaml"))
        for node in load_file(path)
        if not all(node.get(key) for key in ("why", "author", "next_review"))
    ]
    assert silent == []
