"""How much the sample street does in each year. The year 2023 is the one its secretary reports on."""

from __future__ import annotations

YEARS = (2022, 2023, 2024)

TARGETS: dict[int, dict[str, int]] = {
    2022: {
        "first_agenda": 21,
        "reading": 7,
        "seminar": 3,
        "lectures": 9,
        "branch_study": 16,
        "special": 2,
        "party_building": 7,
        "life_as_member": 2,
        "duty_talks": 15,
        "visit_cadres": 76,
        "visit_members": 318,
        "visits": 470,
        "resolved": 246,
        "explained": 41,
        "unfounded": 9,
        "replied": 6,
        "unresolved": 3,
        "doing": 2,
        "partner_units": 61,
        "partner_new_orgs": 7,
        "partner_new_workers": 12,
        "volunteer": 118,
        "projects_started": 6,
        "projects_planned": 9,
        "democratic": 1,
        "interviews": 6,
        "cases": 5,
        "case_persons": 5,
        "first_form": 11,
        "decisions": 31,
        "inspections": 132,
    },
    2023: {
        "first_agenda": 24,
        "reading": 8,
        "seminar": 4,
        "lectures": 14,
        "branch_study": 23,
        "special": 4,
        "party_building": 9,
        "life_as_member": 3,
        "duty_talks": 17,
        "visit_cadres": 90,
        "visit_members": 450,
        "visits": 640,
        "resolved": 331,
        "explained": 38,
        "unfounded": 11,
        "replied": 7,
        "unresolved": 4,
        "doing": 5,
        "partner_units": 89,
        "partner_new_orgs": 12,
        "partner_new_workers": 38,
        "volunteer": 156,
        "projects_started": 9,
        "projects_planned": 12,
        "democratic": 2,
        "interviews": 9,
        "cases": 7,
        "case_persons": 8,
        "first_form": 14,
        "decisions": 36,
        "inspections": 148,
    },
    2024: {
        "first_agenda": 25,
        "reading": 9,
        "seminar": 4,
        "lectures": 12,
        "branch_study": 21,
        "special": 3,
        "party_building": 9,
        "life_as_member": 2,
        "duty_talks": 17,
        "visit_cadres": 88,
        "visit_members": 436,
        "visits": 590,
        "resolved": 352,
        "explained": 52,
        "unfounded": 14,
        "replied": 12,
        "unresolved": 9,
        "doing": 23,
        "partner_units": 74,
        "partner_new_orgs": 15,
        "partner_new_workers": 29,
        "volunteer": 149,
        "projects_started": 8,
        "projects_planned": 10,
        "democratic": 1,
        "interviews": 12,
        "cases": 6,
        "case_persons": 6,
        "first_form": 17,
        "decisions": 34,
        "inspections": 140,
    },
}

# Months in which a village or community let things slide: nothing recorded, or less than due.
GAPS: dict[int, dict[str, tuple[int, ...]]] = {
    2022: {"sample-beiling": (1, 2), "sample-nangou": (8,)},
    2023: {"sample-liulin": (4, 5), "sample-taoyuan": (7, 8), "sample-beiling": (2, 8, 11)},
    2024: {
        "sample-liulin": (9,),
        "sample-taoyuan": (6, 7, 8),
        "sample-beiling": (2, 7, 8, 12),
        "sample-jianshelu": (3, 6, 7),
        "sample-wangzhuang": (1, 2, 8, 9),
    },
}

# Relocation: (kind, project, organisation, count, first and last day of vacating, of demolition) of each year's shops.
SHOPS = {
    2022: ("西市巷片区改造", "sample-guangming", 41, ("2022-09-05", "2022-09-23"), ("2022-10-10", "2022-10-16")),
    2023: ("迎宾大街拓宽改造", "sample-xinhua", 103, ("2023-03-03", "2023-03-29"), ("2023-04-03", "2023-04-12")),
    2024: ("滨河市场提升改造", "sample-binhe", 26, ("2024-01-08", "2024-01-19"), ("2024-01-22", "2024-01-26")),
}
# Plots: project, organisation, households, first measuring and last handing over.
PLOTS = {
    2022: ("南沟连接线", "sample-nangou", 14, ("2022-05-09", "2022-06-13")),
    2023: ("石桥产业地块", "sample-shiqiao", 21, ("2023-06-05", "2023-07-03")),
    2024: ("王庄水渠整治", "sample-wangzhuang", 17, ("2024-05-06", "2024-06-04")),
}
# Rounds of the district's inspection: communities and findings (closed ones first).
PATROLS = {
    2022: (("sample-heping", "sample-wenyuan", "sample-shiqiao"), 27, 26),
    2023: (("sample-xingfuli", "sample-donghu", "sample-binhe", "sample-qingnian", "sample-changle"), 62, 62),
    2024: (("sample-liulin", "sample-guangming", "sample-taoyuan", "sample-nangou"), 41, 29),
}
SELF_CHECKS = {
    2022: (("sample-xinhua", "sample-wangzhuang"), 11, 11),
    2023: (("sample-jianshelu", "sample-beiling", "sample-fenghuangtai"), 24, 19),
    2024: (("sample-heping", "sample-xinhua", "sample-shiqiao"), 20, 13),
}
