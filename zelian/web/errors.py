"""Error pages: what happened and how to go on, in Chinese, without a trace of the inside."""

from __future__ import annotations

import logging
import secrets

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

logger = logging.getLogger(__name__)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400."""
    return render(request, "errors/400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403."""
    return render(request, "errors/403.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404, for what does not exist and for what may not be seen alike."""
    return render(request, "errors/404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500, without database or session: a reference number that also stands in the log."""
    reference = secrets.token_hex(4)
    logger.error("页面出错，编号 %s：%s", reference, request.path)
    return HttpResponse(render_to_string("errors/500.html", {"reference": reference}), status=500)
