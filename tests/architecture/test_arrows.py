"""Foreign keys point the way imports do. String keys make no import line, so the linter alone would miss them."""

from __future__ import annotations

from django.apps import apps
from django.db import models

from tests.architecture.tree import ORDER, PACKAGE

RANK = {name: rank for rank, name in enumerate(ORDER)}


def _app(model) -> str | None:
    module = model.__module__.split(".")
    return module[1] if module[0] == "zelian" else None


def test_foreign_keys_point_up_the_tree():
    wrong = [
        f"{model._meta.label}.{field.name} → {field.related_model._meta.label}"
        for model in apps.get_models()
        if _app(model)
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey | models.ManyToManyField)
        and _app(field.related_model)
        and RANK[_app(field.related_model)] > RANK[_app(model)]
    ]
    assert wrong == []


def test_facts_are_stored_as_integers():
    """DESIGN §3.1: SQLite divides decimals wrongly; anything counted is an integer."""
    wrong = [
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        if _app(model)
        for field in model._meta.get_fields()
        if isinstance(field, models.DecimalField | models.FloatField)
    ]
    assert wrong == []


def test_every_package_stands_in_the_order():
    packages = {path.parent.name for path in PACKAGE.glob("*/__init__.py")}
    assert packages <= set(ORDER)


def test_no_default_ordering():
    """Hidden sorts cost and hide: order is asked for where it is needed."""
    assert [m._meta.label for m in apps.get_models() if _app(m) and m._meta.ordering] == []
