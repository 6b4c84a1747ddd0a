"""What can be run: job kinds and periodic tasks, registered at start by the apps that own them."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from zelian.kernel.errors import DomainError

if TYPE_CHECKING:
    from zelian.jobs.running import Running

JobFunction = Callable[["Running"], Any]
PeriodicFunction = Callable[[dt.datetime], Any]

_jobs: dict[str, JobFunction] = {}
_periodic: dict[str, "Periodic"] = {}


@dataclass(frozen=True)
class Periodic:
    """A short task run every ``seconds``, called with the present moment (UTC)."""

    name: str
    seconds: int
    function: PeriodicFunction


class UnknownKind(DomainError):
    """No function is registered for this kind of job."""


def job(kind: str) -> Callable[[JobFunction], JobFunction]:
    """Register a function as the work of ``kind``; it gets a ``Running`` and returns JSON (or None).

    It may be started a second time after a crash, so it must be repeatable: the same result, not twice the
    effect. Raises ValueError when another function already holds the kind.
    """

    def register(function: JobFunction) -> JobFunction:
        if _jobs.setdefault(kind, function) is not function:
            raise ValueError(f"任务种类“{kind}”登记了两次：一个种类只能有一个函数")
        return function

    return register


def every(seconds: int, name: str) -> Callable[[PeriodicFunction], PeriodicFunction]:
    """Register a function the worker calls every ``seconds`` with the present moment.

    Keep it short (sealing, sweeping deadlines, enqueueing a backup): while a job runs it still gets its turn,
    on a thread of its own. Raises ValueError when another function already holds the name.
    """

    def register(function: PeriodicFunction) -> PeriodicFunction:
        wanted = Periodic(name, seconds, function)
        if _periodic.setdefault(name, wanted) != wanted:
            raise ValueError(f"定时任务“{name}”登记了两次：一个名称只能有一个函数")
        return function

    return register


def function_of(kind: str) -> JobFunction:
    """The function of a kind; raises UnknownKind (Chinese)."""
    try:
        return _jobs[kind]
    except KeyError:
        raise UnknownKind(f"任务种类“{kind}”没有登记：请确认程序版本完整后重新提交") from None


def periodic() -> tuple[Periodic, ...]:
    """All periodic tasks, in order of registration."""
    return tuple(_periodic.values())
