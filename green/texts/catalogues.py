"""Collects the messages from the code into the catalogues and compiles them: `make texts`.

Run it after changing a message, then write the new translations into `zh_CN/…/green.po` and run
it again. The English catalogue fills itself, since messages are written in English.
"""

from __future__ import annotations

import io
import sys
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from green.texts import LANGUAGES, LOCALE, Language

_ROOT = LOCALE.parents[2]
_FOLDERS = ("green", "pages")
_READ = [("**.py", "python"), ("**.html", "jinja2.ext:babel_extract")]
_KEYWORDS = {"_": None, "lazy": None, "n_": (1, 2)}
# A fixed date keeps the files the same when no message changed.
_DATE = datetime(2026, 1, 1, tzinfo=UTC)


def collect() -> Catalog:
    """All messages in the code, untranslated."""
    catalogue = Catalog(project="green-community", creation_date=_DATE, revision_date=_DATE)
    for folder in _FOLDERS:
        found = extract_from_dir(str(_ROOT / folder), _READ, keywords=_KEYWORDS, comment_tags=())
        for _file, _line, message, _comments, _context in found:
            catalogue.add(message)
    return catalogue


def read(language: Language) -> Catalog:
    """A language's catalogue as it is in the repository."""
    path = _path(language)
    if not path.exists():
        return Catalog(locale=language, creation_date=_DATE, revision_date=_DATE)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def updated(language: Language) -> Catalog:
    """A language's catalogue with the code's messages: new ones empty, unused ones gone."""
    old, new = read(language), Catalog(locale=language, creation_date=_DATE, revision_date=_DATE)
    for message in collect():
        if not message.id:
            continue
        known = old.get(message.id)
        string = known.string if known is not None and not known.fuzzy else ""
        new.add(message.id, message.id if language == "en" else string)
    return new


def written(catalogue: Catalog) -> tuple[bytes, bytes]:
    """The catalogue as the bytes of its `.po` and `.mo` files."""
    po, mo = io.BytesIO(), io.BytesIO()
    write_po(po, catalogue, width=98, sort_output=True, no_location=True, omit_header=False)
    write_mo(mo, catalogue)
    return po.getvalue(), mo.getvalue()


def missing(catalogue: Catalog) -> list[str]:
    """Messages without a translation."""
    return [str(one.id) for one in catalogue if one.id and not _is_translated(one.string)]


def _is_translated(string: object) -> bool:
    """Plural messages hold a tuple with a text for every form."""
    return all(string) if isinstance(string, list | tuple) else bool(string)


def _path(language: Language) -> Path:
    return LOCALE / language / "LC_MESSAGES" / "green.po"


def main() -> None:
    for language in LANGUAGES:
        catalogue = updated(language)
        po, mo = written(catalogue)
        path = _path(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(po)
        path.with_suffix(".mo").write_bytes(mo)
        for message in missing(catalogue):
            sys.stdout.write(f"{language}: {message}\n")


if __name__ == "__main__":
    main()
