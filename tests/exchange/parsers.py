"""Functions for the child to run: well-behaved, hostile and broken ones."""

import ctypes
import os
import sys
import time
from datetime import date, datetime
from pathlib import Path

from zelian.exchange.errors import CellError, ExchangeError


def echo(value):
    return value


def every_type():
    return [None, True, 7, 2.5, "字", date(2023, 7, 5), datetime(2023, 7, 5, 9, 30), CellError("#REF!"), b"\x00\xff"]


def count_to(number):
    yield from range(number)


def refuse():
    raise ExchangeError("第 3 行没有日期：请补上")


def fail():
    raise RuntimeError("inner detail that no user should see")


def abort():
    os.abort()


def fault():
    ctypes.string_at(0)


def leave():
    os._exit(0)


def eat_memory():
    return len(b"x" * (2 << 30))


def burn():
    while True:
        pass


def sleep(seconds):
    time.sleep(seconds)


def write(path):
    Path(path).write_text("x")


def write_something(path):
    with Path(path).open("w") as file:
        file.write("x" * 10)


def chatter():
    sys.stdout.write("a parser that prints\n")
    sys.stdout.flush()
    return "answer"


def flood():
    return "x" * (40 << 20)


def environment():
    return sorted(os.environ)


def descriptors():
    return sorted(int(entry.name) for entry in Path("/proc/self/fd").iterdir())


def modules():
    return sorted(sys.modules)


def unsendable():
    return object()
