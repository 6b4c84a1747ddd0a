"""One Chinese sentence for every event type. A type without its sentence cannot be recorded."""

from collections.abc import Callable

from zelian.audit.models import Event

Presenter = Callable[[Event], str]

_presenters: dict[str, Presenter] = {}


class UnknownEventType(ValueError):
    """An event type nobody registered a sentence for."""


def register(type: str, present: Presenter) -> None:
    """Make ``type`` (dotted, e.g. ``ledger.entry.recorded``) recordable, told by ``present``.

    Called at start, from the ``ready()`` of the app that records it. Raises ValueError when the name is not
    dotted lower case or when another presenter already holds it: one type, one sentence.
    """
    parts = type.split(".")
    if len(parts) < 2 or not all(part.isidentifier() and part.islower() for part in parts):
        raise ValueError(f"审计事件类型“{type}”不合规范：应为小写英文、以点分隔，如 ledger.entry.recorded")
    if _presenters.setdefault(type, present) is not present:
        raise ValueError(f"审计事件类型“{type}”登记了两次：一个类型只能有一种说法")


def registered() -> tuple[str, ...]:
    """All recordable types, sorted."""
    return tuple(sorted(_presenters))


def require(type: str) -> None:
    """Raise UnknownEventType unless ``type`` was registered."""
    if type not in _presenters:
        raise UnknownEventType(f"审计事件类型“{type}”没有登记：请先用 zelian.audit.presenters.register 登记它的说法")


def sentence(event: Event) -> str:
    """What the event says, in one Chinese sentence. Types of earlier releases are told by their bare name."""
    present = _presenters.get(event.type)
    if present is None:
        return f"{event.actor_name}：{event.type}（旧版本的事件类型）"
    return present(event)
