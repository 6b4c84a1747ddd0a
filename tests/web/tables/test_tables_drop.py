"""A saved table removed; its numbers stay."""

from __future__ import annotations

from zelian.reports.models import SavedTable


def test_visitor_is_sent_to_login(visitor, saved):
    answer = visitor.post(f"/tables/{saved.pk}/drop/")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/login/")


def test_stranger_gets_404(stranger, saved):
    assert stranger.post(f"/tables/{saved.pk}/drop/").status_code == 404


def test_it_goes(owner, saved):
    assert owner.post(f"/tables/{saved.pk}/drop/").status_code == 302
    assert not SavedTable.objects.exists()


def test_a_community_cannot_remove_the_streets(colleague, saved):
    assert colleague.post(f"/tables/{saved.pk}/drop/").status_code == 404
    assert SavedTable.objects.exists()
