"""People whom a provider vouches for have the accounts and roles of everybody else."""

from __future__ import annotations

from datetime import timedelta

import pytest

from green import clock
from green.errors import NotFound, Refused
from green.people import accounts, granting, invitations, provider
from green.people.invitations import Wanted
from green.people.model import Actor
from green.people.provider import Vouched
from tests.api.visitor import add_account
from tests.database import JIEFANGQIAO, rows

ADMIN = Actor("admin")
ISSUER = "http://127.0.0.1:9400"


@pytest.fixture
def token(store, days):
    add_account(store, "admin", "administrator")
    return invitations.invite(store, ADMIN, [Wanted("王红", "officer", JIEFANGQIAO)])[0]


@pytest.fixture
def vouched(store, token):
    invitations.accept_externally(store, token, "wang.hong", "王红", ISSUER, "1001")
    return Vouched(ISSUER, "1001", "王红", clock.now())


def test_the_same_name_at_another_provider_is_somebody_else(store, vouched):
    assert provider.who(store, vouched).id == "wang.hong"
    assert provider.who(store, Vouched("http://127.0.0.1:1", "1001", "", vouched.at)) is None
    assert provider.who(store, Vouched(ISSUER, "1002", "", vouched.at)) is None


def test_coming_in_is_one_row_of_the_log_however_often_it_is_asked(store, vouched):
    for _run in range(3):
        provider.who(store, vouched)
    provider.who(store, Vouched(ISSUER, "1001", "", vouched.at + timedelta(seconds=1)))
    found = rows(store, "select id from log where action = 'sign_in' and person = 'wang.hong'")
    assert len(found) == 2


def test_a_week_later_the_provider_is_asked_again(store, vouched, days):
    days.go_to(days.today() + timedelta(days=6))
    assert provider.who(store, vouched)
    days.go_to(days.today() + timedelta(days=2))
    assert provider.who(store, vouched) is None
    assert provider.is_known(store, vouched)


def test_signing_out_everywhere_ends_what_the_provider_said_before(store, vouched):
    accounts.sign_out_everywhere(store, Actor("wang.hong"))
    assert provider.who(store, vouched) is None
    assert provider.who(store, Vouched(ISSUER, "1001", "", clock.now()))


def test_a_closed_account_does_not_come_in(store, vouched):
    granting.close_account(store, ADMIN, "wang.hong")
    assert provider.who(store, vouched) is None


def test_an_invitation_makes_one_account_only(store, token, vouched):
    with pytest.raises(NotFound):
        invitations.accept_externally(store, token, "li.qiang", "李强", ISSUER, "1002")


@pytest.mark.parametrize("person_id", ["admin", "local", "王红", "x"])
def test_a_name_that_cannot_be_had_is_refused_here_too(person_id, store, token):
    with pytest.raises(Refused):
        invitations.accept_externally(store, token, person_id, "王红", ISSUER, "1001")
    assert not provider.is_known(store, Vouched(ISSUER, "1001", "", clock.now()))
