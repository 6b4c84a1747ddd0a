"""What every page needs around its content: navigation, scope pickers, banners, the person."""

from __future__ import annotations

from django.http import Http404, HttpRequest
from django.urls import reverse

from zelian.access.roles import ROLES
from zelian.web.scope import period_choices, scope_of

UNCLASSIFIED = "本系统为非涉密信息系统，严禁录入、上传、存储、处理或传输国家秘密。"
# title, [(label, url name, step of the chain, permission)]
_NAV = [
    ("总览", [("首页", "home", None, "figures.read")]),
    (
        "责任链",
        [
            ("履责 · 台账", "ledger", 2, "ledger.read"),
            ("述责 · 报告", "reports", 7, "reports.read"),
        ],
    ),
    (
        "数据",
        [
            ("导入台账", "intake", None, "intake.apply"),
            ("报表", "tables", None, "figures.read"),
            ("统计口径", "figures", None, "figures.read"),
            ("数据核对", "check", None, "check.use"),
        ],
    ),
]


def shell(request: HttpRequest) -> dict[str, object]:
    """Context of base.html. No query beyond those of the scope, which are made once per request."""
    actor = getattr(request, "actor", None)
    if actor is None:
        return {"banners": [{"kind": "plain", "text": UNCLASSIFIED}]}
    match = request.resolver_match
    here = match.url_name.split("-")[0] if match and match.url_name else ""
    nav = [
        {
            "title": title,
            "items": [
                {"label": label, "url": reverse(name), "on": name == here, "step": step, "count": None}
                for label, name, step, permission in items
                if actor.can(permission)
            ],
        }
        for title, items in _NAV
    ]
    return {
        "nav": [group for group in nav if group["items"]],
        "scope": _pickers(request) if getattr(request, "scoped", False) else None,
        "me": {
            "name": actor.display_name,
            "office": "、".join(dict.fromkeys(ROLES[role].name for role, _ in actor.grants)) or "尚未授权",
            "items": [
                {"label": "修改口令", "url": reverse("password"), "icon": "lock"},
                {"label": "退出登录", "url": reverse("logout"), "icon": "logout", "post": True},
            ],
        },
        "banners": [],
    }


def _pickers(request: HttpRequest) -> dict[str, object] | None:
    try:
        scope = scope_of(request)
    except Http404:
        return None
    kept = [(name, value) for name, value in request.GET.items() if name not in ("org", "period", "page")]
    orgs = scope.orgs if scope.org in scope.orgs else (scope.org, *scope.orgs)
    return {
        "action": request.path,
        "hidden": kept,
        "orgs": [{"code": org.code, "label": org.name, "on": org == scope.org} for org in orgs],
        "periods": [
            {"code": one.code, "label": one.name, "on": one == scope.period}
            for one in period_choices(scope.period, request.actor.today)
        ],
        "org_name": scope.org.name,
        "period_label": scope.period.name,
    }
