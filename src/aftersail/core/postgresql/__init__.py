"""Django's PostgreSQL backend, told before each piece of work whose rows may be seen."""
