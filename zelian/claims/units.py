"""Measure words and countable nouns: which word after a number makes it a quantity, and of which kind.

The table is data: one line per kind. A word that also begins another word carries the characters that must not
follow it (项 but not 项目), because reports put no space between words.
"""

from __future__ import annotations

import re

_MONEY = "元 块钱 美元 欧元 港元 日元 英镑 人民币"
_PERCENT = "% ‰ 个百分点 百分点 "
_DURATION = (
    "天 年 个月 个工作日 工作日 个小时 小时 个钟头 分钟 秒 周 个星期 星期 个季度 个年度 个周末 "
    "个昼夜 个学期 学年 个年头 日"
)
_AREA = "亩 平方米 平方公里 平方千米 平米 平方 公顷 ㎡ m² m2 km² 亩次 顷"
_MEASURE = (
    "公里 千米 华里 里 米 厘米 毫米 延米 吨 公斤 千克 克 斤 升 毫升 立方米 立方 方 m³ 千瓦 千瓦时 兆瓦 兆瓦时 瓦 度 "
    "千伏 千伏安 ℃ 摄氏度 微克 毫克 岁 周岁 分 分贝 标箱 标准箱 吨标准煤 车公里 人公里 吨公里 公里/小时 "
    "微克/立方米 克/立方米 毫克/立方米 km m kg cm mm m3 kWh kV KV kVA MW GW kW KW KM Mbps "
    "海里 尺 丈 马力 匹马力 赫兹 "
)
_COUNT = (
    "学时 个学时 课时 个课时 人次 人 名 位 户 户次 家 家次 个 件 件次 起 次 场 场次 期 份 张 条 "
    "条次 项 项次 篇 支 批 批次 类 大类 宗 例 处 处次 座 栋 幢 "
    "套 间 辆 辆次 台 台次 部 本 册 块 面 幅 盏 根 棵 株 头 只 羽 匹 口 艘 架 架次 门 节 课 堂 "
    "轮 轮次 遍 趟 封 颗 枚 组 "
    "班 班次 对 双 副 顶 把 眼 段 道 笔 单 票 桩 案 所 字 首 曲 档 款 种 样 层 人份 床 车次 艘次 列 "
    "株次 尾 筐 箱 桶 袋 包 瓶 捆 盒 卷 车 船 碗 餐 桌 席 孔 畦 垄 窝 笼 块次 点次 "
    "帧 页 句 题 讲 届次 队次 组次 团次 人(次) 件(次) 件(人)次 场(次) 家(次) 户(次) 个(次) "
    "人/次 件/次 场/次 次/场 人口 届 枝 顿 丛 台套 台(套) 辆(台) 家(户) 户(家) 宗次 篇次 剂次 剂 "
    "针次 例次 束 朵 樘 杆 工日 个工日 工时 人日 担 石 锅 扇 条(次) 起(次) "
)
_RATIO = "倍 番"


def _pairs(text: str) -> dict[str, str]:
    """`a:x b:y` → {a: x, b: y}."""
    return dict(pair.split(":") for pair in text.split())


KIND_WORDS: dict[str, tuple[str, ...]] = {
    "money": tuple(_MONEY.split()),
    "percent": tuple(_PERCENT.split()),
    "duration": tuple(_DURATION.split()),
    "area": tuple(_AREA.split()),
    "measure": tuple(_MEASURE.split()),
    "count": tuple(_COUNT.split()),
    "ratio": tuple(_RATIO.split()),
}
KIND_OF: dict[str, str] = {word: kind for kind, words in KIND_WORDS.items() for word in words}

CANONICAL: dict[str, str] = _pairs(
    "人民币:元 块钱:元 百分点:个百分点 "
    "平米:平方米 平方:平方米 ㎡:平方米 m²:平方米 m2:平方米 km²:平方公里 平方千米:平方公里 "
    "千米:公里 km:公里 KM:公里 m:米 kg:公斤 千克:公斤 人口:人 小时:小时 个小时:小时 个钟头:小时 个星期:周 "
    "星期:周 日:天 周岁:岁 m³:立方米 m3:立方米 立方:立方米 个工作日:个工作日 人(次):人次 件(人)次:件次 件(次):件次 "
    "场(次):场次 家(次):家次 户(次):户次 个(次):个 起(次):起 条(次):条次 人/次:人次 件/次:件次 场/次:场次 "
    "台(套):台 辆(台):辆 家(户):家 户(家):户 个工日:工日 个学时:学时 个课时:课时 大类:类"
)

# Characters which, right after the word, show that another word was meant.
NOT_BEFORE: dict[str, str] = _pairs(
    "项:目 条:件例款 名:额 组:织建成合 部:门署分队委 处:级长 期:间末限 场:所地馆景 支:部持书出付撑援 道:路 "
    "间:接隔断 台:账风 面:积 门:店 对:接应 口:岸号 单:位元 课:题程 节:能约 段:落 种:植子养 层:面次 份:额 "
    "字:号 回:访复 套:取 分:别为类析管成批级之子布发配头片局包门解享校行会散工组责红支流队公厂院店 年:级轻龄 "
    "天:然气 户:均籍主 家:庭长 人:民员才 元:化旦素首宵 里:面的程弄 升:级至到高学 克:服 "
    "方:面案式向法便针可能位 米:粉线饭 所:在有以属需 首:家个批次创届要席先任 头:脑 把:手关握 案:件例 班:子组 "
    "座:谈 车:间站辆主道 届:全中一二三四五六七八 包:括联含 床:位 列:入为 双:向重方创减碳 讲:话好述 人口:头 "
    "副:科处书主镇乡县 根:据本 瓶:颈 船:舶 卷:入 样:板本式品 周:年岁边围密 餐:厅饮 顶:层 星期:一二三四五六日 "
    "堂:食 次:生 批:评 票:据 眼:下前 封:闭"
)

# Nouns that Chinese counts without a measure word (12村, 90党员); the value is the unit, "" where none is said.
COUNTABLE: dict[str, str] = _pairs(
    "村民小组:个 居民小组:个 行政村:个 自然村:个 党支部:个 党员:名 社区:个 小区:个 网格:个 村:村 镇:镇 乡:乡 "
    "街道:街道 乡镇:个 企业:家 项目:个 校:校 学校:所 支部:个 单位:家 干部:名 群众:人 商户:户 家庭:户 居民:人 "
    "村民:人 学生:人 老人:人 职工:人 贫困户:户 低保户:户 县:县 市:市 省:省 国:国 组:组 委员:名 代表:名 "
    "志愿者:名 教师:名 部门:个 床位:张 人员:人 区县:个 队伍:支 岗位:个 案件:件 品种:个 村社:个 屯:屯 车位:个"
)

_SUFFIX = (
    r"(?:/(?:人|月|年|座|亩|户|吨|天|日|平方米|㎡|立方米|次|公斤|斤|小时|床位?|栋|盏|只|头|株|公里"
    r"|个|件|台|套|场|㎡·?月))*"
)


def _alternation() -> str:
    words = sorted(KIND_OF, key=lambda word: (-len(word), word))
    parts = []
    for word in words:
        stop = NOT_BEFORE.get(word, "")
        guard = "(?![A-Za-z])" if word[-1].isascii() and word[-1].isalpha() else ""
        parts.append(re.escape(word) + (f"(?![{stop}])" if stop else "") + guard)
    return "|".join(parts)


MEASURE_PATTERN = _alternation()
MEASURE = re.compile(rf"({MEASURE_PATTERN})(\(次\)|/次)?({_SUFFIX})")
COUNTABLE_NOUN = re.compile("|".join(sorted(COUNTABLE, key=lambda word: (-len(word), word))))
FIRST_CHARS = "".join(sorted({re.escape(word[0]) for word in KIND_OF}))


def with_times(word: str, times: str | None) -> str:
    """批(次) → 批次 where the ledgers know such a unit, else the word itself (部(次) → 部)."""
    return word + "次" if times and word + "次" in KIND_OF else word


def canonical(word: str) -> str:
    """The unit as the ledgers call it: 平米 → 平方米, 人(次) → 人次; unknown words unchanged."""
    return CANONICAL.get(word, word)
