"""Random but reproducible offices: a tree that is reorganised, people, changing posts, ledgers full of edge cases."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from random import Random

from zelian.kernel.period import FIRST_MONTH, LAST_MONTH, add_months, first_day, last_day, month_of, months_between
from zelian.ledger.models import Entry, Participation, Step
from zelian.org.models import Holding, Org, OrgEdge, Person, Post
from zelian.org.structure import rebuild_links

KINDS = ("alpha", "beta", "gamma", "delta", "epsilon", "zeta")
CATEGORIES = ("", "red", "blue", "green")
STAGES = ("", "open", "closed")
TEXTS = ("", "甲", "乙", "丙", "丁")
ROLES = ("attendee", "speaker", "visitor")
STEPS = ("measured", "signed", "vacated")
POSTS = ("secretary", "deputy", "member")
RECORDED = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@dataclass(frozen=True)
class World:
    """What was made: ids in order, and the year whose numbers are asked."""

    year: int
    orgs: list[int]
    people: list[int]
    posts: list[int]


def make_world(random: Random) -> World:
    """Fills the database with one office. Eight bulk inserts and the closure."""
    year = random.choice((2024, 2025))
    orgs = _tree(random, year)
    people = [
        Person(pk=number, code=f"p{number}", name=random.choice(("赵", "钱", "孙")), org_id=random.choice(orgs))
        for number in range(1, random.randint(3, 8) + 1)
    ]
    Person.objects.bulk_create(people)
    ids = [person.pk for person in people]
    posts = _posts(random, year, orgs, ids)
    entries = _entries(random, year, orgs)
    _children(random, entries, ids)
    return World(year, orgs, ids, posts)


def _tree(random: Random, year: int) -> list[int]:
    count = random.randint(5, 15)
    kinds = ["district", *["subdistrict"] * random.randint(1, 2)]
    kinds += [random.choice(("community", "village", "section", "branch")) for _ in range(count - len(kinds))]
    Org.objects.bulk_create(Org(pk=n, code=f"o{n}", name=f"组织{n}", kind=kind) for n, kind in enumerate(kinds, 1))
    edges = []
    for child in range(2, count + 1):
        months = months_between((year - 1) * 100 + 7, year * 100 + 12)
        cuts = sorted(random.sample(months, random.choice((0, 0, 0, 1, 1, 2))))
        starts = [random.choice((FIRST_MONTH, FIRST_MONTH, (year - 1) * 100 + 3)), *cuts]
        for start, stop in zip(starts, [*cuts, LAST_MONTH], strict=True):
            if random.random() < 0.93:  # else it stands under nobody for a while
                parent = _superior(random, child)
                edges.append(OrgEdge(child_id=child, parent_id=parent, from_period=start, until_period=stop))
    OrgEdge.objects.bulk_create(edges)
    rebuild_links()
    return list(range(1, count + 1))


def _superior(random: Random, child: int) -> int:
    """Mostly a street, now and then another community (a merger): always made earlier, so that no circle can arise."""
    return random.randint(1, min(child - 1, 3)) if random.random() < 0.7 else random.randint(1, child - 1)


def _day(random: Random, year: int) -> date:
    """Any day of the year before until the year after; often the edge of a month, often the leap day's neighbour."""
    month = random.choice([*months_between((year - 1) * 100 + 10, year * 100 + 12), (year + 1) * 100 + 1])
    edge = random.choice((first_day(month), last_day(month), None, None))
    return edge or first_day(month) + timedelta(days=random.randint(0, 27))


def _posts(random: Random, year: int, orgs: list[int], people: list[int]) -> list[int]:
    posts = [
        Post(pk=number, org_id=org, code=code, name=code)
        for number, (org, code) in enumerate(((org, code) for org in random.sample(orgs, 2) for code in POSTS[:2]), 1)
    ]
    Post.objects.bulk_create(posts)
    holdings = []
    for post in posts:
        start = date(year - 1, random.randint(1, 12), random.randint(1, 28))
        for _ in range(random.randint(1, 3)):
            end = start + timedelta(days=random.randint(0, 300))
            last = random.random() < 0.3
            person = random.choice(people)
            holdings.append(Holding(post=post, person_id=person, starts_on=start, ends_on=None if last else end))
            start = end + timedelta(days=random.choice((1, 1, 1, 5)))  # the next one the day after, or after a vacancy
    Holding.objects.bulk_create(holdings)
    return [post.pk for post in posts]


def _entries(random: Random, year: int, orgs: list[int]) -> list[Entry]:
    kinds = random.sample(KINDS, random.randint(4, 6))
    entries = []
    for number in range(1, random.randint(60, 200) + 1):
        day = _day(random, year)
        start = day.replace(year=day.year - random.choice((0, 0, 0, 1, 2)), day=min(day.day, 28))
        on = random.choice((day, start))
        later = on + timedelta(days=random.choice((0, 1, 30, 200, 500)))
        until = random.choice((None, None, later, _day(random, year)))
        entries.append(
            Entry(
                pk=number,
                key=str(number),
                kind=random.choice(kinds),
                org_id=random.choice(orgs),
                happened_on=on,
                period=month_of(on),
                title=random.choice(TEXTS),
                place=random.choice(TEXTS),
                party=random.choice(TEXTS),
                category=random.choice(CATEGORIES),
                stage=random.choice(STAGES),
                headcount=random.choice((None, 0, 1, 7, 20)),
                expected=random.choice((None, 10, 30)),
                quantity=random.choice((0, 1, 1, 5)),
                amount_fen=random.choice((None, 0, 1, 12345, 10**16 + 1)),
                ends_on=random.choice((None, on, on + timedelta(days=9))),
                valid_until=until,
                void=random.random() < 0.1,
                recorded_at=RECORDED,
                recorded_by="test",
            )
        )
    return Entry.objects.bulk_create(entries)


def _children(random: Random, entries: list[Entry], people: list[int]) -> None:
    parts, steps = {}, []
    for entry in entries:
        for _ in range(random.choice((0, 0, 1, 2, 4))):
            person = random.choice([None, *people])
            slot = (entry.pk, random.choice(ROLES), random.choice(TEXTS[1:]), person)
            parts[slot] = Participation(entry_id=slot[0], role=slot[1], name=slot[2], person_id=person)
        for code in random.sample(STEPS, random.choice((0, 0, 1, 3))):
            on = entry.happened_on + timedelta(days=random.randint(0, 60))
            steps.append(Step(entry=entry, code=code, on=on, period=month_of(on)))
    Participation.objects.bulk_create(parts.values())
    Step.objects.bulk_create(steps)


def last_month(world: World) -> int:
    """The month whose structure is today's."""
    return add_months(world.year * 100 + 12, 1)
