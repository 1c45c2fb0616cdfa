"""The queue: what waits for the person here, what waits elsewhere, the longest waiting first."""

from __future__ import annotations

import streamlit as st

from green.people import policy
from green.people.model import Action
from green.registry.model import CODE_LENGTH
from green.review.model import Phase
from green.review.queue_records import Waiting
from green.review.waiting_records import PHASES, TO_DECIDE, Count, Looked, counts, waiting
from green.texts import _, n_
from green.ui import address, show
from green.ui.session import grants, latest_day, programme, store

_PAGE = 50
_SHOWN = "queue_shown"
_PART, _STEP, _PHASE = "part", "step", "phase"


def has_chain() -> bool:
    """Whether anything is reviewed here; says so if not."""
    if programme().chain:
        return True
    st.info(
        _(
            "In {programme} communities declare themselves: nothing is reviewed, so nothing waits.",
            programme=programme().title,
        )
    )
    return False


def queue(scopes: list[str]) -> None:
    """Counts of all, filters, and a page of rows."""
    offices = _offices()
    mine = _part(bool(offices))
    looked = _asked(scopes, offices, mine=mine)
    with store().read() as query:
        found = [one for one in counts(query, programme(), looked) if one.mine == mine]
        limit = int(st.session_state.get(_SHOWN, _PAGE))
        rows = waiting(query, programme(), looked, mine=mine, limit=limit + 1)
    _numbers(found)
    if not rows:
        st.caption(_empty(mine=mine, narrowed=bool(looked.text or looked.step or looked.phase)))
    with st.container(gap="xsmall", key="found"):
        for row in rows[:limit]:
            _row(row)
    if len(rows) > limit:
        st.button(_("Show more"), key="more", icon=":material/expand_more:", on_click=_more)


def _offices() -> dict[str, list[str]]:
    """Step id to the scopes in which the person decides it."""
    held = sorted({one.scope for one in grants() if one.role in policy.ALLOWED[Action.REVIEW]})
    found = {
        step.id: [scope for scope in held if len(scope) == CODE_LENGTH[step.level]]
        for step in programme().chain
    }
    return {step: own for step, own in found.items() if own}


def _part(decides: bool) -> bool:
    """Whether one's own are shown; who decides no step sees what waits elsewhere."""
    if not decides:
        return False
    parts = {"mine": _("Yours to decide"), "others": _("With others")}
    return address.part(_("Part of the page"), parts, _PART, on_change=_first_page) != "others"


def _asked(scopes: list[str], offices: dict[str, list[str]], *, mine: bool) -> Looked:
    chain = {step.id: str(step.title) for step in programme().chain}
    steps = {step: title for step, title in chain.items() if not mine or step in offices}
    phases: dict[str, str] = {phase: phase_name(phase) for phase in (TO_DECIDE if mine else PHASES)}
    with st.grid("auto", min_column_width=168, gap="small"):
        text = st.text_input(
            _("Name, place or code"),
            key="where",
            bind="query-params",
            on_change=_first_page,
        )
        step = _choice(_("Step of the chain"), _STEP, steps)
        phase = _choice(_("State"), _PHASE, phases)
    return Looked(
        scopes,
        offices,
        step,
        next((one for one in PHASES if one == phase), None),
        (text or "").strip(),
    )


def _choice(label: str, key: str, options: dict[str, str]) -> str | None:
    address.bring(key, options, None)
    chosen = st.selectbox(
        label,
        list(options),
        index=None,
        format_func=options.__getitem__,
        placeholder=_("all"),
        key=key,
        on_change=_first_page,
    )
    address.keep(key, None)
    return chosen


def phase_name(phase: Phase) -> str:
    """What a state of a submission is called."""
    match phase:
        case "waiting":
            return _("waiting")
        case "begun":
            return _("begun")
        case "noticeable":
            return _("waits for its public notice")
        case "on_notice":
            return _("on public notice")
        case "returned":
            return _("returned")
        case "recalled":
            return _("recalled")
        case _other:
            return _("done")


def _numbers(found: list[Count]) -> None:
    """How many of all stand where, with the longest wait."""
    if not found:
        return
    titles = {step.id: step.title for step in programme().chain}
    lines = [
        show.dotted(
            f"{titles[one.step]}: **{show.number(one.number)}** {phase_name(one.phase)}",
            _("longest {age}", age=_age(one)),
        )
        for one in found
    ]
    st.markdown("  \n".join(lines))


def _age(one: Count | Waiting) -> str:
    days = max(0, (latest_day() - one.since).days)
    return n_("{n} day", "{n} days", days)


def _row(row: Waiting) -> None:
    step = programme().step(row.step)
    parts = [
        f"**{show.plain(row.name)}**",
        show.plain(" ".join(part for part in (row.district, row.street) if part)),
        f"{step.title if step else row.step}, {phase_name(row.phase)}",
        _age(row),
    ]
    if row.not_met:
        parts.append(n_("{n} item not met", "{n} items not met", row.not_met))
    pressed = st.button(
        show.dotted(*parts), key=f"review_{row.submission}", width="stretch", wrap=True
    )
    if pressed:
        st.switch_page("review/submission.py", query_params={"submission": str(row.submission)})


def _empty(*, mine: bool, narrowed: bool) -> str:
    if narrowed:
        return _("Nothing waits that fits this choice.")
    if mine:
        return _("Nothing waits for you.")
    return _("Nothing is under review in the places you may see.")


def _more() -> None:
    st.session_state[_SHOWN] = int(st.session_state.get(_SHOWN, _PAGE)) + _PAGE


def _first_page() -> None:
    st.session_state.pop(_SHOWN, None)
