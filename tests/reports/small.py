"""A small office with a handful of figures, a few rows, and templates in one line."""

from __future__ import annotations

import datetime as dt

from tests.intake import office
from tests.intake.office import CLI, NOW
from zelian.definitions.models import Family
from zelian.definitions.store import Wanted, write_versions
from zelian.kernel.period import Period
from zelian.kernel.yamlspec import Problems, load
from zelian.ledger import actions
from zelian.ledger.draft import Draft
from zelian.ledger.kinds import kind
from zelian.ledger.models import Entry
from zelian.org.models import Org
from zelian.reports.binding import BoundReport, bind
from zelian.reports.template import Template, parse_template

__all__ = ["CLI", "NOW"]

YEAR = Period.year(2026)
FIGURES = """
- {code: services, name: 志愿服务次数, unit: 次, count: ledger.entry, where: {kind: volunteer_service},
   aliases: [志愿服务]}
- {code: attendance, name: 志愿服务人次, unit: 人次, sum: ledger.entry.headcount, where: {kind: volunteer_service}}
- {code: caring, name: 关爱帮扶次数, unit: 次, count: ledger.entry, where: {kind: volunteer_service, category: caring}}
- {code: caring_rate, name: 关爱帮扶占比, unit: '%', ratio: {num: caring, den: services}}
- {code: landing_days, name: 项目落地用时, unit: 天, span: ledger.step.on, where: {kind: invited_project, code: landed},
   empty: not_applicable, aliases: [项目落地]}
- {code: investment, name: 项目投资额, unit: 分, sum: ledger.entry.amount_fen, where: {kind: invited_project},
   empty: unknown}
"""


def build() -> Org:
    """The office of the intake tests with figures over its kinds; nothing in the ledgers."""
    office.build()
    define(Family.FIGURE, FIGURES)
    return Org.objects.get(code="sample")


def define(family: str, text: str) -> None:
    """Definitions from YAML."""
    wanted = [Wanted(family, node["code"], dict(node), order) for order, node in enumerate(load(text, "small.yaml"))]
    write_versions(wanted, origin="pack", by=CLI, now=NOW)


def service(day: str, title: str = "清扫", *, org: str = "xinghe", people: int = 10, caring: bool = False) -> Entry:
    """One 志愿服务."""
    slots = {
        "happened_on": dt.date.fromisoformat(day),
        "title": title,
        "headcount": people,
        "category": "caring" if caring else "clean",
    }
    draft = Draft(kind("volunteer_service"), Org.objects.get(code=org).pk, slots)
    return actions.record_entry(draft, by=CLI, now=NOW)


def landed(day: str, title: str) -> Entry:
    """One project of the street that landed on that day."""
    on = dt.date.fromisoformat(day)
    slots = {"happened_on": on, "title": title}
    draft = Draft(kind("invited_project"), Org.objects.get(code="sample").pk, slots, steps=(("landed", on),))
    return actions.record_entry(draft, by=CLI, now=NOW)


def template(*texts: str, **head: str) -> Template:
    """A template of plain paragraphs."""
    lines = ["code: note", "name: 小报告", f'title: "{head.get("title", "{org}{period}情况")}"', "blocks:"]
    lines += [f'  - text: "{text}"' for text in texts]
    problems = Problems("note.yaml")
    found = parse_template(load("\n".join(lines), "note.yaml"), problems)
    assert found, problems.found
    return found


def bound(*texts: str, period: Period = YEAR) -> BoundReport:
    """The paragraphs bound to the street."""
    return bind(template(*texts), Org.objects.get(code="sample"), period)
