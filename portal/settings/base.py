"""Settings that hold everywhere. Numbers that the law or an office may alter live in rows, not here."""

from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from django.utils.csp import CSP
from django.utils.translation import gettext_lazy as _

from portal.settings import env

BASE_DIR = Path(__file__).resolve().parents[2]
VAR_DIR = Path(env.text("ANLAUFPUNKT_VAR", str(BASE_DIR / "var")))

SECRET_KEY = env.text("SECRET_KEY")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS")
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS")
# Every mailed or printed address is built from this, never from the Host header.
PORTAL_URL = env.text("PORTAL_URL", "http://localhost:8000")
DEMO = env.flag("ANLAUFPUNKT_DEMO", default=False)

INSTALLED_APPS = [
    "portal.shared",
    "portal.journal",
    "portal.vault",
    "portal.offices",
    "portal.accounts",
    "portal.catalogue",
    "portal.notices",
    "portal.handoff",
    "portal.documents",
    "portal.uploads",
    "portal.passes",
    "portal.needs",
    "portal.desk",
    "portal.applications",
    "portal.status",
    "portal.api",
    "cms.translation",
    "cms.blocks",
    "cms.search",
    "cms.services",
    "cms.pages",
    "modeltranslation",
    "wagtail.search",
    "wagtail.contrib.redirects",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "allauth",
    "allauth.account",
    "django_otp",
    "django_otp_webauthn",
    "django_htmx",
    "django_tasks_db",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
]

if DEMO:
    # Fictional offices and people with known passwords: never where real people apply.
    INSTALLED_APPS.insert(0, "portal.demo")

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "portal.shared.headers.more_headers",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "portal.shared.middleware.request_id",
    # Pads each answer by random bytes, so that its length tells nothing (BREACH).
    "django.middleware.gzip.GZipMiddleware",
    "cms.pages.cache.AnonymousPageCache",
    "portal.accounts.middleware.SiteLimit",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "portal.vault.middleware.leftovers",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "portal.accounts.middleware.Strangers",
    "portal.accounts.middleware.SessionLimits",
    "portal.accounts.middleware.SignedInByDefault",
    "portal.accounts.middleware.StaffSecondFactor",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "portal.shared.middleware.no_store",
    "portal.shared.middleware.ErrorPages",
    # The last, so that it sees what was not found before anything else does; it asks nobody who they are.
    "cms.pages.redirects.OldAddresses",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "portal" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.template.context_processors.csp",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.shared.context.chrome",
            ],
            "builtins": ["portal.shared.templatetags.portal", "django.templatetags.i18n"],
        },
    }
]

DATABASES = {"default": env.database("DATABASE_URL", VAR_DIR / "anlaufpunkt.sqlite3")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.postgresql":
    # Wagtail's tables ask for it there; it loads the driver, which a small office on SQLite does not have.
    INSTALLED_APPS.append("django.contrib.postgres")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": VAR_DIR / "cache",
        "OPTIONS": {"MAX_ENTRIES": 5000},
    }
}

# -- people ---------------------------------------------------------------
AUTH_USER_MODEL = "accounts.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "applications:list"
LOGOUT_REDIRECT_URL = "/"

# Forwarded headers are believed for this many proxies of our own, and for none beyond them.
TRUSTED_PROXIES = env.number("TRUSTED_PROXIES", 0)

ACCOUNT_ADAPTER = "portal.accounts.adapters.sign_in.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_FORMAT = {"numeric": True, "length": 6, "dashed": False}
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
# The library's own name of this setting says "code" twice.
ACCOUNT_PASSWORD_RESET_BY_CODE_CODE_FORMAT = {"numeric": True, "length": 8, "dashed": False}
ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 600
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 1200
# Ours are rows in the database (LIMITS below): they hold over all processes and language prefixes.
ACCOUNT_RATE_LIMITS = False
ACCOUNT_FORMS = {
    "login": "portal.accounts.forms.SignInForm",
    "signup": "portal.accounts.forms.SignUpForm",
    "confirm_email_verification_code": "portal.accounts.forms.ConfirmAddressForm",
    "reset_password": "portal.accounts.forms.ForgottenPasswordForm",
    "confirm_password_reset_code": "portal.accounts.forms.ConfirmResetForm",
    "reset_password_from_key": "portal.accounts.forms.NewPasswordForm",
    "change_password": "portal.accounts.forms.ChangePasswordForm",
    "reauthenticate": "portal.accounts.forms.PasswordAgainForm",
}

# Limit -> windows: (how often, in how many seconds). Counted in the database by portal.accounts.actions.spend.
LIMITS_ON = True
LIMITS = {
    "login": [(5, 60)],
    "login-address": [(20, 60)],
    "login-account": [(50, 43_200)],
    "second-factor": [(5, 300), (20, 3_600), (50, 86_400)],
    "second-factor-mail": [(5, 3_600)],
    "code": [(5, 300), (20, 3_600)],
    "reset": [(5, 86_400)],
    "mail-verification": [(3, 21_600)],
    "signup-address": [(20, 3_600)],
    "submit": [(10, 60)],
    "upload": [(60, 3_600)],
    # Beginning again after a broken connection is no new file.
    "upload-begin": [(180, 3_600)],
    "upload-desk": [(300, 3_600)],
    "pass": [(20, 3_600)],
    "pass-open": [(60, 300)],
    "held-form": [(60, 3_600)],
    "download": [(300, 300)],
    "verify": [(60, 300)],
    "site": [(300, 300)],
    "site-session": [(3_000, 300)],
}

# Their windows grow by a tenth each time they were used up, to thirty days at most.
LIMITS_GROWING = {"login-account"}

OTP_WEBAUTHN_ALLOW_PASSWORDLESS_LOGIN = False
OTP_WEBAUTHN_RP_ID = urlsplit(PORTAL_URL).hostname
OTP_WEBAUTHN_RP_NAME = "Anlaufpunkt"
OTP_WEBAUTHN_ALLOWED_ORIGINS = [PORTAL_URL]

# -- languages ------------------------------------------------------------
LANGUAGE_CODE = "de"
LANGUAGES = [
    ("de", _("German")),
    ("en", _("English")),
    ("tr", _("Turkish")),
    ("ar", _("Arabic")),
    ("uk", _("Ukrainian")),
    ("ru", _("Russian")),
]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["portal.shared.formats"]
LANGUAGE_COOKIE_NAME = "language"
TIME_ZONE = "Europe/Berlin"
USE_TZ = True
MODELTRANSLATION_DEFAULT_LANGUAGE = "de"
# Ukrainian readers are never sent to Russian text.
MODELTRANSLATION_FALLBACK_LANGUAGES = {
    "default": ("de",),
    "tr": ("en", "de"),
    "ar": ("en", "de"),
    "uk": ("en", "de"),
    "ru": ("en", "de"),
    "en": ("de",),
}
MODELTRANSLATION_CUSTOM_FIELDS = ("StreamField", "RichTextField")
WAGTAIL_I18N_ENABLED = False

# -- files ----------------------------------------------------------------
STATIC_URL = "/static/"
STATICFILES_DIRS: list[Path | tuple[str, str]] = [BASE_DIR / "portal" / "static"]
# An office's own KERN theme: a folder with theme.css, which gives the design tokens other values.
THEME_FOLDER = env.text("THEME_FOLDER", "")
if THEME_FOLDER:
    STATICFILES_DIRS.append(("theme", THEME_FOLDER))
STATIC_ROOT = VAR_DIR / "static"
MEDIA_ROOT = Path(env.text("MEDIA_ROOT", str(BASE_DIR / "media"))) / "public"
MEDIA_URL = "/media/"
SEALED_ROOT = Path(env.text("MEDIA_ROOT", str(BASE_DIR / "media"))) / "sealed"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "portal.shared.storage.StaticFiles"},
}
# Uploads are sealed while they arrive; plain bytes touch the disk only for the CMS's public pictures.
FILE_UPLOAD_HANDLERS = [
    "portal.vault.uploads.SealingUploadHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
DATA_UPLOAD_MAX_NUMBER_FILES = 20

# -- encryption at rest ---------------------------------------------------
# id:key pairs, newest first: the first wraps new data keys, the others still open old ones.
VAULT_KEYS = env.key_ring("VAULT_KEYS")

# -- background work ------------------------------------------------------
TASKS = {
    "default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default", "documents"]},
}

# -- mail -----------------------------------------------------------------
# Every mail is first a sealed row (mail servers fail); the worker sends it through "transport".
MAILERS = {
    "default": {"BACKEND": "portal.notices.adapters.outbox.OutboxBackend"},
    "transport": {
        "BACKEND": env.text("MAIL_BACKEND", "django.core.mail.backends.smtp.EmailBackend"),
        "OPTIONS": {
            "host": env.text("MAIL_HOST", "localhost"),
            "port": env.number("MAIL_PORT", 587),
            "username": env.text("MAIL_USER", ""),
            "password": env.text("MAIL_PASSWORD", ""),
            # Mail waits in the outbox rather than leave in clear.
            "use_tls": True,
            "timeout": 20,
        },
    },
}
DEFAULT_FROM_EMAIL = env.text("MAIL_FROM", "Anlaufpunkt <no-reply@localhost>")

# -- adapters: port -> product --------------------------------------------
SCANNER = {
    "ADAPTER": "portal.documents.adapters.clamav.ClamavScanner",
    "OPTIONS": {"address": env.text("CLAMD_ADDRESS", f"unix:{VAR_DIR}/clamd/clamd.sock")},
}
READER = {"ADAPTER": "portal.documents.adapters.sandbox.SandboxReader", "OPTIONS": {}}
MESSENGER = {"ADAPTER": "portal.notices.adapters.transport.MailerMessenger", "OPTIONS": {}}
DEMO_PAINTER = {"ADAPTER": "portal.demo.adapters.pictures.PicturePainter", "OPTIONS": {}}
PRINTER = {"ADAPTER": "portal.applications.adapters.weasyprint.WeasyPrinter", "OPTIONS": {}}
BACK_OFFICES = {
    "desk": {"ADAPTER": "portal.desk.inbound.DeskBackOffice", "OPTIONS": {}},
    "folder": {
        "ADAPTER": "portal.handoff.adapters.folder.FolderBackOffice",
        "OPTIONS": {"folder": str(VAR_DIR / "handoff")},
    },
}

SIGNER = {"ADAPTER": "portal.handoff.adapters.jose.JoseSigner", "OPTIONS": {"key": env.text("WOP_SIGNING_KEY")}}

# Days that a package's content is kept after the office has accepted it.
HANDOFF_KEEP_CONTENT_DAYS = env.number("HANDOFF_KEEP_CONTENT_DAYS", 7)
# The same after sending, for offices whose back-office never confirms.
HANDOFF_KEEP_UNANSWERED_DAYS = env.number("HANDOFF_KEEP_UNANSWERED_DAYS", 90)

# Documents ask for the facts they are compared with; hand-off asks for the files it sends (both live below).
DOCUMENT_FACTS = "portal.applications.queries.facts_for_documents"
PACKAGE_FILES = "portal.applications.package.open_file"
PERMIT_COOKIE_NAME = "pass"
# Who takes the files that come by an upload pass, by its purpose.
PASS_TAKERS = {"applicant": "portal.applications.inbound.ApplicantsPhone", "desk": "portal.desk.inbound.ClerksPhone"}

# -- sessions -------------------------------------------------------------
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_HTTPONLY = True
SESSION_SERIALIZER = "portal.vault.sessions.SealedSerializer"
SESSION_COOKIE_AGE = 43_200
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_IDLE = timedelta(minutes=15)
SESSION_IDLE_STAFF = timedelta(minutes=30)
SESSION_ABSOLUTE = timedelta(hours=12)
SESSION_ABSOLUTE_STAFF = timedelta(hours=10)
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "portal.applications.views.csrf.failed"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# -- headers --------------------------------------------------------------
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_CSP = {
    "default-src": [CSP.SELF],
    "script-src": [CSP.SELF, CSP.NONCE],
    "style-src": [CSP.SELF, CSP.NONCE],
    "img-src": [CSP.SELF, "data:", "blob:"],
    "object-src": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
}

# -- CMS ------------------------------------------------------------------
WAGTAIL_SITE_NAME = "Anlaufpunkt"
WAGTAILADMIN_BASE_URL = PORTAL_URL
# Editors publish themselves: nobody is there to approve, and a page that waits for it would be locked.
WAGTAIL_WORKFLOW_ENABLED = False
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAILDOCS_SERVE_METHOD = "serve_view"
# Editors come in through the same door as everybody, with a second factor.
WAGTAIL_FRONTEND_LOGIN_URL = LOGIN_URL
WAGTAIL_ENABLE_UPDATE_CHECK = False
# Editors look pages up by title; readers have cms.search.
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "modelsearch.backends.database.fallback"}}
WAGTAILADMIN_PERMITTED_LANGUAGES = [("de", "Deutsch"), ("en", "English")]
WAGTAILADMIN_LOGIN_URL = LOGIN_URL
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
# Seconds after which another process has learned that something was published; its own process knows at once.
CMS_PAGES_TRUSTED_FOR = 1.0
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAILEMBEDS_FINDERS: list[dict[str, str]] = []
TAGGIT_CASE_INSENSITIVE = True

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "filters": {"addresses": {"()": "portal.shared.logs.WithoutSecrets"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["addresses"]}},
    "root": {"handlers": ["console"], "level": "INFO"},
    # Wagtail keeps its own history of pages in rows.
    "loggers": {name: {"level": "WARNING"} for name in ("wagtail", "django.tasks", "weasyprint")},
}
