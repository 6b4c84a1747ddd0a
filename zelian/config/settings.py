"""The one settings file: driven by the environment, loud on nonsense.

ZELIAN_DATA      where the database, evidence, uploads and secrets live (default: the user's data directory)
DATABASE_URL     another database (postgres://…); default SQLite in ZELIAN_DATA
ZELIAN_DEBUG     true | false (default false)
ZELIAN_HOSTS     comma-separated host names the server answers to (default 127.0.0.1,localhost)
ZELIAN_HTTPS     true | false: cookies and redirects for TLS (default false: a single office PC on loopback)
ZELIAN_SECRET_KEY  default: made once and kept in ZELIAN_DATA/secret_key (mode 0600)
ZELIAN_HASH      sha256 | sm3 for the audit chain (default sha256)
"""

from __future__ import annotations

import os
import secrets
import sqlite3
import sys
from pathlib import Path

import dj_database_url
from django.core.exceptions import ImproperlyConfigured


def _flag(name: str, *, default: bool) -> bool:
    value = os.environ.get(name)
    if value is None:
        return default
    if value.lower() not in ("true", "false"):
        raise ImproperlyConfigured(f"环境变量 {name} 只能是 true 或 false，现在是“{value}”")
    return value.lower() == "true"


def _data_dir() -> Path:
    given = os.environ.get("ZELIAN_DATA")
    if given:
        return Path(given).expanduser().resolve()
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", Path.home() / "AppData" / "Local")) / "zelian"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "zelian"


def _secret_key(data_dir: Path) -> str:
    given = os.environ.get("ZELIAN_SECRET_KEY")
    if given is not None:
        if len(given) < 50:
            raise ImproperlyConfigured("ZELIAN_SECRET_KEY 太短：至少 50 个字符")
        return given
    kept = data_dir / "secret_key"
    if kept.exists():
        return kept.read_text(encoding="ascii").strip()
    data_dir.mkdir(parents=True, exist_ok=True)
    key = secrets.token_urlsafe(64)
    descriptor = os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(key)
    return key


def _journal_mode() -> str:
    """WAL only where the library is free of the WAL-reset fault (security D3), else DELETE."""
    version = sqlite3.sqlite_version_info
    patched = version >= (3, 51, 3) or (version[:2] in ((3, 50), (3, 44)) and version[2] >= {50: 7, 44: 6}[version[1]])
    return "WAL" if patched else "DELETE"


def _databases(data_dir: Path) -> dict:
    url = os.environ.get("DATABASE_URL")
    if url:
        database = dj_database_url.parse(url, conn_max_age=None)
        database["TEST"] = {"NAME": os.environ.get("ZELIAN_TEST_DATABASE", "test_zelian")}
        return {"default": database}
    return {
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": data_dir / "zelian.sqlite3",
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": f"PRAGMA journal_mode={_journal_mode()}; PRAGMA synchronous=FULL;"
                " PRAGMA cache_size=-64000;",
            },
        }
    }


BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = _data_dir()
SECRET_KEY = _secret_key(DATA_DIR)
DEBUG = _flag("ZELIAN_DEBUG", default=False)
HTTPS = _flag("ZELIAN_HTTPS", default=False)
ALLOWED_HOSTS = [
    host.strip() for host in os.environ.get("ZELIAN_HOSTS", "127.0.0.1,localhost").split(",") if host.strip()
]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "zelian.audit",
    "zelian.jobs",
    "zelian.org",
    "zelian.access",
    "zelian.definitions",
    "zelian.intake",
    "zelian.ledger",
    "zelian.reports",
    "zelian.web",
    "zelian.config",
]

DATABASES = _databases(DATA_DIR)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "access.User"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "zelian.web.middleware.ActorMiddleware",
    "zelian.web.middleware.DomainErrorMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "libraries": {"ui": "zelian.web.ui.tags"},
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "zelian.web.context.shell",
            ],
        },
    }
]

ROOT_URLCONF = "zelian.config.urls"
WSGI_APPLICATION = "zelian.config.wsgi.application"
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "login"

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": DATA_DIR / "uploads"},
    },
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
WHITENOISE_MAX_AGE = 0 if DEBUG else 3600

SESSION_COOKIE_NAME = "__Host-sid" if HTTPS else "sid"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:", "blob:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "object-src": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}

UPLOAD_LIMIT = 20 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
DATA_UPLOAD_MAX_NUMBER_FILES = 30
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024

AUDIT_HASH = os.environ.get("ZELIAN_HASH", "sha256")
if AUDIT_HASH not in ("sha256", "sm3"):
    raise ImproperlyConfigured(f"ZELIAN_HASH 只能是 sha256 或 sm3，现在是“{AUDIT_HASH}”")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
