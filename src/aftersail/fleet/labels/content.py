"""What stands on an equipment sticker, and its fixed words by language."""

from __future__ import annotations

from dataclasses import dataclass

WORDS = {
    "zh": {"title": "设备二维码标签", "call": "扫码报修", "serial": "序列号", "hull_code": "舷号代码"},
    "en": {
        "title": "Equipment QR labels",
        "call": "Scan to report a fault",
        "serial": "Serial",
        "hull_code": "Hull code",
    },
}


@dataclass(frozen=True)
class LabelItem:
    """One sticker: `url` is the address behind the QR code; an empty text prints as a dash."""

    url: str
    model: str
    serial: str
    hull_code: str = ""

    def __post_init__(self) -> None:
        if not self.url.strip():
            raise ValueError(f"a label needs an address for its QR code: {self.model} {self.serial}")


def words_for(language: str) -> dict[str, str]:
    """Return the words for a language code such as `zh`, `zh-hans` or `en`; KeyError names an unknown one."""
    return WORDS[language.replace("_", "-").split("-")[0].lower()]
