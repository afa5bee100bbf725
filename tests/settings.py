"""The product's settings, with what makes tests quick."""

from aftersail.web.settings import *  # noqa: F403
from aftersail.web.settings import DATABASES

DATABASES["default"]["ENGINE"] = "tests.postgresql"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # Argon2 takes half a second by design
