# Every target works from a bare clone with Python 3.11+ and make, and does its own set-up.
PYTHON ?= python3
BIN = .venv/bin
SETUP = @$(PYTHON) scripts/setup.py
# One test worker more than there are processors, for each also waits for its database and its browser; TESTS=tests/fleet narrows, ARGS passes options on.
TESTS ?= tests
WORKERS ?= $(shell $(PYTHON) -c "import os; print((os.cpu_count() or 1) + 1)")

.PHONY: help setup demo test check format bench lock messages coverage clean

help:
	@echo "make demo    everything with a living demo, at http://localhost:8000"
	@echo "make test    all tests, on a real PostgreSQL and a real browser (TESTS=tests/fleet ARGS=-x)"
	@echo "make check   style, types, import law, translations, migrations"
	@echo "make bench   the measurements (NAME=web ARGS=--quick)"
	@echo "make setup   only the environment; format, lock, messages, coverage, clean: for developers"

setup:
	$(SETUP) dev

demo:
	$(SETUP) run
	@$(BIN)/aftersail demo $(ARGS)

test:
	$(SETUP) test
	@$(BIN)/pytest -n $(WORKERS) --dist loadfile $(TESTS) $(ARGS)

check:
	$(SETUP) dev
	@$(BIN)/python scripts/check.py

format:
	$(SETUP) dev
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .
	@find src -path '*/templates/*' -name '*.html' -exec $(BIN)/djhtml --tabwidth 2 {} +

bench:
	$(SETUP) dev
	@$(BIN)/aftersail bench $(NAME) $(ARGS)

# Resolve the packages anew and write the requirement files.
lock:
	$(SETUP) dev
	@PATH=$(CURDIR)/$(BIN):$$PATH $(BIN)/python scripts/lock.py $(ARGS)

# Bring new strings into the catalogues.
messages:
	$(SETUP) dev
	@$(BIN)/python scripts/messages.py sync $(ARGS)

# Write docs/coverage.md: which requirement is proved by which tests.
coverage:
	@$(PYTHON) scripts/coverage.py

# Removes what set-up made. The data in .data stays.
clean:
	rm -rf .venv frontend/node_modules src/aftersail/web/static/build src/aftersail/web/fonts
	rm -rf .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find src -name '*.mo' -delete
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
