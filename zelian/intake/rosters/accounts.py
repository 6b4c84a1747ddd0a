"""The roster of accounts and the roles granted to them. Passwords are made here, shown once, stored hashed."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.utils.timezone import localtime

from zelian.access.models import Grant, User
from zelian.access.roles import ROLES
from zelian.intake.planning import rejected
from zelian.intake.rosters.people import PeopleBook
from zelian.intake.rosters.roster import Fields, Key, Roster
from zelian.intake.targets import Column, Context, RowPlan, Secret, SourceRow
from zelian.kernel.actor import Actor
from zelian.kernel.errors import Conflict
from zelian.org.models import Org, Person

_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that look alike on paper


class AccountRoster(Roster):
    """One row: an account, and a role it has over an organisation. More roles: more rows of the same account.

    Accounts and grants are two people's business (系统管理员, 安全管理员): each may fill only his part.
    """

    kind = "accounts"
    name = "账号名册"
    aliases = ("账号", "用户名册", "用户")
    order = 5
    private = True
    scope_permission = "accounts.write"
    undo_permission = "accounts.write"
    key_fields = frozenset({"username", "role", "org", "code"})
    own_columns = (
        Column("username", "用户名", required=True, aliases=("账号", "登录名"), example="chenxiao", longest=40),
        Column("name", "姓名", required=True, example="陈晓", longest=40),
        Column("role", "角色", "choice", choices={role.code: role.name for role in ROLES.values()}, example="村社区"),
        Column("org", "单位", aliases=("组织", "所属单位"), example="星河社区", help="角色管到哪个单位及其下属"),
        Column("code", "编号", aliases=("人员编号",), longest=40, help="人员名册里的编号，可不填"),
    )

    def allowed(self, by: Actor) -> bool:
        """Whether `by` may keep accounts or grant roles."""
        return by.can("accounts.write") or by.can("grants.write")

    def begin(self, rows: Sequence[SourceRow], context: Context) -> None:
        """Who has an account already. One query."""
        self._names = dict(User.objects.values_list("username", "name"))
        self._existing = set(self._names)

    def identify(self, row: SourceRow, context: Context) -> Key | RowPlan:
        """Username, role, organisation."""
        username, role = row.values["username"], row.values.get("role", "")
        known = self._names.setdefault(username, row.values["name"])
        if known != row.values["name"]:
            message = f"用户名“{username}”已给了“{known}”：一人一个账号，请换用户名"
            return rejected(row, "姓名", row.values["name"], message)
        if username not in self._existing and not context.by.can("accounts.write"):
            return rejected(row, "用户名", username, "还没有这个账号：请先由系统管理员建账号，再授角色")
        org = ""
        if role:
            org, message = context.orgs.resolve(row.values.get("org", ""), "grants.write")
            if not row.values.get("org"):
                message = "有角色就要写明管到哪个单位：请补填"
            if not context.by.can("grants.write"):
                message = "您没有授权的权限：请清空“角色”栏，由安全管理员授角色"
            if message:
                return rejected(row, "单位", row.values.get("org") or None, message)
        row.values["org"] = org
        person = row.values.get("code")
        if person:
            _, message = PeopleBook.of(context).find(row.values["name"], person, None)
            if message:
                return rejected(row, "编号", person, message)
        row.values |= {"person": person or "", "_fresh": username not in self._existing}
        return (username, role, org)

    def standing(self) -> dict[Key, Fields]:
        """Every account, by itself and with each of its running roles. Two queries."""
        found: dict[Key, Fields] = {}
        for username, name, person in User.objects.values_list("username", "name", "person__code"):
            found[username, "", ""] = {"name": name, "person": person or ""}
        for username, role, org in Grant.objects.filter(ends_on__isnull=True).values_list(
            "user__username", "role", "org__code"
        ):
            found[username, role, org] = found[username, "", ""]
        return found

    def write(self, new: dict[Key, Fields], changed: dict[Key, Fields], now: datetime) -> list[Secret]:
        """Accounts that are not there yet, with a password each; then grants. Hashing costs most: about 50 ms each."""
        people = dict(Person.objects.values_list("code", "pk"))
        existing = set(User.objects.values_list("username", flat=True))
        made: dict[str, str] = {}
        fresh = []
        for (username, _, _), fields in new.items():
            if username not in existing and username not in made:
                made[username] = _password()
                fresh.append(
                    User(
                        username=username,
                        name=fields["name"],
                        person_id=people.get(fields["person"]),
                        must_change_password=True,
                        password=make_password(made[username]),
                    )
                )
        User.objects.bulk_create(fresh)
        for (username, _, _), fields in changed.items():
            User.objects.filter(username=username).update(person_id=people.get(fields["person"]))
        users = dict(User.objects.values_list("username", "pk"))
        orgs = dict(Org.objects.values_list("code", "pk"))
        Grant.objects.bulk_create(
            [
                Grant(user_id=users[username], role=role, org_id=orgs[org], starts_on=localtime(now).date())
                for username, role, org in new
                if role
            ]
        )
        return [Secret(username, password) for username, password in made.items()]

    def remove(self, rows: dict[Key, Fields]) -> None:
        """The grants, and the accounts this import made, unless somebody has logged in with them."""
        fresh = {username for (username, _, _), fields in rows.items() if fields["_fresh"]}
        used = User.objects.filter(username__in=fresh, last_login__isnull=False).values_list("username", flat=True)
        if used:
            raise Conflict(f"账号“{'、'.join(used)}”已经登录使用：不能撤销，请停用账号")
        for username, role, org in rows:
            Grant.objects.filter(user__username=username, role=role, org__code=org, ends_on__isnull=True).delete()
        User.objects.filter(username__in=fresh).delete()


def _password() -> str:
    """Fourteen characters a person can copy from paper: about 59 bits."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(3))
