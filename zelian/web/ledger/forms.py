"""Filters of the ledger list. All of them stand in the address."""

from __future__ import annotations

from django import forms

from zelian.ledger.kinds import Kind


class EntryFilter(forms.Form):
    """Kind, words, days, and whether void entries are shown."""

    kind = forms.ChoiceField(
        label="台账", required=False, error_messages={"invalid_choice": "没有这种台账：请在列表里选"}
    )
    q = forms.CharField(label="查找", required=False, max_length=60)
    start = forms.DateField(label="自", required=False, widget=forms.DateInput(attrs={"type": "date"}))
    end = forms.DateField(label="至", required=False, widget=forms.DateInput(attrs={"type": "date"}))
    void = forms.BooleanField(label="含作废", required=False)

    def __init__(self, kinds: dict[str, Kind], *args, **kwargs):
        super().__init__(*args, **kwargs)
        groups: dict[str, list[tuple[str, str]]] = {}
        for kind in kinds.values():
            groups.setdefault(kind.group, []).append((kind.code, kind.name))
        self.fields["kind"].choices = [("", "全部台账"), *groups.items()]


class ReasonForm(forms.Form):
    """Why an entry is voided or restored, and the version the person looked at."""

    reason = forms.CharField(label="原因", max_length=200, error_messages={"required": "请写明原因"})
    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
