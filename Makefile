# Everything a person does with this repository; each target sets up what it needs and says so.
FOVEA := .build/release/fovea
VENV ?= $(or $(XDG_CACHE_HOME),$(HOME)/.cache)/fovea/python
OUT ?= gallery
export FOVEA_MODELS ?= $(or $(XDG_CACHE_HOME),$(HOME)/.cache)/fovea/models
MODELS = $(FOVEA_MODELS)

.PHONY: help setup build gallery test notebooks format lint fixtures data models clean

help:
	@echo "make gallery    train networks and draw every exhibit into $(OUT)/"
	@echo "make test       format check, build, all tests, notebooks"
	@echo "make models     fetch weights trained on ImageNet (100 MB) and write model files to $(MODELS)/"
	@echo "make notebooks  run the lessons in notebooks-txt/ and compare what they print"
	@echo "make fixtures   make the oracle values of the tests anew with PyTorch"
	@echo "make format     format all Swift files;  make lint: check them"

setup:
	@scripts/setup.sh

build: setup
	swift build -c release --product fovea

data: setup
	@scripts/setup.sh --with-python
	@scripts/fetch-mnist.sh

# What cannot be fetched is named and left out; the gallery then has fewer exhibits.
models: build
	@scripts/setup.sh --with-python
	@scripts/fetch-models.sh || true
	@load() { test ! -f "$(MODELS)/$$2" || $(FOVEA) load $$1 "$(MODELS)/$$2" --save "$(MODELS)/$$1.safetensors"; }; \
	load efficientnet_lite0 efficientnet-lite0-57934424.pth && load mobilenet_v2 mobilenet_v2-b0353104.pth && \
	load vgg16-features vgg16.ckpt && load alexnet-features alexnet.ckpt

gallery: build data models
	$(FOVEA) gallery --out $(OUT)

test: data
	@scripts/fetch-models.sh efficientnet_lite0 || echo "test: the tests on a pretrained network will be skipped"
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
	$(VENV)/bin/pip install --quiet torch==2.13.0+cpu numpy safetensors tensorboard || $(VENV)/bin/pip install --quiet torch==2.13.0 numpy safetensors tensorboard
	$(VENV)/bin/pip install --quiet --no-deps torchvision==0.28.0 pillow
	@for script in Tests/*/Fixtures/make_*.py; do echo "fixtures: $$script"; $(VENV)/bin/python $$script || exit 1; done

clean:
	swift package clean
