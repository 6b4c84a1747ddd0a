"""What holds for every address: headers, CSRF, reading without writing, nonsense, other people's ids."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.web import people
from tests.web.pages import addresses, names
from zelian.access.models import User
from zelian.jobs.queue import enqueue

HERE = Path(__file__).parent
CSP = (
    "default-src 'none'; base-uri 'none'; connect-src 'self'; font-src 'self'; form-action 'self'; "
    "frame-ancestors 'none'; img-src 'self' data: blob:; object-src 'none'; script-src 'self'; style-src 'self'"
)
DOWNLOAD_CSP = "sandbox; default-src 'none'"
NONSENSE = ("\x00", "' OR 1=1--", "²", "9" * 5000, "<script>", "2023Q9", "0000", "999999")
PARAMETERS = (
    ("org",), ("period",), ("page", "end", "rows"), ("q", "start", "next"), ("kind", "unknown"),
    ("state", "void", "by"),
    ("figure",),
)  # fmt: skip
WRITES = re.compile(r"^\s*(INSERT INTO|UPDATE|DELETE FROM)\s+\"(\w+)\"", re.I)
MAY_BE_WRITTEN = {"django_session", "audit_event", "audit_seal"}


def directives(policy: str) -> list[str]:
    """A policy as a sorted list: the middleware writes its parts in any order."""
    return sorted(policy.split("; "))


@pytest.fixture
def everything(office, batch, report, saved):
    """One address per URL name, all about things that exist."""
    job = enqueue("intake.plan", {"filename": "大表.xlsx"}, by=people.actor("owner"), now=people.NOW)
    return addresses(office.heping.pk, batch.pk, job.pk, report.pk, saved.pk)


def test_every_name_has_its_address_and_its_test_file(everything):
    known = {one.name for one in everything}
    assert known == set(names())
    missing = [name for name in known if not list(HERE.glob(f"*/test_{name.replace('-', '_')}.py"))]
    assert missing == []
    for name in known:
        [file] = HERE.glob(f"*/test_{name.replace('-', '_')}.py")
        text = file.read_text(encoding="utf-8")
        assert "def test_stranger_gets_404(" in text, file.name
        assert "def test_visitor_is_sent_to_login(" in text, file.name


def test_security_headers_on_every_answer(owner, everything):
    answers = [owner.get(one.path) for one in everything if one.method == "get"]
    answers += [owner.get("/nowhere/"), owner.post("/logout/"), Client().get("/login/")]
    for answer in answers:
        path = answer.wsgi_request.path
        download = answer.headers.get("Content-Disposition", "").startswith("attachment")
        assert answer["X-Content-Type-Options"] == "nosniff", path
        assert answer["X-Frame-Options"] == "DENY", path
        assert answer["Referrer-Policy"] == "same-origin", path
        assert answer["Cross-Origin-Opener-Policy"] == "same-origin", path
        assert "Access-Control-Allow-Origin" not in answer, path
        assert directives(answer["Content-Security-Policy"]) == directives(DOWNLOAD_CSP if download else CSP), path
        if not download:
            assert answer["Content-Type"] == "text/html; charset=utf-8", path


def test_cookies_are_closed_to_scripts_and_other_sites(visitor):
    visitor.post("/login/", {"username": "owner", "password": people.PASSWORD})
    assert set(visitor.cookies) == {"sid", "csrf"} or set(visitor.cookies) == {"sid"}
    for cookie in visitor.cookies.values():
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"


def test_a_post_without_its_token_is_refused(everything):
    browser = Client(enforce_csrf_checks=True, raise_request_exception=False)
    browser.force_login(User.objects.get(username="owner"))
    takes_posts = {"login", "password", "setup", "intake", "check"}
    for one in everything:
        if one.method == "post" or one.name in takes_posts:
            assert browser.post(one.path).status_code == 403, one.path


def test_reading_never_writes(everything):
    for username in people.ROLES:
        browser = people.client(username)
        for one in everything:
            if one.method != "get":
                continue
            with CaptureQueriesContext(
                connection,
            ) as queries:
                browser.get(one.path)
            written = {found[2] for query in queries if (found := WRITES.match(query["sql"]))}
            assert written <= MAY_BE_WRITTEN, (username, one.path, written)


@pytest.mark.parametrize("parameters", PARAMETERS, ids="+".join)
def test_nonsense_in_an_address_is_never_our_fault(owner, everything, parameters):
    for one in everything:
        if one.method == "get" and not one.path.endswith((".xlsx", ".docx")):
            for value in NONSENSE:
                answer = owner.get(one.path.split("?")[0], {"period": "2023"} | dict.fromkeys(parameters, value))
                assert answer.status_code < 500, (one.path, parameters, value)


def test_nonsense_in_a_download_is_never_our_fault(owner, everything):
    for one in everything:
        if one.path.split("?")[0].endswith((".xlsx", ".docx")):
            for parameter in ("org", "period", "kind", "figure", "by"):
                for value in ("\x00", "' OR 1=1--", "9" * 50):
                    answer = owner.get(one.path.split("?")[0], {"period": "202303", parameter: value})
                    assert answer.status_code < 500, (one.path, parameter, value)


def test_wrong_bodies_are_never_our_fault(owner, everything):
    for one in everything:
        if one.name == "logout":
            continue
        if one.method == "post" or one.name in {"login", "password", "intake", "check"}:
            for body in (
                {},
                {"version": "x", "reason": "\x00", "name": "\x00", "text": "\x00"},
                {"reason": "汉" * 5000},
            ):
                assert owner.post(one.path, body).status_code < 500, (one.path, body)


def test_other_peoples_ids_lead_nowhere(office, tmp_path, report, saved):
    """A community asks for what belongs to another one and to the street."""
    own = people.batch(tmp_path, [["柳林社区", "2023-06-02", "护河", 6]], by="neighbour")
    number = report.numbers.first().position
    theirs = addresses(office.liulin.pk, own.pk, 1, report.pk, saved.pk)
    theirs += [one for one in addresses(office.sealed.pk, own.pk, 1, report.pk, saved.pk) if "entry" in one.name]
    browser = people.client("colleague")
    about = {"ledger-entry", "ledger-void", "ledger-restore", "intake-batch", "intake-apply", "intake-undo",
             "intake-errors", "reports-frozen", "reports-number", "tables-drop"}  # fmt: skip
    for one in theirs:
        if one.name in about:
            assert getattr(browser, one.method)(one.path).status_code == 404, one.path
    assert browser.get(f"/reports/{report.pk}/numbers/{number}/").status_code == 404


def test_a_fault_of_ours_shows_a_number_and_nothing_of_the_inside(owner, monkeypatch):
    def broken(*_args, **_more):
        raise RuntimeError("secret detail")

    monkeypatch.setattr("zelian.web.home.views.overview", broken)
    answer = owner.get("/?org=xingguang&period=2023")
    assert answer.status_code == 500
    assert "secret detail" not in answer.content.decode()
    assert "编号" in answer.content.decode()
