"""Run one function in a confined child process; nothing the child says is trusted.

Parsers are written in languages that abort: a 1.7 kB workbook can end the process that opens it, and no
`except` catches that. So whatever a stranger made is parsed here: address space, CPU, wall clock limited, no
file can be written, no descriptor or environment is inherited. Results come back as lines of JSON, never
pickle: a child taken over by its input must not be able to hand objects to its parent.

Where the `resource` module is missing (Windows) only the wall clock, the cleaned environment and the limits
on the size of answers hold; the parent survives an abort all the same.
"""

from __future__ import annotations

import base64
import contextlib
import datetime
import importlib
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from types import GeneratorType
from typing import Any

from zelian.exchange.errors import CellError, ExchangeError

try:
    import resource
except ImportError:  # Windows
    resource = None

_BOOT = "import sys; sys.path[:] = sys.argv[1:]; from zelian.exchange.child import main; main()"
_KEPT_ENVIRONMENT = ("SYSTEMROOT", "LD_LIBRARY_PATH")  # without these some Pythons do not start at all
_VALUE, _END, _REFUSAL, _CRASH, _MEMORY = b"V", b".", b"!", b"?", b"M"
_AGAIN = "请用 Excel 或 WPS 打开后另存为新文件再试"


@dataclass(frozen=True, slots=True)
class Limits:
    """What a child may use. Bytes and seconds; `wall` also runs while the caller works on what it got."""

    memory: int = 1 << 30
    cpu: int = 60
    wall: float = 120.0
    frame: int = 32 << 20
    output: int = 1 << 30


def run(function: Callable[..., Any], *args: Any, limits: Limits = Limits()) -> Any:
    """Return what `function(*args)` returns in a child. It must be an importable top-level function.

    Arguments and result: JSON values, date, datetime, bytes, CellError (tuples come back as lists).
    Raises ExchangeError as raised by the function, or with the reason why the child died.
    Cost: one process, about 60 ms.
    """
    values = list(stream(function, *args, limits=limits))
    if len(values) != 1:
        raise ExchangeError(f"解析没有给出结果：{_AGAIN}", detail=f"{len(values)} values")
    return values[0]


def stream(function: Callable[..., Any], *args: Any, limits: Limits = Limits()) -> Iterator[Any]:
    """Yield what the generator `function(*args)` yields in a child, one value at a time.

    Values as in `run`; each at most `limits.frame` bytes of JSON. Leaving the loop early kills the child.
    """
    request = {"function": f"{function.__module__}:{function.__qualname__}", "args": args, "limits": asdict(limits)}
    process = _start()
    expired = threading.Event()

    def expire() -> None:
        expired.set()
        process.kill()

    timer = threading.Timer(limits.wall, expire)
    timer.daemon = True
    timer.start()
    try:
        with contextlib.suppress(BrokenPipeError):
            process.stdin.write(_dumps(request))
            process.stdin.close()
        finished = yield from _values(process, limits)
        if not finished:
            raise _death(_ended(process), limits, expired=expired.is_set())
    finally:
        timer.cancel()
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            with contextlib.suppress(OSError):
                pipe.close()


def _start() -> subprocess.Popen:
    paths = [os.path.abspath(path) for path in sys.path]  # noqa: PTH100 - "" means here, "." would not survive
    return subprocess.Popen(  # noqa: S603 - our own interpreter and our own constant
        [sys.executable, "-I", "-S", "-X", "utf8", "-c", _BOOT, *paths],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={name: os.environ[name] for name in _KEPT_ENVIRONMENT if name in os.environ},
        close_fds=True,
    )


def _values(process: subprocess.Popen, limits: Limits) -> Iterator[Any]:
    """Yield the child's values; return whether it said it had finished."""
    received = 0
    while line := process.stdout.readline(limits.frame):
        received += len(line)
        if not line.endswith(b"\n"):
            if len(line) < limits.frame:
                return False  # the child died in the middle of a line
            raise ExchangeError(f"解析结果过大，已停止：{_AGAIN}", detail="frame")
        if received > limits.output:
            raise ExchangeError("解析结果过大，已停止：请拆成几个较小的文件", detail="output")
        tag, body = line[:1], line[1:]
        if tag == _VALUE:
            yield _loads(body)
        elif tag == _END:
            return True
        else:
            raise _said(tag, body, limits)
    return False


def _ended(process: subprocess.Popen) -> int:
    try:
        return process.wait(timeout=5)
    except subprocess.TimeoutExpired:  # it closed its output and lives on
        process.kill()
        return process.wait()


def _said(tag: bytes, body: bytes, limits: Limits) -> ExchangeError:
    if tag == _MEMORY:
        return _out_of_memory(limits, "MemoryError")
    try:
        text = " ".join(str(_loads(body)).split())[:500]
    except ValueError:
        text = "unreadable frame"
    if tag == _REFUSAL:
        return ExchangeError(text)
    return ExchangeError(f"文件损坏或格式不符，无法解析：{_AGAIN}", detail=text)


def _out_of_memory(limits: Limits, detail: str) -> ExchangeError:
    size = limits.memory >> 20
    return ExchangeError(
        f"解析时内存超过上限（{size} MB）：请删除多余的工作表和格式，或拆成几个较小的文件", detail=detail
    )


def _death(code: int, limits: Limits, *, expired: bool) -> ExchangeError:
    detail = f"return code {code}"
    if expired:
        return ExchangeError(f"解析超过时间上限（{limits.wall:g} 秒），已停止：请拆成几个较小的文件", detail=detail)
    if code == -getattr(signal, "SIGXCPU", 24):
        return ExchangeError(f"解析超过运算时间上限（{limits.cpu} 秒），已停止：请拆成几个较小的文件", detail=detail)
    if code == -getattr(signal, "SIGKILL", 9):
        return _out_of_memory(limits, detail)
    return ExchangeError(f"解析器中止（代码 {code}），文件结构异常或展开后过大：{_AGAIN}", detail=detail)


# ---- values on the wire -------------------------------------------------------------------------------------


def _tagged(value: object) -> dict[str, list[str]]:
    if isinstance(value, datetime.datetime):
        return {"~": ["datetime", value.isoformat()]}
    if isinstance(value, datetime.date):
        return {"~": ["date", value.isoformat()]}
    if isinstance(value, CellError):
        return {"~": ["error", value.text]}
    if isinstance(value, bytes):
        return {"~": ["bytes", base64.b64encode(value).decode()]}
    raise TypeError(f"{type(value).__name__} cannot cross to or from a child")


_UNTAG: dict[str, Callable[[str], Any]] = {
    "date": datetime.date.fromisoformat,
    "datetime": datetime.datetime.fromisoformat,
    "error": CellError,
    "bytes": base64.b64decode,
}


def _untagged(value: dict[str, Any]) -> Any:
    if len(value) == 1 and "~" in value:
        kind, text = value["~"]
        return _UNTAG[kind](text)
    return value


def _dumps(value: object) -> bytes:
    # surrogatepass: a lone surrogate travels as it is and is refused by `as_text`, where it has a cell to name
    return json.dumps(value, default=_tagged, ensure_ascii=False).encode("utf-8", "surrogatepass") + b"\n"


def _loads(line: bytes) -> Any:
    try:
        return json.loads(line, object_hook=_untagged)
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise ExchangeError(f"解析结果无法读取：{_AGAIN}", detail=repr(error)) from None


# ---- the child's side ---------------------------------------------------------------------------------------


def _confine(limits: Limits) -> None:
    if resource is None:
        return
    wanted = {
        "RLIMIT_AS": (limits.memory, limits.memory),
        "RLIMIT_CPU": (limits.cpu, limits.cpu + 1),
        "RLIMIT_FSIZE": (0, 0),
        "RLIMIT_CORE": (0, 0),
    }
    for name, (soft, hard) in wanted.items():
        kind = getattr(resource, name)
        ceiling = resource.getrlimit(kind)[1]  # the office's machine may already allow less; raising it fails
        if ceiling != resource.RLIM_INFINITY:
            soft, hard = min(soft, ceiling), min(hard, ceiling)
        resource.setrlimit(kind, (soft, hard))


def main() -> None:
    """Entry of the child: one request on standard input, frames on standard output."""
    out = os.dup(1)
    os.dup2(2, 1)  # a parser that prints must not write into the answer
    request = json.loads(sys.stdin.buffer.read(), object_hook=_untagged)
    _confine(Limits(**request["limits"]))

    def send(tag: bytes, value: object = None) -> None:
        frame = memoryview(tag + _dumps(value))
        while frame:
            frame = frame[os.write(out, frame) :]

    try:
        module, _, name = request["function"].partition(":")
        result = getattr(importlib.import_module(module), name)(*request["args"])
        for value in result if isinstance(result, GeneratorType) else (result,):
            send(_VALUE, value)
        send(_END)
    except ExchangeError as error:
        send(_REFUSAL, str(error))
    except MemoryError:
        send(_MEMORY)
    except Exception as error:
        send(_CRASH, f"{type(error).__name__}: {error}")
