"""Run as a program: a fresh database with the invented office and one planned batch, whose id is printed."""

from __future__ import annotations

import sys

import django
from django.core.management import call_command

if __name__ == "__main__":
    django.setup()
    from tests.intake import office
    from zelian.intake import actions

    call_command("migrate", verbosity=0)
    office.build()
    sys.stdout.write(actions.plan(sys.argv[1], "x.xlsx", by=office.CLI, now=office.NOW).pk)
