"""A text to be checked: pasted, or a .docx or .txt."""

from __future__ import annotations

from django import forms
from django.conf import settings

from zelian.kernel.period import Period


class CheckForm(forms.Form):
    """Either a file or pasted text."""

    text = forms.CharField(
        label="粘贴文稿",
        required=False,
        max_length=1_000_000,
        widget=forms.Textarea(attrs={"rows": 10}),
        error_messages={"max_length": "文稿太长：最多一百万字，请分次核对"},
    )
    file = forms.FileField(label="或上传文稿", required=False, max_length=200)
    period = forms.ChoiceField(
        label="和哪个时期的台账对", required=False, error_messages={"invalid_choice": "没有这个时期：请在列表里选"}
    )

    def __init__(self, periods: list[Period], *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["period"].choices = [(one.code, one.name) for one in periods]

    def clean_file(self):
        """Size limit."""
        file = self.cleaned_data["file"]
        if file and file.size > settings.UPLOAD_LIMIT:
            raise forms.ValidationError("文件超过 20 MB：请删去图片或拆分后再传")
        return file

    def clean(self) -> dict:
        """One of the two must be given."""
        given = super().clean()
        if not self.errors and not given.get("file") and not (given.get("text") or "").strip():
            raise forms.ValidationError("请粘贴文稿，或选择一个 .docx、.txt 文件")
        return given
