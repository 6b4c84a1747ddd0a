"""导入: upload a workbook, see the latest batches."""

from __future__ import annotations

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.web import people
from zelian.intake.models import Batch


def upload(browser, path, name="志愿服务.xlsx"):
    return browser.post("/intake/", {"file": SimpleUploadedFile(name, path.read_bytes())})


def test_visitor_is_sent_to_login(visitor):
    answer = visitor.get("/intake/")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/login/")


def test_stranger_gets_404(stranger, batch):
    """He sees his own batches, none of ours."""
    assert batch.filename not in stranger.get("/intake/").content.decode()


def test_an_upload_becomes_a_batch_to_look_at(owner, tmp_path):
    answer = upload(owner, people.workbook(tmp_path / "a.xlsx", [["和平社区", "2023-06-01", "敬老", 5]]))
    batch = Batch.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/intake/{batch.pk}/")
    assert batch.state == "planned"


def test_what_is_no_workbook_is_refused_in_one_sentence(owner, tmp_path):
    (tmp_path / "b.xlsx").write_bytes(b"<svg onload=alert(1)>")
    answer = upload(owner, tmp_path / "b.xlsx")
    assert answer.status_code == 422
    assert "另存为" in answer.content.decode()
    assert not Batch.objects.exists()


def test_nothing_chosen_and_too_much_are_said_at_the_field(owner, settings, tmp_path):
    assert "请选择一个 Excel 或 CSV 文件" in owner.post("/intake/").content.decode()
    settings.UPLOAD_LIMIT = 10
    answer = upload(owner, people.workbook(tmp_path / "a.xlsx", []))
    assert "文件超过" in answer.content.decode()


def test_the_upload_itself_is_not_kept(owner, tmp_path, data_dir):
    upload(owner, people.workbook(tmp_path / "a.xlsx", [["和平社区", "2023-06-01", "敬老", 5]]))
    assert not list((data_dir / "uploads").iterdir())


def test_it_names_the_batches_and_who_made_them(owner, batch):
    page = owner.get("/intake/").content.decode()
    assert batch.filename in page
    assert "何办" in page


def test_the_templates_are_those_one_may_import(owner, colleague):
    assert "organisations.xlsx" in owner.get("/intake/").content.decode()
    assert "organisations.xlsx" not in colleague.get("/intake/").content.decode()


def test_a_large_file_goes_to_the_worker(owner, tmp_path, monkeypatch):
    from zelian.web.intake import uploads

    monkeypatch.setattr(uploads, "AT_ONCE", 10)
    answer = upload(owner, people.workbook(tmp_path / "a.xlsx", [["和平社区", "2023-06-01", "敬老", 5]]))
    assert "/intake/jobs/" in answer["Location"]
