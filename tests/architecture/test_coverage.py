"""Every model, command and figure is tested and documented, or exempt with a sentence."""

from __future__ import annotations

import argparse

from django.apps import apps

from tests.architecture.tree import ROOT, python_files
from zelian.config.cli import build_parser

UNTESTED_MODELS: dict[str, str] = {}
TESTS = "\n".join(path.read_text("utf-8") for path in python_files(tests=True) if "tests" in path.parts)
README = (ROOT / "README.md").read_text("utf-8")
REFERENCE = (ROOT / "docs" / "reference" / "commands.md").read_text("utf-8")


def _commands(parser, prefix=""):
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, child in action.choices.items():
                yield f"{prefix}{name}", child
                yield from _commands(child, f"{prefix}{name} ")


def test_every_model_is_named_in_a_test():
    models = [model for model in apps.get_models() if model.__module__.startswith("zelian.")]
    untested = [model._meta.label for model in models if model.__name__ not in TESTS]
    assert [label for label in untested if label not in UNTESTED_MODELS] == []


def test_every_command_is_documented():
    assert [name for name, _ in _commands(build_parser()) if f"zelian {name}" not in REFERENCE] == []


def test_every_option_is_explained_in_chinese():
    silent = [
        f"{name} {option}"
        for name, parser in _commands(build_parser())
        for action in parser._actions
        for option in action.option_strings[:1]
        if not action.help and action.dest not in ("org", "period", "output")
    ]
    assert silent == []


def test_every_app_has_a_readme():
    missing = [
        path.parent.name for path in (ROOT / "zelian").glob("*/apps.py") if not (path.parent / "README.md").exists()
    ]
    assert missing == []


def test_readme_names_the_two_commands():
    assert "make demo" in README
    assert "make test" in README
