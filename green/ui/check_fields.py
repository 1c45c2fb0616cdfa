"""The fields of an item that is answered by checks: yes or no, and a count out of a base."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

import streamlit as st

from green.assessment.model import Case, Draft
from green.errors import GreenError
from green.registry.model import Profile
from green.registry.profiles import save_profile
from green.standard.model import Basis, Item, RatioCheck, YesNoCheck
from green.texts import _
from green.ui import show
from green.ui.autosave import bring, key_of, report, store_field
from green.ui.reason import REASON, reason_field
from green.ui.session import actor, store
from green.ui.stored import is_stored, show_stored


def basis_name(basis: str) -> str:
    match basis:
        case "quarters":
            return _("quarters")
        case "households":
            return _("households")
        case _other:
            return _("floor area (m²)")


def check_field(
    case: Case,
    draft: Draft,
    item: Item,
    check: YesNoCheck | RatioCheck,
    profile: Profile,
    *,
    closed: bool,
) -> None:
    """The widgets of one check, under its title."""
    st.markdown(f"**{check.title}**")
    if isinstance(check, YesNoCheck):
        _yes_no(case, draft, item, check, closed)
    else:
        _ratio(case, draft, item, check, profile, closed)
    report(case, item, check.id)


def _yes_no(case: Case, draft: Draft, item: Item, check: YesNoCheck, closed: bool) -> None:
    key = bring(case, draft, item, check.id, _yes_no_widgets)
    save = partial(_save_yes_no, case, item, check.id, key)
    names = {"yes": _("Yes"), "no": _("No"), "not_applicable": _("Not applicable")}
    options = ["yes", "no"] + (["not_applicable"] if check.not_applicable else [])
    st.segmented_control(
        str(check.title),
        options,
        format_func=names.__getitem__,
        key=key,
        on_change=save,
        disabled=closed,
        label_visibility="collapsed",
    )
    if check.not_applicable and st.session_state.get(key) == "not_applicable":
        reason_field(key, str(check.not_applicable.when), save, closed)


def _yes_no_widgets(value: Any) -> dict[str, Any]:
    if isinstance(value, dict):
        return {"": "not_applicable", REASON: value["not_applicable"]}
    return {"": value, REASON: ""}


def _save_yes_no(case: Case, item: Item, check_id: str, key: str, usual: str | None = None) -> None:
    """Store the answer, with the usual reason if that was pressed."""

    def read() -> Any:
        value = st.session_state.get(key)
        if value == "not_applicable":
            return {"not_applicable": usual or st.session_state.get(key + REASON) or ""}
        return value

    base = key_of(case, item, check_id)
    store_field(case, item.id, check_id, base, read, filled_in=usual is not None)


def _ratio(
    case: Case, draft: Draft, item: Item, check: RatioCheck, profile: Profile, closed: bool
) -> None:
    key = bring(case, draft, item, check.id, partial(_ratio_widgets, check))
    if len(check.bases) > 1:
        st.segmented_control(
            _("Counted by"),
            check.bases,
            format_func=basis_name,
            key=key + _BASIS,
            required=True,
            disabled=closed,
            on_change=_forget_count,
            args=(key,),
        )
    basis: Basis = st.session_state[key + _BASIS]
    of = getattr(profile, basis)
    save = partial(_save_ratio, case, item, check.id, key, basis, of)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        _base_field(case, basis, profile, key_of(case, item, check.id), closed)
        st.number_input(
            _("of these, covered"),
            min_value=0,
            step=1,
            key=key,
            on_change=save,
            disabled=closed or of is None,
            width=160,
        )
        if of is not None:
            st.button(
                _("All {n}", n=show.number(of)),
                key=f"{key_of(case, item, check.id)}.all",
                on_click=partial(save, everything=True),
                disabled=closed,
            )
    if of is None:
        st.caption(_("Enter first how many there are in all; it is kept in the profile."))
    held = draft.value(item.id, check.id)
    if isinstance(held, dict) and held.get("basis") == basis and held["of"] != of and of:
        st.caption(
            _(
                "The answer counts {count} of {old}; the profile now says {new}. "
                "Enter the count again to use it.",
                count=held["count"],
                old=held["of"],
                new=of,
            )
        )


_BASIS = ".basis"


def _ratio_widgets(check: RatioCheck, value: Any) -> dict[str, Any]:
    if isinstance(value, dict):
        return {"": value["count"], _BASIS: value.get("basis") or check.bases[0]}
    return {"": None, _BASIS: check.bases[0]}


def _forget_count(key: str) -> None:
    """A count by one base says nothing about another; what is stored stays until a new one."""
    st.session_state[key] = None


def _save_ratio(
    case: Case,
    item: Item,
    check_id: str,
    key: str,
    basis: str,
    of: int | None,
    *,
    everything: bool = False,
) -> None:
    """Store the count typed, or the whole base if that was pressed."""

    def read() -> Any:
        count = of if everything else st.session_state.get(key)
        return None if count is None else {"count": count, "of": of, "basis": basis}

    base = key_of(case, item, check_id)
    store_field(case, item.id, check_id, base, read, filled_in=everything)


def _base_field(case: Case, basis: Basis, profile: Profile, key: str, closed: bool) -> None:
    """The base comes from the profile; entering it here writes it there."""
    base_key = f"{key}.base.{basis}"
    show_stored(base_key, getattr(profile, basis))
    st.number_input(
        _("In all ({basis})", basis=basis_name(basis)),
        min_value=1,
        step=1,
        key=base_key,
        on_change=_save_base,
        args=(case, basis, profile, base_key),
        disabled=closed,
        width=160,
    )
    trouble = st.session_state.pop(f"trouble.{base_key}", None)
    if isinstance(trouble, GreenError):
        show.error(trouble, _("Not saved"))


def _save_base(case: Case, basis: Basis, profile: Profile, base_key: str) -> None:
    changed = replace(profile, **{basis: st.session_state.get(base_key)})
    try:
        save_profile(store(), case.community.id, changed, actor().person)
    except GreenError as error:
        st.session_state[f"trouble.{base_key}"] = error
    else:
        is_stored(base_key)
