"""A link for one person, that works once and not for long."""

from __future__ import annotations

from datetime import timedelta

import pytest

from green.people import invitations
from green.people.invitations import Wanted
from green.people.model import Actor
from tests.api.visitor import PASSWORD, add_account, leads_to, words
from tests.database import JIEFANGQIAO, rows

ADMIN = Actor("admin")
NEW = {
    "person_id": "wang.hong",
    "name": "王红",
    "password": PASSWORD,
    "password_again": PASSWORD,
}


@pytest.fixture
def link(store):
    add_account(store, "admin", "administrator")
    [token] = invitations.invite(store, ADMIN, [Wanted("王红", "officer", JIEFANGQIAO)])
    return f"/invitation/{token}"


def test_the_page_says_who_invites_to_what_and_where(link, visitor):
    said = words(visitor().open(link))
    for word in ("admin", "王红", "community officer", "解放桥社区"):
        assert word in said


def test_accepting_makes_the_account_and_signs_in(store, link, visitor):
    browser = visitor()
    assert leads_to(browser.post(link, **NEW))[0] == "/"
    assert browser.is_in()
    assert rows(store, "select role, scope from role_grant where holder = 'wang.hong'") == [
        ("officer", JIEFANGQIAO)
    ]


def test_the_link_does_not_work_twice(link, visitor):
    visitor().post(link, **NEW)
    second = visitor().open(link)
    assert second.status_code == 404
    assert "used, withdrawn, or is too old" in words(second)


def test_a_form_that_was_open_meanwhile_makes_no_second_account(store, link, visitor):
    late = visitor()
    late.open(link)
    token = late.client.cookies["green_form"]
    visitor().post(link, **NEW)
    answer = late.client.post(link, data=NEW | {"form_token": token, "person_id": "somebody"})
    assert answer.status_code == 404
    assert not rows(store, "select id from person where id = 'somebody'")


def test_after_two_weeks_the_link_is_void(store, visitor, days):
    add_account(store, "admin", "administrator")
    [token] = invitations.invite(store, ADMIN, [Wanted("王红", "officer", JIEFANGQIAO)])
    days.go_to(days.today() + invitations.LASTS + timedelta(days=1))
    assert visitor().open(f"/invitation/{token}").status_code == 404


@pytest.mark.parametrize("token", ["x", "%00", "..", "%2e%2e", "' or ''='", "中文", "a" * 4000])
def test_a_made_up_link_opens_nothing(token, link, visitor):
    assert visitor().open(f"/invitation/{token}").status_code in {303, 400, 404}


def test_the_address_is_told_to_nobody(store, link, visitor, caplog, capfd):
    browser = visitor()
    assert browser.open(link).headers["referrer-policy"] == "no-referrer"
    browser.post(link, **NEW)
    token = link.rpartition("/")[2]
    written = caplog.text + "".join(capfd.readouterr())
    assert token not in written
    assert not [row for row in rows(store, "select details from log") if token in row[0]]


def test_somebody_signed_in_takes_the_role_with_the_account_they_have(store, link, visitor):
    add_account(store, "li.qiang")
    browser = visitor()
    browser.sign_in("li.qiang")
    assert "You are signed in as li.qiang" in words(browser.open(link))
    assert leads_to(browser.post(link, do="accept_as"))[0] == "/"
    assert rows(store, "select holder from role_grant where scope = $c", c=JIEFANGQIAO) == [
        ("li.qiang",)
    ]


def test_nobody_accepts_with_an_account_without_being_signed_in(store, link, visitor):
    visitor().post(link, do="accept_as")
    assert visitor().open(link).status_code == 200


def test_a_name_that_is_taken_is_not_taken_over(store, link, visitor):
    add_account(store, "li.qiang")
    answer = visitor().post(link, **NEW | {"person_id": "li.qiang"})
    assert answer.status_code == 403
    assert "taken" in words(answer)
    assert visitor().open(link).status_code == 200


def test_a_refused_form_keeps_what_was_typed_but_for_the_password(link, visitor):
    answer = visitor().post(link, **NEW | {"password_again": "something else"})
    assert "The two passwords differ" in words(answer)
    assert 'value="wang.hong"' in answer.text
    assert PASSWORD not in answer.text


SHOWN = [
    "<script>alert(1)</script>",
    "'; drop table person; --",
    '" onfocus="alert(1)',
    "{{ 7 * 7 }}",
    "{name}",
    "𠮷田 𝒜 👩\u200d🌾",
    "\u202eevil\u202c",
    "王" * 60,
]


@pytest.mark.parametrize("name", SHOWN)
def test_a_name_is_stored_and_shown_letter_for_letter(name, store, link, visitor):
    browser = visitor()
    leads_to(browser.post(link, **NEW | {"name": name}))
    assert rows(store, "select name from person where id = 'wang.hong'") == [(name,)]
    page = browser.open("/account")
    assert name in words(page)
    assert "<script>alert" not in page.text
    assert 'onfocus="alert' not in page.text


def test_no_control_character_is_stored(store, link, visitor):
    visitor().post(link, **NEW | {"name": "王\x00\x07\x1b[31m红\x7f"})
    assert rows(store, "select name from person where id = 'wang.hong'") == [("王[31m红",)]


@pytest.mark.parametrize("name", ["", "   ", "\x00", "王" * 5000])
def test_a_name_that_is_none_is_refused_and_nothing_is_stored(name, store, link, visitor):
    answer = visitor().post(link, **NEW | {"name": name})
    assert answer.status_code == 403
    assert not rows(store, "select id from person where id = 'wang.hong'")
    assert visitor().open(link).status_code == 200


@pytest.mark.parametrize(
    "person_id",
    [
        "",
        "a",
        "A B",
        "王红",
        "<b>",
        "x'--",
        "x" * 33,
        "local",
        "console",
        "simulated-me",
        "\u202eab",
    ],
)
def test_a_sign_in_name_that_cannot_be_typed_everywhere_is_refused(person_id, link, visitor):
    answer = visitor().post(link, **NEW | {"person_id": person_id})
    assert answer.status_code == 403
    assert "This sign-in name cannot be used" in words(answer)
