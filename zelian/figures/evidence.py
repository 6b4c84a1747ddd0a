"""Evidence = the very rows: their count, sum, distinct or span equals the value, always (DESIGN §3.7)."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from zelian.figures import compile as c
from zelian.figures.compile import THEN, Basis, Subject
from zelian.figures.spec import Figure
from zelian.kernel.facts import FactSource
from zelian.kernel.period import Period


@dataclass(frozen=True)
class Evidence:
    """The rows behind one figure for one organisation and period: a queryset of the source's model."""

    figure: Figure
    source: FactSource
    rows: QuerySet


def evidence(
    figure: Figure,
    org_id: int,
    period: Period,
    *,
    known: dict[str, Figure] | None = None,
    basis: Basis = THEN,
    subject: Subject | None = None,
) -> list[Evidence]:
    """The rows of a figure; of a ratio those of its numerator, then of its denominator. No query until they are read.

    `known` is where the parts of a ratio are looked up. Raises BadInput like `run.evaluate`.
    """
    c.check_subject([figure], subject)
    if figure.aggregate == "ratio":
        return [
            part
            for code in (figure.num, figure.den)
            for part in evidence((known or {})[code], org_id, period, basis=basis, subject=subject)
        ]
    source = c.source_of(figure)
    rows = c.rows_of(source).filter(
        c.counted(figure, subject) & c.at_time(figure, period) & c.stands_under(figure, org_id, period, basis)
    )
    return [Evidence(figure, source, rows.order_by(source.on, "pk"))]
