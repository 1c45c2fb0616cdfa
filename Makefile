# Needs make and Python 3.11 or newer with venv. Everything else is installed into .venv.

VENV := .venv
BIN := $(VENV)/bin

# The first python3 new enough; `make run PYTHON=/path/to/python` takes another.
PYTHON ?= $(shell for candidate in python3 python3.14 python3.13 python3.12 python3.11; do \
	if $$candidate -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; \
	then echo $$candidate; exit; fi; done; echo python3)

# uv installs in a fifth of pip's time. pip brings it, says where packages come from if it was told,
# and does everything where uv cannot.
define INSTALL
	@sed -n '/^uv==/,/[^\\]$$/p' requirements-dev.txt >$(VENV)/uv.txt
	@$(BIN)/python -m pip install --quiet --require-hashes --requirement $(VENV)/uv.txt
	@index=$${PIP_INDEX_URL:-$$($(BIN)/python -m pip config get global.index-url 2>/dev/null)}; \
	UV_DEFAULT_INDEX=$${UV_DEFAULT_INDEX:-$$index} $(BIN)/uv pip install --quiet --require-hashes \
		--python $(BIN)/python --requirement $(1) 2>$(VENV)/uv.log || \
	$(BIN)/python -m pip install --quiet --require-hashes --requirement $(1)
endef
# A slow line is waited for. pip's own variables may say otherwise.
PIP_DEFAULT_TIMEOUT ?= 120
PIP_RETRIES ?= 10
PIP_DISABLE_PIP_VERSION_CHECK := 1
PIP_NO_INPUT := 1
export PIP_DEFAULT_TIMEOUT PIP_RETRIES PIP_DISABLE_PIP_VERSION_CHECK PIP_NO_INPUT

COMPILE := $(BIN)/uv pip compile pyproject.toml --quiet --universal --python-version 3.11 \
	--generate-hashes --no-emit-index-url --custom-compile-command "make lock"

.DEFAULT_GOAL := help
.PHONY: help run test thorough check lint format texts screenshots lock clean

help: ## Say what can be made
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: $(VENV)/installed ## Start the app on this machine, port 8501
	@$(BIN)/streamlit run app.py

# Types are checked while the first tests run, and told after them; the browser has the machine to
# itself, because it loses presses where it has to wait for a processor. What takes long to make is
# made once for both.
test: lint ## Lint, types and all tests but the thorough ones
	@made=$$(mktemp -d); export MADE_ONCE=$$made/once; \
	$(BIN)/mypy >$(VENV)/types.txt 2>&1 & types=$$!; \
	$(BIN)/python -m pytest -m "not browser and not thorough" --numprocesses auto --dist worksteal --quiet; \
	tests=$$?; wait $$types; types=$$?; cat $(VENV)/types.txt; \
	$(BIN)/python -m pytest -m browser tests/e2e; browser=$$?; \
	rm -rf $$made; exit $$((tests | types | browser))

thorough: $(VENV)/installed-dev ## The tests that take minutes more: of the simulation, and of disks that fail
	@$(BIN)/python -m pytest -m thorough --numprocesses auto --dist worksteal --quiet

check: lint ## Lint and types only
	@$(BIN)/mypy

lint: $(VENV)/installed-dev
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

format: $(VENV)/installed-dev ## Put the code into its standard form
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

texts: $(VENV)/installed ## Collect the messages and compile the catalogues
	@$(BIN)/python -m green.texts.catalogues

screenshots: $(VENV)/installed-dev ## Take the pictures in docs/images again; needs Chromium
	@$(BIN)/python -m docs.screenshots

lock: $(VENV)/installed-dev ## Make the lock files again from pyproject.toml (UPGRADE=1: newest releases)
	@$(COMPILE) $(if $(UPGRADE),--upgrade) --output-file requirements.txt
	@$(COMPILE) $(if $(UPGRADE),--upgrade) --group dev --constraint requirements.txt \
		--output-file requirements-dev.txt

clean: ## Remove the environment and the caches, never the data
	@rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .hypothesis
	@find app.py data green pages tests -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true

# The three files below say, by their dates, how far the environment has got.

$(VENV)/created:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || \
		{ echo "This needs Python 3.11 or newer, and $(PYTHON) is not. Install one, or name it: make run PYTHON=/path/to/python3.11" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
		{ echo "$(PYTHON) has no venv. On Debian and Ubuntu: apt install python3-venv" >&2; exit 1; }
	@$(PYTHON) -m venv --clear $(VENV)
	@touch $@

$(VENV)/installed: requirements.txt | $(VENV)/created
	@echo "Installing what the app needs into $(VENV) (once; a few minutes on a slow line) …"
	$(call INSTALL,requirements.txt)
	@touch $@

$(VENV)/installed-dev: requirements-dev.txt | $(VENV)/created
	@echo "Installing what the app and its tests need into $(VENV) (once; a few minutes on a slow line) …"
	$(call INSTALL,requirements-dev.txt)
	@touch $@ $(VENV)/installed
