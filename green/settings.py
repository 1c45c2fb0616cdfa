"""What the surroundings decide: where the database is and where the repository's data are."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CRITERIA = ROOT / "criteria"
DATA = ROOT / "data"
DEFAULT_DATABASE = DATA / "local" / "green.duckdb"
DEFAULT_PROVINCE = "37"
DEFAULT_SEED = 8


@dataclass(frozen=True)
class Settings:
    """`database`: a file path. Comes from the command line, else `GREEN_DB`, else the default."""

    database: Path

    @property
    def simulated(self) -> Path:
        """Where the simulated database lies: beside the real one, never in it."""
        return self.database.with_stem(self.database.stem + "-simulated")

    @classmethod
    def from_environment(cls, database: str | None = None) -> Settings:
        return cls(Path(database or os.environ.get("GREEN_DB") or DEFAULT_DATABASE).absolute())
