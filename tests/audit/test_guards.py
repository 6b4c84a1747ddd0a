"""Nobody changes or removes a row of the trail: not the models, not plain SQL."""

import pytest
from django.db import IntegrityError, connection, transaction

from tests.audit.tamper import guards_lifted
from zelian.audit.models import AppendOnlyError, Event, Seal
from zelian.audit.queries import missing_guards

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("model", [Event, Seal])
@pytest.mark.parametrize(
    "change",
    [
        lambda model: model.objects.get(pk=model.objects.first().pk).save(),
        lambda model: model.objects.first().delete(),
        lambda model: model.objects.update(algorithm="sm3"),
        lambda model: model.objects.filter(pk__gt=0).delete(),
        lambda model: model.objects.bulk_update(model.objects.all(), ["algorithm"]),
        lambda model: model.objects.bulk_create([], ignore_conflicts=True),
    ],
)
def test_models_refuse(trail, model, change):
    with pytest.raises(AppendOnlyError, match="只增不改"):
        change(model)


STATEMENTS = [
    "UPDATE audit_event SET actor = 'x'",
    "DELETE FROM audit_event",
    "UPDATE audit_seal SET chain = 'x'",
    "DELETE FROM audit_seal WHERE seq = 10",
]


@pytest.mark.parametrize("statement", STATEMENTS)
def test_the_database_refuses(trail, statement):
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        connection.cursor().execute(statement)
    assert (Event.objects.count(), Seal.objects.count()) == (10, 10)


def test_replacing_or_truncating_is_refused_too(trail):
    statement = {
        "sqlite": "REPLACE INTO audit_seal SELECT id, event_id, seq, 'x', algorithm, sealed_at FROM audit_seal",
        "postgresql": "TRUNCATE audit_event",
    }[connection.vendor]
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        connection.cursor().execute(statement)


def test_lifted_guards_are_noticed(trail):
    assert missing_guards() == []
    with guards_lifted():
        assert len(missing_guards()) == {"sqlite": 6, "postgresql": 4}[connection.vendor]
    assert missing_guards() == []


@pytest.mark.parametrize("statement", STATEMENTS)
def test_positive_control_without_guards_the_same_sql_works(trail, statement):
    with guards_lifted(), connection.cursor() as cursor:
        cursor.execute(statement)
        assert cursor.rowcount > 0
