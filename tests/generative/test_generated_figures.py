"""Random offices, random figures: engine, oracle and evidence say the same, on whatever database this runs."""

from __future__ import annotations

from datetime import date
from random import Random

import pytest

from tests.generative.definitions import make_figures
from tests.generative.worlds import World, last_month, make_world
from tests.spec.figures.world import answer
from zelian.figures.compile import THEN, Basis, Subject
from zelian.figures.evidence import evidence
from zelian.figures.grid import Grid
from zelian.figures.oracle import oracle
from zelian.figures.run import evaluate
from zelian.figures.spec import Figure
from zelian.kernel.period import Period

pytestmark = pytest.mark.django_db

ORDINARY, ALL = 30, 330


def requests(random: Random, world: World) -> list[tuple[list[int], list[Period], Basis]]:
    """Three questions: everything at once, months only, and a single long period; then and now."""
    year = Period.year(world.year)
    first, last = sorted(random.sample(year.months, 2))
    cut = date(world.year, random.randint(2, 11), random.choice((1, 14, 28)))
    everything = [*year.parts(1), *year.parts(3), year, Period(first, last), Period.year(world.year).cut(cut)]
    everything += [Period(first, last).cut(date(last // 100, last % 100, 9)), Period.year(world.year - 1)]
    some = random.sample(world.orgs, random.randint(1, len(world.orgs)))
    return [
        (world.orgs, everything, random.choice((THEN, Basis(last_month(world))))),
        (some, year.parts(1), random.choice((THEN, Basis(last_month(world))))),
        (some, [random.choice(everything)], THEN),
        (world.orgs, [year], Basis(first)),
    ]


def asked(random: Random, world: World, figures: list[Figure]) -> list[tuple[list[Figure], Subject | None]]:
    """Figures by whom they are asked for; those of a post or person also for nobody in particular."""
    by_post = [figure for figure in figures if figure.subject == "post"]
    by_person = [figure for figure in figures if figure.subject == "person"]
    return [
        (figures, None),
        (by_post, Subject(post_id=random.choice(world.posts))),
        (by_person, Subject(person_id=random.choice(world.people))),
    ]


def judge(seed: int, evidence_cells: int) -> None:
    random = Random(seed)
    world = make_world(random)
    figures = make_figures(random, world)
    known = {figure.code: figure for figure in figures}
    for orgs, periods, basis in requests(random, world):
        for chosen, subject in asked(random, world, figures):
            grid = evaluate(chosen, orgs, periods, known=known, basis=basis, subject=subject)
            expected = oracle(chosen, orgs, periods, known=known, basis=basis, subject=subject)
            found = {(code, org, period): (cell.value, cell.rows) for code, org, period, cell in grid.cells()}
            assert found == expected
            slots = list(expected)
            for slot in random.sample(slots, min(evidence_cells, len(slots))):
                prove(grid, known, slot, basis, subject)


def prove(
    grid: Grid, known: dict[str, Figure], slot: tuple[str, int, Period], basis: Basis, subject: Subject | None
) -> None:
    """The rows shown as evidence give the number, for a ratio both of its parts."""
    code, org, period = slot
    for part in evidence(known[code], org, period, known=known, basis=basis, subject=subject):
        cell = grid.cell(part.figure.code, org, period)
        assert (cell.value or 0, cell.rows) == answer(part.figure, part.source, part.rows)


@pytest.mark.parametrize("seed", range(ORDINARY))
def test_engine_oracle_and_evidence_agree(seed):
    judge(seed, evidence_cells=12)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(ORDINARY, ALL))
def test_engine_oracle_and_evidence_agree_on_many(seed):
    judge(seed, evidence_cells=12)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(5))
def test_every_number_has_its_evidence(seed):
    judge(seed, evidence_cells=10**9)
