"""Who is in the sample street: organisations, invented people, posts with their holders, and charges. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from random import Random

from zelian.packs.sample.names import invent

STREET = "sample"
DISTRICT = "sample-district"
COMMUNITIES = {
    "heping": "和平社区",
    "xingfuli": "幸福里社区",
    "donghu": "东湖社区",
    "liulin": "柳林社区",
    "wenyuan": "文苑社区",
    "xinhua": "新华社区",
    "binhe": "滨河社区",
    "jianshelu": "建设路社区",
    "guangming": "光明社区",
    "qingnian": "青年社区",
    "taoyuan": "桃源社区",
    "fenghuangtai": "凤凰台社区",
    "changle": "长乐社区",
}
VILLAGES = {"shiqiao": "石桥村", "nangou": "南沟村", "wangzhuang": "王庄村", "beiling": "北岭村"}
SECTIONS = {
    "general": "党政办",
    "party": "党建办",
    "discipline": "纪工委",
    "economy": "经济发展办",
    "social": "社会事务办",
    "safety": "平安法治办",
    "city": "城市管理办",
    "emergency": "应急管理办",
    "service": "便民服务中心",
}
LEADERS = {
    "committee_secretary": "党工委书记",
    "director": "党工委副书记、办事处主任",
    "deputy": "党工委副书记",
    "organisation_member": "党工委委员、组织委员",
    "publicity_member": "党工委委员、宣传委员",
    "political_legal_member": "党工委委员、政法委员",
    "discipline_secretary": "党工委委员、纪工委书记",
    "armed_forces_head": "党工委委员、人武部长",
    "deputy_director": "党工委委员、办事处副主任",
}
_IN_CHARGE = {
    "director": ("economy",),
    "deputy": ("general",),
    "organisation_member": ("party",),
    "publicity_member": ("service",),
    "political_legal_member": ("safety",),
    "discipline_secretary": ("discipline",),
    "armed_forces_head": ("emergency",),
    "deputy_director": ("city", "social"),
}
NEW_SECRETARY_AT, NEW_SECRETARY_ON = "sample-liulin", date(2023, 5, 15)
_ORDINALS = "一二三四"


@dataclass(frozen=True)
class Body:
    """An organisation to be."""

    code: str
    name: str
    kind: str
    parent: str
    households: int | None = None
    population: int | None = None
    aliases: tuple[str, ...] = ()
    peer_group: str = ""


@dataclass(frozen=True)
class Human:
    """An invented person."""

    code: str
    name: str
    org: str
    title: str
    party_member: bool = True
    note: str = ""


@dataclass(frozen=True)
class Seat:
    """A post and who held it: (person, from, until or None)."""

    org: str
    code: str
    name: str
    holders: tuple[tuple[Human, date, date | None], ...]
    leader: bool = False


@dataclass(frozen=True)
class Duty:
    """A charge: post (organisation, code), kind, organisation or area."""

    seat: tuple[str, str]
    kind: str
    org: str = ""
    area: str = ""


@dataclass(frozen=True)
class Street:
    """The whole roster. `members` are Party members by village or community, `staff` its committee."""

    bodies: tuple[Body, ...]
    people: tuple[Human, ...]
    seats: tuple[Seat, ...]
    duties: tuple[Duty, ...]
    leaders: dict[str, Human] = field(hash=False)
    cadres: tuple[Human, ...] = ()
    staff: dict[str, tuple[Human, ...]] = field(default_factory=dict, hash=False)
    members: dict[str, tuple[Human, ...]] = field(default_factory=dict, hash=False)
    workers: dict[str, tuple[Human, ...]] = field(default_factory=dict, hash=False)
    branches: dict[str, tuple[Body, ...]] = field(default_factory=dict, hash=False)

    @property
    def communities(self) -> list[str]:
        """Codes of the communities."""
        return [f"sample-{code}" for code in COMMUNITIES]

    @property
    def units(self) -> list[str]:
        """Codes of communities and villages."""
        return [f"sample-{code}" for code in (*COMMUNITIES, *VILLAGES)]

    def name(self, code: str) -> str:
        """The name of an organisation."""
        return next(body.name for body in self.bodies if body.code == code)

    def holder(self, org: str, code: str, day: date) -> Human:
        """Who held a post on a day."""
        seat = next(seat for seat in self.seats if (seat.org, seat.code) == (org, code))
        return next(person for person, start, end in seat.holders if start <= day and (end is None or day <= end))


def plan(seed: int) -> Street:
    """The roster of the sample street; the same for the same seed."""
    rng = Random(f"{seed}/roster")
    bodies = _bodies(rng)
    branches = {
        unit: tuple(body for body in bodies if body.parent == unit and body.kind == "branch")
        for unit in [STREET, *(f"sample-{code}" for code in (*COMMUNITIES, *VILLAGES))]
    }
    names = iter(invent(rng, 1100))
    leaders = {
        code: Human(f"S-L{number}", next(names), STREET, title)
        for number, (code, title) in enumerate(LEADERS.items(), 1)
    }
    cadres = list(leaders.values())
    for section, section_name in SECTIONS.items():
        for number in range(1, 12 if section in ("social", "city", "economy", "party", "service") else 11):
            title = f"{section_name}主任" if number == 1 else f"{section_name}干部"
            title = "纪工委副书记" if (section, number) == ("discipline", 1) else title
            cadres.append(Human(f"S-{section}-{number:02}", next(names), f"sample-{section}", title, number % 9 != 0))
    staff, members, workers = {}, {}, {}
    for unit, inside in branches.items():
        if unit == STREET:
            continue
        staff[unit], members[unit], workers[unit] = _unit_people(unit, inside, names)
    members = _namesakes(rng, members)
    people = [*cadres, *(p for group in (staff, members, workers) for unit in group.values() for p in unit)]
    seats = _seats(leaders, cadres, staff, members, branches)
    return Street(
        bodies=tuple(bodies),
        people=tuple(people),
        seats=tuple(seats),
        duties=tuple(_duties(branches)),
        leaders=leaders,
        cadres=tuple(cadres),
        staff=staff,
        members=members,
        workers=workers,
        branches=branches,
    )


def _bodies(rng: Random) -> list[Body]:
    bodies = [
        Body(DISTRICT, "示例区", "district", ""),
        Body(STREET, "示例街道", "subdistrict", DISTRICT, aliases=("示例街道党工委", "街道", "街道党工委")),
    ]
    bodies += [Body(f"sample-{code}", name, "section", STREET) for code, name in SECTIONS.items()]
    bodies += [Body(f"sample-office-{n}", f"机关第{_ORDINALS[n - 1]}党支部", "branch", STREET) for n in (1, 2)]
    for kind, group, listed in (("community", "城市社区", COMMUNITIES), ("village", "行政村", VILLAGES)):
        for code, name in listed.items():
            households = rng.randint(2100, 5200) if kind == "community" else rng.randint(380, 900)
            short = name.removesuffix("社区")
            bodies.append(
                Body(
                    f"sample-{code}",
                    name,
                    kind,
                    STREET,
                    households,
                    households * 27 // 10,
                    (short, f"{name}党委") if kind == "community" else (f"{name}党支部",),
                    group,
                )
            )
            for n in range(1, (rng.choice((2, 3, 3)) if kind == "community" else 2) + 1):
                bodies.append(
                    Body(f"sample-{code}-{n}", f"{name}第{_ORDINALS[n - 1]}党支部", "branch", f"sample-{code}")
                )
    return bodies


def _unit_people(unit: str, inside: tuple[Body, ...], names) -> tuple[tuple[Human, ...], ...]:
    village = unit.removeprefix("sample-") in VILLAGES
    short = unit.removeprefix("sample-")
    titles = ["党组织书记", "党组织副书记", "两委委员", "两委委员", "网格长", "网格长"]
    if unit == NEW_SECRETARY_AT:
        titles.append("原党组织书记")
    staff = tuple(Human(f"S-{short}-c{n}", next(names), unit, title) for n, title in enumerate(titles, 1))
    count = 24 if village else 42
    members = tuple(
        Human(f"S-{short}-m{n:02}", next(names), inside[(n - 1) % len(inside)].code, "党员")
        for n in range(1, count + 1)
    )
    jobs = ("快递员", "外卖配送员", "网约车司机", "货车司机")
    workers = () if village else tuple(Human(f"S-{short}-w{n}", next(names), unit, jobs[n % 4]) for n in range(1, 7))
    return staff, members, workers


def _namesakes(rng: Random, members: dict[str, tuple[Human, ...]]) -> dict[str, tuple[Human, ...]]:
    """A dozen members of one community bear the name of a member of another: names alone do not tell people apart."""
    units = list(members)
    changed = {unit: list(people) for unit, people in members.items()}
    for number, unit in enumerate(rng.sample(units[:13], 12)):
        other = units[(units.index(unit) + 3) % 13]
        old = changed[unit][10 + number]
        changed[unit][10 + number] = Human(
            old.code, members[other][25 + number % 10].name, old.org, old.title, note="与外社区同名"
        )
    return {unit: tuple(people) for unit, people in changed.items()}


def _seats(leaders, cadres, staff, members, branches) -> list[Seat]:
    since = date(2021, 9, 1)
    seats = [
        Seat(STREET, code, LEADERS[code].rpartition("、")[2], ((human, since, None),), leader=True)
        for code, human in leaders.items()
    ]
    for section, name in SECTIONS.items():
        head = next(human for human in cadres if human.code == f"S-{section}-01")
        seats.append(Seat(f"sample-{section}", "section_head", f"{name}负责人", ((head, since, None),)))
    for unit, people in staff.items():
        holders: tuple = ((people[0], date(2021, 1, 10), None),)
        if unit == NEW_SECRETARY_AT:
            holders = ((people[6], date(2021, 1, 10), date(2023, 5, 14)), (people[0], NEW_SECRETARY_ON, None))
        seats.append(Seat(unit, "community_secretary", "党组织书记", holders))
        for number, branch in enumerate(branches[unit]):
            head = holders[-1][0] if number == 0 else members[unit][number]
            start = NEW_SECRETARY_ON if number == 0 and unit == NEW_SECRETARY_AT else date(2021, 1, 10)
            held = ((head, start, None),)
            if start == NEW_SECRETARY_ON:
                held = ((people[6], date(2021, 1, 10), date(2023, 5, 14)), *held)
            seats.append(Seat(branch.code, "branch_secretary", "党支部书记", held))
    for number, branch in enumerate(branches[STREET]):
        seats.append(Seat(branch.code, "branch_secretary", "党支部书记", ((cadres[20 + number], since, None),)))
    return seats


def _duties(branches: dict[str, tuple[Body, ...]]) -> list[Duty]:
    units = [unit for unit in branches if unit != STREET]
    duties = [
        Duty((STREET, post), "in_charge", f"sample-{section}")
        for post, sections in _IN_CHARGE.items()
        for section in sections
    ]
    duties += [
        Duty((STREET, "committee_secretary"), "in_charge", area="全面工作"),
        Duty((STREET, "deputy"), "in_charge", area="基层党建"),
    ]
    posts = list(LEADERS)
    for number, unit in enumerate(units):
        duties.append(Duty((STREET, posts[number % len(posts)]), "liaison", unit))
        duties.append(Duty((STREET, posts[number % len(posts)]), "contact_point", branches[unit][0].code))
    return duties
