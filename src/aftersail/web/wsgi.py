"""The WSGI application that every web process serves."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "aftersail.web.settings")
application = get_wsgi_application()
