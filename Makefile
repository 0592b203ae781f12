SHELL := /bin/bash
VENV := .venv
PYTHON := $(VENV)/bin/python
UV := $(shell command -v uv 2>/dev/null)
STAMP := $(VENV)/.installed
.DEFAULT_GOAL := help
export PORTAL_ENVIRONMENT ?= development
export PYTHONDONTWRITEBYTECODE =
PYTEST = PORTAL_ENVIRONMENT=test $(PYTHON) -m pytest -n 2 --dist worksteal -p no:cacheprovider
# pages and files behave alike on both databases: on PostgreSQL they are tested in test-all
PAGES := $(wildcard tests/features/problems/test_*_pages.py tests/features/problems/open311/test_[krs]*.py tests/features/*/test_pages.py \
 tests/features/tenders/*/test_pages.py \
 tests/kernel/*/test_pages.py tests/kernel/photos/test_*.py tests/kernel/files/test_*.py tests/kernel/accounts/test_[ops]*.py) \
 tests/features/news/test_importing.py tests/features/problems/test_demonstration.py tests/features/questions/test_attachments.py \
 tests/kernel/acts/test_log_page.py tests/kernel/moderation/test_transparency.py \
 tests/features/questions/test_demonstration.py tests/features/tenders/commission/test_hidden.py tests/kernel/uploads/test_real_clients.py \
 tests/kernel/server/test_serving.py tests/kernel/operations/test_commands.py tests/kernel/cache/test_layer.py $(wildcard tests/kernel/site/test_*.py)

help: ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

$(VENV)/bin/python:
	@python3 -c 'import sys; sys.exit("Python 3.11 or newer is needed" if sys.version_info < (3, 11) else 0)'
	python3 -m venv $(VENV)

$(VENV)/.main: $(VENV)/bin/python requirements/main.txt
ifdef UV
	$(UV) pip install -q --python $(PYTHON) --require-hashes -r requirements/main.txt
	$(UV) pip install -q --python $(PYTHON) --no-build-isolation --no-deps -e .
else
	$(PYTHON) -m pip install -q --disable-pip-version-check --require-hashes -r requirements/main.txt
	$(PYTHON) -m pip install -q --disable-pip-version-check --no-build-isolation --no-deps -e .
endif
	@touch $@

$(STAMP): $(VENV)/.main requirements/test.txt
ifdef UV
	$(UV) pip install -q --python $(PYTHON) --require-hashes -r requirements/test.txt
else
	$(PYTHON) -m pip install -q --disable-pip-version-check --require-hashes -r requirements/test.txt
endif
	@touch $@

translations/sr/LC_MESSAGES/portal.mo: $(VENV)/.main $(wildcard translations/*/LC_MESSAGES/*.po)
	$(PYTHON) tools/words.py compile

run: $(VENV)/.main translations/sr/LC_MESSAGES/portal.mo ## the portal of Ražanj with demonstration content at http://127.0.0.1:8000
	PORTAL_DEMO=1 PORTAL_COOKIE_SECURE=0 $(VENV)/bin/portal demo
	PORTAL_DEMO=1 PORTAL_COOKIE_SECURE=0 $(VENV)/bin/portal run

test: $(STAMP) chromium translations/sr/LC_MESSAGES/portal.mo ## everything that must hold, on both databases and in a real browser
	$(MAKE) --no-print-directory -j2 lint test-sqlite
	PORTAL_TEST_ENGINE=postgresql $(PYTEST) -m "not slow and not browser and not one_engine" $(PAGES:%=--ignore-glob=%) tests/kernel tests/features tests/guest
	$(PYTEST) -m "browser and not slow" tests/journeys

test-sqlite: $(STAMP) translations/sr/LC_MESSAGES/portal.mo
	$(PYTEST) -m "not slow and not browser"

test-all: test ## what takes longer: full matrices, fault runs, every page on PostgreSQL too
	PORTAL_TEST_ENGINE=postgresql $(PYTEST) -m "not slow and not browser and not one_engine" $(PAGES)
	$(PYTEST) -m "slow" -o faulthandler_timeout=2400

lint: $(STAMP) ## style, types, import contracts
	$(VENV)/bin/ruff check .
	$(VENV)/bin/mypy
	$(VENV)/bin/lint-imports --no-cache

words: $(STAMP) ## catalogues: extract, generate the Latin one, compile
	$(PYTHON) tools/words.py update
	$(PYTHON) tools/words.py compile

migration: $(STAMP) ## a new migration: make migration name=what_changes (again=1 writes the last one anew)
	$(PYTHON) tools/new_migration.py $(name) $(if $(again),--again)

assets: ## compile the look (maintainers; needs Node)
	bash assets/build.sh

bench: $(STAMP) translations/sr/LC_MESSAGES/portal.mo ## speed beside its limits, in one run
	$(PYTHON) bench/run.py

chromium: $(VENV)/.chromium
	@command -v chromium-headless-shell chromium >/dev/null || { echo "The browser tests need Chromium: apt-get install chromium-headless-shell"; exit 1; }

$(VENV)/.chromium: | $(VENV)/bin/python
	@command -v chromium-headless-shell >/dev/null || [ "$$(id -u)" != 0 ] || { apt-get update -qq || true; \
	  apt-get install -y -qq --no-install-recommends chromium-headless-shell || command -v chromium >/dev/null \
	  || apt-get install -y -qq --no-install-recommends chromium; } || true
	@touch $@

clean: ## remove what was made here
	rm -rf $(VENV) instance build dist

.PHONY: help run test test-sqlite test-all lint words migration assets bench chromium clean
