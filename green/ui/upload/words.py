"""What the browser's part says, given to it as data: its scripts know no language."""

from __future__ import annotations

from green.texts import _


def words() -> dict[str, str]:
    """The sentences by their names; the browser fills in {name}, {percent}, {n} and {why}."""
    return {
        "photo": _("Take a photo"),
        "choose": _("Choose files"),
        "drop": _("or drop them here"),
        "kinds": _("Photos, PDF, Word or Excel, up to 20 MB each; photos are made smaller first."),
        "waiting": _("Waiting for its turn"),
        "shrinking": _("Being made smaller"),
        "sending": _("Sending, {percent}%"),
        "offline": _("Waiting for the network, goes on by itself"),
        "busy": _("The server is busy, goes on by itself"),
        "signed_out": _("Sign in again; the file is kept"),
        "signed_out_here": _("Sign in again in another window; the file waits in this one"),
        "stored": _("Stored"),
        "refused": _("Refused: {why}"),
        "no_reason": _("The server did not take it."),
        "too_large": _("It is larger than 20 MB. Choose a smaller one."),
        "empty": _("It is empty."),
        "unreadable": _("It cannot be read any more. Choose it again."),
        "cancel": _("Cancel"),
        "cancel_one": _("Cancel {name}"),
        "remove": _("Remove"),
        "remove_one": _("Remove {name}"),
        "again": _("Try again"),
        "again_one": _("Try again: {name}"),
        "sign_in": _("Sign in"),
        "sign_in_one": _("Sign in and go on with {name}"),
        "all_stored": _("Files stored just now: {n}"),
        "stay": _("Keep this page open until everything is stored."),
        "said": _("{name}: {state}"),
    }
