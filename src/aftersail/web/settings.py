"""Settings: every value that an installation may change is an AFTERSAIL_* variable or DATABASE_URL."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from aftersail.core.calling import networks
from aftersail.core.doors.configured import Directory, Oidc, role_map

WEB = Path(__file__).resolve().parent
DATA = Path(os.environ.get("AFTERSAIL_DATA", ".data")).resolve()


def flag(name: str, default: bool) -> bool:
    """Read a yes/no variable; anything but 1/true/yes/on is no."""
    return os.environ.get(name, "1" if default else "0").strip().lower() in {"1", "true", "yes", "on"}


PREPARED_AFTER = 3
"""A statement sent more often over one connection is planned once: planning a case with its dozen relations costs 5 ms."""


def database(url: str) -> dict[str, object]:
    """Turn postgresql://user:password@host:port/name?option=value into Django's settings."""
    parts = urlsplit(url)
    options = dict(parse_qsl(parts.query))
    host = options.pop("host", None) or (unquote(parts.hostname) if parts.hostname else "")
    return {
        "ENGINE": "aftersail.core.postgresql",
        "NAME": unquote(parts.path.lstrip("/")) or "aftersail",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"server_side_binding": True, "prepare_threshold": PREPARED_AFTER} | options,
    }


DEBUG = flag("AFTERSAIL_DEBUG", False)
SECRET_KEY = os.environ.get("AFTERSAIL_SECRET_KEY", "")
if not SECRET_KEY:
    from aftersail.web.secret import installation_secret

    SECRET_KEY = installation_secret(DATA)
ALLOWED_HOSTS = os.environ.get("AFTERSAIL_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [o for o in os.environ.get("AFTERSAIL_ORIGINS", "").split(",") if o]
HTTPS = flag("AFTERSAIL_HTTPS", False)

INSTALLED_APPS = [
    "aftersail.core",
    "aftersail.people",
    "aftersail.fleet",
    "aftersail.supply",
    "aftersail.intake",
    "aftersail.cases",
    "aftersail.dispatch",
    "aftersail.visits",
    "aftersail.care",
    "aftersail.satisfaction",
    "aftersail.scorecard",
    "aftersail.web",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "procrastinate.contrib.django",
    "axes",
    "csp",
    "ninja",
    "django_vite",
    "django_cotton",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "aftersail.core.middleware.PolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "aftersail.core.middleware.CompressionMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "aftersail.core.middleware.LanguageMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "aftersail.core.middleware.ReachMiddleware",
    "aftersail.core.middleware.SecondFactorMiddleware",
    "aftersail.core.middleware.RefusalMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "aftersail.web.urls"
WSGI_APPLICATION = "aftersail.web.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "aftersail.core.navigation.shell",
            ],
            "builtins": ["aftersail.web.templatetags.components", "aftersail.web.templatetags.addresses"],
            "libraries": {"i18n": "aftersail.web.templatetags.translating"},
        },
    }
]

DATABASES = {"default": database(os.environ.get("DATABASE_URL", "postgresql:///aftersail"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TEST_RUNNER = "django.test.runner.DiscoverRunner"

AUTH_USER_MODEL = "core.Account"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "aftersail.core.signin.PasswordBackend",
    "aftersail.core.doors.directory.DirectoryBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
SECOND_FACTOR_ROLES = frozenset(os.environ.get("AFTERSAIL_SECOND_FACTOR_ROLES", "").replace(",", " ").split())
OIDC = Oidc(
    issuer=os.environ.get("AFTERSAIL_OIDC_ISSUER", ""),
    client_id=os.environ.get("AFTERSAIL_OIDC_CLIENT_ID", ""),
    client_secret=os.environ.get("AFTERSAIL_OIDC_CLIENT_SECRET", ""),
    label=os.environ.get("AFTERSAIL_OIDC_LABEL", ""),
    scopes=os.environ.get("AFTERSAIL_OIDC_SCOPES", "openid profile email"),
    role_claim=os.environ.get("AFTERSAIL_OIDC_ROLE_CLAIM", "groups"),
    role_map=role_map(os.environ.get("AFTERSAIL_OIDC_ROLE_MAP", "")),
)
DIRECTORY = Directory(
    url=os.environ.get("AFTERSAIL_LDAP_URL", ""),
    start_tls=flag("AFTERSAIL_LDAP_START_TLS", False),
    ca_file=os.environ.get("AFTERSAIL_LDAP_CA_FILE", ""),
    bind_dn=os.environ.get("AFTERSAIL_LDAP_BIND_DN", ""),
    bind_password=os.environ.get("AFTERSAIL_LDAP_BIND_PASSWORD", ""),
    under=os.environ.get("AFTERSAIL_LDAP_UNDER", ""),
    search=os.environ.get("AFTERSAIL_LDAP_SEARCH", "(uid={name})"),
    group_attribute=os.environ.get("AFTERSAIL_LDAP_GROUP_ATTRIBUTE", "memberOf"),
    role_map=role_map(os.environ.get("AFTERSAIL_LDAP_ROLE_MAP", "")),
)
LOGIN_URL = "core:sign_in"
LOGIN_REDIRECT_URL = "web:home"
AXES_FAILURE_LIMIT = int(os.environ.get("AFTERSAIL_LOCKOUT_FAILURES", "5"))
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_DISABLE_ACCESS_LOG = True
AXES_LOCKOUT_CALLABLE = "aftersail.core.signin.locked_out"
AXES_VERBOSE = False
SESSION_ENGINE = "aftersail.core.sessions"
SESSION_COOKIE_AGE = 60 * 60 * 12
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_SSL_REDIRECT = False
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "aftersail.core.errors.csrf_failure"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "connect-src": [SELF],
        "font-src": [SELF],
        "object-src": [NONE],
        "base-uri": [SELF],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    }
}

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Chinese")), ("en", _("English"))]
LANGUAGE_COOKIE_NAME = "aftersail_language"
USE_I18N = True
USE_TZ = True
TIME_ZONE = os.environ.get("AFTERSAIL_TIME_ZONE", "Asia/Shanghai")

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STATICFILES_DIRS = [("build", WEB / "static" / "build")] if (WEB / "static" / "build").exists() else []
WHITENOISE_USE_FINDERS = True
WHITENOISE_IMMUTABLE_FILE_TEST = r"^/static/build/(field/)?assets/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
DJANGO_VITE = {
    "default": {
        "dev_mode": False,
        "manifest_path": WEB / "static" / "build" / "manifest.json",
        "static_url_prefix": "build",
    }
}
MEDIA_ROOT = Path(os.environ.get("AFTERSAIL_FILES", DATA / "files"))
FILE_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 8 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
UPLOAD_MAX_MB = int(os.environ.get("AFTERSAIL_UPLOAD_MAX_MB", "20"))
CONVERSION_WORKING_DAYS = int(os.environ.get("AFTERSAIL_CONVERSION_WORKING_DAYS", "3"))
IMPORT_MAX_MB = int(os.environ.get("AFTERSAIL_IMPORT_MAX_MB", "50"))

ADDRESS = os.environ.get("AFTERSAIL_ADDRESS", "http://localhost:8000")
SMTP_URL = os.environ.get("AFTERSAIL_SMTP_URL", "")
MAIL_FROM = os.environ.get("AFTERSAIL_MAIL_FROM", "")
MAILBOX_URL = os.environ.get("AFTERSAIL_MAILBOX_URL", "")
WEBHOOK_NETWORKS = networks(os.environ.get("AFTERSAIL_WEBHOOK_NETWORKS", ""))
ORDER_APPROVAL_LIMIT_CNY = int(os.environ.get("AFTERSAIL_ORDER_APPROVAL_LIMIT_CNY", "20000"))
DESIGN_FIELD_DAYS = int(os.environ.get("AFTERSAIL_DESIGN_FIELD_DAYS", "20"))
HOUSE_NAME = os.environ.get("AFTERSAIL_HOUSE_NAME", "")
SECURITY_MARK = os.environ.get("AFTERSAIL_SECURITY_MARK", "")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": os.environ.get("AFTERSAIL_LOG_LEVEL", "WARNING")},
}
SILENCED_SYSTEM_CHECKS = [
    "axes.W003",
    "staticfiles.W004",
    "templates.W003",
]  # W003: our `i18n` stands in for Django's
PROCRASTINATE_ON_APP_READY = "aftersail.core.work.on_app_ready"
