"""Registers of the compounds and their services, and the agreements with partners. They run over the years."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from zelian.packs.sample.book import Book
from zelian.packs.sample.roster import COMMUNITIES, Human
from zelian.packs.sample.targets import TARGETS, YEARS

_COMPOUND_WORDS = (
    "锦绣",
    "向阳",
    "迎春",
    "康乐",
    "翠竹",
    "银杏",
    "丁香",
    "海棠",
    "听雨",
    "春晓",
    "松涛",
    "兰亭",
    "金桂",
    "云栖",
)
_COMPOUND_ENDS = ("小区", "家园", "苑", "里", "公寓", "家属院")
_STREETS = (
    "东湖路",
    "文苑路",
    "新华街",
    "滨河路",
    "光明街",
    "青年路",
    "桃源路",
    "长乐街",
    "建设路",
    "柳林街",
    "幸福街",
    "站前路",
)
_UNITS = (
    "小学",
    "幼儿园",
    "卫生服务站",
    "邮政所",
    "供电营业厅",
    "自来水营业厅",
    "农贸市场",
    "图书馆",
    "文化馆",
    "司法所",
    "消防救援站",
    "养老服务中心",
    "加油站",
    "园林管护所",
    "公交场站",
)
_NEW_ORGS = ("商圈联合党支部", "快递网点联合党支部", "楼宇联合党支部", "电商园党支部")
_LONG_AGO = date(2021, 6, 1)


@dataclass(frozen=True)
class Compound:
    """A compound through time: (category, from, until or None) spans; `unmanaged` ones are listed as 三无小区."""

    unit: str
    name: str
    spans: tuple[tuple[str, date, date | None], ...]
    unmanaged: bool = False


def write(book: Book) -> None:
    """All registers of this chapter."""
    compounds = _compounds(book)
    for compound in compounds:
        _compound_rows(book, compound)
    _red_properties(book)
    _sites(book)
    _agreements(book)


def _names(book: Book) -> Iterator[str]:
    every = [f"{word}{end}" for word in _COMPOUND_WORDS for end in _COMPOUND_ENDS]
    every += [f"{street}{number}号院" for street in _STREETS for number in range(3, 60, 4)]
    book.rng.shuffle(every)
    return iter(every)


def _compounds(book: Book) -> list[Compound]:
    """148 ordinary ones, and 69 without any service once: 48 covered before 2023, 18 during it, 3 found in it; three of
    the first leave the list in 2023 and two in 2024, when one of the ordinary ones loses its property company."""
    units, names, rng = book.street.communities, _names(book), book.rng
    made: list[Compound] = []
    for number in range(148):
        category = "market" if number % 4 else "self_managed"
        spans: tuple = ((category, _LONG_AGO, None),)
        if number == 90:
            spans = (("market", _LONG_AGO, date(2024, 8, 31)), ("none", date(2024, 9, 1), None))
        made.append(Compound(units[number % 13], next(names), spans))
    for number in range(48):
        since = date(2021, 6, 1) if number < 30 else date(2022, rng.randint(2, 11), 1)
        left = date(2023, 9, 30) if number < 3 else date(2024, 5, 31) if number < 5 else None
        spans = () if since == _LONG_AGO else (("none", _LONG_AGO, since - timedelta(days=1)),)
        spans += (("fallback", since, left),)
        spans += (("market", left + timedelta(days=1), None),) if left else ()
        made.append(Compound(units[(number * 5) % 13], next(names), spans, unmanaged=True))
    for number in range(18):
        since = date(2023, 3 + number % 8, 1 + number % 5)
        spans = (("none", _LONG_AGO, since - timedelta(days=1)), ("fallback", since, None))
        made.append(Compound(units[(number * 3 + 1) % 13], next(names), spans, unmanaged=True))
    for number in range(3):
        made.append(
            Compound(units[number * 4], next(names), (("fallback", date(2023, 4, 3 + number), None),), unmanaged=True)
        )
    return made


def _compound_rows(book: Book, compound: Compound) -> None:
    rng, street = book.rng, book.street
    homes, blocks = rng.randint(48, 620), rng.randint(1, 14)
    for category, since, until in compound.spans:
        company = {
            "market": f"{rng.choice(_STREETS)}物业服务站",
            "fallback": f"{street.name(compound.unit)}居委会",
        }.get(category, "")
        book.add(
            "residential_compound",
            compound.unit,
            since,
            title=compound.name,
            category=category,
            headcount=homes,
            quantity=blocks,
            party=company,
            valid_until=until,
        )
        if compound.unmanaged and category in ("none", "fallback"):
            keeper = [("keeper", rng.choice(street.staff[compound.unit]))] if category == "fallback" else []
            book.add(
                "unmanaged_compound",
                compound.unit,
                since,
                title=compound.name,
                valid_until=until,
                headcount=homes,
                quantity=blocks,
                stage="covered" if category == "fallback" else "uncovered",
                category=rng.choice(("all", "no_property", "no_guard")),
                party=company,
                parts=keeper,
            )


def _red_properties(book: Book) -> None:
    """Nine before 2023 in eight communities, six more in it; one contract is renewed, two are still being prepared."""
    units, street = book.street.communities, book.street
    plan: list[tuple[str, date, date | None, str]] = []
    plan += [(unit, date(2021 + n % 2, 3 + n, 1), None, "running") for n, unit in enumerate(units[:8]) if n != 1]
    plan += [(units[1], date(2021, 7, 1), date(2023, 6, 30), "running"), (units[1], date(2023, 7, 1), None, "running")]
    plan += [(units[0], date(2022, 9, 1), None, "running")]
    plan += [(unit, date(2023, 2 + n, 10), None, "running") for n, unit in enumerate(units[8:])]
    plan += [(units[3], date(2023, 10, 9), None, "running")]
    plan += [
        (units[5], date(2023, 11, 6), date(2024, 4, 30), "preparing"),
        (units[5], date(2024, 5, 1), None, "running"),
    ]
    plan += [
        (units[9], date(2023, 12, 4), date(2024, 6, 30), "preparing"),
        (units[9], date(2024, 7, 1), None, "running"),
    ]
    seen: dict[str, int] = {}
    for unit, since, until, stage in plan:
        name = street.name(unit).removesuffix("社区")
        seen[unit] = seen.get(unit, 0) + 1
        book.add(
            "red_property",
            unit,
            since,
            title=f"{name}红管家{'一' if seen[unit] == 1 else '二'}站",
            stage=stage,
            valid_until=until,
            category="led" if seen[unit] == 1 else "founded",
            headcount=book.rng.randint(220, 1400),
            quantity=book.rng.randint(1, 6),
            party=f"{name}物业党支部",
            parts=[("manager", book.rng.choice(street.staff[unit]))],
        )


def _sites(book: Book) -> None:
    units, street = book.street.communities, book.street
    plan = [("demonstration", units[1], date(2022, 10, 12)), ("demonstration", units[4], date(2023, 5, 18))]
    plan += [("demonstration", units[9], date(2023, 9, 13)), ("demonstration", units[6], date(2024, 6, 20))]
    plan += [("demonstration", units[12], date(2024, 10, 17))]
    plan += [("cultivating", unit, date(2023, 3, 16)) for unit in (units[2], units[7], units[10], "sample-shiqiao")]
    for category, unit, day in plan:
        book.add(
            "property_network_program",
            unit,
            day,
            category=category,
            title=f"{street.name(unit)}红暖驿站",
            parts=[("leader", street.staff[unit][0])],
            extra={"practice": "党建引领、多方议事"},
        )


def _agreements(book: Book) -> None:
    """Two-year agreements; some partners sign with two communities and still are one partner."""
    rng, street = book.rng, book.street
    stationed = [f"{place}{unit}" for place in _STREETS for unit in _UNITS]
    organisations = [f"{place}{name}" for place in _STREETS for name in _NEW_ORGS]
    workers = [human for group in street.workers.values() for human in group]
    for year in YEARS:
        wanted = TARGETS[year]
        units = rng.sample(stationed, wanted["partner_units"])
        for number, name in enumerate([*units, *units[:5]]):
            _agreement(book, year, _partner_unit(street.units, number, name), name, "stationed_unit")
        orgs = rng.sample(organisations, wanted["partner_new_orgs"])
        for number, name in enumerate([*orgs, orgs[0]]):
            _agreement(book, year, _partner_unit(street.communities, number, name), name, "new_organisation")
        for human in rng.sample(workers, wanted["partner_new_workers"]):
            _agreement(book, year, human.org, f"{human.title}（{human.name}）", "new_worker", human)


def _partner_unit(units: list[str], number: int, name: str) -> str:
    """Where the partner of that number signs; a second signing goes elsewhere."""
    return units[(number * 3 + len(name)) % len(units)]


def _agreement(book: Book, year: int, unit: str, party: str, category: str, signatory: Human | None = None) -> None:
    rng = book.rng
    day = book.day("partner_agreement", f"{unit}:{party}", year, rng.choice((2, 3, 3, 4, 5, 6, 7, 8, 9, 10)))
    until = date(day.year + 2, day.month, min(day.day, 28)) - timedelta(days=1)
    community = unit.removeprefix("sample-") in COMMUNITIES
    book.add(
        "partner_agreement",
        unit,
        day,
        party=party,
        category=category,
        valid_until=until,
        quantity=rng.randint(1, 4),
        parts=[("signatory", signatory)] if signatory else [],
        extra={
            "resources": rng.choice(("场地共享", "志愿服务", "义诊", "岗位信息")),
            "needs": "停车" if community else "助销",
        },
    )
