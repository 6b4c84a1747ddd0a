"""Word lists of the rules, as data. They name classes of words, not sentences: add a word only if the class holds."""

from __future__ import annotations

import re


def any_of(words: str) -> str:
    """A regular-expression alternation, longest word first."""
    return "|".join(re.escape(word) for word in sorted(words.split(), key=lambda w: (-len(w), w)))


# After 数词+个/项/大/种…: heads that make slogans and structure (四个自信, 三个方面), not things one can count.
ABSTRACT_HEADS = any_of(
    "意识 自信 维护 确立 全面 布局 务必 毫不 区分 坚持 必须 统一 结合 转变 到位 过硬 一流 率先 "
    "服从 满意 确保 聚焦 强化 突出 提升 "
    "代表 伟大 合格 明确 深化 加强 注重 围绕 着力 推动 推进 落实 打造 建设好 做到 不 有 先行 "
    "更加 转型 突破 跨越 延伸 融合 同步 "
    "方面 层面 维度 环节 阶段 关键 重点 原则 关系 角度 领域 文明 责任 中心 核心 基本 精神 导向 "
    "目标 任务 问题 要素 抓手 统筹 "
    "作风 要点 轮子 专项 优先 抓 管 进 带头 争 讲 查 看 学 比 化 是 为 百年 一百年 一 一批 面向 "
    "战略 思维 本领 纪律 规定 准则 制度 "
    "坚定 主动 定位 支点 支撑 优势 标准 体系 机制 红线 防线 底线 主线 台阶 字 方向 步骤 能力 "
    "链条 手段 清零 覆盖 不变 不减 样 "
    "最 作用 氛围 本账 账 面旗帜 堡垒 "
    "大局 大事 大台阶 大关 世界 国家 时代 民族 家庭成员 月亮 人 规律 角色 变化 改变 难题 短板 "
    "特点 特色 效应 驱动 班子 关口 常态 渠道 载体"
)
# 数词+大+名词 counts only things that stand somewhere; 三大攻坚战, 四大班子 do not.
PHYSICAL_HEADS = any_of(
    "综合体 项目 园区 基地 公园 片区 商圈 市场 景区 厂区 楼宇 安置区 工地 广场 场馆 码头 社区 "
    "小区 企业 商场 工厂 景点 展馆 医院 "
    "学校 桥梁 水库 车站 机场 路口 农贸市场 产业园 示范区"
)
# A time span in front of these names a campaign or scheme, it does not measure one.
CAMPAIGN_HEADS = any_of(
    "行动 攻坚 计划 大战 会战 整治 规划 方案 大干 倒计时 值守 值班 战役 冲刺 工程 大整治 大提升 "
    "提升年 宣传 竞赛 巡防 巡逻 服务 在线 "
    "热线 制 轮巡 过渡期 保护期 无休"
)
# Right behind a numeral without measure word: the name of a mechanism.
MECHANISM_HEADS = any_of("工程 行动 机制 模式 工作法 责任人 战略 经济带 体系 计划 活动 制度 品牌 平台 工作室")
# Bad events one reports the absence of: 零上访 is the claim 0; 零距离 is not a claim.
ABSENT_EVENTS = any_of(
    "上访 越级上访 非访 进京 事故 伤亡 死亡 亡人 感染 发生 投诉 案件 发案 违规 违纪 差错 返贫 "
    "失误 新增 申诉 复发 逾期 火灾 溺水 犯罪 "
    "疫情 确诊 信访 积案 缠访 闹访 舆情 欠薪 失访 漏报 瞒报 溺亡 火情 违建 污染 泄漏 中毒"
)
ABSENCE = re.compile(
    r"(?:无|没有|没有发生|没有出现|没发生|未有|未发生|未出现|未接到|未发现|无发生|杜绝了?)(一)(例|起|人次|人|件|户|名|次|处|宗)(?!有|不)"
)

MONEY_NOUNS = any_of(
    "金额 资金 投入 救助 投资 收入 筹资 筹集 产值 经费 捐款 募捐 善款 补贴 补助 款 税收 营收 "
    "利润 罚款 拨付 争取 支出 花费 销售额 交易额 "
    "成交额 贷款 节约 收益 营业额 总额 慰问金 损失 集资 自筹 费用 造价 预算 价值 奖金 成本 税 "
    "增收 纯收入 存款 欠薪 工资 薪 财政 引资 融资 出资 生产总值 GDP 增收 创收 创汇"
)
PEOPLE_NOUNS = any_of(
    "群众 居民 村民 人口 党员 职工 学生 老人 人数 旅客 游客 代表 人员 青年 农民 儿童 妇女 干部 "
    "志愿者 会员 市民 农户 员工 教师 客流"
)
RATE_NOUNS = any_of("率 比例 比重 占比 满意度 百分比 覆盖面")
CHANGE_VERBS = any_of(
    "增长 下降 提高 提升 上升 减少 降低 增加 增幅 涨 上涨 回升 回落 降幅 压降 增速 递增 同比 环比 压减 缩减 跌"
)
# Names of places and offices whose first syllable is a numeral, and words that carry one.
NUMERAL_WORDS = any_of(
    "三峡 三亚 三明 三门峡 四川 四平 六安 九江 九龙 十堰 百色 万州 万宁 千岛 五华 八达岭 六尺巷 四周 一次性 百货 千斤顶"
)

FINISHED_VERBS = any_of(
    "建成 新建 新增 新设 成立 组建 建立 新建立 打造 创建 获评 荣获 获得 获 查处 立案 破获 抓获 "
    "召开 举办 开展 组织 承办 引进 引入 签约 落地 "
    "开办 修建 改造 完成 新开 培育 孵化 发展 选派 选聘 配备 购置 购买 安装 设立 设置 化解 处置 "
    "整改 发现 处理 拆除 盘活 争取 争创 评为 创成 建"
)
# 一 + these is nearly always rhetoric (一种精神, 一批好干部, 一系列).
LOOSE_ONE = set("种批面把番股片道条份套支层类项个位张本级轮步些堂课")

# Threshold words: what stands on the right or left makes the number a class limit, not a result.
CLASS_NOUNS = any_of(
    "项目 企业 工程 产业 集群 园区 大户 自然村 老人 老年人 人员 人群 儿童 学生 婴幼儿 党员 干部 "
    "住户 单位 居民 村民 群众 农户 家庭 户 "
    "商户 高龄 男性 女性 公民 会员 船舶 车辆 机组 航道 地区 建筑 楼宇 小区 商品 案件 院士 妇女 "
    "青年 农民工 人口 贫困户 上市公司 规模 城市 县 镇 村 街道 楼"
)
CLASS_PROPERTIES = any_of(
    "年龄 党龄 工龄 规模 面积 注册资本 高度 长度 使用年限 房龄 任职 在党 连续任职 工作年限 "
    "年产值 产值 年营收 投资额 总投资 投资 营收 "
    "年销售额 单体 人数 人口 纳税 年纳税 标的"
)
CLASS_ADJECTIVES = any_of(
    "重大 重点 工业 产业 优质 招商 龙头 骨干 制造业 服务业 的 大 好 新 级 在建 高质量 困难 独居 高龄 农村 规上"
)

# Section titles after which numbers are intentions.
PLAN_TITLES = re.compile(
    r"下(?:一)?步|工作(?:计划|打算|安排|思路|设想)|工作目标|目标任务|努力方向|今后(?:工作|努力|的)"
    r"|改进(?:措施|方向|打算)|整改措施"
    r"|(?:明年|来年|下半年|下年度|下阶段)(?:的)?(?:工作|重点|计划|打算|安排|目标)|主要(?:目标"
    r"|预期目标)|发展目标|(?:计划|打算)$"
)
PLAN_WORDS = re.compile(
    r"力争|争取(?=[^，。；\n]{0,8}?(?:实现|完成|达到|新增|新建|建成|突破|年内|年底|早日|使|让|在))|计划(?!生育|单列|内|外)|拟(?!定|写|订"
    r"|人)|预计|(?<![超于合符达])预期(?!目标)"
    r"|下(?:一)?步|明年|来年|下年度|到(?:20\d\d|“?十[四五六]五”?)年?末?(?:，|底|时)|目标(?:是|为)"
    r"|努力(?:实现|完成|达到)|要(?:确保|力争|实现|完成|达到)"
)
# 将 is the future only before a verb of doing; 将辖区划分为12个 is the object marker. Good for its own clause.
WILL = re.compile(
    r"(?<![近])将(?=于|在|继续|进一步|力争|组织|开展|新|投入|达|实现|投资|建设|举办|召开|实施|启动|推进|改造|逐步|全面|确保"
    r"|建成|重点|着力|完成|安排|突破|超|引进|培育|培训|增加|配备|设立)"
)
REQUIRED_WORDS = re.compile(
    r"每[^，。；\n]{0,8}?(?:至少|不少于|不低于)|要求[^，。；\n]{0,30}$|应当|必须|不得(?:少于|低于)"
)
RESULT_WORDS = re.compile(r"累计|共计|上半年|截至|已经|先后|全年|去年以来|今年以来")
FREQUENCY = re.compile(
    r"每(?:半|一|两|[二三四五六七八九十\d]+)?(?:个)?(?:季度?|半?年度?|月度?|周|星期|日|天|旬)[^，。；\n\d]{0,24}$"
)
# 去年同期为420件 is last year's number; 比去年增加20件 is this year's.
LAST_YEAR = re.compile(r"(?<![比较同与和跟于])(?:去年|上年|上一年|前一年)|(?:去年|上年)同期的$")
