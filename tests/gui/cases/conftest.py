"""A person who has a case before them."""

import pytest

from tests.gui.cases.at_case import AtCase
from tests.gui.person import Person


@pytest.fixture
def at(person: Person) -> AtCase:
    person.chooses("timesInUtc")
    return AtCase(person)
