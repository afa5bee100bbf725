"""Invented people: common surnames with made-up given names, in hanzi and in pinyin."""

from __future__ import annotations

from pypinyin import lazy_pinyin

from aftersail.web.demo.dice import Dice

SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
FIRST = "志建海文永立明晓国云家春正天宏景思子一俊泽浩嘉瑞启成承向远德君书振学少光世先亦长"
SECOND = "强军平辉峰波涛航宁达超伟毅斌凯诚远帆舟岩川江林松柏杰鹏飞龙翔晨阳安泰清源鸣钧锋刚勇哲卓宇轩铭"
WOMEN = "芳琳敏静洁颖慧雯婷岚莹蕾霞燕倩薇"


class People:
    """Draws names, never the same twice."""

    def __init__(self, seed: int, matter: str) -> None:
        self.dice = Dice(seed, f"names/{matter}")
        self.taken: set[str] = set()

    def name(self) -> str:
        """Return a name of two or three characters that nobody else has."""
        dice = self.dice
        while True:
            given = dice.one(WOMEN) if dice.chance(0.15) else dice.one(SECOND)
            name = dice.one(SURNAMES) + (dice.one(FIRST) + given if dice.chance(0.78) else given)
            if name not in self.taken:
                self.taken.add(name)
                return name


def in_pinyin(name: str) -> str:
    """Return the name as written abroad: 秦若澜 is Qin Ruolan."""
    syllables = lazy_pinyin(name)
    return f"{syllables[0].capitalize()} {''.join(syllables[1:]).capitalize()}"


def phone(dice: Dice) -> str:
    """Return a number that cannot be dialled: no Chinese number begins with 100 and has eleven digits."""
    return f"100{dice.randrange(10**8):08d}"
