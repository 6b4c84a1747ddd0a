"""The first run of an empty office: a one-time token opens the page that makes the first account."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from zelian.access.models import Grant, SetupToken, User
from zelian.audit.record import record
from zelian.kernel.errors import BadInput, Conflict
from zelian.org.models import Org
from zelian.org.structure import rebuild_links

_HOURS = 24
# One person tries the system alone; a production office splits these among three people.
FOUNDER_ROLES = ("office", "sysadmin")


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def issue_setup_token(*, now: datetime) -> str:
    """A new token, valid for a day; Conflict when the office has accounts already. Only its hash is kept."""
    if User.objects.exists():
        raise Conflict("已有账号，不再需要首次登录：请用已有账号登录")
    token = secrets.token_urlsafe(24)
    SetupToken.objects.create(digest=_digest(token), expires_at=now + timedelta(hours=_HOURS))
    return token


@transaction.atomic
def found_office(
    token: str, *, org_code: str, org_name: str, username: str, name: str, password: str, now: datetime
) -> User:
    """Makes the street and its first account. BadInput for a spent, stale or wrong token or a weak password."""
    if User.objects.exists():
        raise Conflict("已有账号，不再需要首次登录：请用已有账号登录")
    used = SetupToken.objects.filter(digest=_digest(token.strip()), used_at__isnull=True, expires_at__gt=now)
    if used.update(used_at=now) != 1:
        raise BadInput("一次性口令不对、已用过或已过期：请重新运行 zelian init 取得新的口令")
    user = User(username=username, name=name)
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise BadInput("；".join(error.messages)) from error
    org = Org.objects.create(code=org_code, name=org_name, kind="subdistrict")
    rebuild_links()
    user.set_password(password)
    user.save()
    for role in FOUNDER_ROLES:
        Grant.objects.create(user=user, role=role, org=org, starts_on=now.date())
    record("access.office_founded", by=f"user:{username}", now=now, org=org_code, target=user, data={"org": org_name})
    return user
