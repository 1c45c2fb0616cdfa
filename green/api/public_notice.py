"""Lists on public notice, for everybody: what they say, and a form to object."""

from __future__ import annotations

import re
from typing import Any

from starlette.responses import Response

from green import clock
from green.api.page import again, go, show
from green.api.visit import Visit
from green.errors import GreenError, NotFound, Problem
from green.people.records import place_name
from green.review import notice_records, objecting, objection_records
from green.review.notice_records import Notice
from green.review.objecting import TooManyObjections
from green.standard.validator import LONGEST_NOTE
from green.store import Query
from green.texts import lazy

# What the database can hold as a number; anything else in an address is no notice.
_NUMBER = re.compile(r"[0-9]{1,18}", re.ASCII)


def public_notices(visit: Visit) -> Response:
    """The lists that can be objected to today."""
    return show(visit, "public_notices.html", notices=_current(visit))


def is_anything_on_notice(visit: Visit) -> bool:
    """Whether there is a list today that can be read without signing in."""
    today = clock.today()
    with visit.store.read() as query:
        return any(one.is_on(today) for one in notice_records.public_notices(query, today))


def _current(visit: Visit) -> list[tuple[Notice, str]]:
    """Those lists with the names of their places."""
    today = clock.today()
    with visit.store.read() as query:
        found = [one for one in notice_records.public_notices(query, today) if one.is_on(today)]
        places = [place_name(query, one.scope) for one in found]
    return list(zip(found, places, strict=True))


def public_notice(visit: Visit) -> Response:
    """One list, and an objection to it; for one that nobody may see (yet), those that there are."""
    notice_id = _number(visit.request.path_params["id"])
    # A mistaken address ends here, not in an error of the form.
    try:
        shown = _shown(visit, notice_id)
    except NotFound as error:
        return show(visit, "public_notices.html", 404, error=error, notices=_current(visit))
    if not visit.is_post:
        return show(visit, "public_notice.html", **shown)
    typed = visit.form.get
    try:
        receipt = objecting.object_to(
            visit.store,
            notice_id,
            _number(typed("submission", "")),
            # Browsers send the end of a line as two characters, and count it as one.
            typed("text", "").replace("\r\n", "\n"),
            typed("name", ""),
            typed("contact", ""),
        )
    except GreenError as error:
        response = again(visit, "public_notice.html", error, **shown)
        if isinstance(error, TooManyObjections):
            response.status_code = 429
        return response
    return go(visit.address(f"/public-notice/{notice_id}", receipt=str(receipt)))


def _shown(visit: Visit, notice_id: int) -> dict[str, Any]:
    today = clock.today()
    with visit.store.read() as query:
        found = notice_records.notice(query, notice_id)
        if found is None or found.withdrawn_on or found.starts_on > today:
            raise NotFound(
                Problem(
                    lazy("There is no such public notice, or it was withdrawn."),
                    mend=lazy("Below are the lists that are on public notice now."),
                )
            )
        rows = [row for row in notice_records.listed(query, notice_id) if row.is_agreed]
        return {
            "notice": found,
            "place": place_name(query, found.scope),
            "rows": rows,
            "is_on": found.is_on(today),
            "receipt": _receipt(query, visit, notice_id),
            "longest": LONGEST_NOTE,
        }


def _receipt(query: Query, visit: Visit, notice_id: int) -> int | None:
    """The number of an objection that has just come in; an address cannot make one up."""
    number = _number(visit.request.query_params.get("receipt", ""))
    found = objection_records.objection(query, number)
    return found.id if found is not None and found.notice == notice_id else None


def _number(text: str) -> int:
    """0, which is nobody's number, for what is none."""
    return int(text) if _NUMBER.fullmatch(text) else 0
