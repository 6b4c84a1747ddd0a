"""Stage two: is this numeral a claim? Measure word, neighbours and marks decide; every refusal has a reason.

The rule of thumb (phenomena F): number + measure word + concrete noun is a claim; number + noun without a measure
word is a set phrase, unless the noun is one Chinese counts directly (12村, 90党员).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from zelian.claims import comparators, lexicon, units
from zelian.claims.candidates import Token
from zelian.claims.claim import Number
from zelian.claims.marks import Marks
from zelian.claims.numerals import Reading, scaled, tidy, with_more


@dataclass(frozen=True, slots=True)
class Found:
    """A claim before it has an object and a state; `begin`..`edge` takes in the words of comparison (近 … 以上)."""

    begin: int
    start: int
    nend: int
    end: int
    edge: int
    value: Number | None
    upper: Number | None
    step: Number
    unit: str
    kind: str
    comparator: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a numeral is not a claim."""

    kind: str
    reason: str


@dataclass(frozen=True, slots=True)
class Measured:
    """The unit read after a numeral: where it ends, the word, its kind, and what it adds to the number."""

    end: int
    unit: str
    kind: str
    word: str
    half: bool = False
    more: bool = False
    scale: int = 1


@dataclass(frozen=True, slots=True)
class _Around:
    """The words of comparison on both sides of a number, and where they begin and end."""

    ahead: str
    begin: int
    behind: str
    edge: int


_GAP = re.compile(r"[ \n]{0,3}")
_HALF = re.compile(
    r"个半(月|小时|学期|钟头|星期|世纪)|(年|天|周|个?小时|学年)半(?![年天月])|个多(月|小时|星期|学期|钟头)"
)
_MORE_AFTER = re.compile(r"(?:多|有余)(?![，。；、\n]?[次种元方级样头人部])")
_BIG = re.compile(rf"大[“\"]?[^，。；、\n]{{0,10}}?(?:{lexicon.PHYSICAL_HEADS})")
_ABSTRACT = re.compile(rf"(?:“|\")?(?:{lexicon.ABSTRACT_HEADS})")
_STRUCTURE = re.compile(r"方面|层面|维度|角度")
_CLASS_RIGHT = re.compile(rf"(?:{lexicon.CLASS_ADJECTIVES}){{0,3}}(?:{lexicon.CLASS_NOUNS})")
_CLASS_LEFT = re.compile(rf"(?:{lexicon.CLASS_PROPERTIES})(?:在|为|达|达到|超过|超|满|过|至少)?$")
_CLASS_FAR = re.compile(r"[的级]?[\d两三四五六七八九十]|[的级]|[^，。；、\n]{1,8}?(?:企业|项目|产业|集群|园区)")
_CLASS_SUM = re.compile(r"[\u4e00-\u9fff]{2,8}(?<![达到为共增长降有])\d|\d+[ ]?[家户个名处]")
_ONE_OF_CLASS = re.compile(r"的[\d两三四五六七八九十]")
# 50头以上养殖大户23户, 50万元以上固定资产投资16亿: the noun behind the bound has its own count.
_CLASS_COUNTED = re.compile(
    r"(?!每|人均|左右)(?:(?![和与及或])[\u4e00-\u9fff]){2,8}(?<![达到为共增长降有])\d+[ ]?[个处家座项户栋条所名]"
)
_AGE_FIGURE = re.compile(r"平均|寿命|均龄")
_CLAUSE_ENDS = ("", *"，。；、：！)\n")
_OPEN_LEFT = re.compile(r"(?:^|[，。；、：:（(\n对为将把向由和及给按与])$")
_END = re.compile(r"[ ]?(?=[，。；、)：\n]|$|以上|以下|左右|以内|余)")
_ZERO_EVENT = re.compile(
    rf"(?:安全|重大|较大|生产|群体性|责任|聚集性|新增|刑事|有责|火灾|交通|电诈|恶性|越级|进京|赴省"
    rf"|到市){{0,2}}(?:{lexicon.ABSENT_EVENTS})"
)
_COUNTS_ONE = re.compile(r"(?:各|共|仅|至少|不少于|不低于)(?:有|开展|组织|召开|举办|安排|走访|上)?$")
_FINISHED = re.compile(rf"(?:{lexicon.FINISHED_VERBS})了?$")
# 发现一处、整改一处: every one of them, none in particular.
_ECHO = re.compile(rf"(?:{lexicon.FINISHED_VERBS})一(.)、[\u4e00-\u9fff]{{2}}$")
_ECHOED = re.compile(r"一(.)、[\u4e00-\u9fff]{2}一\1")
_FINISHED_BEFORE = re.compile(rf"(?:{lexicon.FINISHED_VERBS})[^，。；：\n]{{2,10}}$")
_POINTING = ("的", "这", "那", "某", "每", "同", "逐", "统", "唯", "任", "了", "")
_MULTIPLIED = re.compile(r"[增长高翻多超是加近]了?(?:近|约|超过?)?$")
_SLOGAN_ITEMS = re.compile(r"[“\"]?(?:\d+(?:\.\d+)?%|百分之?百|一律|不准|严禁|不得|率先|坚决|[“\"]一)")
_MONEY_LEFT = re.compile(rf"(?:{lexicon.MONEY_NOUNS})[^，。；\n\d]{{0,6}}$")
_MONEY_NEAR = re.compile(rf"(?:{lexicon.MONEY_NOUNS})(?:约|近|超过?|达到?|为|共|合计|总计)?$")
# 预算收入174万，完成198万: the second sum has only a verb, the first names the money.
_MONEY_RUN = re.compile(
    rf"(?:{lexicon.MONEY_NOUNS})[^，。；\n]{{0,12}}\d[万亿]元?，(?:实际|已|共)?"
    r"(?:完成|实现|支出|到位|拨付|使用|结余|发放|兑现|缺口)(?:了|约|近|达)?$"
)
_SUM_LEFT = re.compile(r"(?:金额|资金|经费|款项?|补贴|补助|总额|罚金|奖金)(?:分别|共|合计|总计)?(?:为|达到?|计|约)?$")
_PEOPLE_LEFT = re.compile(rf"(?:{lexicon.PEOPLE_NOUNS}|学历)(?:已|就)?(?:约|达到?|共有?|有|近|超过?|为|：|多达)?$")
_RATE_LEFT = re.compile(rf"(?:{lexicon.RATE_NOUNS})[^，。；\n\d]{{0,4}}$")
_CHANGE_LEFT = re.compile(rf"(?:{lexicon.CHANGE_VERBS})(?:了|到|至|约|近|超过?|达到?|为)?$")
# Shares written without a unit: 性别比为113, 收入比由2.9缩小至2.5; the second half of 113:100 is no claim.
_PROPORTION_LEFT = re.compile(
    r"(?:性别比|收入比|抚养比|师生比|容积率|之比|倍差)[^，。；\n\d]{0,6}"
    r"(?:\d[\d.]*(?:[:：∶]1)?[^，。；\n\d:：∶]{1,4})?$"
)
_PROPORTION_END = re.compile(r"[ ]?(?:[:：∶] ?100?(?![\d.])|(?=[，。；、)\n升降提下上增缩扩]|$))")
_SCALED = re.compile(r"[万亿]余?多?$")
_PLAIN_NOUN = re.compile(r"(?![一二两三四五六七八九十以左上])[\u4e00-\u9fff]{2}")
_PEOPLE_NOUN = re.compile(
    rf"[^，。；、\n]{{0,4}}?(?:{lexicon.PEOPLE_NOUNS}|残疾人|大学生|对象|用户|粉丝|游客|婴幼儿|工人)"
)
_VOLUME_LEFT = re.compile(
    r"(?:量|数|人气|粉丝|点击|阅读|浏览|播放|关注|人次)(?:约|达到?|共|有|近|突破|超过?|为|合计)?$"
)
_NOUN_STOP = {
    "村": "民庄级官委两里口镇居务史干情规集",
    "市": "民场县级区长委容政",
    "县": "城级区委里直",
    "省": "级市直委内道",
    "国": "家内有企际道债",
    "镇": "区级政街域长委",
    "乡": "村镇级里土亲",
}
# Measure words so often part of slogans that a small Chinese number before them needs a concrete noun after it.
_NEGATED = re.compile(r"[未没不无][^，。；、\n]{0,4}$")
_YEARS_LEFT = re.compile(
    r"(?:连续|历时|用时|耗时|长达|为期|工期|任期|期限|持续|驻村|任职|延长|提前|已有|缩短|超过?|近"
    r"|约|不到|满|聘期)(?:了|约|为)?$"
)
_REPEATED = frozenset(["次", "场", "期", "回", "轮", "遍", "堂", "课", "篇", "场次"])
# 二起, 二户 are counts; 二期, 二类, 二次 are ordinals.
_COUNTED_TWO = frozenset(["人次", *"起件名户例家座台辆亩间份栋幢口头倍处所场批个条支项只块"])
_GROUPED = re.compile(r"(?:[分编]成?|[分编]为|组成|组建|共|设|派出?)$")
# 书记一名，委员3名 and 卡车3辆、铲车一辆 list things; 其中一名 and 作为一名 do not.
_NAMED = re.compile(r"[\u4e00-\u9fff]{2}(?<!其中)(?<!作为)(?<!成为)(?<!只是)(?<!哪怕)$")
_LISTED = re.compile(r"\d[名位户家所台辆间座个][\u4e00-\u9fff]{1,8}、$")
_ONLY_ONE = re.compile(r"只有$")
_PERSONS_AND_HOUSES = frozenset("名位户家所台辆间座")
_FIRST_YEAR = 1000
_MANY_THINGS = re.compile(r"大[^，。；、\n]{0,8}?(?:集群|产业|平台|片区|板块|行业)")
_LOOSE_MEASURES = set("个项种类条张本支道层套面把步口轮块堂笔单幅篇")


def judge(view: str, token: Token, marks: Marks) -> Found | Refusal:
    """Claim or refusal for one numeral, looking at most some twenty characters to each side."""
    absent = _absence(view, token)
    if absent:
        return absent
    mark = marks.rule(token.start, token.end)
    if mark:
        return Refusal(*mark)
    if token.text == "零":
        return _zero(view, token)
    if token.script == "first":
        return _first(token)
    if token.reading is None:
        return Refusal("id_code", "数字过长") if token.script == "arabic" else Refusal("fixed_phrase", "数字并列成词")
    if token.kind:
        if marks.quoted(token.start) and token.kind == "ratio":
            return Refusal("fixed_phrase", "引号内的名称")
        return _built(view, token, Measured(token.end, token.unit, token.kind, token.unit))
    measured = measure_after(view, token)
    if measured is None:
        return _unmeasured(view, token, marks)
    refusal = _refused(view, token, measured, marks)
    return refusal or _built(view, token, measured)


def measure_after(view: str, token: Token) -> Measured | None:
    """The unit right after a numeral (blanks and a line break between them allowed), None if there is none."""
    at = _GAP.match(view, token.end).end()  # type: ignore[union-attr]
    if view[token.end : at].count("\n") > 1:
        return None
    special = _HALF.match(view, at)
    if special:
        half_noun, whole_noun, more_noun = special.groups()
        word = f"个{half_noun or more_noun}" if half_noun or more_noun else whole_noun
        unit = units.canonical(word)
        return Measured(special.end(), unit, "duration", word, half=not more_noun, more=bool(more_noun))
    if view.startswith("个亿", at) and not view.startswith("元", at + 2):
        return Measured(at + 2, "元", "money", "个亿", scale=10**8)
    if view.startswith("个百分点", at):
        return Measured(at + 4, "个百分点", "percent", "个百分点")
    if token.script == "half" and view.startswith("个多月", at):
        return Measured(at + 3, "个月", "duration", "个月", more=True)
    found = units.MEASURE.match(view, at)
    if found is None:
        return None
    if found.group(1) == "对" and token.text[-1:] in "百千万亿":
        return None  # 出资近百万对门口…: 对 is the preposition, nobody counts pairs in round thousands
    word, per = units.with_times(found.group(1), found.group(2)), found.group(3)
    kind = units.KIND_OF[word]
    end = found.end()
    more = False
    if kind in ("duration", "ratio", "money", "area") or word in ("公里", "里", "吨", "米", "度"):
        extra = _MORE_AFTER.match(view, end)
        if extra and token.reading is not None and token.reading.form == "exact":
            more, end = True, extra.end()
    return Measured(end, units.canonical(word) + per, kind, word, more=more)


def _built(view: str, token: Token, measured: Measured) -> Found | Refusal:
    reading = token.reading
    assert reading is not None
    if measured.half:
        reading = Reading(tidy(reading.value + Decimal("0.5")), step=Decimal("0.5"))
    if measured.more:
        top = 1 if token.script == "half" else reading.value + 1
        reading = Reading(reading.value, tidy(top), 1, "plus")
    reading = scaled(reading, measured.scale)
    behind, edge = comparators.after(view, measured.end)
    if behind == "at_most" and view[edge - 1] == "内" and view[edge - 2] not in "以之" and measured.kind == "count":
        behind, edge = "exact", measured.end
    ahead, begin = comparators.before(view, token.start)
    if behind == "plus":
        reading = with_more(reading)
    comparator = reading.form if reading.form != "exact" else ahead if ahead != "exact" else behind
    refusal = _threshold(view, token, measured, _Around(ahead, begin, behind, edge))
    if refusal:
        return refusal
    nend = measured.end if measured.word in ("%", "‰") else token.end
    return Found(
        begin,
        token.start,
        nend,
        measured.end,
        edge,
        reading.value,
        reading.upper,
        reading.step,
        measured.unit,
        measured.kind,
        comparator,
    )


def _absence(view: str, token: Token) -> Found | None:
    """无一例, 未发生一起: the claim 0."""
    if token.text != "一":
        return None
    for found in lexicon.ABSENCE.finditer(view, max(0, token.start - 4), token.end + 2):
        if found.start(1) == token.start:
            end = found.end(2)
            return Found(
                token.start,
                token.start,
                token.end,
                end,
                end,
                0,
                None,
                1,
                found.group(2),
                "count",
                "exact",
                "未发生即零",
            )
    return None


def _zero(view: str, token: Token) -> Found | Refusal:
    """零上访 is the claim 0; 零距离, 零的突破 are not claims."""
    found = _ZERO_EVENT.match(view, token.end)
    if found:
        return Found(
            token.start, token.start, token.end, token.end, token.end, 0, None, 1, "", "count", "exact", "零发生"
        )
    measured = measure_after(view, token)
    if measured and measured.word in ("起", "例", "件", "人次") and not view.startswith("起点", token.end):
        return _built(view, token, measured)
    return Refusal("fixed_phrase", "零字成词")


def _threshold(view: str, token: Token, measured: Measured, around: _Around) -> Refusal | None:
    """A number that bounds a class (60岁以上老人, 亿元以上项目) is the class, not a result."""
    ahead, begin, behind = around.ahead, around.begin, around.behind
    right, left = view[around.edge : around.edge + 12], view[max(0, begin - 8) : begin]
    if measured.word in ("岁", "周岁"):
        known = _AGE_FIGURE.search(view, max(0, begin - 18), begin)
        return None if known else Refusal("category", "年龄界限")
    if measured.kind == "percent":
        return None
    money, bare = measured.kind == "money", _is_bare(token)
    bounded = behind in ("at_least", "at_most") and not view.startswith("内", measured.end)
    if measured.word == "年" and right.startswith(("党龄", "工龄", "以上党龄")):
        return Refusal("category", "年限门槛")
    class_right, class_left = _CLASS_RIGHT.match(right), _CLASS_LEFT.search(left)
    chosen = measured.kind == "count" and _FINISHED.search(left)
    limits = (
        bounded and right.startswith(("的", "规模")),
        bounded and measured.kind != "duration" and not chosen and _CLASS_COUNTED.match(view, around.edge),
        bounded and measured.kind == "count" and right.startswith("各"),
        bounded and money and _CLASS_SUM.match(view, around.edge),
        bounded and money and class_right,
        bounded and class_left and right[:1] not in _CLAUSE_ENDS,
        bounded and _OPEN_LEFT.search(left) and class_right,
        money and ahead in ("over", "at_least", "near") and (class_right or (class_left and _CLASS_FAR.match(right))),
        money and ahead in ("over", "at_least") and _ONE_OF_CLASS.match(right),
        money and bare and not right.startswith("大关") and (bounded or class_right or right[:1] in ("的", "级")),
        money and (right.startswith("级") or (bare and left.endswith("个"))),
    )
    return Refusal("category", "类别门槛") if any(limits) else None


def _is_bare(token: Token) -> bool:
    return all(char in "百千万亿" for char in token.text)


def _refused(view: str, token: Token, measured: Measured, marks: Marks) -> Refusal | None:
    """What speaks against a numeral that does have a measure word."""
    right = view[measured.end : measured.end + 8]
    strong = measured.kind in ("money", "percent", "area") or measured.unit == "人次"
    if marks.quoted(token.start) and not (strong and not _is_bare(token)):
        return Refusal("fixed_phrase", "引号内的名称")
    if token.script == "half":
        return None if measured.kind == "duration" and measured.word != "日" else Refusal("lexical", "半字成词")
    if measured.word == "年" and token.script == "arabic" and token.reading.value >= _FIRST_YEAR:  # type: ignore[union-attr]
        return Refusal("date", "年份")
    if measured.word == "日" and comparators.after(view, measured.end)[0] != "at_most":
        return Refusal("date", "日")
    if token.text.startswith("0") and token.text[1:2].isdigit():
        return Refusal("id_code", "以零开头的编号")
    if _is_bare(token) and not strong and comparators.before(view, token.start)[0] == "exact":
        return Refusal("fixed_phrase", "百千万作泛指")
    if _is_bare(token) and measured.kind == "area" and comparators.before(view, token.start)[0] == "exact":
        return Refusal("category", "千亩万亩作规模")
    if _STRUCTURE.match(right) or (measured.word == "个" and _SLOGAN_ITEMS.match(right)):
        return Refusal("fixed_phrase", "分述结构")
    if token.script == "arabic" or token.script == "vague":
        return None
    return _refused_chinese(view, token, measured, right)


def _refused_chinese(view: str, token: Token, measured: Measured, right: str) -> Refusal | None:
    """Small Chinese numbers: most are slogans and structure; a claim needs a tight measure word or a thing."""
    text, word = token.text, measured.word
    if text == "一":
        return _refused_one(view, token, measured, right)
    if word == "组" and len(text) == 1 and not _GROUPED.search(view[max(0, token.start - 4) : token.start]):
        return Refusal("ordinal", "村民组序号")
    if text in ("〇", "零") or (text == "二" and word not in _COUNTED_TWO):
        return Refusal("ordinal", "二加量词作序数")
    if word in ("分", "元", "度", "里", "方") and len(text) == 1 and not _is_bare(token):
        return Refusal("lexical", "数字成词")
    if word == "元" and len(text) == 1 and not _compared(view, token, measured):
        return Refusal("category", "百千万作泛指")
    if (text, word) in (("四", "周"), ("十", "字"), ("四", "面"), ("八", "面")):
        return Refusal("lexical", "数字成词")
    if (
        word == "年"
        and len(text) == 1
        and not measured.half
        and not measured.more
        and not _spans_years(view, token, measured)
    ):
        return Refusal("timeframe", "泛指时段")
    if len(text) == 1 and word in _LOOSE_MEASURES:
        if _ABSTRACT.match(right):
            return Refusal("fixed_phrase", "数词加抽象名词")
        if right[:1] in ("”", "’", '"'):
            return Refusal("fixed_phrase", "数词并称")
    return None


def _compared(view: str, token: Token, measured: Measured) -> bool:
    return comparators.before(view, token.start)[0] != "exact" or comparators.after(view, measured.end)[0] != "exact"


def _spans_years(view: str, token: Token, measured: Measured) -> bool:
    """五年 is a claim only where the text measures with it: 连续五年, 任期五年, 五年内."""
    left = view[max(0, token.start - 6) : token.start]
    return bool(_YEARS_LEFT.search(left)) or comparators.after(view, measured.end)[0] != "exact"


def _refused_one(view: str, token: Token, measured: Measured, right: str) -> Refusal | None:
    """一 + measure word is rhetoric unless it bounds a duration, states a frequency, or ends a finished act."""
    left = view[max(0, token.start - 16) : token.start]
    if measured.half or measured.more:
        return None
    if measured.kind == "duration":
        bounded = (
            comparators.after(view, measured.end)[0] == "at_most" or comparators.before(view, token.start)[0] != "exact"
        )
        return None if bounded else Refusal("timeframe", "泛指时段")
    if measured.kind == "ratio" and _MULTIPLIED.search(left):
        return None
    if measured.kind != "count":
        return Refusal("lexical", "一字成词")
    if _NEGATED.search(left):
        return Refusal("lexical", "一字泛指")
    if _COUNTS_ONE.search(left) or (measured.word in _PERSONS_AND_HOUSES and _ONLY_ONE.search(left)):
        return None
    if measured.word in _REPEATED and lexicon.FREQUENCY.search(view[max(0, token.start - 40) : token.start]):
        return None
    echo = _ECHO.search(left)
    echoed = echo is not None and echo.group(1) == measured.word
    if echoed or (_FINISHED.search(left) and _ECHOED.match(view, token.start)):
        return Refusal("lexical", "一字叠用")
    ends = right[:1] in _CLAUSE_ENDS and left[-1:] not in _POINTING
    if ends and (_FINISHED_BEFORE.search(left) or (measured.word in _PERSONS_AND_HOUSES and _NAMED.search(left))):
        return None
    if measured.word in _PERSONS_AND_HOUSES and _LISTED.search(left):
        return None
    if measured.word not in lexicon.LOOSE_ONE and measured.word not in ("人", "起") and _FINISHED.search(left):
        return None
    return Refusal("lexical", "一字泛指")


def _unmeasured(view: str, token: Token, marks: Marks) -> Found | Refusal:
    """No measure word: N大, countable nouns, then units the sentence implies (金额达20余万, 办结率为95)."""
    if token.script == "half":
        return Refusal("lexical", "半字成词")
    if marks.quoted(token.start):
        return Refusal("fixed_phrase", "引号内的名称")
    big = (
        _BIG.match(view, token.end)
        if token.reading and token.reading.form == "exact" and token.script != "vague"
        else None
    )
    if token.script == "arabic" and not big:
        big = _MANY_THINGS.match(view, token.end)
    if big and 2 <= token.reading.value <= 20:  # type: ignore[union-attr]
        return _built(view, token, Measured(token.end + 1, "个", "count", "大"))
    gap = token.end + (token.script == "arabic" and view.startswith(" ", token.end))
    noun = units.COUNTABLE_NOUN.match(view, gap)
    paired = token.script == "chinese" and token.reading is not None and token.reading.form == "range"
    if noun and not paired and (token.script == "arabic" or len(token.text) > 1) and not _is_bare(token):
        after = view[noun.end() : noun.end() + 1]
        if not after or after not in _NOUN_STOP.get(noun.group(), ""):
            unit = units.COUNTABLE[noun.group()]
            end = noun.end() if unit == noun.group() else token.end
            return replace_reason(_built(view, token, Measured(end, unit, "count", noun.group())), "可计名词")
    if token.script == "arabic" and _SCALED.search(token.text) and _PLAIN_NOUN.match(view, token.end):
        if _MONEY_NEAR.search(view[max(0, token.start - 8) : token.start]):
            return replace_reason(_built(view, token, Measured(token.end, "元", "money", "")), "单位疑缺：元")
        unit = "人" if _PEOPLE_NOUN.match(view, token.end) else ""
        return replace_reason(_built(view, token, Measured(token.end, unit, "count", "")), "数词直接加名词")
    if _is_bare(token):
        return _round_sum(view, token)
    if token.script == "arabic" and _PROPORTION_END.match(view, token.end):
        left = view[max(0, token.start - 24) : comparators.before(view, token.start)[1]]
        if _PROPORTION_LEFT.search(left):
            return replace_reason(_built(view, token, Measured(token.end, "", "ratio", "")), "比值")
    if noun or not _END.match(view, token.end):
        return _leftover(token)
    return _inferred(view, token)


def _round_sum(view: str, token: Token) -> Found | Refusal:
    """投入近百万, 资金超千万: a bare scale is a sum of money only where it is compared and money is named before it."""
    comparator, begin = comparators.before(view, token.start)
    if comparator == "exact" or not _MONEY_LEFT.search(view[max(0, begin - 12) : begin]):
        return _leftover(token)
    return replace_reason(_built(view, token, Measured(token.end, "元", "money", "")), "单位疑缺：元")


def _inferred(view: str, token: Token) -> Found | Refusal:
    begin = comparators.before(view, token.start)[1]
    left = view[max(0, begin - 12) : begin]
    large = any(char in token.text for char in "万亿")
    run = large and _MONEY_RUN.search(view[max(0, begin - 32) : begin])
    if (large and (_MONEY_LEFT.search(left) or "亿" in token.text)) or _SUM_LEFT.search(left) or run:
        return replace_reason(_built(view, token, Measured(token.end, "元", "money", "")), "单位疑缺：元")
    if token.script == "arabic" and not large and (_RATE_LEFT.search(left) or _CHANGE_LEFT.search(left)):
        return replace_reason(_built(view, token, Measured(token.end, "%", "percent", "")), "单位疑缺：%")
    if (token.script == "arabic" or large) and _PEOPLE_LEFT.search(left):
        return replace_reason(_built(view, token, Measured(token.end, "人", "count", "")), "单位疑缺：人")
    if (token.script == "arabic" or large) and _VOLUME_LEFT.search(left):
        return replace_reason(_built(view, token, Measured(token.end, "", "count", "")), "单位疑缺")
    return _leftover(token)


def replace_reason(verdict: Found | Refusal, reason: str) -> Found | Refusal:
    """The same verdict with a note for the reader on how the unit was found."""
    return replace(verdict, reason=reason)


def _first(token: Token) -> Refusal:
    if token.text == "首":
        return Refusal("ordinal", "首字头")
    return Refusal("fixed_phrase", "双字成词")


def _leftover(token: Token) -> Refusal:
    if token.script == "arabic":
        return Refusal("id_code", "无量词的编号")
    if len(token.text) > 1:
        return Refusal("fixed_phrase", "数词无量词")
    return Refusal("lexical", "词内数字")
