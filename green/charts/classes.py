"""Rates in classes against the targets: no data, zero, and shares cut where the targets are.

No data and zero are classes of their own, each with a pattern, so that grey print and colour-blind
readers see them too; the others go from pale to strong.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from green.standard.programme import Metric, Target
from green.texts import _

Kind = Literal["no_data", "zero", "share"]
# Cuts where a programme has no target of the metric, in percent.
_WITHOUT_TARGETS = (25, 50, 75)
_MOST_CUTS = 4
# A lowest target from here on has a class of its own for the first third of the way.
_WORTH_CUTTING = 15

_RAMP = {
    False: ("#D8ECDF", "#A6D5B9", "#6BB68D", "#2F815A", "#114B2E"),
    True: ("#173D2A", "#225B3D", "#2E7A52", "#62BD8C", "#B9F0D0"),
}
_INK_ON_STRONG = {False: "#FFFFFF", True: "#0E1411"}
_INK = {False: "#28302C", True: "#F2F5F3"}
_FIRST_STRONG = 3
_NO_DATA = {False: "#F1F3F2", True: "#1B2320"}
_ZERO = {False: "#FBF1D9", True: "#3D341D"}
_PATTERN_INK = {False: "#8A9590", True: "#76827C"}
_ZERO_INK = {False: "#CDA95A", True: "#85733F"}


@dataclass(frozen=True)
class RateClass:
    """`low` is reached, `high` is not (None: no end). `ink` is readable on `fill`."""

    kind: Kind
    fill: str
    ink: str
    low: Fraction = Fraction(0)
    high: Fraction | None = None
    pattern_ink: str = ""

    @property
    def words(self) -> str:
        """The class in the legend."""
        if self.kind == "no_data":
            return _("No data (hatched)")
        if self.kind == "zero":
            return _("0%, none yet (dotted)")
        high = "" if self.high is None else _percent(self.high)
        if not self.low:
            return _("below {high}%", high=high)
        if self.high is None:
            return _("{low}% and more", low=_percent(self.low))
        return _("{low}% to below {high}%", low=_percent(self.low), high=high)

    def holds(self, rate: Fraction | None) -> bool:
        if self.kind == "no_data" or rate is None:
            return self.kind == "no_data" and rate is None
        if self.kind == "zero" or rate == 0:
            return self.kind == "zero" and rate == 0
        return self.low <= rate and (self.high is None or rate < self.high)


def classes(
    targets: Iterable[Target], metric: Metric, *, dark: bool = False
) -> tuple[RateClass, ...]:
    """No data, zero, and the shares between the cuts, which are where targets of the metric are.

    Shandong's 30% and 60% give below 10%, 10% to below 30%, 30% to below 60%, 60% and more.
    """
    cuts = _cuts(targets, metric)
    ramp, ends = _RAMP[dark], [*cuts, None]
    found = [
        RateClass("no_data", _NO_DATA[dark], _INK[dark], pattern_ink=_PATTERN_INK[dark]),
        RateClass("zero", _ZERO[dark], _INK[dark], pattern_ink=_ZERO_INK[dark]),
    ]
    for place, high in enumerate(ends):
        # Spread over the ramp with its last step for the last class.
        step = round(place * (len(ramp) - 1) / max(1, len(ends) - 1))
        ink = _INK_ON_STRONG[dark] if step >= _FIRST_STRONG else _INK[dark]
        low = cuts[place - 1] if place else Fraction(0)
        found.append(RateClass("share", ramp[step], ink, low, high))
    return tuple(found)


def _cuts(targets: Iterable[Target], metric: Metric) -> list[Fraction]:
    shares = sorted(
        {
            Fraction(target.share_percent) / 100
            for target in targets
            if target.metric == metric and target.share_percent is not None
        }
    )
    if not shares:
        return [Fraction(percent, 100) for percent in _WITHOUT_TARGETS]
    # The target itself has to stay a cut; of many, the lowest and the highest say most.
    if len(shares) >= _MOST_CUTS:
        shares = [*shares[: _MOST_CUTS - 2], shares[-1]]
    if shares[0] * 100 >= _WORTH_CUTTING:
        shares.insert(0, Fraction(round(shares[0] * 100 / 3), 100))
    return shares


def class_of(rate: Fraction | None, among: Iterable[RateClass]) -> RateClass:
    """The class that holds a rate; None is no data, never zero."""
    return next(one for one in among if one.holds(rate))


def _percent(share: Fraction) -> str:
    return f"{float(share * 100):g}"
