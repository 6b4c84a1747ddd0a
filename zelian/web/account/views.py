"""Sign in, sign out, change one's own password, and the first run of an empty office."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import authenticate, login, logout, update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from zelian.access.actor import actor_for
from zelian.access.models import User
from zelian.access.setup import found_office
from zelian.audit.record import record
from zelian.kernel.errors import DomainError
from zelian.web.account.forms import LoginForm, PasswordForm, SetupForm


def _safe_next(request: HttpRequest) -> str:
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    local = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if local else "/"


@login_not_required
def sign_in(request: HttpRequest) -> HttpResponse:
    """The login page. The same sentence for a wrong name and a wrong password."""
    form = LoginForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        user = authenticate(request, **form.cleaned_data)
        with transaction.atomic():
            if user is None:
                record(
                    "access.sign_in_failed",
                    by="anonymous",
                    now=timezone.now(),
                    outcome="denied",
                    data={"username": form.cleaned_data["username"]},
                )
            else:
                record("access.signed_in", by=actor_for(user, timezone.localdate()), now=timezone.now())
        if user is not None:
            login(request, user)
            return redirect("password" if user.must_change_password else _safe_next(request))
        form.add_error(None, "用户名或口令不对：请核对后重试")
    context = {"form": form, "next": _safe_next(request), "empty": not User.objects.exists()}
    return render(request, "account/login.html", context, status=422 if form.errors else 200)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Ends the session on the server."""
    with transaction.atomic():
        record("access.signed_out", by=request.actor, now=timezone.now())
    logout(request)
    response = redirect("login")
    response["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    return response


def password(request: HttpRequest) -> HttpResponse:
    """Changes one's own password; the old one is asked for."""
    form = PasswordForm(request.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            request.user.set_password(form.cleaned_data["new"])
            request.user.must_change_password = False
            request.user.save(update_fields=["password", "must_change_password"])
            record("access.password_changed", by=request.actor, now=timezone.now())
        update_session_auth_hash(request, request.user)
        messages.success(request, "口令已修改")
        return redirect("home")
    return render(request, "account/password.html", {"form": form}, status=422 if form.errors else 200)


@login_not_required
def setup(request: HttpRequest) -> HttpResponse:
    """First run: the one-time token, the street, the first account. Gone once an account exists."""
    if User.objects.exists():
        raise Http404
    form = SetupForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            user = found_office(**form.cleaned_data, now=timezone.now())
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            login(request, user)
            return redirect("home")
    return render(request, "account/setup.html", {"form": form}, status=422 if form.errors else 200)
