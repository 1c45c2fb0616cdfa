"""What the commands about works do: checking a file of works, and taking a renovation list away."""

from __future__ import annotations

import argparse
import hashlib
import json
import sys

from green.errors import Refused
from green.settings import Settings
from green.texts import _


def check(options: argparse.Namespace) -> int:
    """1 if any of the files is refused; without a name the file in use is checked."""
    from green.planning import works_file

    used = Settings.from_environment().works or works_file.BUNDLED
    answers = []
    for path in options.files or [used]:
        try:
            found = works_file.read(path)
        except Refused as refused:
            answers.append({"file": str(path), "ok": False, "problems": str(refused).split("\n")})
            print(refused, file=sys.stderr)
        else:
            answers.append(
                {"file": str(path), "ok": True, "id": found.id, "works": len(found.works)}
            )
            if not options.json:
                print(_("{file}: in order ({id}).", file=path, id=found.id))
    if options.json:
        print(json.dumps(answers, ensure_ascii=False, indent=2))
    return 0 if all(answer["ok"] for answer in answers) else 1


def export(options: argparse.Namespace) -> None:
    from green import clock
    from green.assessment.programmes import programme_here, programme_named
    from green.commands.people import actor, opened
    from green.planning.choice import Choice
    from green.planning.works_words import total
    from green.renovation.export import kind_of, save
    from green.standard import loader

    kind = kind_of(options.out)
    if options.programme is not None:
        loader.programme(options.programme)
    as_of = clock.read_date(options.as_of, "--as-of") if options.as_of else None
    known_at = clock.read_moment(options.known_at, "--known-at") if options.known_at else None
    with opened(options) as store:
        who = actor(store, options)
        with store.read() as query:
            programme = (
                programme_named(query, options.programme)
                if options.programme
                else programme_here(query)
            )
        choice = Choice(
            _item(programme.standard, options.item),
            options.phase,
            options.safety,
            options.near,
            options.attained,
        )
        made = save(
            store, who, programme, options.scope, choice, options.out,
            as_of=as_of, known_at=known_at,
        )  # fmt: skip
    found = made.listed.found
    if options.json:
        answer = {
            "file": str(options.out),
            "kind": kind,
            "bytes": len(made.data),
            "sha256": hashlib.sha256(made.data).hexdigest(),
        }
        print(json.dumps(answer | found.as_json(), ensure_ascii=False, indent=2))
        return
    print(_("{path}: renovation list of {place}.", path=options.out, place=found.name))
    print(total(found.total))


def _item(standard_id: str, asked: str | None) -> str | None:
    """The id of an item given by its number or id; raises `Refused`."""
    from green.errors import Problem
    from green.standard import loader
    from green.texts import lazy, listing

    if asked is None:
        return None
    standard = loader.standard(standard_id)
    item = standard.item(asked)
    if item is None:
        raise Refused(
            Problem(
                lazy("The standard has no item “{key}”.", key=asked),
                "--item",
                lazy("Known are: {ids}.", ids=listing(one.ref for one in standard.items)),
            )
        )
    return item.id
