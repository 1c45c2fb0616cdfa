"""One item as a reviewer sees it: what is required, what was said, what is to be looked at."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from green.review.model import Mark
from green.review.snapshot import Proof, Snapshot
from green.standard.model import Item
from green.standard.phrases import phrases
from green.standard.validator import LONGEST_NOTE
from green.standard.verdict import ItemVerdict
from green.texts import _, status_name
from green.ui import show
from green.ui.planning import plan_note
from green.ui.proof import proof
from green.ui.review.review_desk import ReviewDesk
from green.ui.review.review_press import report, say

_COLOURS = {"met": "green", "partly": "orange", "unmet": "red", "not_applicable": "gray"}


def review_item(desk: ReviewDesk, judged: ItemVerdict, *, on_site: bool) -> None:
    """Draw the card; buttons only for who may decide."""
    item = judged.item
    with st.container(border=True, key=f"review-item-{item.ref}"):
        st.subheader(f"{item.ref} {item.title}", anchor=f"item-{item.ref}")
        st.markdown(str(item.requirement))
        _answer(desk, judged)
        _flags(desk, item)
        if judged.status in ("partly", "unmet"):
            plan_note.for_reviewer(desk.planned, item)
        _earlier(desk, item)
        _found_on_site(desk, item)
        _said(desk, item)
        report(item.id)
        if desk.may_decide and on_site:
            _site_buttons(desk, item)
        elif desk.may_decide:
            _buttons(desk, item)


def _answer(desk: ReviewDesk, judged: ItemVerdict) -> None:
    colour = _COLOURS.get(judged.status, "gray")
    st.badge(status_name(judged.status), color=colour)  # type: ignore[arg-type]
    st.markdown(show.plain(judged.explanation))
    answer = desk.snapshot.answers.items.get(judged.item.id)
    if answer and answer.note:
        st.markdown(_("Note: {text}", text=show.plain(answer.note)))
    _proofs(desk, judged.item)


def _proofs(desk: ReviewDesk, item: Item) -> None:
    """The evidence in place; beside it that of the cycle before, where it is another."""
    proofs = desk.snapshot.evidence.get(item.id, ())
    before = desk.last_year.evidence.get(item.id, ()) if desk.last_year else ()
    other = [one for one in before if one not in proofs]
    if not other:
        _ours(proofs, before)
        return
    now, then = st.columns(2)
    with now:
        _ours(proofs, before)
    with then, st.container(border=True, key=f"proof-before-{item.ref}"):
        st.caption(_("In the cycle before"))
        for one in other:
            proof(one)


def _ours(proofs: Sequence[Proof], before: Sequence[Proof]) -> None:
    if not proofs:
        st.caption(_("No evidence named."))
    for one in proofs:
        proof(one, note=_("the same as in the cycle before") if one in before else "")


def _flags(desk: ReviewDesk, item: Item) -> None:
    for flag in desk.flags[item.id]:
        icon, colour = ("info", "blue") if flag.kind == "changed" else ("flag", "orange")
        st.markdown(f":{colour}[:material/{icon}:] {show.plain(flag.text)}")


def _earlier(desk: ReviewDesk, item: Item) -> None:
    """What was said before, where it was something else."""
    if desk.before is not None and not desk.snapshot.same(item, desk.before):
        st.caption(_("At the last hand-in: {text}", text=_in_words(desk.before, item)))
    reason = desk.before.submission.returned.get(item.id) if desk.before else None
    if reason:
        st.caption(_("Returned then, because: {text}", text=show.plain(reason)))
    if desk.last_year is not None and desk.last_year is not desk.before:
        st.caption(_("In the cycle before: {text}", text=_in_words(desk.last_year, item)))


def _in_words(snapshot: Snapshot, item: Item) -> str:
    judged = next((one for one in snapshot.verdict.items if one.item.id == item.id), None)
    if judged is None:
        return _("was no item then")
    answer = snapshot.answers.items.get(item.id)
    parts = [show.plain(judged.explanation)]
    if answer and answer.note:
        parts.append(show.plain(answer.note))
    parts += [show.plain(one.what) for one in snapshot.evidence.get(item.id, ())]
    return show.dotted(*parts)


def _found_on_site(desk: ReviewDesk, item: Item) -> None:
    mark = desk.visits.get(item.id)
    if mark is None:
        return
    words = _words(mark)
    if mark.outcome == "as_stated":
        st.markdown(_(":material/location_on: On site as stated ({person}, {time})", **words))
    else:
        st.markdown(_(":material/location_on: On site not as stated ({person}, {time})", **words))
    if mark.reason:
        st.caption(show.plain(mark.reason))


def _said(desk: ReviewDesk, item: Item) -> None:
    mark = desk.judgement.marks.get(item.id)
    if mark is None or mark.outcome == "none":
        return
    words = _words(mark)
    if mark.outcome == "return":
        st.markdown(_(":material/undo: To go back ({person}, {time})", **words))
    elif mark.bulk:
        st.markdown(
            _(":material/done_all: Agreed together with others ({person}, {time})", **words)
        )
    else:
        st.markdown(_(":material/check: Agreed ({person}, {time})", **words))
    if mark.reason:
        st.caption(show.plain(mark.reason))


def _words(mark: Mark) -> dict[str, str]:
    return {"person": show.person_name(mark.person), "time": show.moment(mark.recorded_at)}


def _buttons(desk: ReviewDesk, item: Item) -> None:
    outcome = desk.judgement.outcome(item.id)
    with st.container(horizontal=True):
        st.button(
            _("Agree"),
            key=f"agree-{item.ref}",
            icon=":material/check:",
            disabled=outcome == "agree",
            on_click=say,
            args=(desk, item.id, "agree"),
        )
        if outcome != "none":
            st.button(
                _("Take back"),
                key=f"unsay-{item.ref}",
                type="tertiary",
                on_click=say,
                args=(desk, item.id, "none"),
            )
    with st.expander(_("Return with a reason"), key=f"returning-{item.ref}"):
        field = _key(desk, item, "reason")
        st.text_input(
            _("Reason, as the community will read it"),
            key=field,
            max_chars=LONGEST_NOTE,
            live=True,
            persist_state="session",
        )
        _usual(field, item)
        st.button(
            _("Return"),
            key=f"return-{item.ref}",
            icon=":material/undo:",
            on_click=say,
            args=(desk, item.id, "return", field),
        )


def _usual(field: str, item: Item) -> None:
    """Sentences at hand; a press puts one into the field, where it can be changed."""
    for number, phrase in enumerate(phrases().returns):
        st.button(
            str(phrase),
            key=f"phrase-{item.ref}-{number}",
            type="tertiary",
            wrap=True,
            on_click=_fill_in,
            args=(field, str(phrase)),
        )


def _fill_in(field: str, phrase: str) -> None:
    typed = str(st.session_state.get(field) or "").strip()
    if phrase not in typed:
        st.session_state[field] = f"{typed} {phrase}".strip()


def _site_buttons(desk: ReviewDesk, item: Item) -> None:
    field = _key(desk, item, "site")
    st.text_input(
        _("Note on site (needed if not as stated)"),
        key=field,
        max_chars=LONGEST_NOTE,
        live=True,
        persist_state="session",
    )
    with st.container(horizontal=True, key=f"site-{item.ref}"):
        st.button(
            _("As stated"),
            key=f"as_stated-{item.ref}",
            icon=":material/check:",
            width="stretch",
            on_click=say,
            args=(desk, item.id, "as_stated", field),
        )
        st.button(
            _("Not as stated"),
            key=f"not_as_stated-{item.ref}",
            icon=":material/close:",
            width="stretch",
            on_click=say,
            args=(desk, item.id, "not_as_stated", field),
        )


def _key(desk: ReviewDesk, item: Item, name: str) -> str:
    step = desk.step.id if desk.step else ""
    return f"review.{desk.submission.id}.{step}.{item.id}.{name}"
