"""The sixteen items under review: what was stated, what is behind it, and the reviewer's word."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import streamlit as st

from green.errors import GreenError
from green.review import deciding
from green.review.flags import needs_a_look
from green.review.model import Outcome
from green.review.opening import Opened
from green.review.snapshot import Snapshot
from green.standard.answers import CheckAnswer, NotApplicable, Share, YesNo
from green.standard.model import Item
from green.standard.validator import LONGEST_NOTE
from green.texts import Text, _, lazy, n_, status_name
from green.ui import show
from green.ui.session import actor, store

_WORDS: dict[str, Text] = {"agree": lazy("Agree"), "return": lazy("Return")}
_SEEN: dict[str, Text] = {
    "as_stated": lazy("As stated"),
    "not_as_stated": lazy("Not as stated"),
}
# Offered where something is returned; what is written stays free.
_PHRASES: tuple[Text, ...] = (
    lazy("Evidence is missing."),
    lazy("The evidence is too old."),
    lazy("The evidence does not show what is stated."),
    lazy("The count does not fit the base."),
    lazy("It was found otherwise on site."),
)


def items(opened: Opened) -> None:
    """All items; those that need a look are marked."""
    _bulk(opened)
    for item in opened.snapshot.standard.items:
        _item(opened, item)


def _bulk(opened: Opened) -> None:
    if opened.problem is not None:
        return
    rest = [
        item
        for item in opened.snapshot.standard.items
        if opened.judgement.outcome(item.id) == "none" and not needs_a_look(opened.flags[item.id])
    ]
    if rest:
        st.button(
            n_(
                "Agree to {n} item without a remark",
                "Agree to {n} items without a remark",
                len(rest),
            ),
            key="agree_rest",
            icon=":material/done_all:",
            on_click=_agree_rest,
            args=(opened, [item.id for item in rest]),
        )
        st.caption(_("It is recorded that they were agreed to together."))
    _report("rest")


def _item(opened: Opened, item: Item) -> None:
    with st.container(border=True, key=f"item-{item.ref}"):
        st.subheader(f"{item.ref} {item.title}", anchor=False)
        st.markdown(str(item.requirement))
        for flag in opened.flags[item.id]:
            st.badge(
                str(flag.text),
                icon=":material/flag:",
                color="blue" if flag.kind == "changed" else "orange",
            )
        st.markdown("**" + said(opened.snapshot, item) + "**")
        _behind(opened.snapshot, item)
        _compared(opened, item)
        _visit(opened, item)
        _judge(opened, item)


def said(snapshot: Snapshot, item: Item) -> str:
    """The answer to an item in words."""
    status = next(one.status for one in snapshot.verdict.items if one.item.id == item.id)
    answer = snapshot.answers.items.get(item.id)
    parts = [str(status_name(status))]
    if answer is not None and answer.reason:
        parts.append(show.plain(answer.reason))
    titles = {check.id: check.title for check in item.checks}
    for check_id, value in (answer.checks if answer else {}).items():
        word = _check(value)
        parts.append(f"{titles.get(check_id, check_id)}: {word}")
    return show.dotted(*parts)


def _check(value: CheckAnswer) -> str:
    match value:
        case YesNo(value=yes):
            return _("Yes") if yes else _("No")
        case Share(count=count, of=of):
            return _("{count} of {of}", count=count, of=of)
        case NotApplicable(reason=reason):
            return _("Not applicable: {reason}", reason=show.plain(reason))


def _behind(snapshot: Snapshot, item: Item) -> None:
    answer = snapshot.answers.items.get(item.id)
    if answer is not None and answer.note:
        st.markdown(_("Note: {text}", text=show.plain(answer.note)))
    for proof in snapshot.evidence.get(item.id, ()):
        st.markdown(
            _(
                "{what} · true as of {day} · kept at: {place}",
                what=f"**{show.plain(proof.what)}**",
                day=show.day(proof.true_as_of),
                place=show.plain(proof.kept_at),
            )
        )


def _compared(opened: Opened, item: Item) -> None:
    """What was said the last time it was handed in, and the year before, where it differs."""
    others = {
        _("Last hand-in: {text}"): opened.before,
        _("Last cycle: {text}"): opened.last_year if opened.last_year != opened.before else None,
    }
    for words, other in others.items():
        if other is not None and not opened.snapshot.same(item, other):
            answer = other.answers.items.get(item.id)
            note = [show.plain(answer.note)] if answer and answer.note else []
            text = show.dotted(said(other, item), *note)
            st.caption(words.replace("{text}", text))


def _visit(opened: Opened, item: Item) -> None:
    seen = opened.visits.get(item.id)
    if seen is not None:
        parts = [str(_SEEN[seen.outcome]), *([show.plain(seen.reason)] if seen.reason else [])]
        st.markdown(_("On site: {text}", text=show.dotted(*parts)))
    step = opened.position.step
    if opened.problem is not None or step is None or not step.visit:
        return
    key = f"visit.{opened.submission.id}.{item.id}"
    with st.expander(_("Looked at on site"), key=f"{key}.open"):
        if seen is not None:
            st.session_state.setdefault(key, seen.outcome)
            st.session_state.setdefault(f"{key}.reason", seen.reason or "")
        keep = partial(_mark, opened, item.id, key)
        st.segmented_control(
            _("On site"),
            list(_SEEN),
            format_func=lambda one: str(_SEEN[one]),
            key=key,
            on_change=keep,
            label_visibility="collapsed",
        )
        st.text_input(
            _("What is there"), key=f"{key}.reason", max_chars=LONGEST_NOTE, on_change=keep
        )


def _judge(opened: Opened, item: Item) -> None:
    _report(item.id)
    mark = opened.judgement.marks.get(item.id)
    if opened.problem is not None or opened.position.step is None:
        if mark is not None and mark.outcome in _WORDS:
            st.caption(show.dotted(str(_WORDS[mark.outcome]), show.plain(mark.reason or "")))
        return
    step = opened.position.step.id
    key = f"mark.{opened.submission.id}.{step}.{item.id}"
    if mark is not None and mark.outcome in _WORDS:
        st.session_state.setdefault(key, mark.outcome)
        st.session_state.setdefault(f"{key}.reason", mark.reason or "")
    keep = partial(_mark, opened, item.id, key)
    st.segmented_control(
        _("Item {ref}", ref=item.ref),
        list(_WORDS),
        format_func=lambda one: str(_WORDS[one]),
        key=key,
        on_change=keep,
        label_visibility="collapsed",
    )
    if st.session_state.get(key) == "return":
        st.text_input(
            _("Reason, for the community to read"),
            key=f"{key}.reason",
            max_chars=LONGEST_NOTE,
            on_change=keep,
        )
        with st.container(horizontal=True, gap="xsmall"):
            for n, phrase in enumerate(_PHRASES):
                st.button(
                    str(phrase),
                    key=f"{key}.phrase.{n}",
                    type="tertiary",
                    on_click=_phrase,
                    args=(opened, item.id, key, str(phrase)),
                )


def _phrase(opened: Opened, item: str, key: str, phrase: str) -> None:
    before = str(st.session_state.get(f"{key}.reason") or "")
    if phrase not in before:
        st.session_state[f"{key}.reason"] = f"{before} {phrase}".strip()[:LONGEST_NOTE]
    _mark(opened, item, key)


def _mark(opened: Opened, item: str, key: str) -> None:
    """Store what is said to an item; a return waits for its reason."""
    outcome: Outcome = st.session_state.get(key) or "none"
    reason = str(st.session_state.get(f"{key}.reason") or "")
    step = opened.position.step
    assert step is not None, "only what stands at a step is judged"
    if outcome in ("return", "not_as_stated") and not reason.strip():
        return
    try:
        deciding.mark(
            store(),
            actor(),
            opened.case,
            opened.submission.id,
            step.id,
            item,
            outcome,
            reason if outcome != "agree" else None,
        )
    except GreenError as error:
        st.session_state[f"trouble.review.{item}"] = error


def _agree_rest(opened: Opened, items: Sequence[str]) -> None:
    step = opened.position.step
    assert step is not None, "only what stands at a step is judged"
    try:
        deciding.agree_rest(store(), actor(), opened.case, opened.submission.id, step.id)
    except GreenError as error:
        st.session_state["trouble.review.rest"] = error
        return
    for item in items:
        st.session_state[f"mark.{opened.submission.id}.{step.id}.{item}"] = "agree"


def _report(about: str) -> None:
    trouble = st.session_state.pop(f"trouble.review.{about}", None)
    if isinstance(trouble, GreenError):
        show.error(trouble, _("Not saved"))
