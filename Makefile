# Every target sets up by itself what it needs; a second call finds it there. `make help` lists them.

PYTHON ?= python3
# Set APT=no to install no Debian packages: what is missing is then only named.
APT ?= yes
# Folder of `make study`, whose headline.json and compare.json `make figures` draws from.
RESULTS ?= build/campaign
# Its size: images of studies and policies, of searches and of what confirms them; seeds; sampler steps.
IMAGES ?= 50
SEARCH ?= 20
CONFIRM ?= 100
SEEDS ?= 4
STEPS ?= 50
# Test processes at a time, one thread each.
JOBS ?= 2

VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/installed
DEBIAN := build/debian-packages
BENCHES = generate-256 cosim-throughput accelerator-throughput utilisation checkpoint-layout abft-overhead \
	golden-gemm injection-overhead-rtl injection-overhead-golden timing-engine-throughput timing-engine-agreement \
	headline

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help setup demo test regress synth bench lint rtl figures study clean

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(INSTALLED) $(DEBIAN) ## Install everything and stop there

demo: setup ## Verilog, DiT tiles and images through it, synthesis -> build/demo/report.html
	$(BIN)/drift-hw demo

test: setup ## All tests but the long ones
	OMP_NUM_THREADS=1 $(BIN)/python -m pytest -n $(JOBS) -m "not regress"

regress: setup ## The long tests: 100,000 injected faults, the page in a browser and more
	@PYTHON=$(PYTHON) APT=$(APT) BROWSER=yes tools/install-debian-packages
	OMP_NUM_THREADS=1 $(BIN)/python -m pytest -n $(JOBS) -m regress

synth: setup ## Area, timing and power of the 16 x 16 array
	$(BIN)/drift-hw synth --preset demo

bench: setup ## Every published figure, as JSON under build/bench/
	mkdir -p build/bench
	for bench in $(BENCHES); do $(BIN)/drift-hw bench $$bench --json > build/bench/$$bench.json || exit 1; done

study: setup ## Studies, policies, search and headline at full size, hours; resumable -> build/campaign/report.html
	$(BIN)/drift-hw study all --images $(IMAGES) --seeds $(SEEDS) --steps $(STEPS) --out $(RESULTS)
	$(BIN)/drift-hw characterize --preset drift --out $(RESULTS)
	$(BIN)/drift-hw compare --table $(RESULTS)/table.npz --period-ps 5990 --images $(IMAGES) --steps $(STEPS) \
	  --voltages 1.8,1.15,1.14,1.13,1.12,1.1 --out $(RESULTS)
	$(BIN)/drift-hw explore --preset drift --table $(RESULTS)/table.npz --images $(SEARCH) --confirm $(CONFIRM) \
	  --steps $(STEPS) --out $(RESULTS)
	$(BIN)/drift-hw headline --images $(SEARCH) --confirm $(CONFIRM) --steps $(STEPS) --out $(RESULTS)

lint: setup ## Style, format and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

rtl: setup ## Regenerate the Verilog kept in rtl/
	for preset in tiny demo drift; do $(BIN)/drift-hw generate --preset $$preset --out rtl/$$preset || exit 1; done

figures: setup ## Redraw the figures of the README, two of them from build/campaign
	for name in array accelerator; do \
	  $(BIN)/python -m drift_hw.report $$name demo docs/figures/$$name.svg || exit 1; done
	$(BIN)/python -m drift_hw.report headline $(RESULTS) docs/figures/headline.svg
	$(BIN)/python -m drift_hw.report falling $(RESULTS) docs/figures/falling.png
	$(BIN)/drift-hw image --steps 8 --interval 3 --out build/image
	cp build/image/images.png docs/figures/

clean: ## Remove what was built; the environment stays
	rm -rf build

# The check for a venv module comes first: Debian keeps it in a package of its own.
$(INSTALLED): pyproject.toml constraints.txt | $(DEBIAN)
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or newer is needed, $(PYTHON) is $$($(PYTHON) -V); set PYTHON=/path/to/python3.11" >&2; exit 1; }
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[dev]'
	touch $@

$(DEBIAN): tools/install-debian-packages
	@PYTHON=$(PYTHON) APT=$(APT) tools/install-debian-packages
	@mkdir -p $(@D)
	@touch $@
