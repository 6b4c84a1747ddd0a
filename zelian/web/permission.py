"""The check every page makes before it reads anything: `@needs("ledger.read")`."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse

View = Callable[..., HttpResponse]


def needs(permission: str, *, scoped: bool = False) -> Callable[[View], View]:
    """Lets through people holding the permission anywhere; others get 404, as if there were no such page.

    `scoped` pages show the organisation and period pickers.
    """

    def wrap(view: View) -> View:
        @wraps(view)
        def checked(request: HttpRequest, *args, **kwargs) -> HttpResponse:
            if request.actor is None or not request.actor.can(permission):
                raise Http404
            request.scoped = scoped
            return view(request, *args, **kwargs)

        checked.permission = permission
        return checked

    return wrap
