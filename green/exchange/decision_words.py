"""The words that lists of decisions are written in: headings of columns, states, dates."""

from __future__ import annotations

import re
from datetime import date
from typing import Literal
from unicodedata import normalize

from green.assessment.recognition_records import RecognitionKind
from green.review.wording import clean
from green.texts import _

Column = Literal["code", "city", "district", "street", "name", "batch", "state", "day"]
COLUMNS: tuple[Column, ...] = (
    *("code", "city", "district", "street", "name", "batch", "state", "day"),
)

_HEADINGS: dict[Column, tuple[str, ...]] = {
    "code": ("代码", "编码", "社区代码", "统计用区划代码", "code"),
    "city": ("市", "地市", "设区市", "所在市", "city"),
    "district": ("区县", "区(县)", "县区", "县(市、区)", "县(市区)", "区", "县", "district"),
    "street": ("街道", "街镇", "镇街", "乡镇", "街道(乡镇)", "乡镇(街道)", "街道(镇)", "street"),
    "name": ("社区", "社区名称", "名称", "社区名", "居委会", "community", "name"),
    "batch": ("批次", "batch"),
    "state": ("状态", "类别", "结果", "state"),
    "day": ("日期", "生效日期", "命名日期", "发文日期", "date"),
}
_COLUMN_OF = {word: column for column, words in _HEADINGS.items() for word in words}
_KINDS: dict[str, RecognitionKind] = {
    "达到创建要求": "attain", "达标": "attain", "达到": "attain", "attained": "attain",
    "attain": "attain", "命名": "name", "已命名": "name", "named": "name", "name": "name",
    "撤销": "revoke", "撤销命名": "revoke", "revoked": "revoke", "revoke": "revoke",
}  # fmt: skip
STATES: dict[str, RecognitionKind] = {"attained": "attain", "named": "name", "revoked": "revoke"}
_DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[T ]?00:00(?::00)?)?")
# In half width, as `half_width` makes them.
_NUMBERING = re.compile(r"^\s*(?:\(?\d{1,4}\)?[.、)]|\(?[一二三四五六七八九十百]+[)、])\s*")
_COUNTED = re.compile(r"\(?(?:共|计)?\d+个?(?:社区)?\)?$")


def heading() -> list[object]:
    """What stands in the first line of the template, in the language spoken now."""
    return [
        *(_("Code"), _("City"), _("District"), _("Street"), _("Community")),
        *(_("Batch"), _("State"), _("Date")),
    ]


def column_named(text: str) -> Column | None:
    """The column that a heading stands for."""
    word = clean(text).lower()
    return _COLUMN_OF.get(word)


def read_state(text: str) -> RecognitionKind | None:
    """A state as offices write it, in either language."""
    return _KINDS.get(clean(text).lower())


def read_day(text: str) -> date | None:
    """A day as offices and spreadsheets write it."""
    found = _DATE.fullmatch(text.strip())
    if found is None:
        return None
    try:
        return date(*(int(part) for part in found.groups()))
    except ValueError:
        return None


def half_width(text: str) -> str:
    """Text with the signs of a Western keyboard, so that each has one form."""
    return normalize("NFKC", text)


def without_number(text: str) -> str:
    """A line without the number that paper lists put before it."""
    return _NUMBERING.sub("", text.strip()).strip()


def place_alone(text: str) -> Column | None:
    """The level of the place that a text is, if it is one and no community's name."""
    word = bare_place(text)
    if word.endswith(("社区", "小区", "居委会", "委员会", "村")) or len(word) < 2:
        return None
    if word.endswith(("街道", "街道办事处", "办事处", "镇", "乡")):
        return "street"
    if word.endswith(("区", "县", "旗")):
        return "district"
    return "city" if word.endswith(("市", "州", "盟")) else None


def bare_place(text: str) -> str:
    """A heading's place without its colon and the count behind it."""
    return _COUNTED.sub("", clean(text).removesuffix(":"))
