"""A draw that anybody can make again."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from green.review.sampling import WEIGHTS, Candidate, draw, frame_sha256, lot

candidates = st.builds(
    Candidate,
    st.from_regex(r"[0-9]{12}", fullmatch=True),
    st.integers(1, 9),
    st.lists(st.sampled_from(sorted(WEIGHTS)), unique=True).map(tuple),
)
frames = st.lists(candidates, max_size=40, unique_by=lambda one: one.code)


@given(frames, st.text(min_size=1), st.integers(0, 10), st.integers(0, 10), st.randoms())
def test_the_same_seed_and_list_give_the_same_draw_in_whatever_order(
    frame: list[Candidate], seed: str, random: int, weighted: int, chance: object
) -> None:
    shuffled = list(frame)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    picks = draw(seed, frame, random, weighted)
    assert picks == draw(seed, shuffled, random, weighted)
    assert frame_sha256(frame) == frame_sha256(shuffled)
    assert len(picks) == min(len(frame), random + weighted)
    assert len({pick.candidate.code for pick in picks}) == len(picks)
    assert sum(pick.kind == "random" for pick in picks) == min(len(frame), random)


def test_a_heavier_community_is_drawn_more_often_and_chance_does_not_look_at_weights() -> None:
    light = [Candidate(f"{n:012}", n) for n in range(90)]
    heavy = [Candidate(f"{n:012}", n, tuple(WEIGHTS)) for n in range(90, 100)]
    frame = light + heavy
    seeds = [str(n) for n in range(300)]
    by_risk = sum(pick.candidate in heavy for seed in seeds for pick in draw(seed, frame, 0, 10))
    by_chance = sum(pick.candidate in heavy for seed in seeds for pick in draw(seed, frame, 10, 0))
    # Of 3,000 picks a tenth by chance; with seven times the weight well over a third.
    assert 200 < by_chance < 400
    assert by_risk > 1000


def test_lots_are_spread_evenly_and_never_nought() -> None:
    lots = [lot("2022", "random", f"{n:012}") for n in range(2000)]
    assert all(0 < one <= 1 for one in lots)
    assert 0.47 < sum(lots) / len(lots) < 0.53


def test_a_changed_reason_shows_in_the_lists_hash() -> None:
    one = Candidate("441802006001", 1)
    assert frame_sha256([one]) != frame_sha256([Candidate("441802006001", 1, ("bulk",))])
