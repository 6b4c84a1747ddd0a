"""The style sheet keeps to what Chromium 86 can do (DESIGN §9): every name in it is on the dated list here."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import tinycss2
import yaml

import hatch_build

HERE = Path(__file__).parent
ROOT = hatch_build.ROOT
STAMP = ROOT / hatch_build.STAMP
FLOOR = yaml.safe_load((HERE / "css_floor.yaml").read_text("utf-8"))
DATED = ("properties", "at_rules", "media", "functions", "units", "pseudos")
ALLOWED = {part: {name for names in FLOOR[part].values() for name in names} for part in DATED}
EXCEPTIONS = FLOOR["exceptions"]
FOREIGN = set(FLOOR["foreign"])


def faults(css: str) -> list[str]:
    """Every use of something newer than the floor, as "what (where)"."""
    rules = tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)
    selectors = {_selector(rule) for rule in rules if rule.type == "qualified-rule"}
    return list(_rules(rules, selectors))


def _rules(rules: list, selectors: set[str]) -> Iterator[str]:
    for rule in rules:
        if rule.type == "error":
            yield f"syntax: {rule.message}"
        elif rule.type == "qualified-rule":
            yield from _prelude(rule, selectors)
            yield from _block(rule.content, _selector(rule))
        elif rule.type == "at-rule":
            yield from _at_rule(rule, selectors)


def _at_rule(rule, selectors: set[str]) -> Iterator[str]:
    name = rule.lower_at_keyword
    if name not in ALLOWED["at_rules"]:
        yield f"@{name}"
        return
    if name == "media":
        for token in rule.prelude:
            if token.type == "() block":
                words = [part for part in token.content if part.type != "whitespace"]
                plain = len(words) == 1 or (words[1].type == "literal" and words[1].value == ":")
                if not plain or words[0].type != "ident" or words[0].lower_value not in ALLOWED["media"]:
                    yield f"@media ({tinycss2.serialize(token.content)})"
    if name in ("media", "supports", "keyframes"):
        inner = tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)
        yield from _rules(inner, selectors)
    elif rule.content:
        yield from _block(rule.content, f"@{name}")


def _selector(rule) -> str:
    return tinycss2.serialize(rule.prelude).strip()


def _prelude(rule, selectors: set[str]) -> Iterator[str]:
    found = list(_pseudos(rule.prelude))
    if FOREIGN & set(found):
        lists = _selector(rule).split(",")
        if any(not any(name in one for name in FOREIGN) for one in lists):
            yield f"{_selector(rule)}: a foreign pseudo takes the other selectors down with it"
        return
    for name in found:
        if name in ALLOWED["pseudos"]:
            continue
        twin = EXCEPTIONS.get(name, {}).get("twin")
        if not twin or _selector(rule).replace(name, twin) not in selectors:
            yield f"{name} ({_selector(rule)})"


def _pseudos(tokens: list) -> Iterator[str]:
    colons = ""
    for token in tokens:
        if token.type == "literal" and token.value == ":":
            colons += ":"
            continue
        if colons and token.type == "ident":
            yield colons + token.lower_value
        if colons and token.type == "function":
            yield f"{colons}{token.lower_name}()"
            yield from _pseudos(token.arguments)
        colons = ""


def _block(content: list, where: str) -> Iterator[str]:
    before: dict[str, bool] = {}  # property → declared in this rule, in a way every engine of the floor understands
    for item in tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True):
        if item.type != "declaration":
            yield f"nested rule ({where})"
            continue
        name = item.lower_name
        bad = list(_values(item.value, name))
        if not name.startswith("--") and name not in ALLOWED["properties"]:
            after = EXCEPTIONS.get(name, {}).get("after")
            if not after or not before.get(after):
                yield f"{name} ({where})"
        for word in bad:
            if word not in EXCEPTIONS or not before.get(name):
                yield f"{word} in {name} ({where})"
        before[name] = before.get(name, False) or not bad


def _values(tokens: list, name: str) -> Iterator[str]:
    for token in tokens:
        if token.type == "function":
            if token.lower_name not in ALLOWED["functions"]:
                yield f"{token.lower_name}()"
            yield from _values(token.arguments, name)
        elif token.type == "dimension" and token.lower_unit not in ALLOWED["units"]:
            yield token.lower_unit
        elif token.type == "ident" and token.lower_value in FLOOR["newer_values"].get(name, {}):
            yield token.lower_value
        elif token.type in ("() block", "[] block", "{} block"):
            yield from _values(token.content, name)


def test_the_built_style_sheet_keeps_to_the_floor():
    stamp = json.loads(STAMP.read_text("utf-8")) if STAMP.is_file() else {}
    if not stamp.get("complete"):
        pytest.skip("缺少完整的前端资源：样式表检查跳过，联网后运行 make assets")
    assert stamp["sources"] == hatch_build.source_digest(ROOT), (
        "zelian.css is older than its sources: run `make assets`"
    )
    assert faults((ROOT / hatch_build.BUILT / "zelian.css").read_text("utf-8")) == []


def test_the_fallback_sheet_keeps_to_the_floor_without_any_compiler():
    assert faults(hatch_build.plain_sheet(ROOT)) == []


def test_no_listed_name_is_newer_than_the_floor():
    assert max(version for part in DATED for version in FLOOR[part]) <= FLOOR["floor"]


def test_every_exception_says_why_and_names_its_fallback():
    for name, entry in EXCEPTIONS.items():
        assert entry["since"] > FLOOR["floor"], name
        assert entry["why"], name


@pytest.mark.parametrize(
    "css",
    [
        ".a:has(b) { color: red }",
        ".a:is(b, c) { color: red }",
        ".a:where(b) { color: red }",
        ".a { color: color-mix(in srgb, red, blue) }",
        ".a { color: light-dark(#000, #fff) }",
        ".a { aspect-ratio: 1 }",
        ".a { inset: 0 }",
        ".a { accent-color: red }",
        ".a { height: 100dvh }",
        ".a { overflow: clip }",
        ".a { .b { color: red } }",
        "@layer x { .a { color: red } }",
        "@container (min-width: 1px) { .a { color: red } }",
        "@media (width <= 600px) { .a { color: red } }",
        ".a::-moz-progress-bar, .b { color: red }",
        ".a::file-selector-button { color: red }",
        ".a { print-color-adjust: exact }",
    ],
)
def test_newer_css_is_found(css: str):
    assert len(faults(css)) == 1


@pytest.mark.parametrize(
    "css",
    [
        ".a:focus-visible { gap: 4px; width: calc(100% - 2rem) }",
        ".a { -webkit-print-color-adjust: exact; print-color-adjust: exact }",
        "@media (prefers-reduced-motion: reduce) { .a { animation: none } }",
        ".a::-webkit-file-upload-button { color: red } .a::file-selector-button { color: red }",
        ".a::-moz-progress-bar { color: red }",
    ],
)
def test_what_the_floor_knows_passes(css: str):
    assert faults(css) == []


def test_a_newer_value_passes_only_as_an_exception_with_a_fallback_before_it(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(EXCEPTIONS, "dvh", {"since": 108, "why": "test"})
    assert faults(".a { height: 100vh; height: 100dvh }") == []
    assert faults(".a { height: 100dvh }") == ["dvh in height (.a)"]
