"""Invented names: a surname and one or two characters drawn at random. Nobody real is meant."""

from __future__ import annotations

from random import Random

SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎"
GIVEN = (
    "安柏彬冰博昌晨诚川春达丹德东帆方菲芳峰刚广桂国海涵航浩和荷恒红华桦慧佳建江杰洁锦静娟军君凯康可兰乐磊丽莉林玲"
    "岭柳龙璐梅萌敏明楠宁培鹏萍琪强青清晴秋荣蓉瑞珊尚诗石爽松涛婷彤伟文武熙霞翔小晓欣新雪雅岩燕阳怡艺英颖永宇雨玉元"
    "园悦云泽振志子"
)


def invent(rng: Random, count: int) -> list[str]:
    """`count` different names: four in five of three characters."""
    names: dict[str, None] = {}
    while len(names) < count:
        given = rng.sample(GIVEN, 2 if rng.random() < 0.8 else 1)
        names["".join([rng.choice(SURNAMES), *given])] = None
    return list(names)
