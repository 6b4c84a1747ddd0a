"""Roles and what each may do. A role holds its permissions only within the organisations it is granted for.

`audiences` says which ledger kinds a role may read row by row: `scope` everybody in scope, `office` the office and
the leaders, `discipline` the discipline work committee alone. Counts are visible to all who may read figures.
"""

from __future__ import annotations

from dataclasses import dataclass

READ = frozenset({"ledger.read", "figures.read", "org.read"})
REPORT = frozenset({"reports.read", "reports.write", "reports.freeze", "check.use"})


@dataclass(frozen=True)
class Role:
    """One role: its permissions and the audiences it belongs to."""

    code: str
    name: str
    permissions: frozenset[str]
    audiences: frozenset[str]


_ALL = [
    Role(
        "office",
        "办公室（党建办、党政办）",
        READ | REPORT | {"ledger.write", "intake.apply", "intake.undo", "org.write", "definitions.write"},
        frozenset({"scope", "office"}),
    ),
    Role("secretary", "党工委书记", READ | REPORT, frozenset({"scope", "office"})),
    Role("leader", "班子成员", READ | {"reports.read", "check.use"}, frozenset({"scope", "office"})),
    Role(
        "community", "村社区", READ | {"ledger.write", "intake.apply", "intake.undo", "check.use"}, frozenset({"scope"})
    ),
    Role(
        "discipline",
        "纪工委",
        READ | {"ledger.write", "check.use", "intake.apply"},
        frozenset({"scope", "office", "discipline"}),
    ),
    Role("sysadmin", "系统管理员", frozenset({"accounts.write", "backup.run", "org.read"}), frozenset()),
    Role("secadmin", "安全管理员", frozenset({"grants.write", "org.read"}), frozenset()),
    Role("auditor", "审计管理员", frozenset({"audit.read"}), frozenset()),
]
ROLES: dict[str, Role] = {role.code: role for role in _ALL}
PERMISSIONS: frozenset[str] = frozenset().union(*(role.permissions for role in _ALL))
AUDIENCES = ("scope", "office", "discipline")
