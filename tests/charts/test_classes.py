"""Rates in classes: no data is not zero, and the cuts are the targets."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from green.charts.classes import class_of, classes
from green.charts.place_words import short_name
from green.standard.model import Source
from green.standard.programme import Metric, Target
from tests.charts.drawn import targets


def target(percent: int, metric: Metric = "attained") -> Target:
    return Target(
        scope="whole",
        metric=metric,
        share_percent=Decimal(percent),
        deadline=date(2022, 12, 31),
        source=Source(document="paper", verified=True),
    )


def words(*given: Target) -> list[str]:
    return [one.words for one in classes(given, "attained")]


def test_shandongs_targets_cut_at_10_30_and_60_percent() -> None:
    assert words(*targets()) == [
        "No data (hatched)",
        "0%, none yet (dotted)",
        "below 10%",
        "10% to below 30%",
        "30% to below 60%",
        "60% and more",
    ]


@pytest.mark.parametrize(
    ("rate", "said"),
    [
        (None, "No data (hatched)"),
        (Fraction(0), "0%, none yet (dotted)"),
        (Fraction(1, 1000), "below 10%"),
        (Fraction(299, 1000), "10% to below 30%"),
        (Fraction(3, 10), "30% to below 60%"),
        (Fraction(1), "60% and more"),
    ],
)
def test_a_rate_is_in_one_class_and_a_target_reached_is_in_the_upper(
    rate: Fraction | None, said: str
) -> None:
    scale = classes(targets(), "attained")
    assert class_of(rate, scale).words == said
    assert sum(one.holds(rate) for one in scale) == 1


@pytest.mark.parametrize(
    ("given", "cuts"),
    [
        ([], [25, 50, 75]),
        ([target(90, "named")], [25, 50, 75]),
        ([target(60)], [20, 60]),
        ([target(10)], [10]),
        ([target(percent) for percent in (20, 40, 50, 60, 80)], [7, 20, 40, 80]),
    ],
    ids=["none", "of another metric", "one", "a low one", "many"],
)
def test_cuts_follow_the_targets_of_the_metric(given: list[Target], cuts: list[int]) -> None:
    found = [one.high for one in classes(given, "attained") if one.high is not None]
    assert [high * 100 for high in found] == cuts


@pytest.mark.parametrize("dark", [False, True])
def test_shares_go_one_way_in_lightness_and_texts_stand_out(dark: bool) -> None:
    scale = classes(targets(), "attained", dark=dark)
    shares = [lightness(one.fill) for one in scale if one.kind == "share"]
    assert shares == sorted(shares, reverse=not dark)
    for one in scale:
        light, low = sorted([lightness(one.fill), lightness(one.ink)], reverse=True)
        assert (light + 0.05) / (low + 0.05) >= 4.5, one


def lightness(colour: str) -> float:
    """Relative luminance, as contrast is reckoned for the web."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("济南市", "济南"),
        ("市中区", "市中区"),
        ("商河县", "商河县"),
        ("沙市", "沙市"),
        ("阿坝藏族羌族自治州", "阿坝州"),
        ("黔东南苗族侗族自治州", "黔东南州"),
        ("克孜勒苏柯尔克孜自治州", "克孜勒苏州"),
        ("巴音郭楞蒙古自治州", "巴音郭楞州"),
        ("湘西土家族苗族自治州", "湘西州"),
        ("烟台经济技术开发区", "烟台经开区"),
        ("威海火炬高技术产业开发区", "威海火炬高新区"),
        ("德州天衢新区", "德州天衢新区"),
    ],
)
def test_names_are_shortened_as_people_do(name: str, short: str) -> None:
    assert short_name(name) == short
