"""Random sheets with known spoilt cells: exactly those rows are rejected, and undo leads back to the same digest."""

from __future__ import annotations

import random

import pytest

from tests.intake.office import CLI, NOW, volunteer_rows
from zelian.intake import actions, queries
from zelian.intake.targets import STATES
from zelian.ledger.models import Entry
from zelian.ledger.queries import current_digest

SPOILS = [(0, "无此社区"), (0, None), (1, "去年春天"), (1, None), (2, None), (4, "若干"), (4, 3.5), (5, "其他类别")]


@pytest.mark.parametrize("seed", range(8))
def test_exactly_the_spoilt_rows_are_rejected(plan, seed):
    dice = random.Random(seed)
    actions.apply(plan({"志愿服务": volunteer_rows(dice.randrange(20))}), by=CLI, now=NOW)
    before, stored = current_digest(), Entry.objects.filter(void=False).count()
    rows = volunteer_rows(40)
    dice.shuffle(body := rows[1:])
    spoilt = set(dice.sample(range(40), dice.randrange(12)))
    for place in spoilt:
        column, cell = dice.choice(SPOILS)
        body[place][column] = cell
    blanks = {dice.randrange(40) for _ in range(3)}
    sheet = [rows[0]]
    expected = set()
    for place, row in enumerate(body):
        sheet += [[None] * 7] if place in blanks else []
        sheet.append(row)
        expected |= {len(sheet)} if place in spoilt else set()
    batch = plan({"志愿服务": sheet})
    [report] = queries.report(batch)["sheets"]
    assert {error["row"] for error in report["errors"]} == expected
    assert sum(report[state] for state in STATES) == report["rows"] == 40
    done = actions.apply(batch, accept_good=True, by=CLI, now=NOW).batch
    assert Entry.objects.filter(void=False).count() == stored + report["new"]
    actions.undo(done, by=CLI, now=NOW)
    assert current_digest() == before
