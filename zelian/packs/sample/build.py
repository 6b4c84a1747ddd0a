"""The sample street into a database: roster, three years of ledgers, accounts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, timezone
from random import Random

from django.db import transaction

from zelian.audit.record import record
from zelian.kernel.actor import Actor, require
from zelian.kernel.errors import BadInput, Conflict
from zelian.ledger import writing
from zelian.ledger.draft import Draft, Part
from zelian.ledger.kinds import Kind, kinds
from zelian.ledger.models import Entry
from zelian.ledger.writing import Stamp
from zelian.org.models import Charge, Holding, Org, OrgEdge, Person, Post
from zelian.org.structure import rebuild_links
from zelian.packs.sample import committee, frontline, governance, grassroots, oversight, roster
from zelian.packs.sample.accounts import create_accounts
from zelian.packs.sample.book import Book, Row
from zelian.packs.sample.roster import Street
from zelian.packs.sample.targets import YEARS

SEED = 20230101
_CHINA = timezone(timedelta(hours=8))
_CLERKS = {"sample-heping": "heping", "sample-liulin": "liulin", "sample-discipline": "jigongwei"}

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class SampleResult:
    """What was built. `passwords` are shown once and kept nowhere."""

    org: str
    organisations: int
    people: int
    entries: int
    void: int
    passwords: dict[str, str] = field(repr=False, hash=False)


def sample_rows(street: Street, seed: int = SEED) -> list[Row]:
    """All ledger rows of the sample, in the order they were entered. Pure; the same for the same seed."""
    rows: list[Row] = []

    def book(chapter: str) -> Book:
        return Book(street, Random(f"{seed}/{chapter}"))

    for year in YEARS:
        for chapter in (committee, grassroots, frontline, oversight):
            current = book(f"{chapter.__name__.rpartition('.')[2]}/{year}")
            chapter.write(current, year)
            rows += current.rows
    for name, write in (
        ("matters", grassroots.matters),
        ("registers", governance.write),
        ("hard", oversight.hard_cases),
    ):
        current = book(name)
        write(current)
        rows += current.rows
    return sorted(rows, key=lambda row: (row.recorded, row.kind, row.org, row.on))


@transaction.atomic
def build_sample(*, by: Actor, now: datetime, progress: Progress | None = None) -> SampleResult:
    """Makes the sample street in a migrated database with the sub-district pack in force.

    Conflict when it is there already, BadInput when the pack is not in force. Everything or nothing, one audit event.
    Entries bear the day they were entered. Cost: some six statements per day of entry.
    """
    require(by, "ledger.write")
    if Org.objects.filter(code=roster.STREET).exists():
        raise Conflict("示例街道已经在库里：请换一个数据目录（ZELIAN_DATA）再建")
    known = kinds()
    if "volunteer_service" not in known:
        raise BadInput("还没有应用街道套件：请先运行 zelian pack apply")
    tell = progress or (lambda text, done, total: None)
    street = roster.plan(SEED)
    tell("组织和人员", 0, 1)
    orgs, people = _store_roster(street)
    rows = sample_rows(street)
    void = _store_rows(rows, known, orgs, people, tell)
    record(
        "ledger.batch.applied",
        by=by,
        now=now,
        org=roster.STREET,
        target=("sample", roster.STREET),
        data={"new": len(rows), "updated": 0},
    )
    tell("账号", 0, 1)
    passwords = create_accounts()
    return SampleResult(roster.STREET, len(orgs), len(people), len(rows), void, passwords)


def _store_roster(street: Street) -> tuple[dict[str, int], dict[str, int]]:
    """Organisations, closure, people, posts, holdings, charges; returns ids by code."""
    bodies = [
        Org(
            code=body.code,
            name=body.name,
            aliases=list(body.aliases),
            kind=body.kind,
            peer_group=body.peer_group,
            order=order,
            households=body.households,
            population=body.population,
        )
        for order, body in enumerate(street.bodies)
    ]
    Org.objects.bulk_create(bodies)
    orgs = {org.code: org.pk for org in bodies}
    OrgEdge.objects.bulk_create(
        [OrgEdge(child_id=orgs[body.code], parent_id=orgs[body.parent]) for body in street.bodies if body.parent]
    )
    rebuild_links()
    humans = [
        Person(
            code=human.code,
            name=human.name,
            org_id=orgs[human.org],
            party_member=human.party_member,
            title=human.title,
            note=human.note,
        )
        for human in street.people
    ]
    Person.objects.bulk_create(humans)
    people = {human.code: human.pk for human in humans}
    posts = [
        Post(org_id=orgs[seat.org], code=seat.code, name=seat.name, leader=seat.leader, order=order)
        for order, seat in enumerate(street.seats)
    ]
    Post.objects.bulk_create(posts)
    Holding.objects.bulk_create(
        [
            Holding(person_id=people[human.code], post=post, starts_on=start, ends_on=end)
            for post, seat in zip(posts, street.seats, strict=True)
            for human, start, end in seat.holders
        ]
    )
    by_seat = {(seat.org, seat.code): post for post, seat in zip(posts, street.seats, strict=True)}
    Charge.objects.bulk_create(
        [
            Charge(
                post=by_seat[duty.seat],
                kind=duty.kind,
                org_id=orgs.get(duty.org),
                area=duty.area,
                starts_on=date(2022, 1, 1),
            )
            for duty in street.duties
        ]
    )
    return orgs, people


def _store_rows(
    rows: list[Row],
    known: dict[str, Kind],
    orgs: dict[str, int],
    people: dict[str, int],
    tell: Callable[[str, int, int], None],
) -> int:
    """Inserts the rows, a bulk insert per day and clerk, then voids those taken back; returns how many those are."""
    groups: dict[tuple[date, str], list[Row]] = defaultdict(list)
    for row in rows:
        groups[row.recorded, _clerk(row.org)].append(row)
    void: list[tuple[date, Entry, str, str]] = []
    done = 0
    for (day, clerk), listed in groups.items():
        stamp = Stamp(clerk, datetime.combine(day, time(16, 30), _CHINA))
        entries = writing.insert([draft_of(row, known, orgs, people) for row in listed], stamp)
        void += [(day, entry, clerk, row.void) for entry, row in zip(entries, listed, strict=True) if row.void]
        done += len(listed)
        tell("台账", done, len(rows))
    for day, entry, clerk, reason in void:
        stamp = Stamp(clerk, datetime.combine(day, time(17, 10), _CHINA), reason=reason)
        writing.set_void([entry], stamp, "void", void=True)
    return len(void)


def _clerk(org: str) -> str:
    """Which of the sample's accounts enters an organisation's rows: its own, or else the office's (代录)."""
    unit = "-".join(org.split("-")[:2])
    return f"user:{_CLERKS.get(unit, 'dangjian')}"


def draft_of(row: Row, known: dict[str, Kind], orgs: dict[str, int], people: dict[str, int]) -> Draft:
    """The row as a draft of its kind; a part given as bare text stays unresolved."""
    parts = tuple(
        Part(role, who, None) if isinstance(who, str) else Part(role, who.name, people[who.code])
        for role, who in row.parts
    )
    slots = {"happened_on": row.on} | row.slots
    return Draft(known[row.kind], orgs[row.org], slots, parts, row.steps, dict(row.extra))
