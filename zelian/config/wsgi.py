"""The WSGI application. With ZELIAN_WORKER=true the background worker runs on a thread of the same process."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zelian.config.settings")
application = get_wsgi_application()

if os.environ.get("ZELIAN_WORKER") == "true":
    from zelian.jobs.worker import start_in_thread

    start_in_thread()
