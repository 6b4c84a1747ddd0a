"""Accounts, and the roles granted to them for a part of the organisation tree."""

from __future__ import annotations

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q

from zelian.access.roles import ROLES
from zelian.org.models import Org, Person


class UserManager(BaseUserManager):
    """Makes accounts; there is no superuser and no default account."""

    def create_user(self, username: str, password: str | None, *, name: str, person: Person | None = None) -> User:
        """A new active account without any right. `password` None makes it unusable until one is set."""
        user = self.model(username=username, name=name, person=person)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str) -> User:
        return self.get(username=username)


class User(AbstractBaseUser):
    """An account. A person may have none; nobody shares one."""

    username = models.CharField("用户名", max_length=40, unique=True)
    name = models.CharField("姓名", max_length=40)
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="accounts")
    is_active = models.BooleanField("启用", default=True)
    must_change_password = models.BooleanField("下次登录须改密码", default=False)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["name"]

    objects = UserManager()

    class Meta:
        db_table = "access_user"

    def __str__(self) -> str:
        return self.name


class Grant(models.Model):
    """A role held by an account over an organisation and everything under it, between two days (end inclusive)."""

    user = models.ForeignKey(User, models.PROTECT, related_name="grants")
    role = models.CharField("角色", max_length=20, choices=[(role.code, role.name) for role in ROLES.values()])
    org = models.ForeignKey(Org, models.PROTECT, related_name="grants")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        db_table = "access_grant"
        constraints = [
            models.UniqueConstraint(fields=["user", "role", "org", "starts_on"], name="access_grant_once"),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name="access_grant_ends_after_start"
            ),
        ]


class SetupToken(models.Model):
    """A one-time token of the first run; only its SHA-256 is kept."""

    digest = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "access_setup_token"
