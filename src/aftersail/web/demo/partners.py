"""Who is served and who builds: twenty-four invented customers, seven invented shipyards, their people."""

from __future__ import annotations

from aftersail.core.models import AccessGrant, Account, Organisation
from aftersail.core.roles import Role
from aftersail.fleet.models import Customer, Yard
from aftersail.web.demo.accounts import UNUSABLE_PASSWORD, demo_account
from aftersail.web.demo.names import People, in_pinyin
from aftersail.web.demo.setting import Setting

CUSTOMERS = (
    ("碧川", "Bichuan", "远洋运输公司", "Ocean Shipping", "BH"),
    ("云屿", "Yunyu", "海洋调查中心", "Ocean Survey Centre", "BH"),
    ("南屏", "Nanping", "海事工程公司", "Marine Works", "NH"),
    ("鸿渚", "Hongzhu", "航运集团", "Shipping Group", "DH"),
    ("青岚", "Qinglan", "港作拖轮公司", "Harbour Towage", "BH"),
    ("汀洲", "Tingzhou", "客滚运输公司", "Ferries", "BH"),
    ("望湾", "Wangwan", "近海供应公司", "Offshore Supply", "NH"),
    ("沧浪", "Canglang", "航务局", "Waterways Office", "DH"),
    ("皓月", "Haoyue", "散货航运公司", "Bulk Carriers", "DH"),
    ("星槎", "Xingcha", "海洋科学研究院", "Marine Science Academy", "BH"),
    ("远岫", "Yuanxiu", "集装箱航运公司", "Container Lines", "DH"),
    ("白榆", "Baiyu", "渔业公司", "Fisheries", "NH"),
    ("长汀", "Changting", "疏浚工程公司", "Dredging", "DH"),
    ("潮生", "Chaosheng", "海上救助服务处", "Sea Rescue Service", "DH"),
    ("琼枝", "Qiongzhi", "岛际客运公司", "Island Passenger Lines", "NH"),
    ("朔方", "Shuofang", "能源运输公司", "Energy Transport", "BH"),
    ("归棹", "Guizhao", "近洋航运公司", "Short Sea Shipping", "DH"),
    ("碣石", "Jieshi", "引航服务公司", "Pilot Services", "BH"),
    ("澄江", "Chengjiang", "江海联运公司", "River-Sea Transport", "DH"),
    ("珠浦", "Zhupu", "液化气运输公司", "Gas Carriers", "NH"),
    ("榕溪", "Rongxi", "海缆工程公司", "Cable Works", "DH"),
    ("雁栖", "Yanqi", "航海训练中心", "Seamanship Training Centre", "BH"),
    ("赤岬", "Chijia", "海上风电运维公司", "Wind Farm Service", "NH"),
    ("流霞", "Liuxia", "邮轮公司", "Cruises", "NH"),
)
YARDS = (
    ("鹭江重工船厂", "Lujiang Shipyard", "XMG"),
    ("沧澜造船厂", "Canglan Shipyard", "DLG"),
    ("双溪船舶工程公司", "Shuangxi Ship Engineering", "ZSG"),
    ("镜湖船厂", "Jinghu Shipyard", "ZJA"),
    ("北辰重工", "Beichen Heavy Industries", "QDG"),
    ("珠崖船舶修造厂", "Zhuya Ship Repair Yard", "GZG"),
    ("芦洲造船公司", "Luzhou Shipbuilding", "TCG"),
)


def build_partners(stage: Setting, secret: str) -> None:
    """Put down customers with a fleet manager each, and yards with a coordinator each."""
    dice, people = stage.dice("partners"), People(stage.seed, "partners")
    for place, (short, short_en, kind, kind_en, area) in enumerate(CUSTOMERS, 1):
        name, name_en = f"{short}{kind}", f"{short_en} {kind_en}"
        organisation = stage.make(Organisation, dice, name=name, name_en=name_en, kind="customer")
        customer = stage.make(
            Customer,
            dice,
            code=f"C{place:03d}",
            name=name,
            name_en=name_en,
            organisation=organisation,
            area=stage.areas[area],
        )
        stage.customers.append(customer)
        person = _account(
            stage,
            people,
            "owner" if place == 1 else f"c{place:03d}",
            Role.FLEET_MANAGER,
            organisation,
            secret,
        )
        stage.owners[customer.pk] = person
        stage.sheet.put(AccessGrant(account=person, kind="customer", target_id=customer.pk))
    for place, (name, name_en, port) in enumerate(YARDS, 1):
        organisation = stage.make(Organisation, dice, name=name, name_en=name_en, kind="yard")
        yard = stage.make(
            Yard,
            dice,
            code=f"YD-{place:02d}",
            name=name,
            name_en=name_en,
            organisation=organisation,
            port=stage.ports[port],
        )
        stage.yards.append(yard)
        person = _account(
            stage, people, "yard" if place == 1 else f"yd{place:02d}", Role.YARD, organisation, secret
        )
        stage.sheet.put(AccessGrant(account=person, kind="yard", target_id=yard.pk))


def _account(
    stage: Setting, people: People, username: str, role: Role, organisation: Organisation, secret: str
) -> Account:
    tried = username in {"owner", "yard"}
    name = demo_account(username).name if tried else people.name()
    account: Account = stage.make(
        Account, people.dice, username=username, name=name, name_en=in_pinyin(name), password=secret if tried else UNUSABLE_PASSWORD,
        roles=[role.value], organisation=organisation,
    )  # fmt: skip
    stage.accounts[username] = account
    return account
