# Two commands do everything on a fresh machine: `make run` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8501
STAMP := $(VENV)/.installed
export JOINTPROC_SHARED ?= ../shared

.PHONY: run test check bench setup messages chromium postgresql clean

run: setup ## serve the app on its sample data
	$(BIN)/python -m jointproc sample --load
	$(BIN)/streamlit run app.py --server.port $(PORT) --server.headless true

test: setup chromium postgresql check ## everything that must hold
	$(BIN)/python -m pytest -q -n 2 --dist loadfile

check: setup ## format, lint, types, contracts, SQL lint
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	PYTHONPATH=. $(BIN)/lint-imports
	$(BIN)/sqlfluff lint -q jointproc/warehouse/sql jointproc/intake/sql
	$(BIN)/python -m tests.catalogue

bench: setup ## ratios against named baselines, by hand
	PYTHONPATH=. $(BIN)/python -m benchmarks

setup: $(STAMP)

$(STAMP): requirements.txt tests/requirements.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt -r tests/requirements.txt
	touch $@

messages: setup ## collect new sentences into the English catalogue
	$(BIN)/python -m tests.catalogue --update

# The browser tests drive Debian's own Chromium. Where it can't be installed they say that they did not run.
chromium:
	@command -v chromium >/dev/null 2>&1 || { \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then \
	    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >/dev/null; \
	  else echo "NOTE: chromium is missing and can't be installed here: the browser tests will not run."; fi; }

# The workspace is tested on a real PostgreSQL too; the tests start a server of their own and stop it again.
postgresql:
	@ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || command -v initdb >/dev/null 2>&1 || { \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then \
	    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq postgresql >/dev/null; \
	  else echo "NOTE: postgresql is missing and can't be installed here: its tests will not run."; fi; }

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache
