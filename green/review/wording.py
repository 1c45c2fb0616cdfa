"""How codes, places and names are written on paper, brought to one form."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from unicodedata import normalize

_ENDINGS = ("社区居民委员会", "社区居委会", "居民委员会", "居委会", "社区")
_PLACE_ENDINGS = ("街道办事处", "地区办事处", "街道", "镇", "乡", "区", "县", "市", "省")


def clean(text: str) -> str:
    """Text without blanks, in half width."""
    return "".join(normalize("NFKC", text).split())


def digits(code: str) -> str:
    """A code as it is stored: spreadsheets make numbers of codes, people put blanks into them."""
    return clean(code).removesuffix(".0").lstrip("'").replace("-", "")


def stem(name: str) -> str:
    """A community's name without what all of them end in."""
    return _without(clean(name), _ENDINGS)


def place_stem(name: str) -> str:
    return _without(clean(name), _PLACE_ENDINGS)


def _without(text: str, endings: Iterable[str]) -> str:
    for ending in endings:
        if text.endswith(ending) and len(text) > len(ending):
            short = text.removesuffix(ending)
            return short if len(short) > 1 or ending in _ENDINGS else text
    return text


def forms(name: str) -> list[str]:
    """How a place may be written, the longest first."""
    full = clean(name)
    return sorted({f"{full}办事处", full, place_stem(full)}, key=len, reverse=True)


def leads_to(prefix: str, place: Sequence[str]) -> bool:
    """Whether what stands before a name is its place: 历下区解放路街道 or a part of it."""
    rest = prefix
    for name in place:
        rest = next(
            (rest[len(form) :] for form in forms(name) if form and rest.startswith(form)), rest
        )
    return not rest
