"""The form of a table: figures, rows, columns. The address holds all of it, so a table can be sent to somebody."""

from __future__ import annotations

from django import forms

from zelian.figures.spec import Figure


class TableForm(forms.Form):
    """What a table shows; organisation and period come from the page's scope."""

    figure = forms.MultipleChoiceField(
        label="口径",
        error_messages={"required": "请至少选一个口径", "invalid_choice": "没有这个口径：%(value)s"},
        widget=forms.CheckboxSelectMultiple,
    )
    rows = forms.ChoiceField(label="行", choices=[("children", "下级各单位"), ("self", "只列本级")], required=False)
    by = forms.ChoiceField(
        label="列",
        choices=[("total", "整个时期"), ("quarter", "分季度"), ("month", "分月"), ("half", "分半年")],
        required=False,
    )

    def __init__(self, figures: list[Figure], *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.group_of = {one.code: one.group or "其他" for one in figures}
        self.fields["figure"].choices = [(one.code, f"{one.name}（{one.unit}）") for one in figures]
