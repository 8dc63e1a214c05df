# The commands of JotLens:
#
#   make run [FILE=path]   open the window (with FILE); without a display, print and draw the sample token
#   make test              run the tests (ARGS="-k name" hands options to pytest)
#   make check             everything the CI does: format, lint, types, contracts, tests
#   make bench             measure, side by side with an empty window
#   make setup             build .venv from the hashed lock; the others do it when it is needed
#   make parts             install the real parts that tests stand on: a server, a keyring, a browser (test does it)
#   make bundle            the program as one folder, with Python and Qt, in build/bundle
#   make deb, make rpm     packages of it for Linux, in build/installers; make portable: an archive to unpack
#   make test-bundle       run the terminal's tests, and those of its contents, on the bundle
#   make smoke-deb         install and use the package in fresh Debian systems (root, debootstrap)
#   make locks             resolve the dependencies anew (needs uv)
#   make clean             remove what these commands have made

SHELL := /bin/sh
BIN := .venv/bin
PYTHON_IN_VENV := $(BIN)/python
FILE :=
ARGS :=

.DEFAULT_GOAL := help
.PHONY: help setup parts run test check static format lint types contracts bench locks clean \
  bundle deb rpm portable smoke-deb test-bundle screenshots

help:
	@sed -n 's/^#   //p' Makefile

setup:
	@packaging/setup.sh

parts:
	@packaging/setup.sh --test-parts

run: setup
	@$(BIN)/jotlens $(if $(FILE),"$(FILE)")

test: setup parts
	@$(PYTHON_IN_VENV) -m pytest -n auto --dist worksteal $(ARGS)

check: static test

static: format lint types contracts

format: setup
	$(BIN)/ruff format --check

lint: setup
	$(BIN)/ruff check

types: setup
	$(BIN)/mypy src tests packaging/recipes packaging/bundle/start.py

contracts: setup
	$(BIN)/lint-imports --no-cache

bench: setup
	@$(PYTHON_IN_VENV) -m tests.benchmarks $(ARGS)

# --- what people install; packaging/README.md tells ------------------------------------------------------

RECIPE := @PYTHONPATH=packaging $(PYTHON_IN_VENV) -m recipes

bundle: setup
	$(RECIPE) bundle

# The packages take the bundle that is there; it is made when there is none.
build/bundle/jotlens/licences: | setup
	$(RECIPE) bundle

deb rpm portable: build/bundle/jotlens/licences
	$(RECIPE) $@

# What the software centres show, drawn by the bundle itself.
screenshots: build/bundle/jotlens/licences
	$(RECIPE) screenshots

test-bundle: build/bundle/jotlens/licences
	@JOTLENS_PROGRAM="$(CURDIR)/build/bundle/jotlens/jotlens" $(PYTHON_IN_VENV) -m pytest tests/e2e tests/bundle $(ARGS)

smoke-deb: deb
	$(RECIPE) smoke-deb

LOCK := uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --upgrade --quiet \
  --no-header --no-annotate --no-emit-index-url --no-emit-find-links

locks:
	@command -v uv >/dev/null || { echo "make locks needs uv: python3 -m pip install uv"; exit 1; }
	$(LOCK) --output-file packaging/locks/run.txt
	$(LOCK) --group dev --output-file packaging/locks/dev.txt
	$(LOCK) --group bundle --output-file packaging/locks/bundle.txt

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache build dist tests/support/node_modules
	find src tests -name __pycache__ -type d -prune -exec rm -rf {} +
