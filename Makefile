SHELL := /bin/bash
VENV := .venv
PYTHON := $(VENV)/bin/python
UV := $(shell command -v uv 2>/dev/null)
STAMP := $(VENV)/.installed
.DEFAULT_GOAL := help
export PORTAL_ENVIRONMENT ?= development
# pages and files behave alike on both databases: on PostgreSQL they are tested in test-all
PAGES := $(wildcard tests/features/problems/test_*_pages.py tests/features/problems/open311/test_[krs]*.py tests/features/*/test_pages.py \
 tests/kernel/*/test_pages.py tests/kernel/photos/test_*.py tests/kernel/files/test_*.py tests/kernel/accounts/test_[ops]*.py) \
 tests/features/news/test_importing.py tests/features/problems/test_demonstration.py tests/features/questions/test_attachments.py \
 tests/kernel/acts/test_log_page.py tests/kernel/moderation/test_transparency.py

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
	$(MAKE) --no-print-directory lint
	PORTAL_ENVIRONMENT=test $(PYTHON) -m pytest -n 2 --dist loadfile -m "not slow and not browser" -p no:cacheprovider
	PORTAL_ENVIRONMENT=test PORTAL_TEST_ENGINE=postgresql $(PYTHON) -m pytest -n 2 --dist loadfile -m "not slow and not browser and not one_engine" -p no:cacheprovider $(PAGES:%=--ignore-glob=%) tests/kernel tests/features tests/guest
	PORTAL_ENVIRONMENT=test $(PYTHON) -m pytest -n 2 --dist loadfile -m "browser and not slow" -p no:cacheprovider

test-all: test ## what takes longer: full matrices, fault runs, every page on PostgreSQL too
	PORTAL_ENVIRONMENT=test PORTAL_TEST_ENGINE=postgresql $(PYTHON) -m pytest -n 2 --dist loadfile -m "not slow and not browser and not one_engine" -p no:cacheprovider $(PAGES)
	PORTAL_ENVIRONMENT=test $(PYTHON) -m pytest -n 2 --dist load -m "slow" -p no:cacheprovider -o faulthandler_timeout=2400

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

chromium:
	@command -v chromium >/dev/null || { [ "$$(id -u)" = 0 ] && apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium; } \
	 || { echo "The browser tests need Chromium: apt-get install chromium"; exit 1; }

clean: ## remove what was made here
	rm -rf $(VENV) instance build dist

.PHONY: help run test test-all lint words migration assets bench chromium clean
