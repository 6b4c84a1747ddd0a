"""A small world from tables, and a check that asks the engine, the oracle and the evidence about each number."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from fractions import Fraction

from tests.spec.tables import rows
from zelian.figures.compile import THEN, Basis, Subject
from zelian.figures.evidence import evidence
from zelian.figures.oracle import oracle
from zelian.figures.run import evaluate
from zelian.figures.spec import Figure, check_set, parse_figure
from zelian.kernel.period import FIRST_MONTH, LAST_MONTH, Period, month_of
from zelian.kernel.yamlspec import Problems, SpecError, load
from zelian.ledger.models import Entry, Participation, Step
from zelian.org.models import Holding, Org, OrgEdge, Person, Post
from zelian.org.structure import rebuild_links

RECORDED = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
_NUMBERS = ("headcount", "expected", "quantity", "amount_fen")
_DATES = ("happened_on", "ends_on", "valid_until")


def orgs(table: str) -> None:
    """org | kind | under | from | until — several lines of one organisation are its superiors one after another."""
    listed = rows(table)
    made: dict[str, Org] = {}
    for row in listed:
        if row["org"] not in made:
            made[row["org"]] = Org.objects.create(code=row["org"], name=row["org"], kind=row.get("kind") or "community")
    for row in listed:
        if row.get("under"):
            OrgEdge.objects.create(
                child=made[row["org"]],
                parent=made[row["under"]],
                from_period=int(row.get("from") or FIRST_MONTH),
                until_period=int(row.get("until") or LAST_MONTH),
            )
    rebuild_links()


def people(table: str) -> None:
    """person | org"""
    for row in rows(table):
        Person.objects.create(code=row["person"], name=row["person"], org=Org.objects.get(code=row["org"]))


def holdings(table: str) -> None:
    """org | post | person | from | until"""
    for row in rows(table):
        post, _ = Post.objects.get_or_create(org=Org.objects.get(code=row["org"]), code=row["post"], name=row["post"])
        Holding.objects.create(
            post=post,
            person=Person.objects.get(code=row["person"]),
            starts_on=date.fromisoformat(row["from"]),
            ends_on=date.fromisoformat(row["until"]) if row["until"] else None,
        )


def entries(table: str, **defaults: object) -> None:
    """id | org | kind | happened_on | … any slot … | void"""
    for number, row in enumerate(rows(table), Entry.objects.count() + 1):
        values: dict[str, object] = {"kind": "event", **defaults}
        for name, cell in row.items():
            if name in ("id", "org") or not cell:
                continue
            if name in _DATES:
                values[name] = date.fromisoformat(cell)
            else:
                values[name] = int(cell) if name in _NUMBERS else cell == "yes" if name == "void" else cell
        Entry.objects.create(
            pk=int(row.get("id") or number),
            key=str(number),
            org=Org.objects.get(code=row["org"]),
            recorded_at=RECORDED,
            recorded_by="test",
            period=month_of(values["happened_on"]),
            **values,
        )


def parts(table: str) -> None:
    """entry | role | name | person (empty: a name nobody could resolve)"""
    for row in rows(table):
        person = Person.objects.get(code=row["person"]) if row["person"] else None
        Participation.objects.create(
            entry_id=int(row["entry"]),
            role=row.get("role") or "attendee",
            name=row.get("name") or row["person"],
            person=person,
        )


def steps(table: str) -> None:
    """entry | code | on"""
    for row in rows(table):
        day = date.fromisoformat(row["on"])
        Step.objects.create(entry_id=int(row["entry"]), code=row["code"], on=day, period=month_of(day))


def figures(text: str) -> dict[str, Figure]:
    """Figures from YAML; `name` and `unit` may be left out here."""
    problems = Problems("figures.yaml")
    nodes = load(text, "figures.yaml")
    for node in nodes:
        node.setdefault("name", node["code"])
        node.setdefault("unit", "次")
    found = [(figure, node) for node in nodes if (figure := parse_figure(node, problems))]
    check_set(found, problems)
    if problems.found:
        raise SpecError(problems.found)
    return {figure.code: figure for figure, _ in found}


def period(text: str) -> Period:
    """`2026Q3`, or `2026Q3 @2026-08-15` as of a day."""
    code, _, day = text.partition("@")
    return Period.parse(code.strip(), date.fromisoformat(day.strip()) if day else None)


def written(value: object) -> str:
    """Value as tables write it: 7, 2/3, or - for none."""
    if value is None:
        return "-"
    return str(Fraction(value))


def expect(definitions: str, table: str, *, basis: Basis = THEN, subject: Subject | None = None) -> None:
    """figure | org | period | value [| rows | state]: the engine says so, the oracle agrees, the evidence adds up."""
    known = figures(definitions)
    ids = dict(Org.objects.values_list("code", "id"))
    lines = rows(table)
    periods = list(dict.fromkeys(period(line["period"]) for line in lines))
    grid = evaluate(known.values(), list(ids.values()), periods, basis=basis, subject=subject)
    judge = oracle(known.values(), list(ids.values()), periods, basis=basis, subject=subject)
    found = []
    for line in lines:
        slot = (line["figure"], ids[line["org"]], period(line["period"]))
        cell = grid.cell(*slot)
        assert (cell.value, cell.rows) == judge[slot], f"engine and oracle differ on {line}"
        proven(known, *slot, basis=basis, subject=subject)
        shown = {"value": written(cell.value), "rows": str(cell.rows), "state": cell.state}
        found.append({**line, **{name: shown[name] for name in shown if name in line}})
    assert found == lines


def proven(
    known: dict[str, Figure], code: str, org: int, when: Period, *, basis: Basis = THEN, subject: Subject | None = None
) -> None:
    """The evidence rows of every part of a figure give the value of that part."""
    for part in evidence(known[code], org, when, known=known, basis=basis, subject=subject):
        value, count = answer(part.figure, part.source, part.rows)
        cell = evaluate([part.figure], [org], [when], basis=basis, subject=subject).cell(part.figure.code, org, when)
        assert (cell.value or 0, cell.rows) == (value, count), f"the evidence of {part.figure.code} does not add up"


def answer(figure: Figure, source: object, found: Sequence) -> tuple[int, int]:
    """Value and rows from the evidence rows alone."""
    if figure.aggregate == "count":
        return len(found), len(found)
    values = list(found.values_list(source.columns[figure.column].path, flat=True))
    if figure.aggregate == "sum":
        return sum(values), len(values)
    if figure.aggregate == "distinct":
        return len(set(values)), len(values)
    return ((max(values) - min(values)).days + 1 if values else 0), len(values)
