"""A written organisation becomes a code: by code, name or alias, within what the importer may write."""

from __future__ import annotations

import difflib
import unicodedata
from collections import defaultdict
from dataclasses import dataclass

from zelian.access.actor import CommandActor, UserActor
from zelian.org.models import Org, OrgLink


def plain(text: str) -> str:
    """The text as it is compared: width, blanks and case do not matter."""
    return "".join(unicodedata.normalize("NFKC", text).split()).casefold()


@dataclass(frozen=True)
class KnownOrg:
    """An organisation of the database, or (`pk` None) one that an earlier sheet of the same file brings."""

    code: str
    name: str
    pk: int | None
    open: bool = True
    kind: str = ""


class OrgBook:
    """All organisations by everything they are called, and the part of the tree an actor may write. One query, and
    one per permission asked about."""

    def __init__(self, by: UserActor | CommandActor, month: int):
        self._by = by
        self._month = month
        self._by_text: dict[str, list[KnownOrg]] = defaultdict(list)
        self.by_code: dict[str, KnownOrg] = {}
        self._writable: dict[str, set[int] | None] = {}
        self._pending_writable: set[str] = set()
        self._answers: dict[tuple[str, str], tuple[str | None, str | None]] = {}
        rows = Org.objects.order_by("order", "code").values_list(
            "pk", "code", "name", "aliases", "kind", "opened_period", "closed_period"
        )
        for pk, code, name, aliases, kind, opened, closed in rows:
            self._put(KnownOrg(code, name, pk, opened <= month < closed, kind), aliases)

    def _put(self, org: KnownOrg, aliases: list[str]) -> None:
        self.by_code[org.code] = org
        for text in {plain(org.code), plain(org.name), *(plain(alias) for alias in aliases)}:
            self._by_text[text].append(org)

    def add_pending(self, code: str, name: str, aliases: list[str]) -> None:
        """Notes an organisation that this file brings, so that later sheets may name it."""
        self._put(KnownOrg(code, name, None), aliases)
        self._pending_writable.add(code)
        self._answers.clear()

    def writable(self, org: KnownOrg, permission: str) -> bool:
        """Whether the actor holds the permission for that organisation."""
        if org.pk is None:
            return org.code in self._pending_writable
        if permission not in self._writable:
            self._writable[permission] = self._ids(permission)
        ids = self._writable[permission]
        return ids is None or org.pk in ids

    def _ids(self, permission: str) -> set[int] | None:
        roots = self._by.roots(permission)
        if roots is None:
            return None
        links = OrgLink.objects.filter(
            ancestor_id__in=roots, from_period__lte=self._month, until_period__gt=self._month
        )
        return {*roots, *links.values_list("descendant_id", flat=True)}

    def resolve(self, text: str, permission: str) -> tuple[str | None, str | None]:
        """(code, None), or (None, what is wrong and how to mend it). Answers are kept: a ledger names few."""
        if (text, permission) not in self._answers:
            self._answers[text, permission] = self._resolve(text, permission)
        return self._answers[text, permission]

    def _resolve(self, text: str, permission: str) -> tuple[str | None, str | None]:
        found = self._by_text.get(plain(text), [])
        if not found:
            return None, self._unknown(text, permission)
        inside = [org for org in found if self.writable(org, permission)]
        if not inside:
            return None, f"“{text}”不在您的权限范围内：请只填本单位及下属单位，或请上级导入"
        exact = [org for org in inside if org.code == text.strip()]
        current = [org for org in inside if org.open]
        for few in (exact, inside, current):
            if len(few) == 1:
                return few[0].code, None
        codes = "、".join(f"{org.name}（{org.code}）" for org in inside[:4])
        return None, f"叫“{text}”的单位不止一个：请改填编码，可用 {codes}"

    def _unknown(self, text: str, permission: str) -> str:
        names = [org.name for org in self.by_code.values() if org.open and self.writable(org, permission)]
        near = difflib.get_close_matches(text.strip(), names, n=1, cutoff=0.5)
        guess = f"是不是“{near[0]}”？" if near else ""
        return f"没有名为“{text}”的单位：{guess}请填组织名册里的名称、别名或编码"
