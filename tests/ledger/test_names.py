"""A written name finds its person within the organisation, above it, or nowhere."""

from __future__ import annotations

import pytest

from zelian.ledger.names import NameBook
from zelian.org.models import Org, Person


@pytest.fixture
def book(office) -> NameBook:
    for code, name, org in [
        ("a", "张伟", "xinghe"),
        ("b", "张伟", "donghu"),
        ("c", "李静", "sample"),
        ("d", "李静", "donghu"),
    ]:
        Person.objects.create(code=code, name=name, org=Org.objects.get(code=org))
    return NameBook(202611)


@pytest.mark.parametrize(
    ("name", "org", "code"),
    [
        ("林远", "donghu", "p2"),  # the only one of that name anywhere
        ("张伟", "xinghe", "a"),  # the one of the organisation
        ("张伟", "sample", None),  # two below: open
        ("李静", "xinghe", "c"),  # one above, none here
        ("吴名", "xinghe", None),
    ],
)
def test_names_resolve_within_organisation(book, name, org, code):
    found = book.resolve(name, Org.objects.get(code=org).pk)
    assert (Person.objects.get(pk=found).code if found else None) == code
