"""YAML files of definitions, read so that every complaint can name its file and line.

`load` gives plain lists and `Node` dicts; a `Node` knows the line of each of its keys. Checks never stop at the
first fault: they add to `Problems`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import yaml

from zelian.kernel.errors import BadInput


class Node(dict):
    """A mapping that remembers where it stood: `line` of itself, `line_of(key)` of a key (1-based)."""

    line: int = 0
    lines: dict[str, int]

    def line_of(self, key: str) -> int:
        """Line of `key`, or of the mapping where the key is missing."""
        return self.lines.get(key, self.line)


@dataclass(frozen=True)
class Problem:
    """One fault in a definition file."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file} 第 {self.line} 行：{self.message}"


@dataclass
class Problems:
    """Collects faults of one file."""

    file: str
    found: list[Problem] = field(default_factory=list)

    def add(self, line: int, message: str) -> None:
        """Notes a fault at a line."""
        self.found.append(Problem(self.file, line, message))

    def unknown_keys(self, node: Node, allowed: set[str]) -> None:
        """Notes every key that is not allowed: an unknown word is an error, never ignored."""
        for key in node:
            if key not in allowed:
                self.add(node.line_of(key), f"不认识的项“{key}”，可用：{'、'.join(sorted(allowed))}")

    def missing_keys(self, node: Node, required: set[str]) -> None:
        """Notes every required key that is absent."""
        for key in sorted(required - set(node)):
            self.add(node.line, f"缺少必填项“{key}”")


class SpecError(BadInput):
    """A definition file with faults; `problems` holds all of them."""

    def __init__(self, problems: list[Problem]):
        self.problems = problems
        super().__init__("；".join(str(problem) for problem in problems))


def as_node(data: object) -> object:
    """Plain data from the database in the shape `load` gives, so that one parser reads both; all lines are 0."""
    if isinstance(data, dict):
        node = Node({key: as_node(value) for key, value in data.items()})
        node.lines = {}
        return node
    if isinstance(data, list):
        return [as_node(value) for value in data]
    return data


class _Loader(yaml.SafeLoader):
    pass


def _mapping(loader: _Loader, node: yaml.MappingNode) -> Node:
    result = Node()
    result.line = node.start_mark.line + 1
    result.lines = {}
    for key_node, value_node in node.value:
        key = loader.construct_object(key_node, deep=True)
        if key in result:
            raise SpecError([Problem(loader.name, key_node.start_mark.line + 1, f"“{key}”写了两次")])
        result[key] = loader.construct_object(value_node, deep=True)
        result.lines[key] = key_node.start_mark.line + 1
    return result


_Loader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)


def load(text: str, file: str) -> object:
    """Parses YAML text (safe types only); SpecError with file and line when it is not YAML or repeats a key."""
    loader = _Loader(text)
    loader.name = file
    try:
        return loader.get_single_data()
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise SpecError([Problem(file, line, f"不是正确的 YAML：{error.problem}")]) from error
    finally:
        loader.dispose()


def load_file(path: Path, root: Path | None = None) -> object:
    """Parses a file; the name in messages is relative to `root`."""
    name = str(path.relative_to(root)) if root else path.name
    return load(path.read_text(encoding="utf-8"), name)
