# A thin list of plain commands, each of which also works by itself.
PYTHON ?= python3
BIN := .venv/bin
TEST_SETTINGS := DJANGO_SETTINGS_MODULE=config.test_settings

.PHONY: demo test check browser bench soak build lint install install-tests lock
.NOTPARALLEL:

demo: build          ## everything from a bare checkout, served on http://127.0.0.1:8000
	@exec $(BIN)/python -m deploy.serve

test: install-tests build lint  ## lint, types, migrations, the suite, then the browser
	$(BIN)/pytest -n 2
	$(MAKE) --no-print-directory browser

check: install-tests build lint ## the fast half, while working
	$(BIN)/pytest -n 2 -x

browser:
	DJANGO_ALLOW_ASYNC_UNSAFE=true $(BIN)/pytest -n 2 tests/browser

bench: build         ## what pages, figures and papers cost; writes var/bench.json
	$(BIN)/python -m benchmarks

soak: install-tests build ## what takes long: the suite on PostgreSQL, kills, load
	$(BIN)/python -m deploy.soak

lint:
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(TEST_SETTINGS) $(BIN)/mypy
	$(TEST_SETTINGS) $(BIN)/python manage.py makemigrations --check --dry-run

build: install
	@$(BIN)/python -m deploy.build

install:
	@$(PYTHON) -m deploy.install

install-tests:
	@$(PYTHON) -m deploy.install --tests

lock:                ## after a change to a requirements*.in; needs uv
	for set in requirements requirements-build requirements-dev; do \
	    uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	        --no-emit-index-url --no-emit-find-links $$set.in --output-file $$set.txt || exit 1; \
	done
