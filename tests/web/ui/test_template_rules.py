"""Rules for every template of the product: nothing the content policy would block, Chinese text, no pictographs."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

TEMPLATES = Path(__file__).parents[3] / "zelian/web/templates"
FILES = sorted(TEMPLATES.rglob("*.html"))
FORBIDDEN = {
    "style attribute": r"\sstyle\s*=",
    "style element": r"<style\b",
    "inline handler": r"\son[a-z]+\s*=",
    "htmx inline handler": r"\bhx-on\b",
    "javascript address": r"javascript:",
    "htmx script values": r"hx-vals\s*=\s*.js:",
    "unescaped text": r"\|\s*safe\b|autoescape\s+off|\|\s*safeseq\b",
    "inline script": r"<script(?![^>]*\bsrc=)",
    "foreign address": r"(?:src|href)\s*=\s*[\"'](?:https?:)?//",
}
# Words people here know in Latin letters.
LATIN = {
    "Excel",
    "Word",
    "WPS",
    "PDF",
    "MB",
    "KB",
    "xlsx",
    "xls",
    "et",
    "docx",
    "csv",
    "JSON",
    "SHA",
    "SM",
    "ID",
    "IP",
    "DCP",
}
SOURCES = TEMPLATES.parent / "assets/scss"
FROM_PARTIALS = {"form-control", "form-select", "form-label", "form-text", "form-check-input", "visually-hidden"}
CLASSES = FROM_PARTIALS | {
    name for path in SOURCES.glob("_*.scss") for name in re.findall(r"\.([a-zA-Z][\w-]*)", path.read_text("utf-8"))
}
SIGNS = set(re.findall(r'id="([\w-]+)"', (TEMPLATES.parent / "static/img/icons.svg").read_text("utf-8")))
PICTOGRAPHS = re.compile("[\U0001f000-\U0001faff\u2600-\u26ff\u2b50\u2b55\ufe0f]")
TAGS = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}|\{% comment %\}.*?\{% endcomment %\}", re.S)
READ_ALOUD = re.compile(r"\b(?:title|alt|placeholder|aria-label|data-label|data-confirm[\w-]*)=\"([^\"]*)\"")

SHOWN = [
    "ribbon",
    "heat",
    "stack",
    "paper",
    "stepper",
    "drop",
    "job",
    "empty",
    "toast",
    "chips",
    "pager",
    "timeline",
    "kv",
]
SHOWN += ["tabs", "chart", "stat", "mk"]


def broken_rules(text: str) -> list[str]:
    """Names of the rules a template text breaks."""
    return [name for name, pattern in FORBIDDEN.items() if re.search(pattern, text, re.I)]


def latin_words(text: str) -> set[str]:
    """Latin words a user would read; what stands in <code> is meant to be typed and may be Latin."""
    text = re.sub(r"zelian [a-z]+", " ", text)  # a command of ours
    text = re.sub(r"<(code|kbd|pre|samp)\b.*?</\1>", " ", TAGS.sub(" ", text), flags=re.S)
    seen = " ".join(READ_ALOUD.findall(text)) + " " + re.sub(r"<[^>]*>", " ", text)
    return {word for word in re.findall(r"[A-Za-z]{2,}", seen) if word not in LATIN and word != "doctype"}


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_template_keeps_the_rules(path: Path):
    text = path.read_text("utf-8")
    assert broken_rules(text) == []
    assert latin_words(text) == set()
    assert not PICTOGRAPHS.search(text)


@pytest.mark.parametrize(
    "text",
    [
        '<p style="color:red">',
        '<a onclick="go()">',
        "{{ text|safe }}",
        "{% autoescape off %}",
        "<script>go()</script>",
        '<script src="https://example.org/a.js"></script>',
        '<div hx-on:click="go()">',
        "<style>a{}</style>",
    ],
)
def test_the_rules_can_fail(text: str):
    assert broken_rules(text)


def test_latin_text_is_found_but_not_markup():
    assert latin_words("<p>Save 保存</p>") == {"Save"}
    assert latin_words('<img alt="logo">') == {"logo"}
    assert latin_words("<p>运行 <code>zelian init</code></p>") == set()
    assert latin_words('<p class="note">导出 Excel</p>{% load ui %}') == set()


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_template_uses_only_what_exists(engine, path: Path):
    """Tags, classes of the style sheet, signs of the sprite."""
    text = path.read_text("utf-8")
    engine.get_template(str(path.relative_to(TEMPLATES)))
    classes = {name for value in re.findall(r'class="([^"]*)"', TAGS.sub("{}", text)) for name in value.split()}
    assert {name for name in classes if "{}" not in name and name not in CLASSES} == set()
    assert set(re.findall(r"(?:\{% icon |icon=)[\"']([\w-]+)", text)) - SIGNS == set()


def test_the_style_guide_shows_every_component(page: str):
    assert broken_rules(re.sub(r'<script id="[^"]*" type="application/json">.*?</script>', "", page, flags=re.S)) == []
    for css in SHOWN:
        assert re.search(rf'class="(?:[\w-]+ )*{css}[ "]', page), css


def test_ids_of_the_style_guide_are_unique(page: str):
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("code", [400, 403, 404, 500])
def test_error_pages_stand_without_a_request(engine, code: int):
    shown = engine.get_template(f"errors/{code}.html").render({})
    assert str(code) in shown
    assert 'href="/"' in shown


def test_every_icon_used_is_in_the_sprite(page: str):
    names = set(re.findall(r"icons\.svg#([\w-]+)", page))
    assert names
    assert names - SIGNS == set()
