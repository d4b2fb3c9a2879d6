# Two commands: `make ui` opens the chat, `make test` checks everything. `make ask Q="…"` answers in the terminal.
# A step's result is a file, so nothing is done twice.

PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
SEEDS := seeds

export HF_HUB_OFFLINE := 1
export GRADIO_ANALYTICS_ENABLED := False

.PHONY: ui ask index test lint types tests chromium benchmark screenshots sbom clean

ui: index
	$(BIN)/python ui.py

ask: index
	@$(BIN)/python -m assistant ask "$${Q:?say what to ask: make ask Q=\"Who did Đinh Tiến Dũng meet in Vientiane?\"}"

# Unless a folder is asked for by SEEDS=…, an index that is there and does not hold the seeds is of the user's own
# articles, and is left alone.
OWN = [ "$(origin SEEDS)" = file ] && [ -e "$${ASSISTANT_INDEX:-index/built}" ] && \
	! $(BIN)/python -m index show $(notdir $(firstword $(wildcard $(SEEDS)/*.txt))) >/dev/null 2>&1

index: $(VENV)/installed
	@if $(OWN); then echo "The index is of your own articles: left as it is." >&2; \
	else $(BIN)/python -m index $(SEEDS) >&2; fi

test: lint types tests

lint: $(VENV)/installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/installed-dev
	$(BIN)/mypy

tests: $(VENV)/installed-dev chromium
	$(BIN)/pytest

benchmark: $(VENV)/installed-dev index
	$(BIN)/python -m benchmarks

screenshots: $(VENV)/installed-dev index chromium
	$(BIN)/python -m tests.screenshots

# The tool stands apart: what it needs would change what the program is tested with.
$(VENV)/sbom/bin/cyclonedx-py:
	@$(PYTHON) -m venv $(VENV)/sbom && $(VENV)/sbom/bin/pip install --quiet --disable-pip-version-check 'cyclonedx-bom>=7.5,<8'

# What is installed, with versions and licences, in CycloneDX's form.
sbom: $(VENV)/installed-dev $(VENV)/sbom/bin/cyclonedx-py
	@$(BIN)/python -m tests.pinned | $(VENV)/sbom/bin/cyclonedx-py requirements --pyproject pyproject.toml --output-reproducible --of JSON -o sbom.cdx.json -

# The stamp carries the requirements' checksum, so a changed file installs again and a touched one does not.
$(VENV)/installed: requirements.txt
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@sum=$$(sha256sum < $<); [ "$$(cat $@ 2>/dev/null)" = "$$sum" ] || { $(BIN)/python -m pip install --quiet --disable-pip-version-check -r $< && echo "$$sum" > $@; }
	@touch $@

$(VENV)/installed-dev: requirements-dev.txt $(VENV)/installed
	@sum=$$(cat requirements.txt $< | sha256sum); [ "$$(cat $@ 2>/dev/null)" = "$$sum" ] || { $(BIN)/python -m pip install --quiet --disable-pip-version-check -r $< && echo "$$sum" > $@; }
	@touch $@

# The browser tests drive Debian's Chromium; where it cannot be installed they say that they were skipped.
chromium:
	@command -v chromium >/dev/null || { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >/dev/null; } || echo "Chromium is not installed: the browser tests will be skipped." >&2

clean:
	rm -rf $(VENV) index/built .mypy_cache .ruff_cache .pytest_cache
