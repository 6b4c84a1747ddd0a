"""整批撤销: the ledgers are as before."""

from __future__ import annotations

from zelian.ledger.models import Entry
from zelian.ledger.queries import current_digest


def test_visitor_is_sent_to_login(visitor, batch):
    answer = visitor.post(f"/intake/{batch.pk}/undo/")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/login/")


def test_stranger_gets_404(stranger, batch):
    assert stranger.post(f"/intake/{batch.pk}/undo/").status_code == 404


def test_it_takes_the_batch_back(owner, batch):
    before = current_digest()
    owner.post(f"/intake/{batch.pk}/apply/")
    assert current_digest() != before
    owner.post(f"/intake/{batch.pk}/undo/")
    assert current_digest() == before
    assert not Entry.objects.filter(title="敬老", void=False).exists()
