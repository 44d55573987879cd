"""The door for the web server."""

import gc
import os
import sys

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.production")
# The CMS's picture library would load OpenCV into every web process; only the reading child needs it.
sys.modules["cv2"] = None  # type: ignore[assignment]
application = get_wsgi_application()

# Addresses are read before the first visitor comes. What exists now stays: the collector need not visit it again
# and again, which took longer than a page does.
get_resolver().url_patterns  # noqa: B018
gc.collect()
gc.freeze()
