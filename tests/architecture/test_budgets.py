"""Sizes and names. An exception needs a sentence."""

from __future__ import annotations

import ast

import pytest

from tests.architecture.tree import PACKAGE, ROOT, name_of, python_files

MODULE_LINES, FUNCTION_LINES, TEMPLATE_LINES, VIEW_LINES = 600, 60, 200, 30
BANNED = {"utils", "util", "helpers", "helper", "common", "misc", "base", "manager", "tools"}
EXCEPTIONS: dict[str, str] = {}


def _functions(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


def test_no_module_is_too_long():
    long = {
        name_of(p): n for p in python_files(tests=True) if (n := len(p.read_text("utf-8").splitlines())) > MODULE_LINES
    }
    assert {name: n for name, n in long.items() if name not in EXCEPTIONS} == {}


def test_no_function_is_too_long():
    long = {
        f"{name_of(path)}:{function.name}": length
        for path in python_files()
        for function in _functions(path)
        if (length := function.end_lineno - function.lineno + 1) > FUNCTION_LINES
    }
    assert {name: n for name, n in long.items() if name not in EXCEPTIONS} == {}


def test_views_are_thin():
    long = {
        f"{name_of(path)}:{function.name}": length
        for path in python_files()
        if path.name == "views.py" or "views" in path.parent.name
        for function in _functions(path)
        if (length := function.end_lineno - function.lineno + 1) > VIEW_LINES
    }
    assert {name: n for name, n in long.items() if name not in EXCEPTIONS} == {}


def test_no_template_is_too_long():
    templates = (PACKAGE / "web" / "templates").rglob("*.html")
    long = {name_of(p): n for p in templates if (n := len(p.read_text("utf-8").splitlines())) > TEMPLATE_LINES}
    assert {name: n for name, n in long.items() if name not in EXCEPTIONS} == {}


def test_names_say_something():
    named = [p for p in ROOT.rglob("*") if p.is_dir() or p.suffix == ".py"]
    skip = {".venv", ".git", "node_modules", "build", "dist"}
    bad = [
        name_of(p)
        for p in named
        if p.stem in BANNED and not skip & set(p.relative_to(ROOT).parts) and "templates" not in p.parts
    ]
    assert bad == []


@pytest.mark.parametrize(
    ("word", "allowed"),
    [
        ("timezone.now(", ("zelian/web/", "zelian/jobs/", "zelian/audit/", "zelian/config/")),
        ("date.today(", ("zelian/config/",)),
        ("localdate(", ("zelian/web/", "zelian/config/")),
        ("datetime.now(", ()),
        ("utcnow(", ()),
        ("mark_safe", ()),
        ("shell=True", ()),
        ("__contains=", ()),
    ],
)
def test_words_that_are_banned(word, allowed):
    """Actions take now=; text is escaped at the end; no shell; JSON is not searched."""
    found = [
        name_of(path)
        for path in python_files()
        if word in path.read_text("utf-8")
        and name_of(path).startswith("zelian/")
        and not any(name_of(path).startswith(prefix) for prefix in allowed)
    ]
    assert found == []


def test_public_functions_have_docstrings():
    missing = [
        f"{name_of(path)}:{node.name}"
        for path in python_files()
        if name_of(path).startswith("zelian/") and path.name not in ("apps.py", "urls.py")
        for node in ast.parse(path.read_text("utf-8")).body
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
        and not node.name.startswith("_")
        and ast.get_docstring(node) is None
        and not _is_choices(node)
    ]
    assert missing == []


def _is_choices(node) -> bool:
    bases = [ast.unparse(base) for base in getattr(node, "bases", [])]
    return any("TextChoices" in base or "IntegerChoices" in base for base in bases)


def test_no_open_ends():
    words = ("TO" + "DO", "FIX" + "ME", "raise NotImplemented" + "Error")
    found = [name_of(p) for p in python_files(tests=True) for word in words if word in p.read_text("utf-8")]
    assert found == []
