"""The committee's own ledgers: learning, meetings, pledges, talks, decisions — and what only looks like them."""

from __future__ import annotations

from datetime import date, timedelta

from zelian.packs.sample import days
from zelian.packs.sample.book import Book
from zelian.packs.sample.roster import LEADERS, SECTIONS, STREET
from zelian.packs.sample.targets import TARGETS

_STUDY = (
    "基层治理现代化建设部署",
    "党内法规学习",
    "安全生产工作要求",
    "乡村全面振兴部署",
    "生态环境保护要求",
    "意识形态工作责任制",
    "信访工作条例",
    "支部工作条例",
    "党员教育管理条例",
    "纪律处分条例",
    "优化营商环境部署",
    "防汛救灾工作部署",
    "城市更新工作部署",
)
_LECTURES = (
    "把责任扛在肩上",
    "做群众的贴心人",
    "在一线淬炼党性",
    "守纪律讲规矩",
    "支部建在楼栋里",
    "老街巷里的新作为",
    "从一本民情账说起",
    "算好廉洁这笔账",
    "让红色物业暖起来",
    "项目现场话担当",
    "用心用情办小事",
    "当好基层带头人",
    "读懂身边的党史",
    "新风从我做起",
    "青年干部的第一课",
)
_DECISIONS = {
    "decision": ("网格调整方案", "年度重点工作安排", "物业提升方案", "创城迎审实施方案", "应急预案修订"),
    "appointment": ("科室负责人调整", "社区两委委员补选", "年轻干部一线锻炼人选"),
    "project": ("老旧小区管网改造", "党群服务中心改造", "口袋公园建设", "道路拓宽配套工程"),
    "fund": ("社区运转经费拨付", "创城整治经费", "慰问资金使用", "信息化运维经费"),
}


def write(book: Book, year: int) -> None:
    """All chapters of the committee for one year."""
    _learning(book, year)
    _community_first_items(book, year)
    _lectures(book, year)
    _branch_study(book, year)
    _special_meetings(book, year)
    _decisions(book, year)
    _lists_and_pledges(book, year)
    _secretary_talks(book, year)
    _unit_talks(book, year)
    _democratic_life(book, year)
    _postings(book, year)


def _learning(book: Book, year: int) -> None:
    wanted, rng, leaders = TARGETS[year], book.rng, book.street.leaders
    secretary = leaders["committee_secretary"]
    for number, month in enumerate(book.over_months(wanted["first_agenda"], range(1, 13))):
        day = book.day("meeting", STREET, year, month)
        reader = rng.choice(list(leaders.values()))
        book.add(
            "first_agenda_item",
            STREET,
            day,
            category="committee",
            title=f"学习{_STUDY[number % len(_STUDY)]}",
            expected=9,
            headcount=book.present(9),
            stage="done" if month < 11 else "pending",
            parts=[("chair", secretary), ("reader", reader)],
            extra={"form": "领学加讨论", "measure": "由分管领导牵头落实"},
        )
    quarters = (
        [(3,), (6,), (9,), (11,)][: wanted["seminar"]] if wanted["seminar"] < 4 else [(3,), (6,), (8, 9), (11, 12)]
    )
    plan = [("seminar", rng.choice(months)) for months in quarters]
    plan += [("reading", month) for month in book.over_months(wanted["reading"], range(1, 13))]
    for number, (category, month) in enumerate(sorted(plan, key=lambda item: item[1])):
        speakers = rng.sample(list(leaders.values()), 3) if category == "seminar" else []
        book.add(
            "theory_study_group_session",
            STREET,
            book.day("meeting", STREET, year, month),
            category=category,
            title=f"{'研讨' if category == 'seminar' else '学习'}{_STUDY[(number * 3 + 1) % len(_STUDY)]}",
            place="三楼会议室",
            expected=9,
            headcount=book.present(9, 0.88),
            parts=[("chair", secretary), *(("speaker", human) for human in speakers)],
            extra={"minutes": "已形成纪要"},
        )
    book.add(
        "theory_study_group_session",
        STREET,
        book.day("meeting", STREET, year, 5),
        category="seminar",
        title="研讨作风建设（改期重录）",
        expected=9,
        headcount=8,
        parts=[("chair", secretary)],
        void="日期录错，改期后另录",
    )


def _community_first_items(book: Book, year: int) -> None:
    """Learning of villages and communities: many rows that the committee's own figure leaves out."""
    for unit in book.street.units:
        secretary_seat = "community_secretary"
        for month in book.months(year, unit):
            if book.rng.random() < 0.2:
                continue
            day = book.day("first_agenda_item", unit, year, month)
            book.add(
                "first_agenda_item",
                unit,
                day,
                category=book.rng.choice(("member_meeting", "branch_committee", "branch_committee")),
                title=f"学习{book.rng.choice(_STUDY)}",
                expected=6,
                headcount=book.present(6),
                stage="done",
                parts=[("chair", book.street.holder(unit, secretary_seat, day))],
            )


def _lectures(book: Book, year: int) -> None:
    street, rng = book.street, book.rng
    secretary = street.leaders["committee_secretary"]
    places = [STREET, *street.units]
    for number, month in enumerate(book.over_months(TARGETS[year]["lectures"], range(2, 13))):
        unit = places[(number * 5 + year) % len(places)]
        branch = street.branches[unit][0]
        book.add(
            "party_lecture",
            unit,
            book.day("secretary", STREET, year, month),
            title=_LECTURES[number % len(_LECTURES)],
            category=rng.choice(("centralised", "onsite")),
            party=branch.name,
            place="党群服务中心",
            headcount=rng.randint(28, 95),
            parts=[("lecturer", secretary)],
        )
    for code, human in street.leaders.items():
        for month in rng.sample(range(2, 13), 0 if code == "committee_secretary" else rng.choice((1, 2))):
            unit = rng.choice(street.units)
            book.add(
                "party_lecture",
                unit,
                book.day("party_lecture", unit, year, month),
                title=rng.choice(_LECTURES),
                category="centralised",
                party=rng.choice(street.branches[unit]).name,
                headcount=rng.randint(20, 60),
                parts=[("lecturer", human)],
            )
    for unit in street.units:
        for month in rng.sample(book.months(year, unit), rng.choice((1, 1, 2))):
            day = book.day("party_lecture", unit, year, month)
            book.add(
                "party_lecture",
                unit,
                day,
                title=rng.choice(_LECTURES),
                category="micro",
                party=street.branches[unit][0].name,
                headcount=rng.randint(15, 45),
                parts=[("lecturer", street.holder(unit, "community_secretary", day))],
            )


def _branch_study(book: Book, year: int) -> None:
    street, rng = book.street, book.rng
    plan = [("committee_secretary", month) for month in book.over_months(TARGETS[year]["branch_study"], range(1, 13))]
    for code in LEADERS:
        if code != "committee_secretary":
            plan += [(code, month) for month in rng.sample(range(2, 13), rng.randint(4, 7))]
    for number, (code, month) in enumerate(plan):
        unit = street.units[(number * 7 + year) % len(street.units)]
        problem = rng.random() < 0.25
        book.add(
            "branch_study_supervision",
            unit,
            book.day("branch_study", code, year, month),
            party=rng.choice(street.branches[unit]).name,
            title=f"领学{rng.choice(_STUDY)}",
            category=rng.choice(("lead", "supervise", "both")),
            stage=("fixed" if month < 12 else "fixing") if problem else "none",
            parts=[("visitor", street.leaders[code])],
            extra={"problem": "学习记录不完整"} if problem else None,
        )


def _special_meetings(book: Book, year: int) -> None:
    wanted, leaders = TARGETS[year], book.street.leaders
    quarter_months = (3, 6, 9, 12) if wanted["special"] > 2 else (6, 12)
    plan = [("special", month, "committee_secretary") for month in quarter_months[: wanted["special"]]]
    plan += [
        ("party_building", month, "committee_secretary")
        for month in book.over_months(wanted["party_building"], range(1, 12))
    ]
    plan += [("party_building", 4, "deputy"), ("party_building", 10, "deputy")]
    for category, month, chair in plan:
        name = (
            "专题研究全面从严治党工作"
            if category == "special"
            else book.rng.choice(("党建工作例会", "党建重点任务推进会", "党的建设工作会议"))
        )
        book.add(
            "special_study_meeting",
            STREET,
            book.day("meeting", STREET, year, month),
            category=category,
            title=f"{month}月{name}",
            place="二楼会议室",
            expected=9,
            headcount=book.present(9),
            stage="done" if month < 12 else "doing",
            parts=[("chair", leaders[chair])],
            extra={"resolution": "明确责任单位和完成时限"},
        )


def _decisions(book: Book, year: int) -> None:
    leaders, rng = book.street.leaders, book.rng
    for number, month in enumerate(book.over_months(TARGETS[year]["decisions"], range(1, 13))):
        category = list(_DECISIONS)[number % 4]
        subject = rng.choice(_DECISIONS[category])
        amount = {"amount_fen": rng.randint(8, 260) * 1_000_000} if category in ("project", "fund") else {}
        book.add(
            "major_decision",
            STREET,
            book.day("decision", STREET, year, month),
            category=category,
            title=f"{subject}（第{number + 1}项）",
            expected=9,
            headcount=book.present(9),
            stage="doing" if month > 10 else "done",
            parts=[("chair", leaders["committee_secretary"]), ("responsible", rng.choice(list(leaders.values())[1:]))],
            extra={"votes": "全票同意"},
            **amount,
        )


def _lists_and_pledges(book: Book, year: int) -> None:
    street, rng, leaders = book.street, book.rng, book.street.leaders
    end, issued = date(year, 12, 31), book.day("list", STREET, year, 2)
    listed = [(STREET, "committee", "党工委", 36), (STREET, "secretary", "书记", 14)]
    listed += [(STREET, "leader", f"{title.rpartition('、')[2]}", 9) for title in list(LEADERS.values())[1:]]
    listed += [(unit, "community", street.name(unit), 18) for unit in street.units]
    for org, category, owner, items in listed:
        book.add(
            "responsibility_list",
            org,
            issued,
            category=category,
            title=f"{year}年度{owner}全面从严治党责任清单",
            quantity=items,
            valid_until=end,
            stage="issued",
            extra={"meeting": "党工委会议"},
        )
    secretary = leaders["committee_secretary"]
    late = "sample-beiling"
    for number, unit in enumerate(street.units):
        day = days.next_workday(date(year, 4 if unit == late else 2, 20) + timedelta(days=number % 4))
        book.add(
            "responsibility_pledge",
            unit,
            day,
            category="village_community",
            title=f"{year}年度全面从严治党工作责任书",
            valid_until=end,
            quantity=rng.randint(12, 18),
            parts=[("party_a", secretary), ("party_b", street.holder(unit, "community_secretary", day))],
            extra={"midyear": "已检查", "items": "对应村社区责任清单"},
        )
    book.add(
        "responsibility_pledge",
        "sample-heping",
        date(year, 3, 10),
        category="village_community",
        title=f"{year}年全面从严治党责任书",
        parts=[("party_a", secretary)],
        void="与已录责任书重复",
    )
    for section in SECTIONS:
        head = street.holder(f"sample-{section}", "section_head", issued)
        book.add(
            "responsibility_pledge",
            f"sample-{section}",
            days.next_workday(date(year, 3, 1)),
            category="section",
            title=f"{year}年度科室全面从严治党工作责任书",
            valid_until=end,
            parts=[("party_a", secretary), ("party_b", head)],
        )


def _secretary_talks(book: Book, year: int) -> None:
    """One to one talks on the duty itself, among integrity talks by the same man and duty talks by others."""
    street, leaders = book.street, book.street.leaders
    secretary = leaders["committee_secretary"]
    units = street.units[: TARGETS[year]["duty_talks"]]
    months = book.over_months(len(units), (3, 4, 6, 7, 8, 9, 10))
    for unit, month in zip(units, months, strict=True):
        day = book.day("secretary_talk", STREET, year, month)
        _talk(book, STREET, day, "duty", secretary, street.holder(unit, "community_secretary", day), "落实主体责任情况")
    for code in LEADERS:
        if code != "committee_secretary":
            day = book.day("secretary_talk", STREET, year, book.rng.choice((1, 2, 5, 12)))
            _talk(book, STREET, day, "integrity", secretary, leaders[code], "廉洁自律情况")
    for number, section in enumerate(SECTIONS):
        talker = leaders[list(LEADERS)[1 + number % 8]]
        day = book.day("leader_talk", talker.code, year, book.rng.randint(4, 11))
        head = street.holder(f"sample-{section}", "section_head", day)
        _talk(book, f"sample-{section}", day, "duty", talker, head, "一岗双责落实情况")


def _unit_talks(book: Book, year: int) -> None:
    street = book.street
    for unit in street.units:
        kept = book.months(year, unit)
        for quarter in range(4):
            months = [month for month in kept if (month - 1) // 3 == quarter]
            for _ in range(book.rng.randint(2, 4) if len(months) == 3 else len(months) // 2):
                day = book.day("unit_talk", unit, year, book.rng.choice(months))
                category = "birthday" if book.rng.random() < 0.2 else "branch"
                talker = street.holder(unit, "community_secretary", day)
                _talk(book, unit, day, category, talker, book.rng.choice(street.members[unit]), "思想和生活情况")


def _talk(book: Book, org: str, day: date, category: str, talker, listener, subject: str) -> None:
    book.add(
        "heart_to_heart_talk",
        org,
        day,
        category=category,
        title=subject,
        place="谈话室",
        parts=[("talker", talker), ("listener", listener)],
        extra={"title_of_listener": listener.title, "confirmed": "是"},
    )


def _democratic_life(book: Book, year: int) -> None:
    leaders, count = book.street.leaders, TARGETS[year]["democratic"]
    plan = [("annual", 1, "committee_secretary", STREET, f"{year - 1}年度党工委班子民主生活会")]
    plan += [("special", 8, "committee_secretary", STREET, "党工委班子专题民主生活会")][: count - 1]
    plan += [("annual", 1, "discipline_secretary", "sample-discipline", f"{year - 1}年度纪工委班子民主生活会")]
    for category, month, chair, org, title in plan:
        day = book.day("democratic", STREET, year, month)
        book.add(
            "democratic_life_meeting",
            org,
            day,
            category=category,
            title=title,
            place="三楼会议室",
            expected=9,
            headcount=9,
            quantity=book.rng.randint(38, 64),
            parts=[("chair", leaders[chair])],
            steps=[("reported", days.next_workday(day + timedelta(days=12)))],
            extra={"opinions": str(book.rng.randint(45, 80)), "talks": str(book.rng.randint(30, 40))},
        )
    book.add(
        "democratic_life_meeting",
        STREET,
        book.day("democratic", STREET, year, 2),
        category="special",
        title="班子民主生活会（未开）",
        parts=[("chair", leaders["committee_secretary"])],
        void="会议改期未召开",
    )


def _postings(book: Book, year: int) -> None:
    chosen = book.rng.sample(book.street.cadres[9:], 8)
    for number, human in enumerate(chosen):
        category = ("relocation", "project", "creation", "community")[number % 4]
        day = book.day("posting", STREET, year, 3 + number % 4)
        book.add(
            "frontline_posting",
            STREET,
            day,
            category=category,
            valid_until=date(year, 12, 31),
            title={
                "relocation": "征拆专班",
                "project": "项目专班",
                "creation": "创城专班",
                "community": "社区第一书记助理",
            }[category],
            stage=book.rng.choice(("good", "good", "excellent")),
            parts=[("cadre", human)],
        )
