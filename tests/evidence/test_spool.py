"""What arrives survives breaks and crashes, belongs to one person, and does not stay for ever."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from green.errors import NotFound, Refused
from green.evidence import spool as spools
from green.evidence.spool import LASTS, MOST_OF_ONE, Arrival, OutOfStep, Spool, TooMany
from tests.database import JIEFANGQIAO, ROOT

ARRIVAL = Arrival("fang", JIEFANGQIAO, "noise", "Minutes", "2024-02-01", "", "表.pdf", 1000)


@pytest.fixture
def spool(tmp_path: Path) -> Spool:
    return Spool(tmp_path / "arriving")


def make_old(spool: Spool, upload: str, age: timedelta) -> None:
    then = time.time() - age.total_seconds()
    os.utime(spool.path(upload), (then, then))


def test_what_was_announced_is_known_to_its_person_alone(spool: Spool) -> None:
    upload = spool.begin(ARRIVAL)
    assert spool.find(upload, "fang") == ARRIVAL
    assert spool.offset(upload) == 0
    for other, person in ((upload, "lin"), ("x" * 43, "fang"), ("../" + upload, "fang")):
        with pytest.raises(NotFound):
            spool.find(other, person)


@given(
    st.binary(min_size=1, max_size=200),
    st.lists(st.tuples(st.integers(0, 200), st.integers(0, 80)), max_size=8),
)
def test_in_whatever_pieces_and_however_often_it_is_sent_it_arrives_as_it_was(
    tmp_path_factory: pytest.TempPathFactory, sent: bytes, pieces: list[tuple[int, int]]
) -> None:
    spool = Spool(tmp_path_factory.getbasetemp() / "spool")
    upload = spool.begin(replace(ARRIVAL, size=len(sent)))
    here = 0
    # At last what is missing, from where it is said to go on.
    for at, length in [*pieces, (-1, 0)]:
        if at == here:
            here = spool.append(upload, at, sent[at : at + length])
        else:
            with pytest.raises(OutOfStep) as out:
                spool.append(upload, at, sent[at : at + length])
            assert out.value.offset == here
        assert spool.offset(upload) == here
    assert spool.append(upload, here, sent[here:]) == len(sent)
    assert spool.path(upload).read_bytes() == sent
    spool.remove(upload)


def test_more_than_was_announced_is_not_stored(spool: Spool) -> None:
    upload = spool.begin(replace(ARRIVAL, size=3))
    with pytest.raises(Refused):
        spool.append(upload, 0, b"four")
    assert spool.offset(upload) == 0


def test_what_a_killed_process_had_stored_is_where_the_next_one_goes_on(spool: Spool) -> None:
    upload = spool.begin(replace(ARRIVAL, size=100_000_000))
    endless = (
        "import sys, pathlib\n"
        "from green.evidence.spool import Spool\n"
        "spool, here = Spool(pathlib.Path(sys.argv[1])), 0\n"
        "while True:\n"
        "    here = spool.append(sys.argv[2], here, bytes([here // 1000 % 251]) * 1000)\n"
        "    print(here, flush=True)\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", endless, spool.path(upload).parent, upload],
        cwd=ROOT,
        stdout=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        told = [int(process.stdout.readline()) for _ in range(20)][-1]
        process.send_signal(signal.SIGKILL)
    here = spool.offset(upload)
    assert here >= told
    with pytest.raises(OutOfStep):
        spool.append(upload, told - 1000, b"x")
    assert spool.append(upload, here, b"x") == here + 1
    assert spool.path(upload).read_bytes()[:2001] == b"\0" * 1000 + b"\1" * 1000 + b"\2"


def test_old_arrivals_are_thrown_away_and_young_ones_are_not(spool: Spool) -> None:
    old, young, other = (spool.begin(replace(ARRIVAL, person=name)) for name in "abc")
    make_old(spool, old, LASTS + timedelta(minutes=1))
    make_old(spool, young, LASTS - timedelta(minutes=1))
    crashed = spool.path("x" * 43)
    crashed.write_bytes(b"content that nobody described")
    os.utime(crashed, (0, 0))
    spool.begin(ARRIVAL)
    with pytest.raises(NotFound):
        spool.find(old, "a")
    assert not crashed.exists()
    assert spool.find(young, "b")
    assert spool.find(other, "c")


def test_of_too_many_the_one_that_lay_longest_makes_room_unless_all_move(spool: Spool) -> None:
    uploads = [spool.begin(ARRIVAL) for _ in range(MOST_OF_ONE)]
    with pytest.raises(TooMany):
        spool.begin(ARRIVAL)
    spool.begin(replace(ARRIVAL, person="lin"))
    make_old(spool, uploads[3], timedelta(hours=2))
    make_old(spool, uploads[7], timedelta(hours=3))
    spool.begin(ARRIVAL)
    assert spool.find(uploads[3], "fang")
    with pytest.raises(NotFound):
        spool.find(uploads[7], "fang")


def test_everybody_together_has_a_limit_too(spool: Spool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spools, "MOST_BYTES", 2500)
    spool.begin(ARRIVAL)
    spool.begin(replace(ARRIVAL, person="lin"))
    with pytest.raises(TooMany, match="Too many files"):
        spool.begin(replace(ARRIVAL, person="sun"))


@pytest.mark.parametrize("written", ["", "{", "[]", '{"person": "fang"}', '{"a": 1}'])
def test_a_damaged_description_is_as_if_nothing_had_come(written: str, spool: Spool) -> None:
    upload = spool.begin(ARRIVAL)
    spool.path(upload).with_suffix(".json").write_text(written)
    with pytest.raises(NotFound):
        spool.find(upload, "fang")
    with pytest.raises(NotFound):
        spool.append(upload, 0, b"x")
    spool.begin(ARRIVAL)
