"""A template engine that holds nothing but the components, so that these tests need no page, user or database."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.template.backends.django import DjangoTemplates

WEB = Path(__file__).parents[3] / "zelian/web"


@pytest.fixture(scope="session")
def engine() -> DjangoTemplates:
    """Templates of zelian.web with the tag library ``ui``."""
    options = {"libraries": {"ui": "zelian.web.ui.tags", "static": "django.templatetags.static"}}
    return DjangoTemplates({"NAME": "ui", "DIRS": [WEB / "templates"], "APP_DIRS": False, "OPTIONS": options})


@pytest.fixture
def render(engine: DjangoTemplates) -> Callable[..., str]:
    """Renders a template text with ``{% load ui %}`` in front; runs of white space become one space."""

    def rendered(text: str, **values: object) -> str:
        return re.sub(r"\s+", " ", engine.from_string("{% load ui %}" + text).render(values))

    return rendered


@pytest.fixture(scope="session")
def page(engine: DjangoTemplates) -> str:
    """The style guide: every component on one page."""
    from tests.web.ui.sample import styleguide

    return engine.get_template("ui/styleguide.html").render(styleguide())
