"""A community that takes part already; a module that imports `case` has this one."""

from __future__ import annotations

import pytest

from green.assessment.enrolment import enrol
from green.assessment.model import Case
from green.store import Store
from tests.database import LOCAL


@pytest.fixture
def case(store: Store, case: Case) -> Case:
    """It takes part already."""
    enrol(store, case, LOCAL)
    return case
