"""The authors' examples of a pack: rows in, numbers out, on a scratch organisation that is rolled back.

    - name: 同一单位签两次只算一家
      period: 2023
      posts: {committee_secretary: [{name: 甲, from: 2021-01-01}]}
      rows:
        - {kind: partner_agreement, org: community_1, happened_on: 2023-03-01, party: 某厂, category: stationed_unit}
      expect: {partner_units: 1}

With `post: CODE` or `person: NAME` the figures are asked for whoever held that post, or for that person.
A row's keys are the names of its kind's columns; roles take lists of names (a name ending in ？ stays unresolved).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from fractions import Fraction

from django.db import transaction

from zelian.figures.compile import Subject
from zelian.figures.run import evaluate
from zelian.kernel.period import Period
from zelian.kernel.yamlspec import Node
from zelian.ledger import writing
from zelian.ledger.draft import Draft, Part
from zelian.ledger.kinds import Kind
from zelian.ledger.writing import Stamp
from zelian.org.models import Holding, Org, OrgKind, Person, Post
from zelian.org.structure import place, rebuild_links
from zelian.packs.crosschecks import ROW_KEYS, Found
from zelian.packs.loader import Pack

_STAMP = Stamp("pack:case", datetime(2000, 1, 1, tzinfo=UTC))
_TREE = {
    "street": (OrgKind.SUBDISTRICT, None),
    "section": (OrgKind.SECTION, "street"),
    "community_1": (OrgKind.COMMUNITY, "street"),
    "community_2": (OrgKind.COMMUNITY, "street"),
    "village": (OrgKind.VILLAGE, "street"),
    "branch": (OrgKind.BRANCH, "community_1"),
}


@dataclass(frozen=True)
class CaseResult:
    """One expected number of one example and what came out."""

    case: str
    file: str
    line: int
    figure: str
    expected: int | Fraction | None
    got: int | Fraction | None

    @property
    def passed(self) -> bool:
        """Whether they are equal."""
        return self.expected == self.got

    def __str__(self) -> str:
        return f"{self.file} 第 {self.line} 行：例子“{self.case}”的 {self.figure} 应为 {self.expected}，算得 {self.got}"


def run_cases(pack: Pack) -> list[CaseResult]:
    """Runs every example; nothing stays in the database. Cost: a rebuild of the closure, then ten statements each."""
    results: list[CaseResult] = []
    with transaction.atomic():
        orgs = _scratch()
        for found in pack.cases:
            with transaction.atomic():
                results += _run(found, pack, orgs)
                transaction.set_rollback(True)
        transaction.set_rollback(True)
    return results


def _scratch() -> dict[str, Org]:
    orgs = {
        name: Org.objects.create(code=f"case:{name}", name=f"试算{name}", kind=kind)
        for name, (kind, _) in _TREE.items()
    }
    for name, (_, parent) in _TREE.items():
        if parent:
            place(orgs[name], orgs[parent])
    rebuild_links()
    return orgs


def _run(found: Found, pack: Pack, orgs: dict[str, Org]) -> list[CaseResult]:
    node, people = found.node, {}
    for code, holders in (node.get("posts") or {}).items():
        post = Post.objects.create(org=orgs["street"], code=code, name=pack.posts.get(code, code))
        for held in holders:
            person = _person(held["name"], people, orgs)
            Holding.objects.create(person=person, post=post, starts_on=held["from"], ends_on=held.get("until"))
    drafts = [_draft(row, pack.kinds[row["kind"]], people, orgs) for row in node["rows"]]
    entries = writing.insert(drafts, _STAMP)
    void = [entry for entry, row in zip(entries, node["rows"], strict=True) if row.get("void")]
    if void:
        writing.set_void(void, _STAMP, "void", void=True)
    period, org = Period.parse(str(node["period"])), orgs[node.get("at", "street")]
    wanted = [pack.figures[code] for code in node["expect"]]
    grid = evaluate(wanted, [org.pk], [period], known=pack.figures, subject=_subject(node, people, orgs))
    return [
        CaseResult(
            node["name"],
            found.problems.file,
            node["expect"].line_of(code),
            code,
            Fraction(value) if isinstance(value, str) else value,
            grid.cell(code, org.pk, period).value,
        )
        for code, value in node["expect"].items()
    ]


def _subject(node: Node, people: dict[str, Person], orgs: dict[str, Org]) -> Subject | None:
    if "post" in node:
        return Subject(post_id=Post.objects.get(org=orgs["street"], code=node["post"]).pk)
    return Subject(person_id=_person(node["person"], people, orgs).pk) if "person" in node else None


def _person(name: str, people: dict[str, Person], orgs: dict[str, Org]) -> Person:
    if name not in people:
        people[name] = Person.objects.create(code=f"case:{len(people)}:{name}", name=name, org=orgs["street"])
    return people[name]


def _draft(row: Node, kind: Kind, people: dict[str, Person], orgs: dict[str, Org]) -> Draft:
    slots: dict[str, object] = {}
    parts: list[Part] = []
    steps: list[tuple[str, date]] = []
    extra: dict[str, str] = {}
    for name, value in row.items():
        column = kind.column(name)
        if name in ROW_KEYS:
            continue
        if column.target == "role":
            for written in value:
                known = not written.endswith("？")
                parts.append(Part(name, written.rstrip("？"), _person(written, people, orgs).pk if known else None))
        elif column.target == "step":
            steps.append((name, value))
        elif column.target == "slot":
            slots[name] = value
        else:
            extra[name] = str(value)
    return Draft(kind, orgs[row.get("org", "street")].pk, slots, tuple(parts), tuple(steps), extra)
