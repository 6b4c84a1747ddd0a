"""Discipline counts, inspections, findings, and the hard cases that nobody has solved yet."""

from __future__ import annotations

from datetime import date, timedelta

from zelian.kernel.period import last_day
from zelian.packs.sample import days
from zelian.packs.sample.book import Book
from zelian.packs.sample.roster import SECTIONS
from zelian.packs.sample.targets import PATROLS, SELF_CHECKS, TARGETS

_OFFICE = "sample-discipline"
_FAULTS = (
    "三会一课记录不规范",
    "党费收缴台账不全",
    "议事记录过于简单",
    "公开栏更新不及时",
    "资产清查有遗漏",
    "低保复核不及时",
    "工程验收资料缺项",
    "值班记录代签",
    "学习流于形式",
    "入户走访不够深入",
    "合同管理不规范",
    "志愿服务缺少计划",
    "经费报销附件不全",
    "民主评议走过场",
)
_ARREARS = (
    ("滨河市场提升改造", "sample-binhe", 23, 412_000),
    ("石桥产业地块厂房", "sample-shiqiao", 41, 968_000),
    ("文苑外墙改造", "sample-wenyuan", 12, 156_000),
    ("北岭蓄水池", "sample-beiling", 9, 87_000),
    ("新华街配套用房", "sample-xinhua", 31, 640_000),
    ("光明管网改造", "sample-guangming", 18, 233_000),
    ("长乐幼儿园扩建", "sample-changle", 15, 198_000),
)
_LEGACY = (
    ("回迁房办证难", "sample-donghu", "title_deed"),
    ("过渡安置逾期", "sample-guangming", "compensation"),
    ("楼体渗漏责任不清", "sample-fenghuangtai", "construction"),
    ("集体厂房租赁纠纷", "sample-wangzhuang", "collective"),
    ("沿街门面产权分割", "sample-xinhua", "title_deed"),
    ("土地补偿分配争议", "sample-nangou", "compensation"),
)


def write(book: Book, year: int) -> None:
    """The chapters of one year."""
    _counts(book, year)
    _inspections(book, year)
    _findings(book, year, "district", *PATROLS[year])
    _findings(book, year, "street", *SELF_CHECKS[year])


def _counts(book: Book, year: int) -> None:
    """Monthly counts by category: how many, never who."""
    wanted, rng = TARGETS[year], book.rng

    def report(kind: str, category: str, month: int, **slots: int) -> None:
        book.add(kind, _OFFICE, last_day(year * 100 + month), category=category, **slots)

    for month, count in _by_month(book, wanted["interviews"], (3, 4, 6, 8, 9, 11)):
        report("interview", "village_community", month, headcount=count)
    for month in (5, 8, 10):
        report("interview", "section", month, headcount=rng.randint(1, 3))
    months = (2, 4, 5, 7, 9, 11)
    cases = days.shares(wanted["cases"], [1, 1, 1, 1.5, 1, 0.9])
    spare = wanted["case_persons"] - wanted["cases"]
    for month, count in zip(months, cases, strict=True):
        if count:
            report(
                "discipline_case", "discipline", month, quantity=count, headcount=count + (spare if month == 5 else 0)
            )
    for month, count in _by_month(book, wanted["first_form"], (1, 3, 4, 6, 7, 9, 10, 12)):
        report("four_forms", "first", month, headcount=count)
    for category, month, count in (("second", 5, 2), ("second", 11, 2), ("third", 9, 1)):
        report("four_forms", category, month, headcount=count)


def _by_month(book: Book, total: int, months: tuple[int, ...]) -> list[tuple[int, int]]:
    drawn = book.over_months(total, months)
    return [(month, drawn.count(month)) for month in months if month in drawn]


def _inspections(book: Book, year: int) -> None:
    """Mondays, Wednesdays and Fridays in villages and communities, Tuesdays and Thursdays in the offices."""
    rng, street = book.rng, book.street
    sections = [f"sample-{code}" for code in SECTIONS]
    for number, month in enumerate(book.over_months(TARGETS[year]["inspections"], range(1, 13))):
        office = number % 3 == 2
        org = sections[number // 3 % len(sections)] if office else street.units[number % len(street.units)]
        day = book.day("discipline_inspection", org, year, month, weekdays=(1, 3) if office else (0, 2, 4))
        expected = rng.randint(9, 16)
        missing = rng.choices((0, 1, 2), (84, 12, 4))[0]
        book.add(
            "discipline_inspection",
            org,
            day,
            category="office" if office else "community",
            party=f"纪律检查{rng.choice('一二三')}组",
            expected=expected,
            headcount=expected - missing - rng.randint(0, 2),
            quantity=missing,
            stage=("normal", "reminded", "bulletin")[missing],
        )


def _findings(book: Book, year: int, category: str, units: tuple[str, ...], count: int, closed: int) -> None:
    rng, street = book.rng, book.street
    district = category == "district"
    feedback = days.next_workday(date(year, 4 if district else 7, 18))
    for unit in units:
        start = days.next_workday(feedback - timedelta(days=45 - rng.randint(0, 9)))
        book.add(
            "inspection_round",
            unit,
            start,
            category=category,
            ends_on=feedback - timedelta(days=10),
            title=f"{year}年{'区委巡察第二轮' if district else '党工委自查'}",
            steps=[("reported", feedback)],
        )
    leaders = list(street.leaders.values())
    for number in range(count):
        accepted = days.next_workday(feedback + timedelta(days=rng.randint(2, 6)))
        steps = [("assigned", feedback), ("accepted", accepted)]
        stage = rng.choice(("fixing", "fixing", "claimed", "standing"))
        if number < closed:
            claimed = days.next_workday(accepted + timedelta(days=rng.randint(15, 95)))
            steps += [("claimed", claimed), ("closed", days.next_workday(claimed + timedelta(days=rng.randint(3, 12))))]
            stage = "closed"
        book.add(
            "inspection_finding",
            units[number % len(units)],
            feedback,
            category=category,
            title=_FAULTS[(number * 3) % len(_FAULTS)],
            ends_on=feedback + timedelta(days=120),
            stage=stage,
            steps=steps,
            parts=[("leader", leaders[number % len(leaders)])],
            extra={"number": f"{'QX' if district else 'ZC'}{year}-{number + 1:03}", "measure": "建章立制、限期整改"},
        )


def hard_cases(book: Book) -> None:
    """Registers over the years: two arrears cases were paid in 2024, one old matter was settled; the rest stay open."""
    leaders = list(book.street.leaders.values())
    for number, (project, unit, people, yuan) in enumerate(_ARREARS):
        start = days.next_workday(date(2022 + number % 2, 2 + number, 11))
        ended = date(2024, 3 + number, 15) if number in (2, 3) else None
        stage = "closed" if ended else ("partial" if number == 4 else "open")
        book.add(
            "wage_arrears_case",
            unit,
            start,
            title=project,
            party="某劳务公司",
            headcount=people,
            amount_fen=yuan * 100,
            stage=stage,
            valid_until=ended,
            parts=[("leader", leaders[number % 9])],
            extra={"number": f"QX-{start.year}-{number + 1:02}", "measure": "约谈总包单位、协调司法援助"},
        )
    for number, (title, unit, category) in enumerate(_LEGACY):
        ended = date(2024, 9, 20) if number == 4 else None
        start = days.next_workday(date(2021, 3 + number, 9))
        book.add(
            "legacy_issue",
            unit,
            start,
            title=title,
            category=category,
            valid_until=ended,
            stage="closed" if ended else ("progressing" if number % 2 else "open"),
            parts=[("leader", leaders[(number + 3) % 9])],
            steps=[("reviewed", days.next_workday(date(2024, 9, 24)))] if not ended else [],
            extra={"number": f"YL-{number + 1:02}", "crux": "历史资料缺失"},
        )
