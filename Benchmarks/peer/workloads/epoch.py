"""A whole epoch of training on Fashion-MNIST."""

import gzip
import os
import shutil
import tempfile

import numpy
import torch
from torch.nn import functional

import models
import vision

FOLDER = "/usr/share/datasets/fashion-mnist"


def load():
    """All training images as floats in 0...1 in one tensor, and their classes."""
    with gzip.open(FOLDER + "/train-images-idx3-ubyte.gz") as file:
        pixels = numpy.frombuffer(file.read(), numpy.uint8, offset=16)
    with gzip.open(FOLDER + "/train-labels-idx1-ubyte.gz") as file:
        labels = numpy.frombuffer(file.read(), numpy.uint8, offset=8)
    images = torch.from_numpy(pixels.copy()).reshape(-1, 1, 28, 28).float() / 255
    return images, torch.from_numpy(labels.copy()).long()


def torchvision_set():
    """torchvision's own data set of pictures, each made a tensor when it is asked for."""
    package = vision.torchvision()
    with tempfile.TemporaryDirectory() as root:
        raw = os.path.join(root, "FashionMNIST", "raw")
        os.makedirs(raw)
        for name in os.listdir(FOLDER):
            if name.endswith("ubyte.gz"):
                with gzip.open(os.path.join(FOLDER, name)) as file, open(os.path.join(raw, name[:-3]), "wb") as copy:
                    shutil.copyfileobj(file, copy)
        # It reads all files at once; the folder may go.
        return package.datasets.FashionMNIST(
            root, train=True, transform=package.transforms.ToTensor())


class Peer:
    def __init__(self, exchange, parameters):
        self.batch = int(parameters["batch"])
        self.network = models.model(parameters["model"], exchange).train()
        self.images, self.labels = load()
        loader = parameters["loader"]
        self.by_slices = loader == "slicing"
        self.variants = [] if self.by_slices else ["in this process", "2 workers"]
        self.samples = (
            torchvision_set() if loader == "torchvision"
            else torch.utils.data.TensorDataset(self.images, self.labels))
        self.optimizer = torch.optim.SGD(
            self.network.parameters(), lr=0.01, momentum=0.9, fused=True)

    def use(self, variant):
        workers = 2 if variant == "2 workers" else 0
        self.loader = torch.utils.data.DataLoader(
            self.samples, batch_size=self.batch, shuffle=True, num_workers=workers,
            persistent_workers=workers > 0)

    def batches(self):
        if not self.by_slices:
            yield from self.loader
            return
        order = torch.randperm(len(self.images))
        for start in range(0, len(order), self.batch):
            chosen = order[start:start + self.batch]
            yield self.images[chosen], self.labels[chosen]

    def iterate(self):
        for images, labels in self.batches():
            self.optimizer.zero_grad(set_to_none=True)
            functional.cross_entropy(self.network(images), labels).backward()
            self.optimizer.step()

    def results(self):
        with torch.no_grad():
            return {"loss": functional.cross_entropy(self.network(self.images[:1000]), self.labels[:1000])}
