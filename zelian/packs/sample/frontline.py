"""Relocation, teams and projects. How long something took is nowhere written down: it follows from the dates."""

from __future__ import annotations

import math
from datetime import date, timedelta

from zelian.packs.sample import days
from zelian.packs.sample.book import Book
from zelian.packs.sample.roster import STREET
from zelian.packs.sample.targets import PLOTS, SHOPS, TARGETS

_TRADES = (
    "面馆",
    "五金店",
    "理发店",
    "水果店",
    "文具店",
    "裁缝铺",
    "修车铺",
    "粮油店",
    "药房",
    "茶叶店",
    "鞋店",
    "花店",
    "打印店",
)
_BOSSES = ("老街", "顺意", "春来", "百味", "万家", "邻里", "晨光", "小巷", "金穗", "福满", "清风", "巧手", "好又来")
_PROJECTS = {
    "digital": ("算力节点", "数据标注基地", "云客服中心"),
    "manufacturing": ("智能阀门", "精密模具", "机器人部件"),
    "research": ("检测实验室", "中试基地", "联合研究院"),
    "tourism": ("民宿集群", "山麓营地", "非遗工坊"),
    "service": ("冷链配送", "社区商业综合体", "康养中心"),
}
_PLANS = (
    "山麓环线步道",
    "老街风貌改造",
    "邻里中心二期",
    "产业孵化楼",
    "智慧停车场",
    "河岸夜游带",
    "农产品集散点",
    "全民健身公园",
    "社区食堂连锁",
    "工业遗址文创园",
    "乡村研学营地",
    "口袋公园群",
    "便民菜市",
    "青年公寓",
    "地下管廊补网",
)
_CITIES = ("南方某市", "沿海某市", "省城", "邻市", "中部某市")


def write(book: Book, year: int) -> None:
    """All chapters of one year."""
    _shops(book, year)
    _plots(book, year)
    _residents(book, year)
    _teams(book, year)
    _signings(book, year)
    _plans(book, year)


def curve(count: int, length: int) -> list[int]:
    """How many of `count` fall on each of `length` days: slow, fast, slow; no day is empty where `count` allows it."""
    weights = [0.12 + math.exp(-(((day - (length - 1) / 2) / (length / 4)) ** 2)) for day in range(length)]
    return (
        [1 + extra for extra in days.shares(count - length, weights)]
        if count >= length
        else days.shares(count, [1] * length)
    )


def _spread(count: int, first: date, last: date) -> list[date]:
    length = (last - first).days + 1
    if count < length:
        step = [round(index * (length - 1) / (count - 1)) for index in range(count)]
        return [first + timedelta(days=offset) for offset in step]
    return [first + timedelta(days=day) for day, many in enumerate(curve(count, length)) for _ in range(many)]


def _shops(book: Book, year: int) -> None:
    rng = book.rng
    project, org, count, vacating, demolishing = SHOPS[year]
    vacated = _spread(count, *(date.fromisoformat(text) for text in vacating))
    demolished = _spread(count, *(date.fromisoformat(text) for text in demolishing))
    start = vacated[0] - timedelta(days=18)
    guarantors = rng.sample(book.street.cadres[9:], 15)
    names = [f"{boss}{trade}" for boss in _BOSSES for trade in _TRADES]
    rng.shuffle(names)
    for number in range(count):
        measured = start + timedelta(days=rng.randint(1, 9))
        signed = min(vacated[number], measured + timedelta(days=rng.randint(2, 14)))
        book.add(
            "relocation_household",
            org,
            start,
            category="shop",
            party=names[number],
            title=project,
            place=f"{number * 2 + 1}号",
            quantity=rng.randint(18, 160),
            parts=[("guarantor", guarantors[number % 15])],
            steps=[
                ("measured", measured),
                ("signed", signed),
                ("vacated", vacated[number]),
                ("demolished", demolished[number]),
            ],
            extra={"number": f"S{year}-{number + 1:03}"},
        )
    book.add(
        "relocation_household",
        org,
        start,
        category="shop",
        party=names[0],
        title=project,
        steps=[("vacated", vacated[-1])],
        extra={"number": f"S{year}-900"},
        void="与一号商户重复",
    )


def _plots(book: Book, year: int) -> None:
    rng = book.rng
    project, org, count, span = PLOTS[year]
    first, last = (date.fromisoformat(text) for text in span)
    length = (last - first).days
    for number in range(count):
        share = number / (count - 1)
        measured = first + timedelta(days=round(share * 6))
        delivered = last - timedelta(days=round((1 - share) * 7))
        signed = measured + timedelta(days=rng.randint(2, max(3, length // 4)))
        vacated = signed + timedelta(days=rng.randint(2, 5))
        torn = min(delivered, vacated + timedelta(days=rng.randint(1, 4)))
        book.add(
            "relocation_household",
            org,
            first,
            category="plot",
            party=f"{number + 1}号户",
            title=project,
            quantity=rng.randint(80, 240),
            parts=[("guarantor", rng.choice(book.street.staff[org]))],
            extra={"number": f"P{year}-{number + 1:03}"},
            steps=[
                ("measured", measured),
                ("signed", signed),
                ("vacated", vacated),
                ("demolished", torn),
                ("delivered", delivered),
            ],
        )


def _residents(book: Book, year: int) -> None:
    """Residents along the street: other people's dates, some of them unfinished."""
    project, org, _, vacating, _ = SHOPS[year]
    start = days.next_workday(date.fromisoformat(vacating[0]) + timedelta(days=40))
    for number in range(16):
        signed = days.next_workday(start + timedelta(days=book.rng.randint(5, 70)))
        steps = [("measured", start), ("signed", signed)]
        if number < 11:
            steps.append(("vacated", days.next_workday(signed + timedelta(days=book.rng.randint(8, 30)))))
        book.add(
            "relocation_household",
            org,
            start,
            category="resident",
            party=f"沿街{number + 1}号",
            title=project,
            quantity=book.rng.randint(60, 130),
            steps=steps if number < 14 else steps[:1],
            extra={"number": f"R{year}-{number + 1:03}"} | ({"reason": "补偿面积有分歧"} if number >= 14 else {}),
        )


def _teams(book: Book, year: int) -> None:
    """Two teams of 2023 with fifteen people in all, one of them in both; a pioneer post is no assault team."""
    cadres, rng = book.street.cadres[9:], book.rng
    first = date.fromisoformat(SHOPS[year][3][0]) - timedelta(days=20)
    start = days.next_workday(first if first.year == year else date(year, 1, 2))
    chosen = rng.sample([human for human in cadres if human.party_member], 15)
    groups = [chosen[:8], [chosen[0], *chosen[8:]]] if year == 2023 else [chosen[:9]]
    for number, group in enumerate(groups):
        book.add(
            "assault_team",
            STREET,
            start,
            category="assault",
            title=f"{SHOPS[year][0]}{'腾退' if number == 0 else '拆除'}突击队",
            place=SHOPS[year][0],
            ends_on=days.next_workday(start + timedelta(days=75)),
            extra={"result": "按期完成"},
            parts=[("captain", group[0]), *(("member", human) for human in group[1:])],
        )
    for unit in rng.sample(book.street.units, 3):
        book.add(
            "assault_team",
            unit,
            book.day("assault_team", unit, year, 7),
            category="post",
            title=f"{book.street.name(unit)}防汛先锋岗",
            parts=[
                ("captain", book.street.staff[unit][1]),
                *(("member", human) for human in rng.sample(book.street.members[unit], 5)),
            ],
        )


def _signings(book: Book, year: int) -> None:
    """Only what was contracted and begun is 签约落地; talks, frameworks and bare contracts stand beside it."""
    rng, started = book.rng, TARGETS[year]["projects_started"]
    plan = ["started"] * started + ["contracted"] * 3 + ["framework"] * 4 + ["negotiating"] * 5 + ["dropped"]
    months = book.over_months(started, range(4, 13))
    for number, stage in enumerate(plan):
        category = list(_PROJECTS)[number % 5]
        month = months[number] if stage == "started" else rng.randint(5, 12)
        last = book.day("project", STREET, year, month)
        framework = days.next_workday(last - timedelta(days=rng.randint(60, 100)))
        contracted = days.next_workday(last - timedelta(days=rng.randint(20, 50)))
        steps = {
            "started": [("framework", framework), ("contracted", contracted), ("started", last)],
            "contracted": [("framework", framework), ("contracted", last)],
            "framework": [("framework", last)],
        }.get(stage, [])
        producing = stage == "started" and year < 2024 and number % 3 == 0
        book.add(
            "project_signing",
            STREET,
            days.next_workday(framework - timedelta(days=30)),
            category=category,
            title=f"{year}年{rng.choice(_PROJECTS[category])}项目{number + 1}号",
            stage="producing" if producing else stage,
            amount_fen=rng.randint(12, 480) * 100_000_000,
            place=rng.choice(_CITIES),
            steps=steps,
            parts=[("contact", rng.choice(book.street.cadres[9:]))],
        )


def _plans(book: Book, year: int) -> None:
    rng, wanted = book.rng, TARGETS[year]["projects_planned"]
    stages = ["planned" if number % 3 else "approved" for number in range(wanted)] + ["idea"] * 4 + ["shelved"] * 2
    for number, (stage, month) in enumerate(zip(stages, book.over_months(len(stages), range(2, 12)), strict=True)):
        book.add(
            "project_plan",
            STREET,
            book.day("project_plan", STREET, year, month),
            title=f"{year}年{_PLANS[number % 15]}项目{number + 1}号",
            category=("tourism", "industry", "livelihood", "infrastructure")[number % 4],
            stage=stage,
            amount_fen=rng.randint(3, 90) * 100_000_000,
            parts=[("owner", rng.choice(book.street.cadres[9:]))],
        )
