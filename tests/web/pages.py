"""Every address of the product with what it takes to open it. The loops over all URLs read this."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver, reverse

YEAR = "?org=xingguang&period=2023"


@dataclass(frozen=True)
class Address:
    """A URL name with its arguments and query; `method` get | post; `open` = no account needed."""

    name: str
    path: str
    method: str = "get"
    open: bool = False


def names() -> list[str]:
    """All URL names of the product."""
    found: list[str] = []

    def walk(patterns: list) -> None:
        for one in patterns:
            if isinstance(one, URLResolver):
                walk(one.url_patterns)
            elif isinstance(one, URLPattern) and one.name:
                found.append(one.name)

    walk(get_resolver().url_patterns)
    return found


def addresses(entry: int, batch: str, job: int, report: int, saved: int) -> list[Address]:
    """One address per URL name, with these objects standing in it."""

    def at(name: str, *args: object, query: str = "", **more: object) -> Address:
        return Address(name, reverse(name, args=args) + query, **more)

    table = f"{YEAR}&figure=volunteer_services&rows=children&by=quarter"
    return [
        at("login", open=True), at("logout", method="post"), at("password"), at("setup", open=True),
        at("home", query=YEAR), at("home-gaps", query=YEAR),
        at("ledger", query=YEAR), at("ledger-export", query=YEAR), at("ledger-template", "volunteer_service"),
        at("ledger-entry", entry), at("ledger-void", entry, method="post"), at("ledger-restore", entry, method="post"),
        at("intake"), at("intake-template", "organisations"), at("intake-progress", job), at("intake-batch", batch),
        at("intake-apply", batch, method="post"), at("intake-undo", batch, method="post"), at("intake-errors", batch),
        at("figures", query=YEAR), at("figures-export", query=YEAR),
        at("figures-rows", "volunteer_services", query=YEAR),
        at("figures-rows-export", "volunteer_services", query=YEAR),
        at("tables", query=table), at("tables-export", query=table), at("tables-save", query=YEAR, method="post"),
        at("tables-drop", saved, method="post"),
        at("reports", query=YEAR), at("reports-draft", "annual", query=YEAR),
        at("reports-document", "annual", query=YEAR),
        at("reports-freeze", "annual", query=YEAR, method="post"), at("reports-frozen", report),
        at("reports-number", report, 0), at("check", query=YEAR),
    ]  # fmt: skip
