"""Forms of the account pages: parsing and field messages only."""

from __future__ import annotations

from django import forms
from django.contrib.auth.password_validation import validate_password

_REQUIRED = {"required": "这一项必填"}


class LoginForm(forms.Form):
    """User name and password."""

    username = forms.CharField(label="用户名", max_length=40, error_messages=_REQUIRED)
    password = forms.CharField(
        label="口令", widget=forms.PasswordInput, max_length=200, strip=False, error_messages=_REQUIRED
    )


class PasswordForm(forms.Form):
    """The old password once, the new one twice."""

    old = forms.CharField(label="现在的口令", widget=forms.PasswordInput, strip=False, error_messages=_REQUIRED)
    new = forms.CharField(
        label="新口令", widget=forms.PasswordInput, max_length=200, strip=False, error_messages=_REQUIRED
    )
    again = forms.CharField(label="再输一次新口令", widget=forms.PasswordInput, strip=False, error_messages=_REQUIRED)

    def __init__(self, user, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_old(self) -> str:
        """The old password must be right."""
        if not self.user.check_password(self.cleaned_data["old"]):
            raise forms.ValidationError("现在的口令不对")
        return self.cleaned_data["old"]

    def clean_new(self) -> str:
        """The new password must be strong enough."""
        validate_password(self.cleaned_data["new"], self.user)
        return self.cleaned_data["new"]

    def clean(self) -> dict:
        """Both new ones are the same."""
        given = super().clean()
        if given.get("new") and given.get("again") and given["new"] != given["again"]:
            self.add_error("again", "两次输入的新口令不一样")
        return given


class SetupForm(forms.Form):
    """The first run."""

    token = forms.CharField(
        label="一次性口令", max_length=80, help_text="运行 zelian init 时显示的那一串", error_messages=_REQUIRED
    )
    org_name = forms.CharField(label="街道名称", max_length=80, error_messages=_REQUIRED)
    org_code = forms.RegexField(
        r"^[a-z0-9-]{2,40}$",
        label="街道编码",
        help_text="小写字母、数字和短横，如 dongfang",
        error_messages={**_REQUIRED, "invalid": "编码只能用小写字母、数字和短横，2 到 40 位"},
    )
    name = forms.CharField(label="您的姓名", max_length=40, error_messages=_REQUIRED)
    username = forms.RegexField(
        r"^[a-z0-9._-]{2,40}$",
        label="用户名",
        help_text="登录用，小写字母和数字",
        error_messages={**_REQUIRED, "invalid": "用户名只能用小写字母、数字、点、短横，2 到 40 位"},
    )
    password = forms.CharField(
        label="口令",
        widget=forms.PasswordInput,
        max_length=200,
        strip=False,
        help_text="至少 10 位",
        error_messages=_REQUIRED,
    )
