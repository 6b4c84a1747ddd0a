"""入账: the whole file or nothing, unless the good rows are asked for."""

from __future__ import annotations

from tests.web import people
from zelian.ledger.models import Entry


def test_visitor_is_sent_to_login(visitor, batch):
    answer = visitor.post(f"/intake/{batch.pk}/apply/")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/login/")


def test_stranger_gets_404(stranger, batch):
    assert stranger.post(f"/intake/{batch.pk}/apply/").status_code == 404


def test_it_stores_the_rows_once(owner, batch):
    for _ in range(2):
        owner.post(f"/intake/{batch.pk}/apply/")
    assert Entry.objects.filter(title__in=["敬老", "护河"]).count() == 2


def test_a_faulty_file_stores_nothing_unless_the_good_rows_are_asked_for(owner, tmp_path):
    faulty = people.batch(tmp_path, [["和平社区", "2023-02-30", "敬老", 5], ["柳林社区", "2023-06-02", "护河", 6]])
    owner.post(f"/intake/{faulty.pk}/apply/")
    assert not Entry.objects.filter(title="护河").exists()
    owner.post(f"/intake/{faulty.pk}/apply/", {"good": "true"})
    assert Entry.objects.filter(title="护河").exists()
