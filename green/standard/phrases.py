"""Sentences that reviewers often write, from `criteria/phrases.yaml`; anything else may be said."""

from __future__ import annotations

from functools import cache

from green.settings import CRITERIA
from green.standard.model import Frozen, Words
from green.standard.yaml_file import read_document


class Phrases(Frozen):
    """`returns`: reasons for which an item goes back to the community."""

    returns: tuple[Words, ...] = ()


@cache
def phrases() -> Phrases:
    """The file as it is in the repository; raises `Refused` if it is not YAML."""
    return Phrases.model_validate(read_document(CRITERIA / "phrases.yaml").value)
