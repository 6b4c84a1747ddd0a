"""The command line in the same process, over the sample street or over nothing."""

from __future__ import annotations

import json
from dataclasses import dataclass

import pytest

from tests.sample import kept_sample, sample
from zelian.config.cli import main

__all__ = ["kept_sample", "sample"]


@dataclass(frozen=True)
class Answer:
    """What a command answered: exit code, standard output, standard error."""

    code: int
    out: str
    err: str

    @property
    def json(self):
        """The output read as JSON."""
        return json.loads(self.out)


@pytest.fixture
def zelian(capsys):
    """zelian("figures", "--org", …) → what it answered."""

    def run(*arguments: object) -> Answer:
        capsys.readouterr()
        try:
            code = main([str(argument) for argument in arguments])
        except SystemExit as stopped:
            code = stopped.code
        told = capsys.readouterr()
        return Answer(code, told.out, told.err)

    return run


@pytest.fixture
def refused(zelian):
    """refused("figures", …) → its one Chinese line; fails unless the exit code is 2 and nothing else was printed."""

    def run(*arguments: object) -> str:
        answer = zelian(*arguments)
        assert answer.code == 2, answer
        assert answer.out == ""
        assert answer.err.count("\n") == 1, answer.err
        assert "Error" not in answer.err and "Traceback" not in answer.err
        return answer.err.strip()

    return run
