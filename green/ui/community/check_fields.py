"""The fields of an item that is answered by checks: yes or no, and a count out of a base."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

import streamlit as st

from green.assessment.model import Case, Draft
from green.assessment.profiles import save_profile
from green.errors import GreenError
from green.registry.model import Profile
from green.standard.model import Basis, Item, RatioCheck, YesNoCheck
from green.texts import _
from green.ui import show
from green.ui.community.autosave import Field, bring, key_of, report, store_field
from green.ui.community.reason import REASON, reason_field
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


def field_of(check: YesNoCheck | RatioCheck, profile: Profile) -> Field:
    """How a check is shown in widgets and read from them."""
    if isinstance(check, YesNoCheck):
        return _yes_no_field(check)
    return _ratio_field(check, profile)


def _yes_no_field(check: YesNoCheck) -> Field:
    return Field(check.id, _show_yes_no, _read_yes_no)


def _ratio_field(check: RatioCheck, profile: Profile) -> Field:
    return Field(
        check.id,
        partial(_show_ratio, check),
        partial(_read_ratio, check, profile),
        main=_BASIS if len(check.bases) > 1 else "",
    )


def _yes_no(case: Case, draft: Draft, item: Item, check: YesNoCheck, closed: bool) -> None:
    field = _yes_no_field(check)
    key = bring(case, draft, item, field)
    save = partial(store_field, case, item, field, key)
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
        usual = str(check.not_applicable.when)
        reason_field(key, usual, {"not_applicable": usual}, save, closed)


def _show_yes_no(value: Any) -> dict[str, Any]:
    if isinstance(value, dict):
        return {"": "not_applicable", REASON: value["not_applicable"]}
    return {"": value, REASON: ""}


def _read_yes_no(key: str, _stored: Any) -> Any:
    value = st.session_state.get(key)
    if value == "not_applicable":
        return {"not_applicable": st.session_state.get(key + REASON) or ""}
    return value


def _ratio(
    case: Case, draft: Draft, item: Item, check: RatioCheck, profile: Profile, closed: bool
) -> None:
    field = _ratio_field(check, profile)
    key = bring(case, draft, item, field)
    if len(check.bases) > 1:
        st.segmented_control(
            _("Counted by"),
            check.bases,
            format_func=basis_name,
            key=key + _BASIS,
            required=True,
            disabled=closed,
        )
    basis: Basis = st.session_state[key + _BASIS]
    of = getattr(profile, basis)
    base = key_of(case, item, check.id)
    count = key + _count(check, basis)
    if count not in st.session_state:
        # Left out of the page while another basis was chosen; without this it would show 0.
        shown = field.shown(draft.value(item.id, check.id))
        st.session_state[count] = shown[_count(check, basis)]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        _base_field(case, basis, profile, base, closed)
        st.number_input(
            _("of these, covered"),
            # Blank until somebody types: a number that nobody gave would be an answer.
            value=None,
            min_value=0,
            step=1,
            key=count,
            on_change=store_field,
            args=(case, item, field, key),
            disabled=closed or of is None,
            width=160,
        )
        if of is not None:
            st.button(
                _("All {n}", n=show.number(of)),
                key=f"{base}.all",
                on_click=store_field,
                args=(case, item, field, key, {"count": of, "of": of, "basis": basis}),
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


def _count(check: RatioCheck, basis: str) -> str:
    """The ending of the count's key: a count by one base says nothing about another."""
    return "" if basis == check.bases[0] else f".{basis}"


def _show_ratio(check: RatioCheck, value: Any) -> dict[str, Any]:
    basis = (value or {}).get("basis") or check.bases[0]
    counts = {_count(check, one): None for one in check.bases}
    return counts | {_BASIS: basis} | ({_count(check, basis): value["count"]} if value else {})


def _read_ratio(check: RatioCheck, profile: Profile, key: str, stored: Any) -> Any:
    """The count typed, out of the profile's base; what is stored already keeps its own base."""
    basis = st.session_state.get(key + _BASIS) or check.bases[0]
    if key + _count(check, basis) not in st.session_state:
        return stored
    count = st.session_state[key + _count(check, basis)]
    same = isinstance(stored, dict) and (stored.get("basis") or check.bases[0]) == basis
    if count is None:
        return None if same or stored is None else stored
    if same and stored["count"] == count:
        return stored
    return {"count": count, "of": getattr(profile, basis), "basis": basis}


def _base_field(case: Case, basis: Basis, profile: Profile, key: str, closed: bool) -> None:
    """The base comes from the profile; entering it here writes it there.

    It has no least value: the browser would keep a smaller one to itself, without a sentence.
    """
    base_key = f"{key}.base.{basis}"
    show_stored(base_key, getattr(profile, basis))
    st.number_input(
        _("In all ({basis})", basis=basis_name(basis)),
        value=None,
        step=1,
        key=base_key,
        on_change=_save_base,
        args=(case, basis, profile, base_key),
        disabled=closed,
        width=160,
    )
    trouble = st.session_state.get(f"trouble.{base_key}")
    if isinstance(trouble, GreenError):
        show.error(trouble, _("Not saved"))


def _save_base(case: Case, basis: Basis, profile: Profile, base_key: str) -> None:
    changed = replace(profile, **{basis: st.session_state.get(base_key)})
    try:
        save_profile(store(), case.community, changed, actor())
    except GreenError as error:
        st.session_state[f"trouble.{base_key}"] = error
    else:
        st.session_state.pop(f"trouble.{base_key}", None)
        is_stored(base_key)
