"""The rule book: every role, action and scope, in every place around it."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from green import texts
from green.people import policy
from green.people.model import ROLES, Action, Grant, Role, action_name, role_name
from green.texts import Language

# The table as the product has it, written out once more: a slip in the rule book shows here.
TABLE: dict[str, str] = {
    "see_community": "officer reviewer viewer administrator",
    "answer": "officer",
    "take_part": "officer",
    "hand_in": "officer",
    "see_figures": "reviewer viewer administrator",
    "plan_works": "officer reviewer administrator",
    "review": "reviewer",
    "record_decisions": "reviewer",
    "record_denominator": "reviewer administrator",
    "keep_registry": "administrator",
    "manage_people": "administrator",
    "see_log": "administrator",
    "manage_data": "administrator",
}

# A scope of each level with places around it: in it, it, its sibling, its parent, elsewhere.
SCOPES: dict[str, tuple[set[str], set[str]]] = {
    "": ({"", "37", "3701", "370102001002", "11"}, set()),
    "37": ({"37", "3701", "370102", "370102001", "370102001002"}, {"", "36", "11", "110101"}),
    "3701": ({"3701", "370102", "370102001002"}, {"3702", "37", "", "1101", "3601"}),
    "370102": ({"370102", "370102001"}, {"370103", "3701", "37", "", "110102", "370202001002"}),
    "370102001": ({"370102001", "370102001002"}, {"370102002", "370102", "37", "", "110102001"}),
    "370102001002": ({"370102001002"}, {"370102001003", "370102001", "3701", "", "110102001002"}),
}


@st.composite
def places(draw: st.DrawFn) -> str:
    """A code of any level; few digits, so that places lie in each other often."""
    length = draw(st.sampled_from([0, 2, 4, 6, 9, 12]))
    return "".join(draw(st.lists(st.sampled_from("12"), min_size=length, max_size=length)))


grants = st.lists(st.builds(Grant, st.sampled_from(ROLES), places()), max_size=5)
actions = st.sampled_from(list(Action))
place_names = st.sampled_from(["", "济南市历下区"])
helping = st.sampled_from([(), ("王红",)])


def test_the_table_has_every_action_and_no_other() -> None:
    assert set(TABLE) == {action.value for action in Action}


@pytest.mark.parametrize("scope", SCOPES, ids=lambda scope: scope or "all")
@pytest.mark.parametrize("action", list(Action))
@pytest.mark.parametrize("role", ROLES)
def test_a_role_may_do_in_its_scope_what_the_table_says_and_nothing_outside_of_it(
    role: Role, action: Action, scope: str
) -> None:
    inside, outside = SCOPES[scope]
    grant = Grant(role, scope)
    for place in inside:
        assert policy.may([grant], action, place) == (role in TABLE[action].split()), place
    for place in outside:
        assert not policy.may([grant], action, place), place


@pytest.mark.parametrize("action", list(Action))
def test_who_has_no_role_may_do_nothing(action: Action) -> None:
    assert not any(policy.may([], action, place) for place in ("", "37", "370102001002"))


@given(grants, grants, actions, places())
def test_a_further_role_never_takes_anything_away(
    some: list[Grant], more: list[Grant], action: Action, place: str
) -> None:
    if policy.may(some, action, place):
        assert policy.may([*more, *some], action, place)


@given(grants, actions, places())
def test_the_scopes_for_queries_hold_exactly_the_places_where_one_may(
    some: list[Grant], action: Action, place: str
) -> None:
    found = policy.scopes(some, action)
    assert any(place.startswith(scope) for scope in found) == policy.may(some, action, place)


@given(grants, actions)
def test_the_scopes_for_queries_are_in_code_order_and_none_lies_in_another(
    some: list[Grant], action: Action
) -> None:
    found = policy.scopes(some, action)
    assert found == sorted(found)
    for one, other in product(found, found):
        assert one is other or not one.startswith(other)


@given(grants, actions, places())
def test_a_reason_is_given_exactly_where_one_may_not(
    some: list[Grant], action: Action, place: str
) -> None:
    assert (policy.refusal(some, action, place) is None) == policy.may(some, action, place)


@given(
    grants,
    actions,
    places(),
    st.sampled_from(["", "济南市历下区"]),
    st.sampled_from([(), ("王红",)]),
)
def test_a_reason_is_one_short_sentence_and_says_who_can_help(
    some: list[Grant], action: Action, place: str, name: str, helpers: tuple[str, ...]
) -> None:
    problem = policy.refusal(some, action, place, name, helpers)
    if problem is None:
        return
    said = str(problem.what)
    assert said.count(".") == 1
    assert len(said) <= 100
    assert (helpers[0] if helpers else "An administrator of the place") in str(problem.mend)
    assert "{" not in str(problem)


def test_the_reason_names_what_is_missing_the_role_the_place_or_both() -> None:
    officer = [Grant("officer", "370102")]
    around = ("济南市历城区", ("Li Na", "Wang Hong"))

    def why(some: list[Grant], action: Action, place: str) -> str:
        return str(policy.refusal(some, action, place, *around))

    help_from = "Li Na, Wang Hong can give you access."
    assert why([], Action.ANSWER, "370112") == (f"Your account has no role at present. {help_from}")
    assert why(officer, Action.ANSWER, "370112") == (
        f"济南市历城区 is outside your scope. {help_from}"
    )
    assert why(officer, Action.SEE_LOG, "370102") == (
        f"Reading the log is a task for: administrator. {help_from}"
    )


def test_what_concerns_all_places_is_not_called_a_place() -> None:
    said = str(policy.refusal([Grant("administrator", "37")], Action.MANAGE_DATA, ""))
    assert said == (
        "This concerns all places, and your scope is only a part. "
        "An administrator of the place can give you access."
    )


@pytest.mark.parametrize("language", texts.LANGUAGES)
def test_every_role_and_every_action_has_a_name_of_its_own(language: Language) -> None:
    texts.use(language)
    assert len({str(role_name(role)) for role in ROLES}) == len(ROLES)
    assert len({str(action_name(action)) for action in Action}) == len(Action)


def test_chinese_reasons_have_no_english_in_them() -> None:
    texts.use("zh_CN")
    for role, action, (scope, place) in product(
        ROLES, Action, [("37", "11"), ("37", ""), ("11", "37")]
    ):
        said = str(policy.refusal([Grant(role, scope)], action, place, "北京市" if place else ""))
        assert not any("a" <= letter <= "z" for letter in said), said
