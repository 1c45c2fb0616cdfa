"""The errors a person can mend: what is wrong, where, and what to do next."""

from __future__ import annotations

from dataclasses import dataclass

from green.texts import Text, _, join


@dataclass(frozen=True)
class Problem:
    """One thing that was refused.

    `where` is a place the reader can find (file and line, field, path), empty when there is
    none; `mend` says what to do next.
    """

    what: Text
    where: object = ""
    mend: Text | None = None

    def __str__(self) -> str:
        sentence = join(self.what, self.mend) if self.mend else str(self.what)
        if not str(self.where):
            return sentence
        return _("{where}: {sentence}", where=self.where, sentence=sentence)


class GreenError(Exception):
    """The base of all errors with a sentence for the person at the screen; never a bug."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__(*problems)
        self.problems = problems

    def __str__(self) -> str:
        return "\n".join(str(problem) for problem in self.problems)


class Refused(GreenError):
    """Input that breaks a rule: nothing of it was stored."""


class NotFound(GreenError):
    """Something was asked for by a name, code or id that does not exist."""


class NotPossible(GreenError):
    """A step that the present state does not allow; the sentence says what comes next."""


class StoreFailed(GreenError):
    """The database could not be opened, read or written: path, cause and next step."""


class StoreInUse(StoreFailed):
    """Another program holds the database."""
