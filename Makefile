# Everything a person does with this repository; each target sets up what it needs and says so.
FOVEA := .build/release/fovea
VENV ?= $(or $(XDG_CACHE_HOME),$(HOME)/.cache)/fovea/python
OUT ?= gallery
export FOVEA_MODELS ?= $(or $(XDG_CACHE_HOME),$(HOME)/.cache)/fovea/models
MODELS = $(FOVEA_MODELS)

.PHONY: help setup build gallery test notebooks format lint fixtures data models bench bench-test clean \
  onnx-suite onnx-table onnx-check

help:
	@echo "make gallery    train networks and draw every exhibit into $(OUT)/"
	@echo "make test       format check, build, all tests, notebooks"
	@echo "make models     fetch weights trained on ImageNet (100 MB) and write model files to $(MODELS)/"
	@echo "make notebooks  run the lessons in notebooks-txt/ and compare what they print"
	@echo "make bench      measure Fovea beside PyTorch, write docs/performance.md;  ONLY=name,name: these rows alone"
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
	@scripts/fetch-text.sh || echo "data: exhibits on texts that are not there will be left out"

# What cannot be fetched is named and left out; the gallery then has fewer exhibits.
models: build
	@scripts/setup.sh --with-python
	@scripts/fetch-models.sh || true
	@load() { test ! -f "$(MODELS)/$$2" || $(FOVEA) load $$1 "$(MODELS)/$$2" --save "$(MODELS)/$$1.onnx"; }; \
	load efficientnet_lite0 efficientnet-lite0-57934424.pth && load mobilenet_v2 mobilenet_v2-b0353104.pth && \
	load vgg16-features vgg16.ckpt && load alexnet-features alexnet.ckpt

gallery: build data models
	$(FOVEA) gallery --out $(OUT)

test: data
	@scripts/fetch-models.sh efficientnet_lite0 || echo "test: the tests on a pretrained network will be skipped"
	@scripts/test.sh

notebooks: build data
	@for file in notebooks-txt/*.swift; do $(FOVEA) notebook check $$file || exit 1; done

format:
	swift format --in-place --recursive --parallel Package.swift Sources Tests Benchmarks/Package.swift Benchmarks/Sources Benchmarks/Tests

lint:
	swift format lint --strict --recursive --parallel Package.swift Sources Tests Benchmarks/Package.swift Benchmarks/Sources Benchmarks/Tests

fixtures:
	@scripts/setup.sh --with-python
	@test -d $(VENV) || python3 -m venv $(VENV)
	$(VENV)/bin/pip install --quiet torch==2.13.0+cpu numpy safetensors tensorboard onnx onnxscript scikit-learn skl2onnx tensorflow-cpu tf2onnx || $(VENV)/bin/pip install --quiet torch==2.13.0 numpy safetensors tensorboard onnx onnxscript scikit-learn skl2onnx tensorflow-cpu tf2onnx
	$(VENV)/bin/pip install --quiet --no-deps torchvision==0.28.0 pillow
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
