"""What differs between machines? Only what is read from the environment here; `docs/running.md`
lists each name.

Two ways to run: the demonstration (`DEMO=1`: this machine only, nothing to set) and production,
which refuses to start half-configured. `.env` beside manage.py, or `ENV_FILE`, is read where it
exists; the environment wins over it.
"""

from importlib.util import find_spec
from os import R_OK, access
from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
_file = BASE_DIR / env.str("ENV_FILE", ".env")
if _file.is_file():
    if not access(_file, R_OK):
        raise ImproperlyConfigured(
            f"This account may not read the settings in {_file}. Run the command as the account that the site runs "
            "under, and let that account read the file. See docs/running.md."
        )
    env.read_env(_file)

DEMO = env.bool("DEMO", False)
DEMO_PASSWORD = env.str("DEMO_PASSWORD", "")
DEBUG = env.bool("DEBUG", False)
THIS_MACHINE_ONLY = DEMO or DEBUG

SECRET_KEY = env.str("SECRET_KEY", "")
if not SECRET_KEY:
    if not THIS_MACHINE_ONLY:
        raise ImproperlyConfigured(
            "SECRET_KEY is not set, so nobody could sign in safely. Set it to 50 or more random "
            "characters and keep it secret, or set DEMO=1 to try the site on this machine. "
            "See docs/running.md."
        )
    SECRET_KEY = get_random_secret_key()

ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[])
if THIS_MACHINE_ONLY:
    ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
# Where links in mail lead; the digest is sent by a command, which no address was typed for.
if THIS_MACHINE_ONLY:
    _address = "http://127.0.0.1:8000"
else:
    _address = f"https://{ALLOWED_HOSTS[0].lstrip('.')}" if ALLOWED_HOSTS else ""
SITE_URL = env.str("SITE_URL", _address).rstrip("/")

# Whom people of a place ask: an address that mail can be sent to, or words.
HELP_CONTACT = env.str("HELP_CONTACT", "")

INSTALLED_APPS = [
    "totalplace",
    "pilots",
    "savings",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "simple_history",
    "totalplace.admin_site.WorkspaceConfig",  # django.contrib.admin, with fewer doors
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
]
MIDDLEWARE = [
    # Around everything, since whatever is within writes its page as if it were asked for with GET.
    "totalplace.middleware.no_body_for_head",
    # Before all that may have something to log.
    "totalplace.middleware.request_id",
    # Around the rest, so that every answer carries the headers, refusals and redirects included.
    "totalplace.middleware.response_headers",
    "csp.middleware.CSPMiddleware",
    "totalplace.endless_redirect.no_endless_redirect",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    # Around everything that answers with a page, refusals of the input included.
    "totalplace.direction.keep_direction",
    # Around everything that may read what was sent.
    "savings.evidence.upload_handler.close_uploads",
    # Before the session, which would take a hostile cookie to the database.
    "totalplace.middleware.ReadableInput",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "totalplace.after_response.act_after_response",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "totalplace.typed_text.SignInAndComeBack",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "totalplace.middleware.SecondFactorRequired",
    "totalplace.middleware.RefusalPages",
    "simple_history.middleware.HistoryRequestMiddleware",
]
ROOT_URLCONF = "totalplace.urls"
WSGI_APPLICATION = "totalplace.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "totalplace.navigation.navigation",
            ],
            "builtins": ["totalplace.templatetags.totalplace"],
        },
    }
]
FORM_RENDERER = "totalplace.govuk.forms.GovukRenderer"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Databases. Fifty people writing to SQLite lose nothing with these options, and lose half of it
# with Django's own; a system check asks the database whether they hold.
DATABASES = {"default": env.db("DATABASE_URL", f"sqlite:///{BASE_DIR / 'db.sqlite3'}")}
if env.str("DATABASE_REPLICA_URL", ""):
    DATABASES["replica"] = env.db("DATABASE_REPLICA_URL") | {"TEST": {"MIRROR": "default"}}
for _database in DATABASES.values():
    if _database["ENGINE"].endswith("sqlite3"):
        _database["ENGINE"] = "totalplace.sqlite"
        # Named, as pytest-django leaves only Django's own engine in memory by itself.
        _database.setdefault("TEST", {}).setdefault("NAME", ":memory:")
        _database.setdefault("OPTIONS", {}).update(
            init_command="PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON",
            transaction_mode="IMMEDIATE",
            timeout=20,
        )
    else:
        _database.update(CONN_MAX_AGE=60, CONN_HEALTH_CHECKS=True)
        # Our long queries take PostgreSQL longer to compile than to run: seconds, for 50,000 claims.
        _database.setdefault("OPTIONS", {}).setdefault("options", "-c jit=off")

# The limits on guessing passwords are counted in the cache, so app servers must share one. It must hold them all:
# of more than 300 entries, which is Django's own limit, it would forget a third, and a machine can fill it.
CACHES = {
    "default": env.cache("CACHE_URL", "locmemcache://" if THIS_MACHINE_ONLY else "dbcache://cache")
    | {"max_entries": 100_000}
}
EMAIL_TIMEOUT = 10  # Seconds: mail goes out while somebody waits for their page.
vars().update(env.email("EMAIL_URL", "consolemail://"))
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str("DEFAULT_FROM_EMAIL", "totalplace@localhost")

# Sign-in (django-allauth). People are added by an administrator, never by themselves.
AUTH_USER_MODEL = "pilots.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
_DJANGOS = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": name, "OPTIONS": options}
    for name, options in [
        (f"{_DJANGOS}.UserAttributeSimilarityValidator", {"user_attributes": ["name", "email"]}),
        (f"{_DJANGOS}.MinimumLengthValidator", {"min_length": 12}),
        (f"{_DJANGOS}.CommonPasswordValidator", {}),
        ("totalplace.password_strength.StrengthValidator", {}),
    ]
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "totalplace.sign_in.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "totalplace.sign_in_forms.SignInForm",
    "reset_password": "pilots.password_links.AskForLinkForm",
    "reset_password_from_key": "pilots.password_links.ChoosePasswordForm",
    "change_password": "totalplace.sign_in_forms.ChangePasswordForm",
    "set_password": "totalplace.sign_in_forms.SetPasswordForm",
    "reauthenticate": "totalplace.sign_in_forms.ConfirmForm",
}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = "Total Place: "
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "pilots.link_tokens.LinkTokens"  # noqa: S105 (no password)
PASSWORD_RESET_TIMEOUT = (
    7 * 24 * 3600
)  # Seconds: the longest life of a link; `pilots.link_tokens` has each.
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
# allauth would count right passwords too, and all people of one address as one: `totalplace.guesses` counts instead.
# A link to set a password and a passkey hold nothing that can be guessed.
ACCOUNT_RATE_LIMITS = {
    "login": None,
    "login_failed": None,
    "reauthenticate": None,
    "change_password": None,
    "reset_password": None,
    "reset_password_from_key": None,
}
MFA_RATE_LIMITS = {"webauthn_login": None}
MFA_REQUIRED = env.bool("MFA_REQUIRED", not DEMO)
MFA_ADAPTER = "totalplace.sign_in.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "totalplace.sign_in_forms.CodeForm",
    "reauthenticate": "totalplace.sign_in_forms.ConfirmCodeForm",
    "activate_totp": "totalplace.sign_in_forms.SetUpAppForm",
    "add_webauthn": "totalplace.sign_in_forms.AddKeyForm",
    "login_webauthn": "totalplace.sign_in_forms.KeyForm",
    "authenticate_webauthn": "totalplace.sign_in_forms.SecondKeyForm",
    "reauthenticate_webauthn": "totalplace.sign_in_forms.ConfirmKeyForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Total Place"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = THIS_MACHINE_ONLY
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", 0)

# Sessions end with the browser, and after a working day at the latest.
SESSION_COOKIE_AGE = env.int("SESSION_HOURS", 10) * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not THIS_MACHINE_ONLY
SESSION_COOKIE_NAME = "session" if THIS_MACHINE_ONLY else "__Host-session"
CSRF_COOKIE_NAME = "csrf" if THIS_MACHINE_ONLY else "__Host-csrf"
CSRF_FAILURE_VIEW = "totalplace.views.csrf_failure"

# Transport and headers.
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", not THIS_MACHINE_ONLY)
SECURE_REDIRECT_EXEMPT = [r"^health/"]
SECURE_HSTS_SECONDS = 0 if THIS_MACHINE_ONLY else env.int("SECURE_HSTS_SECONDS", 63_072_000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True
if env.bool("BEHIND_TLS_PROXY", False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = (
    10_000  # A place may say of thousands of claims at once that nothing has changed.
)

# The years that people can enter; `FinancialYear` keeps them within those that the database holds.
FIRST_YEAR = env.str("FIRST_YEAR", "2000-01")
LAST_YEAR = env.str("LAST_YEAR", "2049-50")

# Files that people send: streamed to the disk, hashed on the way, removed when the request ends.
FILE_UPLOAD_HANDLERS = ["savings.evidence.upload_handler.ReceiveFile"]
DATA_UPLOAD_MAX_NUMBER_FILES = 20
EVIDENCE_ROOT = env.path("EVIDENCE_ROOT", BASE_DIR / "var" / "evidence")
EVIDENCE_FILE_MB = env.int("EVIDENCE_FILE_MB", 25)
EVIDENCE_PLACE_MB = env.int("EVIDENCE_PLACE_MB", 500)
CLAMAV_SOCKET = env.str("CLAMAV_SOCKET", "")

# Static files: found in the source while trying out, collected and hashed in production.
STATIC_URL = "/static/"
STATIC_ROOT = env.path("STATIC_ROOT", BASE_DIR / "var" / "static")
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "totalplace.govuk.assets.GovukFinder",
]
WHITENOISE_ALLOW_ALL_ORIGINS = False
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = THIS_MACHINE_ONLY
STORAGES: dict[str, dict] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if THIS_MACHINE_ONLY
        else "totalplace.govuk.assets.HashedStaticFiles"
    },
    "evidence": {"BACKEND": "savings.evidence.disk.EvidenceFolder"},
}
# The key and secret come from wherever boto3 finds them, such as the machine's own role.
if _bucket := env.str("EVIDENCE_S3_BUCKET", ""):
    if not find_spec("boto3"):
        raise ImproperlyConfigured(
            "EVIDENCE_S3_BUCKET is set, and boto3, which speaks to buckets, is not installed. Install it with "
            "`.venv/bin/python -m pip install --require-hashes -r requirements-s3.lock`, or leave "
            "EVIDENCE_S3_BUCKET out to keep evidence in a folder. See docs/running.md."
        )
    STORAGES["evidence"] = {
        "BACKEND": "savings.evidence.bucket.EvidenceBucket",
        "OPTIONS": {
            "bucket_name": _bucket,
            "endpoint_url": env.str("EVIDENCE_S3_ENDPOINT", "") or None,
            "region_name": env.str("EVIDENCE_S3_REGION", "") or None,
        },
    }

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True

# Refusals and faults go to standard error, where whatever runs the site keeps them: never with what was
# sent or stored. What people did is kept in the database, never here.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "totalplace.logs.Line"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": env.str("LOG_LEVEL", "INFO")},
    "loggers": {
        "django": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
        # Below a warning these tell what they sign requests with, whatever LOG_LEVEL is.
        **{name: {"level": "WARNING"} for name in ("boto3", "botocore", "urllib3")},
    },
}
