"""Filter chips: what a list is narrowed by at the moment, each with the address that takes it off."""

from __future__ import annotations

from dataclasses import dataclass

from django.forms import Form
from django.http import QueryDict


@dataclass(frozen=True)
class Chip:
    """One condition in words and the address of the same list without it."""

    text: str
    url: str


def chips(form: Form, params: QueryDict) -> list[Chip]:
    """A chip for every filled field of a valid, bound filter form. No query; an invalid form has no chips."""
    if not form.is_bound or not form.is_valid():
        return []
    found = []
    for name, value in form.cleaned_data.items():
        if value in (None, "", []) or (value is False):
            continue
        rest = params.copy()
        rest.pop(form.add_prefix(name), None)
        rest.pop("page", None)
        field = form.fields[name]
        label = field.label or name
        words = label if value is True else f"{label}：{_words(field, value)}"
        found.append(Chip(words, f"?{rest.urlencode()}"))
    return found


def _words(field: object, value: object) -> str:
    choices = {
        str(code): str(words) for code, words in getattr(field, "choices", ()) if not isinstance(words, list | tuple)
    }
    values = value if isinstance(value, list | tuple) else [value]
    return "、".join(choices.get(str(one), str(one)) for one in values)
