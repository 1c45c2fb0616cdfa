"""The path by kind: derived only where nothing is stated, and a file that is read strictly."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from green.errors import Refused
from green.planning.paths import PATH_KINDS, counting, kind_of, path_of
from green.planning.paths_file import FILE, paths, read
from green.registry.model import COMMUNITY_KINDS, Profile
from green.standard import loader

STANDARD = loader.standard("cn-green-community-2020")


@pytest.mark.parametrize(
    ("profile", "attained", "kind", "is_derived"),
    [
        (Profile(kind="old_estate"), False, "old_estate", False),
        (Profile(kind="old_estate", built_from=2010), False, "old_estate", False),
        (Profile(built_to=2000), False, "old_estate", True),
        (Profile(built_from=1990, built_to=2001), False, "partly_old", True),
        (Profile(built_from=2001), False, "complete", True),
        (Profile(kind="commercial", built_from=2001), False, "complete", True),
        (Profile(kind="unit", built_to=1999), False, "old_estate", True),
        (Profile(kind="commercial"), False, "unknown", True),
        (Profile(built_to=2001), False, "unknown", True),
        (Profile(built_from=2000), False, "unknown", True),
        (Profile(), False, "unknown", True),
        (Profile(kind="old_estate"), True, "green", True),
        (Profile(), True, "green", True),
    ],
)
def test_the_kind_is_as_stated_or_derived_and_says_so(
    profile: Profile, attained: bool, kind: str, is_derived: bool
) -> None:
    path = path_of(profile, attained)
    assert (path.kind, path.is_derived) == (kind, is_derived)
    assert kind_of(profile, attained) == kind
    assert ("Derived" in str(path.reason)) == (is_derived and kind != "unknown")


def test_old_estates_go_for_complete_first_and_others_for_green_now() -> None:
    def steps(profile: Profile, attained: bool = False) -> list[str]:
        return [one.id for one in path_of(profile, attained).steps]

    assert steps(Profile(built_to=1999)) == ["complete", "green"]
    assert steps(Profile(built_from=2005)) == ["green", "low-carbon"]
    assert steps(Profile(), attained=True) == ["low-carbon"]
    assert path_of(Profile(), attained=True).next is None


@given(
    years=st.lists(st.none() | st.integers(1840, 2026), min_size=2, max_size=2),
    kind=st.none() | st.sampled_from(COMMUNITY_KINDS),
    attained=st.booleans(),
)
def test_every_profile_has_a_path_with_something_first(
    years: list[int | None], kind: str | None, attained: bool
) -> None:
    path = path_of(Profile(built_from=years[0], built_to=years[1], kind=kind), attained)  # type: ignore[arg-type]
    assert path.kind in PATH_KINDS
    assert path.first.title.zh
    assert (path.kind == "green") == attained


def test_fifteen_of_the_sixteen_items_count_for_the_complete_community() -> None:
    step = paths().step("complete")
    assert set(step.items) == {item.id for item in STANDARD.items} - {"noise"}
    holds, rest = counting(step, {"heritage": "not_applicable", "training": "met"})
    assert holds == ["training"]
    assert "heritage" not in rest
    assert "noise" not in rest
    assert len(rest) == 13


def test_every_source_is_named_and_none_is_passed_off_as_compared() -> None:
    assert all(one.document and one.remark for one in paths().sources)
    assert not any(one.verified for one in paths().sources)


@pytest.mark.parametrize(
    ("old", "new", "at", "said"),
    [
        ("steps: [complete, green]", "steps: [complete, blue]", "blue]", "“blue” is not known"),
        ("      facilities: [9]", "      facility: [9]", "facility:", "“facility” is not known"),
        ("old_until: 2000", "old_until: soon", "old_until:", "must be a number"),
        ("  - id: partly_old", "  - id: complete", "kinds:", "Every kind has to be there"),
        ("    advice:\n", "    advise:\n", "advise:", "is not known here"),
        ("standard: cn-green", "standard: cn-blue", "cn-blue", "There is no standard"),
    ],
)
def test_a_file_that_is_not_in_order_is_refused_with_its_line(
    tmp_path: Path, old: str, new: str, at: str, said: str
) -> None:
    text = FILE.read_text(encoding="utf-8")
    assert old in text
    text = text.replace(old, new, 1)
    (tmp_path / "paths.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(Refused, match=said) as refused:
        read(tmp_path / "paths.yaml")
    number = next(n for n, line in enumerate(text.splitlines(), 1) if at in line)
    assert f"paths.yaml, line {number} " in str(refused.value)


def test_the_file_as_it_is_is_in_order() -> None:
    assert read(FILE) == paths()
