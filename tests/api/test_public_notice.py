"""Lists on public notice, read and objected to by people without an account."""

from __future__ import annotations

import shutil
from datetime import date, timedelta

import pytest

from green import clock
from green.assessment.model import Case
from green.review import objecting
from green.review.noticing import NewNotice, open_notice, publish, withdraw
from green.standard import loader
from green.store import Store
from tests.api.visitor import leads_to, words
from tests.database import rows
from tests.review.conftest import CITY, CITY_REVIEWER, QINGYUAN, communities, guangdong
from tests.review.test_chain_walked import shown
from tests.review.waiting import waiting_for_notice

__all__ = ["guangdong", "waiting_for_notice"]
OBJECTIONS = "select id, submission, text, name, contact from objection"


@pytest.fixture
def database(waiting_for_notice, tmp_path, days, english):
    return shutil.copy(waiting_for_notice, tmp_path / "green.duckdb")


@pytest.fixture
def case(store: Store) -> Case:
    return communities(store, loader.programme(QINGYUAN))[0]


@pytest.fixture
def submission(store):
    [(found,)] = rows(store, "select id from submission")
    return found


@pytest.fixture
def listed(store, case, submission):
    return shown(store, case, submission)


@pytest.fixture
def link(listed):
    return f"/public-notice/{listed}"


def test_everybody_reads_the_list_without_signing_in(link, case, visitor):
    browser = visitor()
    overview = browser.open("/public-notices")
    assert link in overview.text
    said = words(browser.open(link))
    for word in (
        "清远市绿色社区公示名单",
        "0763-0000000",
        case.community.name,
        "凤城街道",
        "March 1, 2024 to March 7, 2024",
    ):
        assert word in said, word
    assert not browser.is_in()


def test_who_has_no_account_finds_the_lists_from_where_one_signs_in(listed, days, visitor):
    browser = visitor()
    assert "/public-notices" in browser.open("/sign-in").text
    days.go_to(date(2024, 4, 1))
    # The notice is over: there is nothing to object to.
    assert "/public-notices" not in browser.open("/sign-in").text


def test_it_speaks_chinese_until_english_is_chosen(link, visitor):
    assert "公示" in words(visitor(None).open("/public-notices"))
    assert "What is not right" not in words(visitor(None).open(link))
    assert "What is not right" in words(visitor(None).open(f"{link}?lang=en"))


def test_an_objection_is_stored_and_its_number_is_told(store, link, submission, visitor):
    browser = visitor()
    answer = browser.post(
        link, submission=str(submission), text="消防通道\r\n被占。", name="王红", contact="139"
    )
    path, query = leads_to(answer)
    [(identity, about, text, name, contact)] = rows(store, OBJECTIONS)
    assert (path, query) == (link, {"receipt": str(identity)})
    assert (about, name, contact) == (submission, "王红", "139")
    assert text == "消防通道\n被占。"
    assert f"Its number is {identity}" in words(browser.open(answer.headers["location"]))


def test_what_was_said_and_who_said_it_is_not_shown_to_the_public(link, submission, visitor):
    browser = visitor()
    answer = browser.post(link, submission=str(submission), text="消防通道被占。", name="王红")
    for path in (link, answer.headers["location"], "/public-notices"):
        said = words(visitor().open(path))
        assert "消防通道被占" not in said
        assert "王红" not in said


def test_a_receipt_cannot_be_made_up_in_the_address(link, visitor):
    for receipt in ("1", "x", "-1", "9" * 30, "<b>"):
        assert "has arrived" not in words(visitor().open(f"{link}?receipt={receipt}"))


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"text": "  "}, "This is blank"),
        ({"text": "长" * 501}, "Say it more briefly"),
        ({"submission": ""}, "not on the list"),
        ({"submission": "1"}, "not on the list"),
        ({"submission": "' or 1=1"}, "not on the list"),
        ({"submission": "9" * 40}, "not on the list"),
        ({"name": "王" * 501}, "Say it more briefly"),
    ],
)
def test_a_refused_objection_says_why_keeps_what_was_typed_and_stores_nothing(
    wrong, said, store, link, submission, visitor
):
    typed = {"submission": str(submission), "text": "灯坏了。", "contact": "kept@here"} | wrong
    answer = visitor().post(link, **typed)
    assert answer.status_code == 403
    assert said in words(answer)
    assert "kept@here" in answer.text
    assert rows(store, OBJECTIONS) == []


HOSTILE = [
    "<script>alert(1)</script>",
    "'; drop table objection; --",
    '" onfocus="alert(1)',
    "{{ 7 * 7 }}",
    "</textarea><img src=x onerror=alert(1)>",
    "=1+1",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_what_is_typed_stays_text_in_the_list_and_in_the_form(
    text, store, case, submission, visitor
):
    new = NewNotice(text, text, clock.today())
    listed = open_notice(store, CITY_REVIEWER, case.programme, "city", CITY, [submission], new)
    link = f"/public-notice/{listed}"
    again = visitor().post(link, submission="", text=text, name=text, contact=text)
    for page in (visitor().open(link), visitor().open("/public-notices"), again):
        assert text in words(page) or text in page.text.replace("&#39;", "'") or page is again
        assert "<script>alert" not in page.text
        assert 'onfocus="alert' not in page.text
        assert "<img src=x" not in page.text
    leads_to(visitor().post(link, submission=str(submission), text=text))
    assert [row[2] for row in rows(store, OBJECTIONS)] == [text]


@pytest.mark.parametrize(
    "path", ["0", "1", "x", "-1", "1e3", "٣", "9" * 400, "1%20or%201=1", "中文"]
)
def test_an_unknown_list_is_a_plain_404(path, link, visitor):
    answer = visitor().open(f"/public-notice/{path}")
    assert answer.status_code == 404
    assert "There is no such public notice" in words(answer)
    assert link in answer.text


def test_a_list_is_not_shown_before_its_first_day(store, case, submission, visitor, days):
    later = clock.today() + timedelta(days=3)
    new = NewNotice("公示名单", "0763", later)
    listed = open_notice(store, CITY_REVIEWER, case.programme, "city", CITY, [submission], new)
    assert visitor().open(f"/public-notice/{listed}").status_code == 404
    assert "公示名单" not in words(visitor().open("/public-notices"))
    days.go_to(later)
    assert visitor().open(f"/public-notice/{listed}").status_code == 200
    assert "公示名单" in words(visitor().open("/public-notices"))


def test_a_withdrawn_list_is_shown_to_nobody(store, case, listed, link, visitor):
    withdraw(store, CITY_REVIEWER, case.programme, listed)
    assert visitor().open(link).status_code == 404
    assert "No list is on public notice today" in words(visitor().open("/public-notices"))


def test_after_its_last_day_nobody_objects_any_more_and_the_publication_is_told(
    store, case, listed, link, submission, visitor, days
):
    late = visitor()
    late.open(link)
    token = late.client.cookies["green_form"]
    days.go_to(clock.today() + timedelta(days=7))
    said = words(visitor().open(link))
    assert "This public notice is over" in said
    assert "What is not right" not in said
    fields = {"form_token": token, "submission": str(submission), "text": "灯坏了。"}
    answer = late.client.post(link, data=fields)
    assert answer.status_code == 403
    assert "This public notice is over" in words(answer)
    assert rows(store, OBJECTIONS) == []
    assert "清远市" not in words(visitor().open("/public-notices"))
    publish(store, CITY_REVIEWER, case.programme, listed, "清建〔2024〕1号", "第一批")
    said = words(visitor().open(link))
    assert "清建〔2024〕1号" in said
    assert "第一批" in said


def test_who_is_taken_off_the_list_is_no_longer_on_the_page(
    store, case, listed, link, submission, visitor
):
    objection = objecting.object_to(store, listed, submission, "消防通道被占。")
    objecting.answer(store, CITY_REVIEWER, case.programme, objection, "属实。", upheld=True)
    said = words(visitor().open(link))
    assert case.community.name not in said
    assert "No community is left" in said


def test_a_form_of_another_site_stores_nothing(store, link, submission, visitor):
    browser = visitor()
    browser.open(link)
    fields = {"submission": str(submission), "text": "灯坏了。"}
    assert browser.client.post(link, data=fields).status_code == 403
    elsewhere = browser.post(link, headers={"origin": "http://elsewhere.test"}, **fields)
    assert elsewhere.status_code == 403
    assert rows(store, OBJECTIONS) == []


def test_a_list_is_not_flooded_and_takes_objections_again_an_hour_later(
    store, listed, link, submission, visitor, days
):
    for n in range(objecting.MOST):
        objecting.object_to(store, listed, submission, f"第{n}条。")
    answer = visitor().post(link, submission=str(submission), text="再来一条。")
    assert answer.status_code == 429
    assert "Too many objections" in words(answer)
    assert "再来一条。" in answer.text
    assert len(rows(store, OBJECTIONS)) == objecting.MOST
    days.go_to(clock.today() + timedelta(days=1))
    leads_to(visitor().post(link, submission=str(submission), text="再来一条。"))
    assert len(rows(store, OBJECTIONS)) == objecting.MOST + 1
