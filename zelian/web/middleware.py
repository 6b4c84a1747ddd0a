"""Who acts, and what a refusal of the domain looks like on the web."""

from __future__ import annotations

import logging

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from zelian.access.actor import actor_for
from zelian.audit.record import record
from zelian.exchange.errors import ExchangeError
from zelian.kernel.errors import BadInput, Conflict, NotAllowed, NotFound

logger = logging.getLogger(__name__)


class ActorMiddleware:
    """Puts `request.actor` (None for a visitor) beside `request.user`; one query where somebody is signed in."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        request.actor = actor_for(user, timezone.localdate()) if user.is_authenticated else None
        return self.get_response(request)


class DomainErrorMiddleware:
    """Domain refusals that a view let through: 400, 403, 404 or 409 with the domain's own Chinese sentence."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """The page that says what happened and how to go on; None for faults of ours."""
        if isinstance(error, NotAllowed):
            with transaction.atomic():
                record(
                    "access.denied",
                    by=request.actor or "anonymous",
                    now=timezone.now(),
                    outcome="denied",
                    data={"path": request.path, "reason": str(error)},
                )
            return render(request, "errors/403.html", {"reason": str(error)}, status=403)
        if isinstance(error, NotFound):
            return render(request, "errors/404.html", {"reason": str(error)}, status=404)
        if isinstance(error, Conflict):
            return render(request, "errors/400.html", {"reason": str(error)}, status=409)
        if isinstance(error, BadInput | ExchangeError):
            return render(request, "errors/400.html", {"reason": str(error)}, status=400)
        return None
