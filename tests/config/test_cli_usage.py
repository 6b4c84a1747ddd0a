"""The command line speaks Chinese: help, usage faults, one line for every refusal."""

from __future__ import annotations

import argparse
import re
import socket

import pytest

from tests.architecture.tree import ROOT
from zelian.config.cli import build_parser

pytestmark = pytest.mark.django_db

# What may stay in Latin letters: names of commands, options, formats and codes.
ALLOWED = {"excel", "json", "word", "docx", "xlsx", "yaml", "id", "annual", "backups", "zelian"}


def commands(parser=None, name=()):
    """(words of the command, its parser), the root first."""
    parser = parser or build_parser()
    yield name, parser
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for child, below in action.choices.items():
                yield from commands(below, (*name, child))


ALL = dict(commands())


@pytest.mark.parametrize("name", ALL, ids=lambda name: " ".join(name) or "zelian")
def test_help_is_chinese(zelian, name):
    answer = zelian(*name, "--help")
    assert answer.code == 0
    assert answer.out.startswith("用法：zelian")
    known = {word for command in ALL for word in command} | ALLOWED
    known |= {str(choice) for parser in ALL.values() for action in parser._actions for choice in action.choices or ()}
    prose = re.sub(r"--?[a-z][a-z-]*", "", answer.out)
    words = {word.lower() for word in re.findall(r"[A-Za-z]{2,}", prose)}
    assert words - known == set()


FAULTS = {
    (): "缺少参数：命令",
    ("frobnicate",): "没有 'frobnicate' 这个选项",
    ("figures", "--period", "2023"): "缺少参数：--org",
    ("figures", "--org", "sample", "--period", "2023", "--nonsense"): "不认识的参数：--nonsense",
    ("figures", "--org", "sample", "--period"): "参数 --period 后面要跟一个值",
    ("import",): "缺少参数：文件",
    ("import", "a.xlsx", "--year", "abc"): "参数 --year 应为整数",
    ("import", "a.xlsx", "--dry-run=3"): "参数 --dry-run 不带值",
    ("table", "--org", "s", "--period", "2023", "--by", "week"): "参数 --by 没有 'week' 这个选项",
    ("figures", "--org", "s", "--period", "2023", "--person", "1", "--post", "x"): "不能与",
    ("pack",): "缺少参数：动作",
    ("audit", "nothing"): "没有 'nothing' 这个选项",
}


@pytest.mark.parametrize(("arguments", "says"), FAULTS.items(), ids=lambda value: " ".join(value)[:30])
def test_wrong_usage(refused, arguments, says):
    line = refused(*arguments)
    assert says in line
    assert line.endswith("--help 查看用法）")


def test_the_reference_names_every_option_and_no_other():
    reference = (ROOT / "docs" / "reference" / "commands.md").read_text("utf-8")
    known = {option for parser in ALL.values() for action in parser._actions for option in action.option_strings}
    told = set(re.findall(r"(?<![\w-])--[a-z][a-z-]*", reference))
    assert told - known == set()
    assert {option for option in known if option.startswith("--")} - told == {"--output"}, "-o is its usual form"


def test_every_command_leads_somewhere():
    from importlib import import_module

    for name, parser in ALL.items():
        does = parser.get_default("does")
        if does:
            module, _, function = does.partition(":")
            assert callable(getattr(import_module(f"zelian.config.commands.{module}"), function)), name


def test_a_taken_port_is_refused_before_anything_is_touched(refused):
    """Two servers on one port would answer in turns, each from its own data."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        assert f"端口 {port} 已有程序在用" in refused("demo", "--port", port)
