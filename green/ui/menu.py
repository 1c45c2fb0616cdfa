"""The menu: every page by whom it serves, with the right that opens it."""

from __future__ import annotations

from green.people.model import Action
from green.texts import _
from green.ui.shell import Entry


def entries() -> dict[str, list[Entry]]:
    """Groups in the order of the menu, in the reader's language."""
    return {
        _("Community"): [
            Entry(
                "community/home.py",
                _("My community"),
                "home",
                "my-community",
                Action.SEE_COMMUNITY,
            ),
            Entry(
                "community/assessment.py",
                _("Self-assessment"),
                "checklist",
                "self-assessment",
                Action.ANSWER,
            ),
            Entry("community/evidence.py", _("Evidence"), "folder", "evidence", Action.ANSWER),
            Entry(
                "community/plan.py",
                _("Rectification plan"),
                "handyman",
                "plan",
                Action.SEE_COMMUNITY,
            ),
        ],
        _("Review"): [
            # Who only looks sees where everything waits.
            Entry("review/queue.py", _("To review"), "inbox", "review-queue", Action.SEE_FIGURES),
            Entry(
                "review/submission.py",
                _("Review of one community"),
                "rule",
                "review",
                Action.SEE_COMMUNITY,
                is_listed=False,
            ),
            Entry("review/notices.py", _("Public notice"), "campaign", "notices", Action.REVIEW),
            Entry(
                "review/decisions.py",
                _("Decisions taken outside"),
                "assignment_turned_in",
                "decisions",
                Action.RECORD_DECISIONS,
            ),
            Entry(
                "review/rechecks.py",
                _("Yearly re-check"),
                "event_repeat",
                "re-check",
                Action.REVIEW,
            ),
            Entry(
                "review/spot_checks.py",
                _("Spot checks"),
                "fact_check",
                "spot-checks",
                Action.REVIEW,
            ),
        ],
        _("Progress"): [
            Entry(
                "bureau/progress.py",
                _("Progress of the cities"),
                "monitoring",
                "progress",
                Action.SEE_FIGURES,
            ),
            Entry("bureau/forms.py", _("Forms"), "print", "forms", Action.SEE_FIGURES),
        ],
        _("Planning"): [
            Entry(
                "planning/items.py",
                _("Items and districts"),
                "grid_on",
                "items",
                Action.SEE_FIGURES,
            ),
            Entry("planning/what_if.py", _("What if"), "experiment", "what-if", Action.SEE_FIGURES),
            Entry(
                "planning/works.py",
                _("Renovation list"),
                "construction",
                "works",
                Action.SEE_FIGURES,
            ),
        ],
        _("Administration"): [
            Entry("admin/people.py", _("People"), "group", "people", Action.MANAGE_PEOPLE),
            Entry(
                "admin/denominators.py",
                _("Official figures"),
                "calculate",
                "denominators",
                Action.RECORD_DENOMINATOR,
            ),
            Entry(
                "admin/registry.py",
                _("List of communities"),
                "list_alt",
                "registry",
                Action.KEEP_REGISTRY,
            ),
            Entry("admin/log.py", _("Log"), "history", "log", Action.SEE_LOG),
            Entry("admin/data.py", _("Data"), "database", "data", Action.MANAGE_DATA),
        ],
        _("Help"): [
            Entry("help/guide.py", _("How it is done"), "help", "help", Action.SEE_COMMUNITY),
        ],
    }
