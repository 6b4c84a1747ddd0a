"""The official document."""

from __future__ import annotations

import io
import zipfile

DOCUMENT = "/reports/draft/annual/document.docx?org=xingguang&period=2023"


def test_visitor_is_sent_to_login(visitor):
    answer = visitor.get(DOCUMENT)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/login/")


def test_stranger_gets_404(stranger):
    assert stranger.get(DOCUMENT).status_code == 404


def test_it_is_a_word_file_with_the_numbers_in_it(owner):
    answer = owner.get(DOCUMENT)
    with zipfile.ZipFile(io.BytesIO(answer.content)) as parts:
        assert "星光街道" in parts.read("word/document.xml").decode()
    assert "attachment" in answer["Content-Disposition"]
