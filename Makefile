# Everything a person does with this repository; each target sets up what it needs and says so.
FOVEA := .build/release/fovea
VENV ?= $(or $(XDG_CACHE_HOME),$(HOME)/.cache)/fovea/python
OUT ?= gallery

.PHONY: help setup build gallery test notebooks format lint fixtures data bench bench-test clean

help:
	@echo "make gallery    train networks and draw every exhibit into $(OUT)/"
	@echo "make test       format check, build, all tests, notebooks"
	@echo "make notebooks  run the lessons in notebooks-txt/ and compare what they print"
	@echo "make bench      measure Fovea beside PyTorch, write docs/performance.md;  ONLY=name,name: these rows alone"
	@echo "make fixtures   make the oracle values of the tests anew with PyTorch"
	@echo "make format     format all Swift files;  make lint: check them"

setup:
	@scripts/setup.sh

build: setup
	swift build -c release --product fovea

data: setup
	@scripts/setup.sh --with-python
	@scripts/fetch-mnist.sh

gallery: build data
	$(FOVEA) gallery --out $(OUT)

test: data
	@scripts/test.sh

notebooks: build
	@for file in notebooks-txt/*.swift; do $(FOVEA) notebook check $$file || exit 1; done

format:
	swift format --in-place --recursive --parallel Package.swift Sources Tests Benchmarks/Package.swift Benchmarks/Sources Benchmarks/Tests

lint:
	swift format lint --strict --recursive --parallel Package.swift Sources Tests Benchmarks/Package.swift Benchmarks/Sources Benchmarks/Tests

fixtures:
	@scripts/setup.sh --with-python
	@test -d $(VENV) || python3 -m venv $(VENV)
	$(VENV)/bin/pip install --quiet torch==2.13.0+cpu numpy safetensors tensorboard || $(VENV)/bin/pip install --quiet torch==2.13.0 numpy safetensors tensorboard
	@for script in Tests/*/Fixtures/make_*.py; do echo "fixtures: $$script"; $(VENV)/bin/python $$script || exit 1; done

# The command is built here too: cold starts are measured with it.
bench: bench-test
	@scripts/setup.sh --with-python
	@Benchmarks/setup-python.sh $(VENV)
	swift build -c release --package-path Benchmarks
	Benchmarks/.build/release/FoveaBench --only "$(ONLY)" --python $(VENV)/bin/python \
	  --fovea Benchmarks/.build/release/fovea --cache $(dir $(VENV))bench --patience 120

# The tables and statistics of the benchmark.
bench-test: setup
	swift build -c release --build-tests --package-path Benchmarks
	swift test -c release --skip-build --disable-xctest --package-path Benchmarks

clean:
	swift package clean
