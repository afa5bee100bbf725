#!/usr/bin/env python
"""Django's own commands, on the database that `aftersail` itself would use."""

import os
import sys

from django.core.management import execute_from_command_line

from aftersail.core.scope import as_owner
from aftersail.web.postgres import DatabaseUnavailable, ensure_database

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "aftersail.web.settings")
    try:
        ensure_database()
    except DatabaseUnavailable as missing:
        sys.exit(str(missing))
    with as_owner():
        execute_from_command_line(sys.argv)
