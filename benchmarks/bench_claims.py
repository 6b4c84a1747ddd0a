"""How fast `zelian.claims.extract` reads a report, beside a bare numeral regex that judges nothing.

    python -m benchmarks.bench_claims [FILE…]

Without files the text is an invented report of 10,000 characters made here; files are joined as the corpus.
Prints the median of five runs in ms, characters a second, and the ratio to the regex of the same run.
"""

from __future__ import annotations

import gc
import re
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

from zelian.claims import extract

BARE = re.compile(r"[0-9]+(?:\.[0-9]+)?|[零一二三四五六七八九十百千万亿]+")
LENGTH = 10_000
RUNS = 5
# As dense in numbers as a street's yearly report: some two claims to every hundred characters.
PARAGRAPHS = (
    "过去一年，在区委、区政府的坚强领导下，街道上下围绕中心、服务大局，坚持把制度的笼子扎紧、把群众的事情办实，各项工作稳中有进、"
    "进中向好。班子成员带头学习、带头调研、带头破解难题，机关作风有了新的气象，社区干部的精气神进一步提振。\n",
    "一、工作开展情况\n（一）建强基层组织。全年召开支部书记例会{a}次，举办党务培训班{b}期，培训党员{c}余人次，"
    "按期换届党支部{d}个，发展党员{b}名，整顿软弱涣散党组织{b}个。\n",
    "（二）办好民生实事。受理居民诉求{c}件，办结率达到{d}.6%，比去年同期提高{b}.4个百分点；改造老旧小区{b}个，"
    "新增停车位{c}个，惠及居民{a}00余户，投入资金{d}.5万元。\n",
    "（三）推进项目建设。围绕“十四五”规划目标，签约项目{b}个，到位资金{b}.{d}亿元，征收土地{c}亩，"
    "{a}天完成{d}户签约腾退，一个半月内完成场地平整。\n",
    "（四）严明纪律规矩。落实“一岗双责”，开展廉政谈话{c}人次，运用第一种形态处理{b}人次，立案{b}件{b}人，"
    "2025年3月至9月开展专项检查{a}轮，发现问题{d}个，均已整改到位。坚持把问题摆在桌面上，把责任落到人头上，"
    "对苗头性问题早提醒、早纠正，对反复出现的问题从制度上找原因，推动形成了风清气正、干事创业的良好氛围。\n",
    "二、存在问题\n一是学习还不够深入，二是个别项目进度偏慢，近三成任务集中在第四季度。究其原因，主要是思想认识还有差距，统筹协调的办法不够多，"
    "与群众面对面的时间不够长，对新情况新问题研究得不深不透，制度执行上还存在宽松软的现象，需要在今后的工作中认真加以解决。\n",
    "从剖析情况看，责任传导还存在上热中温下冷的问题，有的支部抓学习重形式轻效果，有的干部抓落实满足于过得去，遇到矛盾绕着走，"
    "主动靠前服务的意识不强；督查考核的指挥棒作用发挥得不充分，奖优罚劣的导向不够鲜明，基层减负的措施还需要进一步细化。"
    "这些问题表现在下面，根子在上面，作为班子带头人，要把自己摆进去、把职责摆进去、把工作摆进去，从思想深处查找差距和不足。\n",
    "三、下步打算\n每季度召开一次专题会议，力争新建口袋公园{b}处，确保群众满意度不低于{d}%，持续推进三年行动计划，"
    "以更高标准、更实举措抓好各项任务落地，让居民群众的获得感更加充实、幸福感更可持续、安全感更有保障。"
    "坚持以党的创新理论凝心铸魂，把学习成果转化为推动高质量发展的思路和办法，主动对标先进、查找短板，在重大任务一线考察识别干部，"
    "为敢于担当的干部撑腰鼓劲；健全权力运行制约和监督机制，管好关键少数，带动绝大多数，持续营造干净干事的浓厚氛围。\n",
)


# One unit repeated: digits, numerals, brackets, quotes and separators that tempt a regex to look back.
REPEATED = (
    "1", "一二三四", "万", "1,", "1 000 ", "*", "x家", "“", "《", "1+", "12人", "1-", "aB", "http://", "第一、",
    "（一", "半", "无一", "3年间", "lO", "2 0 ", "一处、整改", "1. ", "性别比1:", "3万，完成",
    "达到" * 12 + "甲3人。", "建设" * 12 + "甲3次",
)  # fmt: skip


def invented(length: int) -> str:
    """A report of exactly `length` characters, numbers varied so that no two paragraphs are equal."""
    parts: list[str] = []
    size = turn = 0
    while size < length:
        text = PARAGRAPHS[turn % len(PARAGRAPHS)].format(
            a=12 + turn, b=2 + turn % 7, c=100 + 3 * turn, d=80 + turn % 19
        )
        parts.append(text)
        size += len(text)
        turn += 1
    return "".join(parts)[:length]


def median_seconds(action: Callable[[], object]) -> float:
    """Median wall time of RUNS runs after one to warm up."""
    action()
    times = []
    for _ in range(RUNS):
        begun = time.perf_counter()
        action()
        times.append(time.perf_counter() - begun)
    return statistics.median(times)


def main(files: list[str]) -> int:
    text = "".join(Path(name).read_text(encoding="utf-8") for name in files) if files else invented(LENGTH)
    ours = median_seconds(lambda: extract(text))
    bare = median_seconds(lambda: [match.group() for match in BARE.finditer(text)])
    print(f"characters    {len(text)}")
    print(f"claims        {len(extract(text))}")
    print(f"extract       {ours * 1000:.1f} ms   {len(text) / ours:,.0f} characters/s")
    print(f"numerals      {len(BARE.findall(text))}")
    print(f"bare regex    {bare * 1000:.2f} ms   {len(text) / bare:,.0f} characters/s")
    print(f"ratio         {ours / bare:.1f}")
    report = growth(invented)
    worst = max(REPEATED, key=lambda unit: growth(lambda length: (unit * length)[:length]))
    print(f"10 × text     {report:.1f} × time")
    print(f"worst text    {growth(lambda length: (worst * length)[:length]):.1f} × time (“{worst}” repeated)")
    return 0


def growth(made: Callable[[int], str]) -> float:
    """How many times longer ten times the text takes; the collector is kept out, it walks whatever else is alive."""
    gc.disable()
    try:
        short, long = made(LENGTH // 2), made(LENGTH * 5)
        return median_seconds(lambda: extract(long)) / median_seconds(lambda: extract(short))
    finally:
        gc.enable()


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
