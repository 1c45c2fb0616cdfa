"""Changes of the registry in tests: who keeps it, and changes in one street of Jinan."""

from __future__ import annotations

from datetime import date

from green.people.model import Actor
from green.progress import changing
from green.registry.changes import ChangeKind, Part, Wanted
from green.registry.records import community_by_code
from green.store import Store
from tests.database import JIEFANGQIAO, LISHANLU

STREET, DISTRICT = "370102001", "370102"
KEEPER = Actor("keeper")
DAY, DOCUMENT = date(2024, 2, 1), "历下政字〔2024〕5号"
FREE = Part("370102001190", "新桥社区居委会")


def id_of(store: Store, code: str, day: date = date(2024, 1, 1)) -> int:
    with store.read() as query:
        return community_by_code(query, code, day).id


def wanted(store: Store, kind: ChangeKind, day: date = DAY, **other: object) -> Wanted:
    """A change of 解放桥 that can be recorded; a merger goes into 历山路."""
    usual: dict[str, object] = {"document": DOCUMENT, "community": id_of(store, JIEFANGQIAO)}
    match kind:
        case "new":
            usual |= {"community": None, "parts": (FREE,)}
        case "rename":
            usual["name"] = "解放阁社区居委会"
        case "merge":
            usual["successor"] = id_of(store, LISHANLU)
        case "split":
            usual["parts"] = (FREE,)
        case _dissolve:
            pass
    return Wanted(kind, day, **(usual | other))  # type: ignore[arg-type]


def change(store: Store, kind: ChangeKind, day: date = DAY, **other: object) -> None:
    changing.record(store, KEEPER, wanted(store, kind, day, **other))
