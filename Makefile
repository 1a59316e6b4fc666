# make site    convert what changed and build the site
# make test    every test, in a real Chromium too
# make serve   show the built site on this machine
# make bench   speed, as ratios
# make bench-scale  the same over sizes, and the page that tells it (hours)
# make check   format, lint, types
# make fuzz    damaged documents by the thousand (MUTANTS=10000)
# make audit   known vulnerabilities of the locked dependencies (asks the network)
# make lock    lock the dependencies anew

SHELL := /bin/bash
.SHELLFLAGS := -o pipefail -c
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
INSTALL = $(BIN)/python -m pip install --progress-bar off --require-hashes -r
SHOW = sed -u -n -e 's/^Collecting \([^ ]*\).*/         \1/p' -e '/ERROR/p'
PORT ?= 8000
MUTANTS ?= 10000
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: site test serve bench bench-scale check fuzz audit lock clean
.DEFAULT_GOAL := site

site: $(VENV)/.site
	@$(BIN)/mingzhang build

serve: $(VENV)/.site
	@$(BIN)/mingzhang serve --port $(PORT)

test: $(VENV)/.test
	@scripts/install-programs
	@$(BIN)/python -m pytest -n 2 --dist loadfile

bench: $(VENV)/.test
	@$(BIN)/python tests/bench.py

bench-scale: $(VENV)/.test
	@$(BIN)/python tests/bench_scale.py $(BENCH)

check: $(VENV)/.test
	@$(BIN)/ruff format --check scripts tests
	@$(BIN)/ruff check scripts tests
	@$(BIN)/mypy

$(VENV)/.python:
	@echo "[set-up] virtual environment in $(VENV) ($(PYTHON))"
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed")'
	@$(PYTHON) -m venv --clear $(VENV)
	@touch $@

ENGINE := scripts/install-javascript $(addprefix scripts/mingzhang/site/,query/vendor.py query/packing.py charts/engine.py)

$(VENV)/.site: $(VENV)/.python requirements/site.txt requirements/package-lock.json pyproject.toml $(ENGINE)
	@echo "[set-up] locked dependencies (some minutes on the first run)"
	@$(INSTALL) requirements/site.txt | $(SHOW)
	@$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	@scripts/install-javascript $(BIN)/python
	@touch $@

$(VENV)/.test: $(VENV)/.site requirements/test.txt requirements/profiles.txt
	@echo "[set-up] locked dependencies of the tests"
	@$(INSTALL) requirements/test.txt | $(SHOW)
	@$(INSTALL) requirements/profiles.txt --no-deps | $(SHOW)
	@touch $@

$(VENV)/.cluster: $(VENV)/.site requirements/cluster.txt
	@echo "[set-up] locked dependencies of a cluster (docs/scale.md)"
	@$(INSTALL) requirements/cluster.txt | $(SHOW)
	@touch $@

fuzz: $(VENV)/.test
	@$(INSTALL) requirements/fuzz.txt | $(SHOW)
	@$(BIN)/python tests/fuzz/run.py --mutants $(MUTANTS)
	@$(BIN)/python tests/fuzz/files_run.py --mutants $(MUTANTS)
	@mkdir -p build/fuzz/text build/fuzz/files
	@for kind in text files; do \
	    $(BIN)/python tests/fuzz/atheris_$$kind.py build/fuzz/$$kind -max_total_time=600 -timeout=20 || exit 1; done

audit:
	@$(PYTHON) -m venv build/audit
	@build/audit/bin/python -m pip install --quiet --require-hashes -r requirements/audit.txt
	@for name in site cluster test profiles fuzz audit; do echo "[audit] $$name"; \
	    build/audit/bin/pip-audit --require-hashes --disable-pip --progress-spinner off --strict -r requirements/$$name.txt || exit 1; done

lock:
	@$(PYTHON) -m venv build/lock
	@build/lock/bin/python -m pip install --quiet pip-tools
	@cd requirements && for name in site cluster test fuzz audit; do \
	    echo "[lock] $$name"; \
	    ../build/lock/bin/pip-compile --quiet --strip-extras --generate-hashes --allow-unsafe --no-header \
	        --no-emit-index-url --no-emit-find-links --no-emit-trusted-host -o $$name.txt $$name.in; done

clean:
	@rm -rf build site .cache
