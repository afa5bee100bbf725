"""Where the demo takes place: three seas, real ports, eight stations and the headquarters."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PortSpot:
    """A real port: code, names, area code, degrees north and east."""

    code: str
    name: str
    name_en: str
    area: str
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class StationSpot:
    """A station of the invented maker at a real port; `size` is how many engineers it has of a hundred."""

    code: str
    name: str
    name_en: str
    port: str
    opened_year: int
    size: int


AREAS = (("BH", "北海", "Northern seas"), ("DH", "东海", "East China Sea"), ("NH", "南海", "South China Sea"))

PORTS = tuple(
    PortSpot(*row)
    for row in (
        ("QDG", "青岛港", "Qingdao", "BH", 36.07, 120.32),
        ("DLG", "大连港", "Dalian", "BH", 38.93, 121.65),
        ("TJG", "天津港", "Tianjin", "BH", 38.98, 117.74),
        ("QHD", "秦皇岛港", "Qinhuangdao", "BH", 39.91, 119.61),
        ("TSG", "唐山港", "Tangshan", "BH", 38.93, 118.50),
        ("YKG", "营口港", "Yingkou", "BH", 40.29, 122.09),
        ("JZG", "锦州港", "Jinzhou", "BH", 40.80, 121.07),
        ("HHG", "黄骅港", "Huanghua", "BH", 38.32, 117.88),
        ("YTG", "烟台港", "Yantai", "BH", 37.56, 121.39),
        ("WHI", "威海港", "Weihai", "BH", 37.42, 122.19),
        ("RZG", "日照港", "Rizhao", "BH", 35.38, 119.56),
        ("LYG", "连云港", "Lianyungang", "BH", 34.75, 119.45),
        ("SHG", "上海港", "Shanghai", "DH", 31.34, 121.60),
        ("ZSG", "舟山港", "Zhoushan", "DH", 29.99, 122.20),
        ("NTG", "南通港", "Nantong", "DH", 31.98, 120.80),
        ("ZJA", "张家港", "Zhangjiagang", "DH", 31.97, 120.43),
        ("TCG", "太仓港", "Taicang", "DH", 31.65, 121.20),
        ("NBG", "宁波港", "Ningbo", "DH", 29.94, 121.85),
        ("TZG", "台州港", "Taizhou", "DH", 28.68, 121.45),
        ("WZG", "温州港", "Wenzhou", "DH", 27.96, 120.89),
        ("FZG", "福州港", "Fuzhou", "DH", 25.99, 119.48),
        ("QZG", "泉州港", "Quanzhou", "DH", 24.82, 118.66),
        ("XMG", "厦门港", "Xiamen", "DH", 24.47, 118.07),
        ("GZG", "广州港", "Guangzhou", "NH", 22.81, 113.55),
        ("ZJG", "湛江港", "Zhanjiang", "NH", 21.19, 110.41),
        ("SYG", "三亚港", "Sanya", "NH", 18.23, 109.49),
        ("STG", "汕头港", "Shantou", "NH", 23.35, 116.70),
        ("SZG", "深圳港", "Shenzhen", "NH", 22.48, 113.90),
        ("ZHG", "珠海港", "Zhuhai", "NH", 21.97, 113.20),
        ("BEI", "北海港", "Beihai", "NH", 21.48, 109.08),
        ("QNZ", "钦州港", "Qinzhou", "NH", 21.72, 108.62),
        ("FCG", "防城港", "Fangchenggang", "NH", 21.60, 108.34),
        ("HKG", "海口港", "Haikou", "NH", 20.04, 110.28),
        ("YPG", "洋浦港", "Yangpu", "NH", 19.72, 109.19),
    )
)

HEADQUARTERS = StationSpot("HQ", "总部服务中心", "Headquarters service centre", "NTG", 1998, 10)

STATIONS = tuple(
    StationSpot(*row)
    for row in (
        ("QD", "青岛服务站", "Qingdao station", "QDG", 2004, 14),
        ("DL", "大连服务站", "Dalian station", "DLG", 2006, 11),
        ("TJ", "天津服务站", "Tianjin station", "TJG", 2012, 8),
        ("SH", "上海服务站", "Shanghai station", "SHG", 2002, 16),
        ("ZS", "舟山服务站", "Zhoushan station", "ZSG", 2009, 10),
        ("GZ", "广州服务站", "Guangzhou station", "GZG", 2003, 14),
        ("ZJ", "湛江服务站", "Zhanjiang station", "ZJG", 2008, 9),
        ("SY", "三亚服务站", "Sanya station", "SYG", 2016, 7),
    )
)


def port_named(code: str) -> PortSpot:
    """Return the port with this code."""
    return next(port for port in PORTS if port.code == code)
