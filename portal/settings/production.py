"""For real offices: HTTPS only, host-bound cookies, every secret from the environment."""

from portal.settings import env
from portal.settings.base import *  # noqa: F403

DEBUG = False
SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
# The proxy that ends TLS appends the caller's address to X-Forwarded-For.
TRUSTED_PROXIES = env.number("TRUSTED_PROXIES", 1)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-session"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-csrf"
PERMIT_COOKIE_NAME = "__Host-pass"
LANGUAGE_COOKIE_SECURE = True
