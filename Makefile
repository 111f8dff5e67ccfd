# Everything a person does with this repository; each target sets up what it needs and says so.
FOVEA := .build/release/fovea
VENV ?= $(or $(XDG_CACHE_HOME),$(HOME)/.cache)/fovea/python
OUT ?= gallery

.PHONY: help setup build gallery test notebooks format lint fixtures data clean onnx-suite onnx-table onnx-check

help:
	@echo "make gallery    train networks and draw every exhibit into $(OUT)/"
	@echo "make test       format check, build, all tests, notebooks"
	@echo "make notebooks  run the lessons in notebooks-txt/ and compare what they print"
	@echo "make fixtures   make the oracle values of the tests anew with PyTorch"
	@echo "make onnx-check write each network as ONNX and let onnx.checker, onnxruntime and Netron read it"
	@echo "make onnx-suite run the standard's suite of the wheel onnx 1.22.0; make onnx-table: write docs/onnx.md"
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
	swift format --in-place --recursive --parallel Package.swift Sources Tests

lint:
	swift format lint --strict --recursive --parallel Package.swift Sources Tests

fixtures:
	@scripts/setup.sh --with-python
	@test -d $(VENV) || python3 -m venv $(VENV)
	$(VENV)/bin/pip install --quiet torch==2.13.0+cpu numpy safetensors tensorboard onnx || $(VENV)/bin/pip install --quiet torch==2.13.0 numpy safetensors tensorboard onnx
	@for script in Tests/*/Fixtures/make_*.py; do echo "fixtures: $$script"; $(VENV)/bin/python $$script || exit 1; done

onnx-check: build
	@scripts/setup.sh --with-python
	@scripts/check-onnx.sh

onnx-suite: setup
	@scripts/setup.sh --with-python
	FOVEA_ONNX_SUITE="$$(scripts/fetch-onnx-suite.sh)" swift test -c release --disable-xctest --filter FoveaONNXTests.SuiteTests

onnx-table: setup
	FOVEA_ONNX_TABLE=docs/onnx.md swift test -c release --disable-xctest --filter FoveaONNXTests.SuiteTests

clean:
	swift package clean
