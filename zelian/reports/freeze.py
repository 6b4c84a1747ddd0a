"""Freezing: value, wording, definition, data digest and the evidence of every number, in one transaction."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from fractions import Fraction

from django.db import transaction
from django.db.models import F

from zelian.audit.record import record
from zelian.figures.catalog import catalog
from zelian.figures.evidence import evidence
from zelian.kernel.actor import Actor, require
from zelian.ledger.models import EntryVersion
from zelian.reports.binding import BoundReport
from zelian.reports.models import Report, ReportEvidence, ReportNumber


@transaction.atomic
def freeze_report(report: BoundReport, *, by: Actor, now: datetime) -> Report:
    """Stores a bound report for good. A number opened later shows its rows as they were.

    Cost: one evidence query and one read of versions per distinct figure (a ratio: per part), bulk inserts of evidence.
    """
    require(by, "reports.freeze", report.org.pk)
    known = catalog(report.period.end_month)
    rows: dict[str, list[ReportEvidence]] = {}
    for code in {number.figure.code for number in report.numbers}:
        rows[code] = _evidence_rows(report, code, known)
    digests = {
        code: _digest([[row.source, row.row_id, row.owner_version, row.digest] for row in found])
        for code, found in rows.items()
    }
    blocks = [
        {
            "kind": block.kind,
            "level": block.level,
            "runs": [
                run if isinstance(run, str) else {"position": run.position, "text": run.text} for run in block.runs
            ],
        }
        for block in report.blocks
    ]
    parts = [
        [number.figure.code, number.figure.digest, number.text, digests[number.figure.code]]
        for number in report.numbers
    ]
    frozen = Report.objects.create(
        template=report.template.code,
        template_version=report.template.version,
        org=report.org,
        period=report.period.code,
        as_of=report.period.as_of,
        title=report.title,
        blocks=blocks,
        digest=_digest([report.title, blocks, parts]),
        frozen_at=now,
        frozen_by=by.audit_name,
    )
    for number in report.numbers:
        _store_number(frozen, number, rows[number.figure.code], digests[number.figure.code])
    record(
        "reports.report.frozen",
        by=by,
        now=now,
        org=report.org.code,
        target=frozen,
        data={"title": report.title, "digest": frozen.digest, "numbers": len(report.numbers)},
    )
    return frozen


def _store_number(frozen: Report, number, found: list[ReportEvidence], digest: str) -> None:
    value = number.cell.value
    exact = Fraction(value) if value is not None else None
    stored = ReportNumber.objects.create(
        report=frozen,
        position=number.position,
        figure=number.figure.code,
        figure_version=number.figure.version,
        figure_digest=number.figure.digest,
        name=number.figure.name,
        unit=number.figure.unit,
        style=number.style,
        text=number.text,
        value=exact.numerator if exact is not None else None,
        value_den=exact.denominator if exact is not None else 1,
        rows=len(found),
        data_digest=digest,
    )
    ReportEvidence.objects.bulk_create(
        [
            ReportEvidence(
                number=stored,
                part=row.part,
                source=row.source,
                row_id=row.row_id,
                owner_id=row.owner_id,
                owner_version=row.owner_version,
                digest=row.digest,
            )
            for row in found
        ],
        batch_size=1000,
    )


def _evidence_rows(report: BoundReport, code: str, known: dict) -> list[ReportEvidence]:
    found: list[ReportEvidence] = []
    digests: dict[int, str] = {}
    for part in evidence(known[code], report.org.pk, report.period, known=known):
        owners = part.rows.order_by().values(part.source.owner)
        kept = EntryVersion.objects.filter(entry__in=owners, version=F("entry__version"))
        digests |= kept.values_list("entry_id", "digest")
        for row_id, owner, version in part.rows.annotate(
            _owner=F(part.source.owner), _version=F(part.source.version)
        ).values_list("pk", "_owner", "_version"):
            found.append(
                ReportEvidence(
                    part=part.figure.code, source=part.source.code, row_id=row_id, owner_id=owner, owner_version=version
                )
            )
    for row in found:
        row.digest = digests[row.owner_id]
    return found


def _digest(content: object) -> str:
    return hashlib.sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def rows_as_they_were(number: ReportNumber) -> list[dict]:
    """The contents of the entries behind a frozen number, at the versions they had then. Two queries."""
    wanted = set(number.evidence.values_list("owner_id", "owner_version"))
    versions = EntryVersion.objects.filter(entry__in=number.evidence.values("owner_id"))
    contents = {(row.entry_id, row.version): row.content for row in versions}
    return [{"id": owner, "version": version, **contents[owner, version]} for owner, version in sorted(wanted)]
