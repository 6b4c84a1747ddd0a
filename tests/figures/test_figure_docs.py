"""The reference of the language is complete, and its examples are valid."""

from __future__ import annotations

import re
from pathlib import Path

from zelian.figures import spec
from zelian.kernel import facts
from zelian.kernel.yamlspec import Problems, load

TEXT = (Path(__file__).parents[2] / "docs/reference/figures-language.md").read_text(encoding="utf-8")


def test_every_word_of_the_language_is_explained():
    words = spec._KEYS | set(spec.OPERATORS) | {word for words in spec._CHOICES.values() for word in words}
    assert [word for word in sorted(words) if not re.search(rf"`[^`]*\b{word}\b[^`]*`", TEXT)] == []


def test_every_ledger_source_and_column_is_listed():
    for source in facts.sources():
        if source.code.startswith("ledger."):
            assert f"`{source.code}`" in TEXT
            assert [name for name in source.columns if f"`{name}`" not in TEXT] == []


def test_every_example_is_valid():
    problems = Problems("figures-language.md")
    listed = [node for block in re.findall(r"```yaml\n(.*?)```", TEXT, re.DOTALL) for node in load(block, "example")]
    found = [(figure, node) for node in listed if (figure := spec.parse_figure(node, problems))]
    spec.check_set(found, problems)
    assert problems.found == []
    assert len(found) == 12
