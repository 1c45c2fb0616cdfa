"""The profile of a community, saved as it is filled."""

from __future__ import annotations

import streamlit as st

from green.assessment.model import Case
from green.assessment.profiles import save_profile
from green.errors import GreenError
from green.registry.model import COMMUNITY_KINDS, Profile
from green.standard.model import RatioCheck
from green.texts import Items, _, listing, n_
from green.ui import show
from green.ui.session import actor, store
from green.ui.stored import is_stored, show_stored


def profile_fields(case: Case, known: Profile, *, closed: bool) -> None:
    """All fields of the profile; a blank means not known."""
    st.subheader(_("Profile of the community"))
    refs = _refs(case)
    st.caption(
        n_(
            "Asked once; {items} takes its base from here.",
            "Asked once; {items} take their base from here.",
            len(refs),
            items=Items(listing(refs), len(refs)),
        )
    )
    trouble = st.session_state.get(_trouble(case))
    if isinstance(trouble, GreenError):
        show.error(trouble, _("Not saved"))
    else:
        _fill(case, known)
    with st.container(key="profile"), st.grid(2, min_column_width=140):
        for name, label in _labels().items():
            st.number_input(
                label,
                step=1,
                key=_key(case, name),
                on_change=_save,
                args=(case,),
                value=None,
                disabled=closed,
            )
    st.selectbox(
        _("Kind of community"),
        COMMUNITY_KINDS,
        index=None,
        format_func=lambda kind: _kinds()[kind],
        placeholder=_("not stated"),
        key=_key(case, "kind"),
        on_change=_save,
        args=(case,),
        disabled=closed,
    )


def _refs(case: Case) -> list[str]:
    """The items that count something out of a number of the profile."""
    return [
        item.ref
        for item in case.standard.items
        if any(isinstance(check, RatioCheck) for check in item.checks)
    ]


def _labels() -> dict[str, str]:
    return {
        "quarters": _("Quarters"),
        "households": _("Households"),
        "residents": _("Residents"),
        "floor_area": _("Floor area (m²)"),
        "built_from": _("Oldest building"),
        "built_to": _("Newest building"),
    }


def _kinds() -> dict[str, str]:
    return {
        "old_estate": _("Old estate"),
        "commercial": _("Commercial housing"),
        "unit": _("Housing of a work unit"),
        "resettlement": _("Resettlement housing"),
        "mixed": _("Mixed"),
    }


def _fill(case: Case, known: Profile) -> None:
    """Widgets show what is stored; what was refused stays in them until it is mended."""
    for name in (*_labels(), "kind"):
        show_stored(_key(case, name), getattr(known, name))


def _save(case: Case) -> None:
    values = {name: st.session_state.get(_key(case, name)) for name in (*_labels(), "kind")}
    try:
        save_profile(store(), case.community, Profile(**values), actor())
    except GreenError as error:
        st.session_state[_trouble(case)] = error
    else:
        st.session_state.pop(_trouble(case), None)
        for name in values:
            is_stored(_key(case, name))


def _key(case: Case, name: str) -> str:
    return f"profile.{case.community.id}.{name}"


def _trouble(case: Case) -> str:
    return f"trouble.profile.{case.community.id}"
