"""What is said of a code that no community has on a day: never, or no longer, and who follows."""

from __future__ import annotations

from datetime import date

from green.errors import Problem
from green.registry.model import short_name
from green.store import Query
from green.texts import lazy


def not_there(query: Query, code: str, day: date) -> Problem:
    """That nobody has the code, or since when nobody has it and who follows."""
    gone = query.row(
        """
        select gone.name, gone.valid_to, heir.name, heir.code
        from community as gone
        left join community as heir on heir.id = gone.merged_into
        where gone.code = $code and gone.valid_to <= $day
        order by gone.valid_to desc, gone.id desc
        limit 1
        """,
        code=code,
        day=day,
    )
    if gone is None:
        return Problem(
            lazy("No community has the code {code}.", code=code),
            mend=lazy("Look for it by its name."),
        )
    name, since, heir, heirs_code = gone
    return Problem(
        lazy("{name} has not existed since {day}.", name=short_name(name), day=since.isoformat()),
        mend=lazy("It was merged into {name}, {code}.", name=short_name(heir), code=heirs_code)
        if heir
        else lazy("Look for it by its name."),
    )
