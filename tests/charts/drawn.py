"""Made-up figures of Shandong's cities and of Jinan's districts, for maps."""

from __future__ import annotations

from datetime import date, datetime

from green.atlas.reading import bundled
from green.progress.model import Counts, Progress, Row, Standing
from green.progress.targets import target_figures
from green.registry.denominators import Denominator
from green.registry.model import Level
from green.standard import loader
from green.standard.programme import Target
from tests.database import SHANDONG

DAY = date(2022, 6, 30)


def targets() -> tuple[Target, ...]:
    return loader.programme(SHANDONG).targets


def row(code: str, name: str, attained: int, count: int = 100, level: Level = "city") -> Row:
    """A row as `progress` answers it; with a count of 0 there is no rate."""
    denominator = Denominator(count, "nbs-2023", date(2023, 6, 30), "list of 2023")
    standing = Standing(Counts(attained, attained, attained), denominator)
    earlier = {target.deadline: standing for target in targets()}
    figures = target_figures(targets(), level, False, DAY, {**earlier, DAY: standing})
    return Row(code, name, standing, figures)


def progress(*rows: Row, scope: str = "37", name: str = "山东省") -> Progress:
    known_at = datetime(2022, 7, 1)  # noqa: DTZ001 as the database has it
    whole = row(scope, name, 0)
    return Progress(SHANDONG, "decided", False, DAY, known_at, rows, whole)


def cities() -> Progress:
    """No data in Jinan, zero in Qingdao, then 5%, 10%, 29.9%, 30%, 60% and again 5%."""
    rates = {"3701": (0, 0), "3702": (0, 100), "3703": (5, 100), "3704": (10, 100)}
    rates |= {"3705": (299, 1000), "3706": (30, 100), "3707": (60, 100)}
    return progress(
        *(
            row(place.code, place.name, *rates.get(place.code, (5, 100)))
            for place in bundled("37").within("37", "city")
        )
    )
