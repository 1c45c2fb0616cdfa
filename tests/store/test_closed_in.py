"""A query reaches no other file and no network, whatever stands in it."""

from __future__ import annotations

import duckdb
import pytest

from green.store import Store


@pytest.mark.parametrize(
    "statement",
    [
        "select * from read_csv('/etc/hostname')",
        "select * from read_text('{folder}/beside.txt')",
        "copy (select 1) to '{folder}/out.csv'",
        "attach '{folder}/other.duckdb'",
        "install httpfs",
        "set enable_external_access = true",
    ],
)
def test_no_statement_leaves_the_database(statement, tmp_path):
    (tmp_path / "beside.txt").write_text("private", encoding="utf-8")
    store = Store.open(tmp_path / "green.duckdb", create=True)
    try:
        with pytest.raises(duckdb.Error), store.write() as query:
            query.run(statement.format(folder=tmp_path))
    finally:
        store.close()
    assert not (tmp_path / "out.csv").exists()
