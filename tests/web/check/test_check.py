"""数据核对: which numbers in this document do not stand?"""

from __future__ import annotations

import io
import zipfile

from django.core.files.uploadedfile import SimpleUploadedFile

from zelian.audit.models import Event

CHECK = "/check/?org=xingguang&period=2023"
TEXT = "全年开展志愿服务3次。约谈村社区两委成员2人次。计划明年开展志愿服务9次。"


def test_visitor_is_sent_to_login(visitor):
    answer = visitor.get(CHECK)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/login/")


def test_stranger_gets_404(stranger):
    assert stranger.get(CHECK).status_code == 404


def test_a_wrong_number_is_red_and_leads_to_the_ledger(owner):
    page = owner.post(CHECK, {"text": TEXT}).content.decode()
    assert 'class="mk n" href="#claim-1"' in page
    assert 'id="claim-1"' in page
    assert "台账里“志愿服务次数”为 2次" in page
    assert "/figures/volunteer_services/?org=xingguang&amp;period=2023" in page
    assert "有台账支撑" in page


def test_the_period_can_be_chosen_with_the_text(owner):
    page = owner.post(CHECK, {"text": TEXT, "period": "202303"}).content.decode()
    assert "台账里“志愿服务次数”为 1次" in page
    assert "period=202303" in page


def test_the_page_offers_the_period_one_is_in(owner):
    assert '<option value="2023" selected>' in owner.get(CHECK).content.decode()


def test_nothing_and_the_wrong_thing_are_said(owner):
    assert "请粘贴文稿，或选择一个" in owner.post(CHECK, {"text": " "}).content.decode()
    answer = owner.post(CHECK, {"file": SimpleUploadedFile("a.docx", b"no zip at all")})
    assert answer.status_code == 422
    answer = owner.post(CHECK, {"text": TEXT, "annotate": "true"})
    assert "只有 .docx 才能带批注下载" in answer.content.decode()


def test_a_word_file_comes_back_with_comments(owner):
    document = owner.get("/reports/draft/annual/document.docx?org=xingguang&period=2023").content
    answer = owner.post(CHECK, {"file": SimpleUploadedFile("报告.docx", document), "annotate": "true"})
    with zipfile.ZipFile(io.BytesIO(answer.content)) as parts:
        assert "word/comments.xml" in parts.namelist()


def test_the_text_is_kept_nowhere_only_the_counts(owner):
    owner.post(CHECK, {"text": TEXT})
    event = Event.objects.get(type="reports.document.checked")
    assert event.data["contradicted"] == 1
    assert "志愿服务" not in str(event.data)


def test_pasted_markup_stays_text(owner):
    page = owner.post(CHECK, {"text": "<img src=x onerror=alert(1)>开展志愿服务3次"}).content.decode()
    assert "<img src=x" not in page


def test_a_community_checks_against_its_own_ledgers(colleague):
    page = colleague.post("/check/?org=heping&period=2023", {"text": "开展志愿服务1次"}).content.decode()
    assert "有台账支撑" in page
    assert colleague.post(CHECK, {"text": TEXT}).status_code == 404
