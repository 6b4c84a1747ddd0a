"""Rosters from Excel: organisations, people, posts and who holds them, accounts. One file may hold all of them."""

from __future__ import annotations

from zelian.intake import targets
from zelian.intake.rosters.accounts import AccountRoster
from zelian.intake.rosters.organisations import OrganisationRoster
from zelian.intake.rosters.people import PeopleRoster
from zelian.intake.rosters.posts import HoldingRoster, PostRoster
from zelian.intake.rosters.roster import apply, undo

# in the order they are stored: people need organisations, holdings need people and posts
ROSTERS = (OrganisationRoster(), PeopleRoster(), PostRoster(), HoldingRoster(), AccountRoster())
FAMILY = targets.Family("roster", lambda: ROSTERS, apply, undo)


def declare() -> None:
    """Registers the rosters; called once when the app is loaded."""
    targets.register(FAMILY)
