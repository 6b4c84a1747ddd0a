"""The upload form."""

from __future__ import annotations

from django import forms
from django.conf import settings


class UploadForm(forms.Form):
    """A workbook, and what to take it for where its header does not say."""

    file = forms.FileField(
        label="Excel 文件",
        max_length=200,
        error_messages={"required": "请选择一个 Excel 或 CSV 文件", "empty": "这是一个空文件：请选有内容的文件"},
    )
    kind = forms.ChoiceField(
        label="台账种类",
        required=False,
        help_text="一般不用选，系统按表头识别",
        error_messages={"invalid_choice": "没有这种台账：请在列表里选"},
    )
    year = forms.IntegerField(
        label="日期没写年份时，按哪一年",
        required=False,
        min_value=1949,
        max_value=2100,
        help_text="日期都写了年份就不用填",
    )

    def __init__(self, kinds: list[tuple[str, str]], *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", "按表头识别"), *kinds]

    def clean_file(self):
        """Size limit."""
        file = self.cleaned_data["file"]
        if file.size > settings.UPLOAD_LIMIT:
            raise forms.ValidationError("文件超过 20 MB：请拆成几个文件再导入")
        return file
