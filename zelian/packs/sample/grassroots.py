"""What villages, communities and branches keep every month: branch life, disclosure, visits, matters, volunteers."""

from __future__ import annotations

from datetime import date, timedelta

from zelian.packs.sample import days
from zelian.packs.sample.book import Book, Part
from zelian.packs.sample.roster import COMMUNITIES, STREET, Human
from zelian.packs.sample.targets import GAPS, TARGETS, YEARS

_TOPICS = {
    "member_meeting": ("季度工作报告", "民主评议党员", "讨论党员发展", "学习上级部署"),
    "committee_meeting": ("研究当月工作", "研究困难党员帮扶", "研究志愿服务安排", "研究物业协调事项"),
    "group_meeting": ("小组学习讨论", "小组分工走访", "小组汇报思想"),
    "lecture": ("身边党员的故事", "学习党章", "社区治理怎么办"),
    "theme_day": ("重温入党誓词", "义务劳动", "红色教育参观", "政策宣讲进楼栋", "结对帮扶"),
}
_DISCLOSED = {
    "work": ("上月工作情况", "季度工作计划"),
    "decision": ("党员大会决议执行", "两委联席会议定事项"),
    "member": ("发展党员公示",),
    "fee": ("党费收缴情况",),
    "finance": ("党建经费使用", "服务群众经费使用"),
}
_MATTERS = {
    "noise": ("夜间广场舞噪音", "装修噪音", "商铺外放音响"),
    "parking": ("车位线重新施划", "消防通道停车", "非机动车停放"),
    "pipe": ("下水管网堵塞", "化粪池清掏"),
    "lighting": ("楼道灯不亮", "小区路灯维修"),
    "elevator": ("电梯停运维修",),
    "sanitation": ("楼道杂物清理", "垃圾点位调整"),
    "heating": ("暖气不热", "水压不足"),
    "facility": ("健身器材损坏", "单元门维修"),
    "other": ("飞线充电整治", "树木修剪"),
}
_SERVICES = {
    "environment": ("楼院大扫除", "清理卫生死角"),
    "elderly": ("上门理发", "陪诊送药", "老人送餐"),
    "safety": ("消防安全巡查", "防汛隐患排查"),
    "culture": ("文明宣传", "邻里节"),
    "order": ("路口文明引导", "共享单车整理"),
}
_SECTIONS = ("社会事务办", "城市管理办", "平安法治办", "便民服务中心")


def write(book: Book, year: int) -> None:
    """All chapters of one year, residents' matters left out (they run over the turn of the year)."""
    _branch_meetings(book, year)
    _branch_life(book, year)
    _disclosures(book, year)
    _visits(book, year)
    _volunteers(book, year)


def _branch_meetings(book: Book, year: int) -> None:
    street, rng = book.street, book.rng
    for unit, branches in street.branches.items():
        members = street.members.get(unit) or street.cadres
        for number, branch in enumerate(branches):
            size = len(members) // len(branches)
            for month in range(1, 13):
                slack = month in GAPS[year].get(unit, ())
                if slack and number:
                    continue
                wanted = ["committee_meeting"] if slack else ["committee_meeting", "theme_day", "group_meeting"]
                if not slack and month in (3, 6, 9, 12):
                    wanted += ["member_meeting", "lecture"]
                for category in wanted:
                    if category == "group_meeting" and rng.random() < 0.1:
                        continue
                    _branch_meeting(book, branch.code, size, members, category, year, month)


def _branch_meeting(book: Book, branch: str, size: int, members, category: str, year: int, month: int) -> None:
    rng = book.rng
    choose = book.weekend_or_workday if category == "theme_day" else book.day
    day = choose("branch_meeting", branch, year, month)
    expected = {"committee_meeting": 5, "group_meeting": max(5, size // 3)}.get(category, size)
    book.add(
        "branch_meeting",
        branch,
        day,
        category=category,
        title=rng.choice(_TOPICS[category]),
        place="党员活动室",
        expected=expected,
        headcount=book.present(expected, 0.78),
        parts=[("chair", book.street.holder(branch, "branch_secretary", day)), ("recorder", rng.choice(members))],
    )


def _branch_life(book: Book, year: int) -> None:
    street, rng = book.street, book.rng
    secretary, own = street.leaders["committee_secretary"], street.branches[STREET][0]
    for number, month in enumerate((1, 6, 9)[: TARGETS[year]["life_as_member"]]):
        _life_meeting(
            book, own.code, year, month, "annual" if number == 0 else "special", [("leader_as_member", secretary)]
        )
    for number, human in enumerate(list(street.leaders.values())[1:]):
        unit = street.units[number]
        _life_meeting(book, street.branches[unit][0].code, year, 1, "special", [("leader_as_member", human)])
    for unit in street.units:
        for branch in street.branches[unit]:
            _life_meeting(book, branch.code, year, rng.choice((11, 12)), "annual", [])


def _life_meeting(book: Book, branch: str, year: int, month: int, category: str, parts: list[Part]) -> None:
    day = book.day("branch_life_meeting", branch, year, month)
    book.add(
        "branch_life_meeting",
        branch,
        day,
        category=category,
        title=f"{year}年{month}月组织生活会",
        place="党员活动室",
        expected=14,
        headcount=book.present(14),
        quantity=book.rng.randint(12, 30),
        parts=[("chair", book.street.holder(branch, "branch_secretary", day)), *parts],
        steps=[("reported", days.next_workday(day + timedelta(days=5)))],
    )


def _disclosures(book: Book, year: int) -> None:
    for unit in book.street.units:
        for month in book.months(year, unit):
            if book.rng.random() < 0.2:
                continue
            category = book.rng.choice(list(_DISCLOSED))
            day = book.day("party_affairs_disclosure", unit, year, month)
            book.add(
                "party_affairs_disclosure",
                unit,
                day,
                category=category,
                title=f"{month}月{book.rng.choice(_DISCLOSED[category])}",
                ends_on=day + timedelta(days=7),
                quantity=0,
                extra={"way": "公开栏", "answer": "无意见"},
            )


def _visits(book: Book, year: int) -> None:
    """Every chosen cadre and member goes at least once; some helpers are not in the roster and stay text."""
    street, rng, wanted = book.street, book.rng, TARGETS[year]
    quotas = days.shares(
        wanted["visit_members"], [2.6 if unit.removeprefix("sample-") in COMMUNITIES else 1 for unit in street.units]
    )
    cadres = rng.sample(street.cadres[1:], wanted["visit_cadres"])
    counts = days.shares(wanted["visits"], [len(book.months(year, unit)) + rng.random() * 6 for unit in street.units])
    for number, unit in enumerate(street.units):
        team = cadres[number :: len(street.units)]
        members = rng.sample(street.members[unit], quotas[number])
        months = book.over_months(counts[number], book.months(year, unit))
        for turn, month in enumerate(months):
            _visit(book, unit, year, month, turn, team, members)


def _visit(book: Book, unit: str, year: int, month: int, turn: int, team: list[Human], members: list[Human]) -> None:
    rng = book.rng
    parts: list[Part] = [("cadre", team[(turn * 2 + k) % len(team)]) for k in range(min(2, len(team)))]
    parts += [("member", members[(turn * 3 + k) % len(members)]) for k in range(3)]
    if rng.random() < 0.06:
        parts.append(("member", rng.choice(("物业保安", "楼长", "热心居民"))))
    outcome = rng.choices(("none", "onsite", "transferred"), (5, 3, 2))[0]
    book.add(
        "household_visit",
        unit,
        book.weekend_or_workday("household_visit", unit, year, month),
        title=f"第{turn % 6 + 1}组",
        place=f"{rng.randint(1, 28)}号楼{rng.randint(1, 4)}单元",
        quantity=rng.randint(6, 24),
        stage=outcome,
        parts=parts,
        extra={"matters": rng.choice(_MATTERS[rng.choice(list(_MATTERS))])} if outcome != "none" else None,
    )


def _volunteers(book: Book, year: int) -> None:
    street, rng = book.street, book.rng
    orgs = [STREET, *street.units]
    weights = [0.5] + [len(book.months(year, unit)) / 12 + rng.random() * 0.3 for unit in street.units]
    for org, count in zip(orgs, days.shares(TARGETS[year]["volunteer"], weights), strict=True):
        kept = book.months(year, org)
        quarters = [[month for month in kept if (month - 1) // 3 == quarter] for quarter in range(4)]
        for months, share in zip(quarters, days.shares(count, [len(months) for months in quarters]), strict=True):
            for month in book.over_months(share, months):
                _service(book, org, year, month)
    for unit in rng.sample(street.units, 3):
        _service(book, unit, year, rng.choice(book.months(year, unit)), void="与社区另一条重复")


def _service(book: Book, org: str, year: int, month: int, void: str = "") -> None:
    rng = book.rng
    category = rng.choice(list(_SERVICES))
    people = book.street.members.get(org) or book.street.cadres
    book.add(
        "volunteer_service",
        org,
        book.weekend_or_workday("volunteer_service", org, year, month),
        category=category,
        title=rng.choice(_SERVICES[category]),
        place="辖区",
        headcount=rng.randint(8, 46),
        void=void,
        parts=[("organiser", rng.choice(people))],
        extra={"served": "居民"},
    )


def matters(book: Book) -> None:
    """Residents' matters of all years, numbered by the day they came in.

    A year counts those it closed as solved, so some that came in December belong to the next one; those answered
    without a call back belong to none.
    """
    street, rng = book.street, book.rng
    weights = [3 + rng.random() * 2 if unit.removeprefix("sample-") in COMMUNITIES else 1.2 for unit in street.units]
    found: list[tuple[date, str, str, date | None]] = []
    for year in YEARS:
        wanted = TARGETS[year]
        for outcome in ("resolved", "explained", "unfounded", "replied", "unresolved", "doing"):
            for unit, count in zip(street.units, days.shares(wanted[outcome], weights), strict=True):
                for month in book.over_months(count, range(1, 13)):
                    found.append(_dates(book, year, unit, outcome, month))
    found.sort(key=lambda item: (item[1], item[0]))
    numbers: dict[tuple[str, int], int] = {}
    for came, unit, outcome, closed in found:
        slot = (unit, came.year)
        numbers[slot] = numbers.get(slot, 0) + 1
        _matter(
            book, unit, came, outcome, closed, f"{unit.removeprefix('sample-').upper()}-{came.year}-{numbers[slot]:03}"
        )


def _dates(book: Book, year: int, unit: str, outcome: str, month: int) -> tuple[date, str, str, date | None]:
    rng = book.rng
    if outcome in ("resolved", "explained", "unfounded"):
        closed = rng.choice(days.workdays(year, month))
        return closed - timedelta(days=rng.randint(3, 24)), unit, outcome, closed
    late = rng.choice((10, 11, 12)) if outcome in ("doing", "replied") else month
    return rng.choice(days.workdays(year, late)), unit, outcome, None


def _matter(book: Book, unit: str, came: date, outcome: str, closed: date | None, number: str) -> None:
    rng = book.rng
    came = came if days.is_workday(came) else days.next_workday(came)
    category = rng.choice(list(_MATTERS))
    accepted = days.next_workday(came + timedelta(days=rng.randint(0, 1)))
    steps = [("dispatched", came), ("accepted", min(accepted, closed or accepted))]
    stage = outcome
    if closed is not None:
        steps += [
            ("replied", days.workday_between(rng, steps[-1][1], closed)),
            ("followed_up", closed),
            ("closed", closed),
        ]
    elif outcome in ("replied", "unresolved"):
        replied = days.next_workday(came + timedelta(days=rng.randint(3, 9)))
        steps.append(("replied", replied))
        if outcome == "unresolved":
            steps.append(("followed_up", days.next_workday(replied + timedelta(days=2))))
    if outcome == "resolved":
        stage = "resolved_satisfied" if rng.random() < 0.82 else "resolved_fair"
    book.add(
        "livelihood_matter",
        unit,
        came,
        category=category,
        title=rng.choice(_MATTERS[category]),
        place=f"{rng.randint(1, 28)}号楼",
        party=rng.choice(_SECTIONS),
        stage=stage,
        steps=steps,
        extra={"number": number, "source": rng.choice(("组团入户", "居民来访", "热线转办", "网格巡查"))},
    )
