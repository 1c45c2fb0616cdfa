"""What stands handed in, of all communities of a place at once, to ask "what if" of thousands.

Asked are the communities that have handed in and have not attained: who has attained has nothing
to gain, and of who has nothing standing nobody knows what is missing.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from green.progress.holding import Lacking
from green.standard.model import STATUSES, Status

UNANSWERED = STATUSES.index("unanswered")
_PARTLY, _UNMET = STATUSES.index("partly"), STATUSES.index("unmet")
Flags = NDArray[np.bool_]
Numbers = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Standings:
    """The communities of a place that are on the list at a day, in code order.

    `items`: ids in the order of the standard. `codes`: n codes. `attained`, `stands`: n flags; who
    stands takes part and has handed in something that was neither recalled nor returned.
    `statuses`: n × items, each a place in `STATUSES`; an item of today's standard that the
    submission says nothing about is `unanswered`, and so is everything of who has none.
    """

    items: tuple[str, ...]
    codes: NDArray[np.str_]
    attained: Flags
    stands: Flags
    statuses: NDArray[np.uint8]

    @cached_property
    def open(self) -> Flags:
        """Of whom it can be asked: handed in, and not attained."""
        return self.stands & ~self.attained

    @cached_property
    def lacking(self) -> Flags:
        """n × items: open, and the item is partly met or unmet."""
        lacks = (self.statuses == _PARTLY) | (self.statuses == _UNMET)
        found: Flags = lacks & self.open[:, None]
        return found

    @cached_property
    def gaps(self) -> Numbers:
        """How many items each community lacks; 0 for all that are not open."""
        found: Numbers = self.lacking.sum(axis=1, dtype=np.int64)
        return found

    @cached_property
    def unanswered(self) -> Numbers:
        """How many items of the standard each open community has no answer to; 0 for others."""
        blanks = (self.statuses == UNANSWERED).sum(axis=1, dtype=np.int64)
        found: Numbers = np.where(self.open, blanks, 0)
        return found

    @cached_property
    def waiting(self) -> Flags:
        """Open, although nothing is missing: they wait to be recognised."""
        found: Flags = self.open & (self.gaps == 0) & (self.unanswered == 0)
        return found

    @cached_property
    def could_meet(self) -> Flags:
        """Open, with gaps and nothing unanswered: fixed in all of them, it meets the standard."""
        found: Flags = self.open & (self.gaps > 0) & (self.unanswered == 0)
        return found

    @cached_property
    def near(self) -> Flags:
        """Near misses: exactly one or two items are missing, and nothing is unanswered."""
        return self.could_meet & (self.gaps <= 2)

    def within(self, place: str) -> slice:
        """The rows of a division: codes are sorted, and begin with those of their places."""
        first, last = np.searchsorted(self.codes, [place, place + "~"])
        return slice(int(first), int(last))

    def places(self, length: int) -> NDArray[np.str_]:
        """For each community the code of its division, of so many digits; none is the whole."""
        if not length:
            return np.full(len(self.codes), "")
        return self.codes.astype(f"U{length}")

    def lacks(self, row: int, name: str = "") -> Lacking:
        """What the community in a row lacks, in the order of the standard."""
        found = [
            (item, _status(self.statuses[row, place]))
            for place, item in enumerate(self.items)
            if self.lacking[row, place]
        ]
        return Lacking(str(self.codes[row]), name, tuple(found))


def _status(number: Any) -> Status:
    return STATUSES[int(number)]
