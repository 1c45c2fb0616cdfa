"""Every message of the code in Chinese and English, and the compiled catalogues up to date."""

from __future__ import annotations

import re
import string
from collections.abc import Iterator

import pytest
from babel.messages.catalog import Catalog

from green import texts
from green.texts import LANGUAGES, LOCALE, Language, _, join, lazy, listing, n_, status_name, use
from green.texts.catalogues import collect, missing, read, updated, written

HAN = re.compile(r"[\u3400-\u9fff]")
# Marks of Latin sentences beside Chinese letters are typing errors; a colon may be YAML's.
HALF_WIDTH = re.compile(r"[\u4e00-\u9fff][,;?!]|[,;?!][\u4e00-\u9fff]")
EVERY_LANGUAGE = pytest.mark.parametrize("language", LANGUAGES)


@pytest.fixture(autouse=True)
def _language_again() -> Iterator[None]:
    yield
    use(texts.DEFAULT)


def pairs(catalogue: Catalog) -> Iterator[tuple[str, str]]:
    """Every message with its translation, plural ones form by form."""
    for message in catalogue:
        if not message.id:
            continue
        if isinstance(message.id, str):
            assert isinstance(message.string, str)
            yield message.id, message.string
        else:
            for form, translation in enumerate(message.string):
                yield message.id[min(form, len(message.id) - 1)], translation


def placeholders(text: str) -> set[str]:
    return {name for _text, name, _format, _how in string.Formatter().parse(text) if name}


@EVERY_LANGUAGE
def test_every_message_of_the_code_is_translated(language: Language) -> None:
    assert missing(updated(language)) == []


@EVERY_LANGUAGE
def test_the_catalogue_holds_the_messages_of_the_code_and_no_others(language: Language) -> None:
    """If this fails: `make texts`."""
    in_code = {message.id for message in collect() if message.id}
    in_catalogue = {message.id for message in read(language) if message.id}
    assert {str(one) for one in in_code ^ in_catalogue} == set()


@EVERY_LANGUAGE
def test_the_compiled_catalogue_is_the_written_one(language: Language) -> None:
    """If this fails: `make texts`."""
    folder = LOCALE / language / "LC_MESSAGES"
    po, mo = written(read(language))
    assert po == (folder / "green.po").read_bytes()
    assert mo == (folder / "green.mo").read_bytes()


@EVERY_LANGUAGE
def test_no_translation_is_marked_as_a_guess(language: Language) -> None:
    assert [str(message.id) for message in read(language) if message.id and message.fuzzy] == []


@EVERY_LANGUAGE
def test_a_translation_has_the_placeholders_of_its_message(language: Language) -> None:
    wrong = [
        message
        for message, translation in pairs(updated(language))
        if translation and placeholders(message) != placeholders(translation)
    ]
    assert wrong == []


@EVERY_LANGUAGE
def test_a_translation_begins_and_ends_with_the_spaces_of_its_message(language: Language) -> None:
    wrong = [
        message
        for message, translation in pairs(updated(language))
        if translation
        and (message[0].isspace(), message[-1].isspace())
        != (translation[0].isspace(), translation[-1].isspace())
    ]
    assert wrong == []


def test_messages_in_english_are_said_as_they_are_written() -> None:
    assert [message for message, said in pairs(updated("en")) if message != said] == []


def test_chinese_translations_are_chinese() -> None:
    """Or have no words at all, such as “{count}/{of}”."""
    wrong = [
        message
        for message, said in pairs(updated("zh_CN"))
        if re.search(r"[A-Za-z]", re.sub(r"\{[^}]*\}", "", said)) and not HAN.search(said)
    ]
    assert wrong == []


def test_chinese_sentences_have_chinese_punctuation() -> None:
    wrong = [
        said
        for _message, said in pairs(updated("zh_CN"))
        if HALF_WIDTH.search(re.sub(r"\{[^}]*\}", "字", said))
    ]
    assert wrong == []


def test_a_sentence_ends_as_a_sentence_in_both_languages() -> None:
    wrong = [
        message
        for message, said in pairs(updated("zh_CN"))
        if said and " " in message and message.endswith(".") != said.endswith("。")
    ]
    assert wrong == []


@EVERY_LANGUAGE
def test_the_five_statuses_have_five_names(language: Language) -> None:
    use(language)
    names = [status_name(s) for s in ("met", "partly", "unmet", "unanswered", "not_applicable")]
    assert len(set(names)) == 5


def test_a_lazy_message_is_translated_when_it_is_read() -> None:
    message = lazy("The disk is full, so nothing more was stored.")
    use("en")
    in_english = str(message)
    use("zh_CN")
    assert in_english == "The disk is full, so nothing more was stored."
    assert HAN.search(str(message))


def test_sentences_and_lists_are_joined_as_each_language_joins_them() -> None:
    parts = listing(["a", "b"])
    use("en")
    assert (str(parts), join("One.", "Two.")) == ("a, b", "One. Two.")
    use("zh_CN")
    assert (str(parts), join("一。", "二。")) == ("a、b", "一。二。")


def test_braces_in_a_value_are_not_taken_for_placeholders() -> None:
    use("en")
    said = str(lazy("“{text}” is not a date.", text="{0} {text} {{"))
    assert said == "“{0} {text} {{” is not a date."


def test_a_message_that_nobody_translated_is_said_as_it_is_written() -> None:
    use("zh_CN")
    assert _("Nobody has translated this {thing}.", thing="yet") == (
        "Nobody has translated this yet."
    )
    assert n_("{n} thing nobody knows", "{n} things nobody knows", 2) == "2 things nobody knows"


def test_chinese_is_spoken_unless_something_else_is_asked_for() -> None:
    assert texts.DEFAULT == texts.language() == "zh_CN"
