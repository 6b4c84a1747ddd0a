"""What several commands take: who acts, which organisation, which period, and how JSON is printed."""

from __future__ import annotations

import getpass
import json
from argparse import Namespace
from datetime import date, datetime

from django.utils import timezone

from zelian.access.actor import CommandActor, UserActor, actor_for
from zelian.access.models import User
from zelian.kernel.errors import BadInput, NotFound
from zelian.kernel.period import Period
from zelian.org.models import Org
from zelian.org.queries import org_by_code


def now() -> datetime:
    """The moment, aware."""
    return timezone.now()


def actor(options: Namespace) -> UserActor | CommandActor:
    """The account named by --as, else the command line of this machine's user."""
    today = timezone.localdate()
    username = getattr(options, "username", None)
    if not username:
        return CommandActor(getpass.getuser(), today)
    user = User.objects.filter(username=username, is_active=True).first()
    if user is None:
        raise NotFound(f"没有用户“{username}”：请核对用户名")
    return actor_for(user, today)


def org_and_period(options: Namespace) -> tuple[Org, Period]:
    """--org, --period and --as-of."""
    as_of = None
    if options.as_of:
        try:
            as_of = date.fromisoformat(options.as_of)
        except ValueError as error:
            raise BadInput(f"截至日期“{options.as_of}”看不懂：应写成 2026-09-28") from error
    return org_by_code(options.org), Period.parse(options.period, as_of)


def as_json(content: object) -> str:
    """Readable JSON in Chinese."""
    return json.dumps(content, ensure_ascii=False, indent=1, default=str)
