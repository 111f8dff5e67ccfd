"""The gradient of the cross-entropy with respect to the images alone; parameters are frozen."""

import torch
from torch.nn import functional

import models


class Peer:
    variants = ["contiguous", "channels-last"]

    def __init__(self, exchange, parameters):
        self.network = models.model(parameters["model"], exchange).eval().requires_grad_(False)
        self.images = exchange["images"]
        self.labels = exchange["labels"].long()
        self.use("contiguous")

    def use(self, variant):
        self.network, images = models.in_memory_format(self.network, self.images, variant)
        self.batch = images.requires_grad_()
        self.forward = self.network

    def iterate(self):
        loss = functional.cross_entropy(self.forward(self.batch), self.labels)
        return loss, torch.autograd.grad(loss, self.batch)[0]

    def results(self):
        loss, gradient = self.iterate()
        return {"loss": loss, "gradient": gradient}

    def compile(self):
        self.forward = torch.compile(self.network)
