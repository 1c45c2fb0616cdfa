"""Every sentence on screen, in files and in errors, in Simplified Chinese and English.

Messages are written in English where they are used and looked up in the gettext catalogues of
`locale/`. `_` translates at once; `lazy` keeps the message until somebody reads it, so an error
raised in a callback is shown in the reader's language.
"""

from __future__ import annotations

import gettext
from collections.abc import Iterable, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, get_args

Language = Literal["zh_CN", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
DEFAULT: Language = "zh_CN"
# What each calls itself.
NAMES: dict[Language, str] = {"zh_CN": "中文", "en": "English"}
LOCALE = Path(__file__).parent / "locale"

_language: ContextVar[Language] = ContextVar("language", default=DEFAULT)


def use(language: Language) -> None:
    """Speak this language from here on in the present thread or task."""
    _language.set(language)


def language() -> Language:
    """The language spoken now."""
    return _language.get()


@cache
def _catalogue(language: Language) -> gettext.NullTranslations:
    return gettext.translation("green", LOCALE, [language], fallback=True)


def _(message: str, **params: object) -> str:
    """The message in the language spoken now, its {names} filled in."""
    text = _catalogue(language()).gettext(message)
    return text.format(**params) if params else text


def n_(one: str, many: str, n: int, **params: object) -> str:
    """Like `_`, choosing by the number `n`, which fills {n} with its thousands apart."""
    return _catalogue(language()).ngettext(one, many, n).format(n=f"{n:,}", **params)


@dataclass(frozen=True)
class Text:
    """A message not yet translated; `str()` gives it in the language spoken then."""

    message: str
    params: tuple[tuple[str, object], ...] = ()

    def __str__(self) -> str:
        return _(self.message, **dict(self.params))


def lazy(message: str, **params: object) -> Text:
    """A message to be translated when it is read."""
    return Text(message, tuple(params.items()))


@dataclass(frozen=True)
class Listing:
    """Several names in one sentence, joined as the language joins them."""

    parts: tuple[object, ...]

    def __str__(self) -> str:
        return ("、" if language() == "zh_CN" else ", ").join(str(part) for part in self.parts)


def listing(parts: Iterable[object]) -> Listing:
    """Names for a sentence; translated, like `lazy`, when they are read."""
    return Listing(tuple(parts))


def numbering(refs: Iterable[str], among: Sequence[str]) -> Listing:
    """Item numbers for a sentence, runs of three and more as 1–16; `among` is their full order."""
    places = sorted(among.index(ref) for ref in refs)
    runs: list[list[int]] = []
    for place in places:
        if runs and place == runs[-1][-1] + 1:
            runs[-1].append(place)
        else:
            runs.append([place])
    parts: list[str] = []
    for run in runs:
        if len(run) > 2:
            parts.append(f"{among[run[0]]}–{among[run[-1]]}")
        else:
            parts.extend(among[place] for place in run)
    return Listing(tuple(parts))


@dataclass(frozen=True)
class Items:
    """Items by their numbers: item 3; items 3, 5 and 7. `n` says how many they are."""

    refs: Listing
    n: int

    def __str__(self) -> str:
        *some, last = self.refs.parts
        refs = _("{some} and {last}", some=Listing(tuple(some)), last=last) if some else last
        return n_("item {refs}", "items {refs}", self.n, refs=refs)


def join(*sentences: object) -> str:
    """Whole sentences one after the other: Chinese sets no space between them."""
    return ("" if language() == "zh_CN" else " ").join(str(sentence) for sentence in sentences)


def status_name(status: str) -> str:
    """A status as it is called on screen and paper."""
    match status:
        case "met":
            return _("Met")
        case "partly":
            return _("Partly met")
        case "unmet":
            return _("Not met")
        case "not_applicable":
            return _("Not applicable")
        case _other:
            return _("Unanswered")
