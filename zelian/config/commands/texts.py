"""zelian report, zelian claims, zelian verify."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from pathlib import Path


def claims(options: Namespace) -> int:
    """Extraction only; needs no database."""
    from zelian.claims import as_dict, extract

    for name in options.files:
        text, _ = read_document(Path(name))
        for claim in extract(text):
            if claim.value is None and not options.missing:
                continue
            line = as_dict(claim, Path(name).name)
            if options.jsonl:
                print(json.dumps(line, ensure_ascii=False))
            else:
                print(f"{Path(name).name}\t{claim.start}\t{claim.text}\t{claim.comparator}\t{claim.object}")
    return 0


def read_document(path: Path):
    """Text of a .txt or .docx and, for .docx, the map back into its paragraphs. Word is parsed in a child process."""
    from zelian.exchange.document_text import read_document as read

    return read(path.read_bytes(), path.name)


def report(options: Namespace) -> int:
    """The official document of a template, an organisation and a period."""
    from zelian.config.commands.terms import actor, now, org_and_period
    from zelian.reports.binding import bind
    from zelian.reports.document import official
    from zelian.reports.freeze import freeze_report
    from zelian.reports.template import template

    org, period = org_and_period(options)
    bound = bind(template(options.kind), org, period)
    for number in bound.numbers:
        if number.warning:
            sys.stderr.write(f"提示：{number.warning}\n")
    if options.freeze:
        frozen = freeze_report(bound, by=actor(options), now=now())
        sys.stderr.write(f"已定稿：第 {frozen.pk} 号，摘要 {frozen.digest[:16]}\n")
    Path(options.output).write_bytes(official(bound, appendix=options.appendix))
    print(f"已生成 {options.output}：{len(bound.numbers)} 处数字，均可由台账核对")
    return 0


def verify(options: Namespace) -> int:
    """核数 of a document; exit 1 when a claim is contradicted."""
    from zelian.config.commands.terms import as_json, org_and_period
    from zelian.kernel.errors import BadInput
    from zelian.reports.check.annotate import annotated
    from zelian.reports.check.verify import VERDICTS
    from zelian.reports.check.verify import verify as check

    org, period = org_and_period(options)
    path = Path(options.file)
    text, word = read_document(path)
    found = check(text, org, period)
    if options.output:
        if word is None:
            raise BadInput(f"{path.name} 不是 .docx，不能写批注：请改用 --json 或先另存为 .docx")
        Path(options.output).write_bytes(annotated(path.read_bytes(), word, found))
    if options.json:
        print(as_json({"org": org.code, "period": period.code, "claims": [checked.as_dict() for checked in found]}))
    else:
        for checked in found:
            print(f"{VERDICTS[checked.verdict]}\t{checked.claim.text}\t{checked.claim.object}\t{checked.why}")
        counts = {verdict: sum(checked.verdict == verdict for checked in found) for verdict in VERDICTS}
        print(f"共 {len(found)} 处数字：" + "，".join(f"{VERDICTS[v]} {n} 处" for v, n in counts.items() if n))
    return 1 if any(checked.verdict == "contradicted" for checked in found) else 0
