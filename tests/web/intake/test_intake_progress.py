"""How far the reading of a large file is."""

from __future__ import annotations

import pytest

from tests.web import people
from zelian.jobs.models import Job
from zelian.jobs.queue import enqueue


@pytest.fixture
def job(office) -> Job:
    params = {"path": "gone", "filename": "大表.xlsx", "kind": "", "year": None, "username": "owner"}
    return enqueue("intake.plan", params, by=people.actor("owner"), now=people.NOW)


def test_visitor_is_sent_to_login(visitor, job):
    answer = visitor.get(f"/intake/jobs/{job.pk}/")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/login/")


def test_stranger_gets_404(stranger, job):
    assert stranger.get(f"/intake/jobs/{job.pk}/").status_code == 404


def test_it_shows_the_work_and_asks_again(owner, job):
    page = owner.get(f"/intake/jobs/{job.pk}/").content.decode()
    assert "大表.xlsx" in page
    assert "every 1s" in page


def test_done_work_leads_to_its_batch(owner, job, batch):
    Job.objects.filter(pk=job.pk).update(state="done", result={"batch": batch.pk}, finished_at=people.NOW)
    assert owner.get(f"/intake/jobs/{job.pk}/")["Location"] == f"/intake/{batch.pk}/"
    asked = owner.get(f"/intake/jobs/{job.pk}/", headers={"hx-request": "true"})
    assert asked["HX-Redirect"] == f"/intake/{batch.pk}/"
