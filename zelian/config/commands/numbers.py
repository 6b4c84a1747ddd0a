"""zelian figures, zelian table."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from zelian.config.commands.terms import as_json, org_and_period
from zelian.figures.catalog import catalog
from zelian.figures.compile import THEN, Basis, Subject
from zelian.figures.run import evaluate
from zelian.figures.spec import Figure
from zelian.kernel.amount import plain, written
from zelian.kernel.errors import NotFound
from zelian.org.models import Org, Person, Post
from zelian.reports.document import value_text
from zelian.reports.tables import TableSpec, build_table, write_workbook

STATES = {"counted": "", "zero": "", "unknown": "未填", "not_applicable": "不适用"}


def _chosen(options: Namespace, known: dict[str, Figure], subject: str) -> list[Figure]:
    if not options.figure:
        return [figure for figure in known.values() if figure.subject == subject]
    missing = [code for code in options.figure if code not in known]
    if missing:
        raise NotFound(f"没有统计口径“{'、'.join(missing)}”：zelian figures 可列出全部代码")
    return [known[code] for code in options.figure]


def _subject(options: Namespace, org: Org) -> Subject | None:
    if options.person is not None:
        if not Person.objects.filter(pk=options.person).exists():
            raise NotFound(f"没有编号为 {options.person} 的人员：请核对")
        return Subject(person_id=options.person)
    if options.post:
        post = Post.objects.filter(code=options.post, org=org).first()
        if post is None:
            raise NotFound(f"{org.name}没有岗位“{options.post}”：请核对岗位代码，或换成岗位所在的组织")
        return Subject(post_id=post.pk)
    return None


def figures(options: Namespace) -> int:
    """Every figure of an organisation and period, with its row count."""
    org, period = org_and_period(options)
    known = catalog(period.end_month)
    subject = _subject(options, org)
    chosen = _chosen(options, known, subject.kind if subject else "org")
    basis = Basis(period.end_month) if options.now else THEN
    grid = evaluate(chosen, [org.pk], [period], known=known, basis=basis, subject=subject)
    cells = [(figure, grid.cell(figure.code, org.pk, period)) for figure in chosen]
    if options.json:
        lines = [
            {
                "code": figure.code,
                "name": figure.name,
                "unit": figure.unit,
                "value": plain(cell.value, figure.places),
                "rows": cell.rows,
                "state": cell.state,
            }
            for figure, cell in cells
        ]
        print(as_json({"org": org.code, "period": period.code, "figures": lines}))
        return 0
    print(f"{org.name}　{period.name}")
    for figure, cell in cells:
        note = STATES[cell.state] or f"{cell.rows} 条记录"
        print(f"{figure.code:32s} {figure.name}　{written(cell.value, figure.places)}{figure.unit}　{note}")
    return 0


def table(options: Namespace) -> int:
    """Figures × organisations × periods as a table, printed, as JSON or as a workbook."""
    org, period = org_and_period(options)
    known = catalog(period.end_month)
    chosen = _chosen(options, known, "org")
    spec = TableSpec(tuple(figure.code for figure in chosen), org.code, period.code, options.rows, options.by)
    built = build_table(spec, as_of=period.as_of)
    if options.output:
        with Path(options.output).open("wb") as out:
            write_workbook(built, out)
        print(f"已生成 {options.output}：{len(built.lines)} 行 × {len(built.columns)} 栏")
    elif options.json:
        print(as_json(built.as_dict()))
    else:
        print("\t".join(["单位", *(column.name for column in built.columns)]))
        for line in built.lines:
            cells = [
                value_text(cell, column.figure.unit, column.figure.places)
                for cell, column in zip(line.cells, built.columns, strict=True)
            ]
            print("\t".join([line.org.name, *cells]))
    return 0
