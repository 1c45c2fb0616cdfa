"""Sign-in names and people's names: which may be stored, and how they are written."""

from __future__ import annotations

import re
import unicodedata

from green.errors import Problem, Refused
from green.people.model import RESERVED
from green.standard.validator import read_line
from green.texts import Text, lazy

_ID = re.compile(r"[a-z0-9][a-z0-9._-]{1,31}")
_LONGEST_NAME = 80
# Joiners, and the marks of direction.
_NEEDED = frozenset(
    map(chr, (0x61C, *range(0x200C, 0x2010), *range(0x202A, 0x202F), *range(0x2066, 0x206A)))
)


def read_id(text: str) -> str:
    """A sign-in name as it is stored: small Latin letters, digits and . _ -; raises `Refused`."""
    found = normal(text)
    if not _ID.fullmatch(found) or found in RESERVED or found.startswith("simulated"):
        raise Refused(
            Problem(
                lazy("This sign-in name cannot be used."),
                lazy("Sign-in name"),
                lazy("Take 2 to 32 Latin letters and digits; between them also . _ and -."),
            )
        )
    return found


def read_name(text: str, label: Text) -> str:
    """A person's name in any script, in one line; raises `Refused`.

    It stands in the midst of sentences and of the log, so signs that nobody sees are refused.
    Joiners and marks of direction are not, for some scripts need them; wherever a name is shown
    its direction ends with it.
    """
    name = read_line(text, label)
    if len(name) > _LONGEST_NAME or any(_is_hidden(letter) for letter in name):
        raise Refused(
            Problem(
                lazy("This name cannot be shown as it is."),
                label,
                lazy(
                    "Write it in one line of at most {n} characters, without invisible signs.",
                    n=_LONGEST_NAME,
                ),
            )
        )
    return name


def _is_hidden(letter: str) -> bool:
    hidden = unicodedata.category(letter) in ("Cc", "Cf", "Cs", "Zl", "Zp")
    return hidden and letter not in _NEEDED


def normal(name: str) -> str:
    """A name as it is looked up. Cut before anything else: accents take long to put in order."""
    typed = name.strip()[:64].encode("utf-8", "replace").decode()
    return unicodedata.normalize("NFKC", typed).lower()
