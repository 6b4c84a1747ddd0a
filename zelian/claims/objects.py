"""What a number counts: the phrase around it (phenomena E), in the words of the report.

Work from the clause: text up to the nearest ，。；： on both sides and up to the neighbouring claims. Number before
noun (90名机关干部…) → verb on the left + phrase on the right; noun before number (民生实事331件) → the left phrase;
list items (、) take the verb of the first item; a clause with nothing but a verb or 金额 takes the subject before it.
"""

from __future__ import annotations

import re

_STOPS = frozenset("，。；：！？,;:!?\n")
_REACH = 60
_FULL_LINE = 18
_LINE_ENDS = frozenset(("", *"。；：！？，,;:!?\n "))
_TITLE_WORDS = re.compile(r"(?:总结|报告|计划|汇报|情况|工作|小结|述职|讲话|材料|措施|打算|安排|思路|要点|发言)\n")
_TITLE_AHEAD = re.compile(r"\s|[(（]?[一二三四五六七八九十]{1,3}[、)）]|\d{1,2}[.、．]|$")
_NOISE = re.compile(r"[“”\"‘’「」『』《》<>\s*＊【】\[\]]|[（(][^）)]{0,20}[)）]?|[)）]")
_LEAD = re.compile(
    r"^(?:[一二三四五六七八九十]{1,2}[是要则、.]|\d{1,2}[.、]|第[一二三四五六七八九十]{1,3}届|其中|目前|同时"
    r"|截至目前|截至|据了解|已经?|又|并|还|再|先后|累计(?=..{2})|共计|总计|合计|全年(?=.{4})"
    r"|今年以?来?|"
    r"(?:19|20)[\dxX*_]{1,4}年(?:度|以来|来)?|[上下]半年|(?:\d{1,2}月?份?[-—–~至到]{1,2})?\d{1,2}月(?:份|[上中下]旬|底)?(?:\d{1,2}日)?[前起]?|年内|一年来|驻村以来|近年来|全面|积极"
    r"|扎实|深入|持续|认真|大力|不断|切实|有效|进一步|推动|"
    r"引导|促使|督促|带领|带头(?!讲)|使|让|为|对(?![讲接象外口比应策])|将|把|有|和(?![谐平睦解])|与|及|以及|、|共(?!同|享|建|产)|的|了"
    r"|等|我[们街镇村区市县省]|本[街镇村区]|向|通过|实现|是|在(?![册职建校岗编外]))++"
)
_TAIL = re.compile(
    r"(?:(?:增长|增加|提高|提升|上升|下降|降低|减少|扩大|拓展|增|升|降|减|扩)(?:到|至)|共计|共有"
    r"|共|总计|合计|累计|达到|高达|约为|约有|多达|已达|达|(?<![报得收遇])到|至|为|约|(?<![附邻])近|超过|超|突破|有|各|已|了"
    r"|等|的|[由从](?:19|20)\d\d年|不少于|至少|分别|仅|只|占|是|逾|由|从|、|和|(?<!参)与|(?<![惠涉普])及|以及|也|(?<![人户亩年])均|将|：)++$"
)
_VERBS = (
    r"(?:(?:主持|组织|集中|联合|统筹|协调|积极|自主|累计|新|共)?(?:开展|召开|举办|组织|完成|建成"
    r"|建立|新建|新增|打造|创建|发放|走访|慰问|协调|解决|排查|整改|化解|办理|办结|处理|受理|"
    r"接待|培育|培训|招引|引进|签约|落地|孵化|服务|处置|查处|立案|约谈|组建|成立|设立|投入|争取"
    r"|筹集|筹措|拨付|改造|修建|修缮|安装|种植|发展|拆除|整治|清理|清运|收集|"
    r"征求|撰写|印发|制定|出台|推送|发布|刊发|帮扶|救助|资助|捐赠|募集|购买|采购|配备|选派|选拔"
    r"|选聘|吸纳|转移|带动|实施|推进|谋划|策划|盘活|流转|收储|复垦|出清|"
    r"兑现|减免|检查|督查|巡查|调处|调解|运用|给予|处分|讲|参加|参与|举行|宣讲|摸排|登记|采集|接种"
    r"|检测|复查|督办|交办|转办|上报|申报|获评|荣获|获得|评选|表彰|命名|认定|建设|硬化|铺设|栽植"
    r"|绿化|"
    r"维修|更换|安置|腾退|签订|签署|张贴|悬挂|制作|设置|划定|规范|取缔|关停|破获|抓获|打击|挽回"
    r"|追回|劝阻|追缴|收缴|上缴|分配|供应|生产|销售|出口|实现|惠及|覆盖|涉及|吸引|"
    r"提供|辖|下辖|管辖|拥有|现有|设|配|建|办|拿出|落实|安排|推荐|发现|提出|收到|收缴|领办|认领|对接|洽谈|达成))++了?"
)
_VERB_HEAD = re.compile("^" + _VERBS)
_VERB_TAIL = re.compile(_VERBS + "$")
_VERB = re.compile(_VERBS)
_VERB_NEAR = re.compile("^[^、]{0,4}?" + _VERBS)
_FOR_WHOM = re.compile(
    r"^(?:[^，]{0,4}年)?(?:对|为|给(?!予)|向)(?P<whom>[^，]{2,24}?)(?:共|累计|共计)?(?P<verb>" + _VERBS + ")$"
)
_LIGHT = re.compile(r"^(?:完成|开展|召开|组织|累计|实现|共|新)++了?$")
_MONEY_ONLY = re.compile(r"^(?:涉及|投入|总|涉案)?(?:金额|资金|款项|总额|价值|面积|比例|总投资)$")
_CHANGE = re.compile(
    r"^(?:较?(?:去年|上年)?(?:同期)?(?:同比|环比|年均|平均|分别|净)?)(?:增长|下降|提高|提升|上升"
    r"|减少|降低|增加|增幅|降幅|上涨|增速)(?:了|到|至|率)?$"
)
_MODIFIER = re.compile(r".*(?<!党)的(?=.{2})")
_JOINTS = frozenset("、和与及")


def objects(view: str, spans: list[tuple[int, int]]) -> list[str]:
    """The object of each claim; `spans` (comparison words included) in order. O(claims)."""
    result: list[str] = []
    verb = subject = ""
    for index, (begin, _) in enumerate(spans):
        floor = spans[index - 1][1] if index else 0
        left, border = _left(view, begin, floor)
        right = _right_phrase(view, spans, index)
        if not index or border == "sentence":
            verb = subject = ""
        if border in ("claim", "item") and not right and not _clean(left) and result:
            result.append(result[-1])
            continue
        name = _composed(left, right, border, verb, subject)
        if border != "item":
            head = _VERB_HEAD.match(_clean(left))
            verb = head.group() if head and not _LIGHT.match(head.group()) else ""
        if left and not _CHANGE.match(_clean(left)) and not _MONEY_ONLY.match(_clean(left)):
            subject = name
        result.append(name)
    return result


def _left(view: str, begin: int, floor: int) -> tuple[str, str]:
    """The text left of the number in its clause, and what bounds it: sentence, clause, claim, or item (、)."""
    low = max(floor, begin - _REACH)
    at = begin
    while at > low and (view[at - 1] not in _STOPS or _wrapped(view, at - 1)):
        at -= 1
    text = view[at:begin].replace("\n", "")
    if at > low:
        if view.find("。", low, at) >= 0 or view.find("\n", low, at) >= 0:
            return text, "sentence"
        return text, "clause"
    if low > floor or floor == 0:
        return text, "sentence"
    stripped = text.lstrip(" ")
    if stripped[:1] in _JOINTS and stripped:
        return stripped[1:], "item"
    if text.rstrip()[-1:] in _JOINTS:
        return "", "claim"
    return text, "claim"


def _wrapped(view: str, at: int) -> bool:
    """A line break that only re-flows a sentence: a full line that is no title, no mark before it, no title after."""
    if view[at] != "\n" or view[at - 1 : at] in _LINE_ENDS or _TITLE_AHEAD.match(view, at + 1):
        return False
    if _TITLE_WORDS.match(view, at - 2):
        return False
    return view.find("\n", max(0, at - _FULL_LINE), at) < 0 and at >= _FULL_LINE


def _right_phrase(view: str, spans: list[tuple[int, int]], index: int) -> str:
    """What follows the number, completed from the next claim where the sentence runs on into it."""
    right, running = _right(view, spans, index)
    if running == "list":
        right = right.rstrip("与和及")
        return right + _predicate(view, spans, index)
    if running != "verb" or not right:
        return right
    if _CHANGE.match(right):
        return ""
    return _trim_verb(right) or right + _right(view, spans, index + 1)[0]


def _right(view: str, spans: list[tuple[int, int]], index: int) -> tuple[str, str]:
    """The text right of the number up to the clause end, a 、 or the next claim, and how it runs into that claim:
    "list" (、 or 和 between equals), "verb" (directly: 党员组建2支), or "" if it does not."""
    edge = spans[index][1]
    ceiling = spans[index + 1][0] if index + 1 < len(spans) else len(view)
    high = min(ceiling, edge + 30)
    at = edge
    while at < high and (view[at] not in _STOPS or _wrapped(view, at)) and view[at] != "、":
        at += 1
    if view[edge:at].lstrip()[:1] in _JOINTS and at == ceiling:
        return "", ""
    text = _clean(view[edge:at])
    if at == edge or ceiling == len(view) or at + 1 < ceiling:
        return text, ""
    listed = (at < ceiling and view[at] == "、") or view[ceiling - 1] in _JOINTS
    return text, "list" if listed else "verb" if at == ceiling else ""


def _predicate(view: str, spans: list[tuple[int, int]], index: int) -> str:
    """甲单位、12个乙组织、38名丙党员与社区签订协议: the verb phrase behind the last item holds for each."""
    for later in range(index + 1, min(index + 4, len(spans))):
        right, running = _right(view, spans, later)
        if running == "list":
            continue
        found = _VERB.search(right)
        return right[found.start() :] if found and found.start() else ""
    return ""


def _trim_verb(right: str) -> str:
    found = _VERB_TAIL.search(right)
    return right if found is None else right[: found.start()]


def _clean(text: str) -> str:
    text = _NOISE.sub("", text)
    return _TAIL.sub("", _LEAD.sub("", text))


def _condensed(text: str) -> str:
    """A long left phrase shortened to verb + head noun: after 等, after the last 、 or 的."""
    head = _VERB_NEAR.match(text) if "、" in text else _VERB_HEAD.match(text)
    verb = head.group() if head else ""
    rest = text[len(verb) :]
    if "、" in rest and "等" in rest[rest.rindex("、") :]:
        rest = rest[rest.rindex("等") + 1 :] or rest[: rest.index("、")]
    elif "、" in rest and len(rest) > 12:
        rest = rest[rest.rindex("、") + 1 :]
    if len(rest) > 8 and (found := _MODIFIER.match(rest)):
        rest = rest[found.end() :]
    return (verb + rest.replace("、", ""))[-24:].replace("了", "")


def _composed(left: str, right: str, border: str, verb: str, subject: str) -> str:
    served = _FOR_WHOM.match(_NOISE.sub("", left))
    own = served.group("verb") + served.group("whom").replace("、", "") if served and not right else _clean(left)
    if _CHANGE.match(own) or _MONEY_ONLY.match(own):
        return subject + own
    if border == "claim" and _CHANGE.match(own.removesuffix("到").removesuffix("至")) and subject:
        return subject
    if border == "claim":
        tail = _VERB_TAIL.search(own)
        own = (tail.group() if tail else "") if right else own
    if not right:
        own = _condensed(own)
        if border == "item" and verb and not _VERB_HEAD.match(own):
            own = verb + own
        return own or subject
    right = right.removeprefix("的")[:22]
    if "、" in own:
        listed = _VERB_NEAR.match(own)
        own = listed.group() if listed else ""
    own = _condensed(own)
    if border == "item" and not own:
        own = verb
    return (own + right).replace("了", "").replace("都", "")
