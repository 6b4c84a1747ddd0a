"""The child can die, lie and hoard; the parent gets one Chinese line and lives on."""

import os
import resource
import sys
import time
from datetime import date, datetime

import pytest

from tests.exchange import parsers
from zelian.exchange import child
from zelian.exchange.errors import CellError, ExchangeError

linux = pytest.mark.skipif(sys.platform != "linux", reason="limits of the operating system")


def test_values_cross_with_their_types():
    assert child.run(parsers.every_type) == [
        None, True, 7, 2.5, "字", date(2023, 7, 5), datetime(2023, 7, 5, 9, 30), CellError("#REF!"), b"\x00\xff",
    ]  # fmt: skip


@pytest.mark.parametrize("value", ["多\n行", "\u2028", "\ud800", {"a": [1]}, "", 10**30, date(1900, 1, 1), b"\n"])
def test_arguments_and_results_are_the_same_on_both_sides(value):
    assert child.run(parsers.echo, value) == value


def test_a_generator_is_streamed():
    assert list(child.stream(parsers.count_to, 1000)) == list(range(1000))


def test_leaving_a_stream_early_ends_the_child():
    values = child.stream(parsers.count_to, 10**9)
    assert next(values) == 0
    values.close()  # returns at once, though the child had a billion to send


def test_an_exchange_error_arrives_word_for_word():
    with pytest.raises(ExchangeError) as caught:
        child.run(parsers.refuse)
    assert str(caught.value) == "第 3 行没有日期：请补上"


@pytest.mark.parametrize(
    "function, arguments, words",
    [
        (parsers.abort, (), "解析器中止"),
        (parsers.fault, (), "解析器中止"),
        (parsers.leave, (), "解析器中止"),
        (parsers.fail, (), "文件损坏或格式不符"),
        (parsers.unsendable, (), "文件损坏或格式不符"),
        (parsers.eat_memory, (), "内存超过上限（1024 MB）"),
        (parsers.flood, (), "解析结果过大"),
    ],
)
@linux
def test_a_dead_or_failing_child_is_a_chinese_reason(function, arguments, words):
    with pytest.raises(ExchangeError) as caught:
        child.run(function, *arguments)
    message = str(caught.value)
    assert words in message and "：" in message and "\n" not in message
    assert "inner detail" not in message


def test_the_cause_is_kept_for_the_log_only():
    with pytest.raises(ExchangeError) as caught:
        child.run(parsers.fail)
    assert caught.value.detail == "RuntimeError: inner detail that no user should see"


def test_wall_clock():
    started = time.monotonic()
    with pytest.raises(ExchangeError, match="时间上限（0\\.5 秒）"):
        child.run(parsers.sleep, 30, limits=child.Limits(wall=0.5))
    assert time.monotonic() - started < 3


@linux
def test_processor_time():
    with pytest.raises(ExchangeError, match="运算时间上限（1 秒）"):
        child.run(parsers.burn, limits=child.Limits(cpu=1, wall=20))


@linux
@pytest.mark.parametrize("function", [parsers.write, parsers.write_something])
def test_no_file_can_be_written(function, tmp_path):
    target = tmp_path / "loot"
    with pytest.raises(ExchangeError):
        child.run(function, str(target))
    assert not target.exists() or target.stat().st_size == 0


def test_what_a_parser_prints_is_not_an_answer():
    assert child.run(parsers.chatter) == "answer"


@linux
def test_nothing_is_inherited(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "secret")
    kept = os.open("/dev/null", os.O_RDONLY)
    os.set_inheritable(kept, 1)
    try:
        assert "DATABASE_URL" not in child.run(parsers.environment)
        assert len(child.run(parsers.descriptors)) <= 5  # three pipes, the answer, the listing itself
    finally:
        os.close(kept)


def test_the_child_loads_neither_django_nor_pickle_of_the_answer():
    loaded = child.run(parsers.modules)
    assert not [name for name in loaded if name.split(".")[0] in ("django", "pickle", "xlsxwriter")]


@pytest.mark.parametrize(
    "frame",
    [b"V{\n", b'V{"~": ["code", "x"]}\n', b'V{"~": 1}\n', b"V" + b"[" * 100_000 + b"\n", b"X\xff\n", b"\n", b"Vno end"],
)
def test_a_lying_child_is_refused(frame, monkeypatch):
    """What a child taken over by its input could write into the pipe."""
    monkeypatch.setattr(child, "_BOOT", f"import sys; sys.stdin.read(); sys.stdout.buffer.write({frame!r})")
    with pytest.raises(ExchangeError):
        child.run(parsers.echo, 1)


@linux
def test_an_endless_answer_does_not_fill_the_parent(monkeypatch):
    monkeypatch.setattr(child, "_BOOT", "import sys\nwhile True: sys.stdout.buffer.write(b'V' + b'1' * 65536)")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(ExchangeError, match="解析结果过大"):
        child.run(parsers.echo, 1, limits=child.Limits(frame=1 << 20, output=4 << 20))
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 32 << 10
