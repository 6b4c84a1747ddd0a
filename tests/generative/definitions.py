"""Random but valid figure definitions over the ledger's fact sources, written as the packs write them."""

from __future__ import annotations

from random import Random

from tests.generative import worlds
from tests.generative.worlds import World
from zelian.figures.spec import Figure, check_set, parse_figure
from zelian.kernel import facts
from zelian.kernel.facts import Column, FactSource
from zelian.kernel.yamlspec import Problems, as_node

SOURCES = ("ledger.entry", "ledger.participation", "ledger.step")
_CODES = {
    "kind": worlds.KINDS,
    "category": worlds.CATEGORIES[1:],
    "stage": worlds.STAGES[1:],
    "role": worlds.ROLES,
    "code": worlds.STEPS,
}


def make_figures(random: Random, world: World) -> list[Figure]:
    """25 to 40 figures of all aggregates, filters, levels and subjects; ratios last."""
    definitions = [_definition(random, world, number) for number in range(random.randint(22, 34))]
    parts = [d["code"] for d in definitions if "span" not in d and d["subject"] == "org"]
    for number in range(random.randint(3, 6)):
        definitions.append(
            {
                "code": f"ratio_{number}",
                "name": "比率",
                "unit": random.choice(("%", "倍")),
                "ratio": {"num": random.choice(parts), "den": random.choice(parts)},
                "empty": random.choice(("unknown", "not_applicable")),
            }
        )
    problems = Problems("generated")
    nodes = [as_node(definition) for definition in definitions]
    figures = [parse_figure(node, problems) for node in nodes]
    assert not problems.found, problems.found
    check_set(zip(figures, nodes, strict=True), problems)
    assert not problems.found, problems.found
    return figures


def _definition(random: Random, world: World, number: int) -> dict:
    source = facts.find(random.choice(SOURCES))
    subject = random.choice(("org", "org", "org", "post", "person")) if source.code == "ledger.participation" else "org"
    columns = list(source.columns.items())
    aggregate = random.choice(("count", "count", "sum", "distinct", "distinct", "span"))
    able = {
        "sum": [name for name, column in columns if column.summable],
        "distinct": [name for name, column in columns if column.distinct],
        "span": [name for name, column in columns if column.type == "date"],
    }
    target = source.code if aggregate == "count" else f"{source.code}.{random.choice(able[aggregate])}"
    where = {}
    for name, column in random.sample(columns, random.choice((0, 1, 1, 2, 3))):
        where[name] = _wanted(random, world, name, column, source)
    if random.random() < 0.5:
        where["kind"] = _some(random, worlds.KINDS)
    return {
        "code": f"figure_{number}",
        "name": "口径",
        "unit": "次",
        aggregate: target,
        "where": where,
        "subject": subject,
        "at": random.choice(("flow", "flow", "end")),
        "level": random.choice(("subtree", "subtree", "own")),
        "empty": random.choice(("zero", "zero", "unknown", "not_applicable")),
    }


def _some(random: Random, values: tuple) -> object:
    return random.choice(values) if random.random() < 0.6 else random.sample(values, min(2, len(values)))


def _wanted(random: Random, world: World, name: str, column: Column, source: FactSource) -> object:
    if column.type == "post":
        return _some(random, worlds.POSTS)
    if random.random() < 0.15:
        return {"empty": random.choice((True, False))}
    if column.type in ("int", "date"):
        days = tuple(f"{world.year}-{month:02}-01" for month in (2, 5, 9))
        values = (0, 1, 7, 10, 20) if column.type == "int" else days
        low, high = sorted(random.sample(values, 2))
        return random.choice((low, [low, high], {"gte": low}, {"lte": high}, {"ne": low}, {"between": [low, high]}))
    if column.type == "org":
        values = tuple(f"o{pk}" for pk in world.orgs)
    elif column.type == "person":
        values = tuple(f"p{pk}" for pk in world.people)
    else:
        values = _CODES[name] if column.type == "code" else worlds.TEXTS[1:]
    return {"ne": random.choice(values)} if random.random() < 0.2 else _some(random, values)
