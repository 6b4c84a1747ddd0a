"""Which organisation and period a page is about: from the address, else what was chosen last, else what fits best."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import Http404, HttpRequest

from zelian.access.scope import visible_orgs
from zelian.kernel.errors import BadInput
from zelian.kernel.period import Period, month_of
from zelian.ledger.models import Entry
from zelian.org.models import Org

_CHOSEN_KINDS = ("subdistrict", "community", "village")


@dataclass(frozen=True)
class Scope:
    """The organisation and period of a page, and the ones to choose from."""

    org: Org
    period: Period
    orgs: tuple[Org, ...]

    def address(self, **more: object) -> str:
        """Query string that leads to the same organisation and period, with more parameters."""
        pairs = {"org": self.org.code, "period": self.period.code, **more}
        return "&".join(f"{name}={value}" for name, value in pairs.items() if value not in (None, ""))


def scope_of(request: HttpRequest, *, complete: bool = False) -> Scope:
    """The scope of a request. 404 for an organisation the person may not see: existence is not revealed.

    Where no period was chosen, the latest year with entries; with `complete` the latest one that is over, because
    a yearly report about half a year is not what anybody means. The first call in a request decides. Two queries and
    one per year looked at; a choice made in the address is remembered in the session.
    """
    known = getattr(request, "_scope", None)
    if known is not None:
        return known
    orgs = tuple(visible_orgs(request.actor).filter(kind__in=_CHOSEN_KINDS))
    code = request.GET.get("org") or request.session.get("org")
    org = next((found for found in orgs if found.code == code), None)
    asked = request.GET.get("org")
    if org is None and asked:
        org = None if "\x00" in asked else visible_orgs(request.actor).filter(code=asked).first()
        if org is None:
            raise Http404
    if org is None:
        if not orgs:
            raise Http404
        org = next((found for found in orgs if found.kind == "subdistrict"), orgs[0])
    period = _period(request, org, complete)
    for name, value in (("org", org.code), ("period", period.code)):
        if request.GET.get(name) and request.session.get(name) != value:
            request.session[name] = value
    request._scope = Scope(org, period, orgs)
    return request._scope


def _period(request: HttpRequest, org: Org, complete: bool) -> Period:
    asked = request.GET.get("period")
    for text in (asked, request.session.get("period")):
        if not text:
            continue
        try:
            return Period.parse(text)
        except BadInput as error:
            if text is asked:
                raise Http404(str(error)) from error
    year = request.actor.today.year - complete
    return Period.year(latest_year(org, year))


def latest_year(org: Org, until: int) -> int:
    """The latest of ten years up to `until` with a ledger entry below the organisation, else `until` itself."""
    for year in range(until, until - 10, -1):
        below = Entry.objects.filter(
            org__above__ancestor=org, period__gte=year * 100 + 1, period__lte=year * 100 + 12, void=False
        )
        if below.exists():
            return year
    return until


def page_of(request: HttpRequest) -> int:
    """The page asked for, from 1; nonsense is the first page."""
    text = request.GET.get("page", "")
    return max(1, int(text)) if text.isdecimal() and len(text) < 8 else 1


def period_choices(period: Period, today: date) -> list[Period]:
    """Years around the chosen one, its halves and quarters, and its months up to the present."""
    year = period.first // 100
    years = sorted({year, year - 1, year + 1, today.year}, reverse=True)
    choices = [Period.year(one) for one in years if one <= today.year]
    whole = Period.year(year)
    choices += [*whole.parts(6), *whole.parts(3), *whole.parts(1)]
    if period not in choices:
        choices.insert(0, period)
    return [choice for choice in choices if choice.first <= month_of(today) or choice == period]
