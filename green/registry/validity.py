"""When a community is on the list, as known at a moment: conditions for statements (SQL)."""

from __future__ import annotations

# Of a community's row as known at `$known_at`: that it begins, and the day on which it ends.
IS_KNOWN = """(
    community.begun_recorded_at is null or community.begun_recorded_at <= $known_at
)"""
KNOWN_END = """
    case when community.ended_recorded_at > $known_at then null else community.valid_to end
"""


def on_the_list(day: str) -> str:
    """The condition that `community` is on the list at a day (SQL), as known at `$known_at`.

    What began or ended is recorded in its row with the moment of recording, and only once each:
    whoever asks what was known before reads the row as it was.
    """
    return f"""(
        (community.valid_from is null or community.valid_from <= {day}) and {IS_KNOWN}
        and (
            community.valid_to is null or community.valid_to > {day}
            or community.ended_recorded_at > $known_at
        )
    )"""
