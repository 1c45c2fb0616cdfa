"""The registry as it lies in the repository, read once."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq  # type: ignore[import-untyped, unused-ignore]
import pytest
from ruamel.yaml import YAML

DATA = Path(__file__).resolve().parents[2] / "data"
REGISTRY = DATA / "registry"
Rows = list[dict[str, Any]]


@pytest.fixture(scope="session")
def divisions() -> Rows:
    rows: Rows = pq.read_table(REGISTRY / "divisions.parquet").to_pylist()
    return rows


@pytest.fixture(scope="session")
def communities() -> Rows:
    rows: Rows = pq.read_table(REGISTRY / "communities.parquet").to_pylist()
    return rows


@pytest.fixture(scope="session")
def provenance() -> Any:
    return YAML(typ="safe").load(REGISTRY / "provenance.yaml")


def published(name: str) -> list[dict[str, str]]:
    with (DATA / "published" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def under(prefix: str, rows: Rows) -> Rows:
    return [row for row in rows if row["code"].startswith(prefix)]
