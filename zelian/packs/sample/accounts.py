"""The accounts of the sample street, one for each way of working. Passwords are new each time, never stored plain."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date

from zelian.access.models import Grant, User
from zelian.org.models import Org, Person
from zelian.packs.sample.roster import STREET

_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # nothing that is misread: no i, l, o, 0, 1
_SINCE = date(2022, 1, 1)


@dataclass(frozen=True)
class SampleAccount:
    """An account to be: its role over an organisation, and the person it belongs to (a code of the roster, or none)."""

    username: str
    name: str
    role: str
    org: str
    person: str = ""


def sample_accounts() -> tuple[SampleAccount, ...]:
    """The nine accounts; names of persons come from the roster when they are created."""
    return (
        SampleAccount("shuji", "党工委书记", "secretary", STREET, "S-L1"),
        SampleAccount("dangjian", "党建办", "office", STREET, "S-party-01"),
        SampleAccount("heping", "和平社区书记", "community", "sample-heping", "S-heping-c1"),
        SampleAccount("liulin", "柳林社区书记", "community", "sample-liulin", "S-liulin-c1"),
        SampleAccount("jigongwei", "纪工委", "discipline", STREET, "S-L7"),
        SampleAccount("fushuji", "党工委副书记", "leader", STREET, "S-L3"),
        SampleAccount("xitong", "系统管理员", "sysadmin", STREET),
        SampleAccount("anquan", "安全管理员", "secadmin", STREET),
        SampleAccount("shenji", "审计管理员", "auditor", STREET),
    )


def create_accounts() -> dict[str, str]:
    """Creates the accounts with their grants; returns username → password, which nobody can read again.

    Two statements and one slow hash per account.
    """
    orgs = {org.code: org for org in Org.objects.filter(code__in={account.org for account in sample_accounts()})}
    people = {human.code: human for human in Person.objects.filter(code__in={x.person for x in sample_accounts()})}
    passwords = {}
    for account in sample_accounts():
        password = "-".join("".join(secrets.choice(_ALPHABET) for _ in range(4)) for _ in range(3))
        person = people.get(account.person)
        name = f"{person.name}（{account.name}）" if person else account.name
        user = User.objects.create_user(account.username, password, name=name, person=person)
        Grant.objects.create(user=user, role=account.role, org=orgs[account.org], starts_on=_SINCE)
        passwords[account.username] = password
    return passwords
