"""A forward pass without gradients."""

import torch

import models


class Peer:
    variants = ["contiguous", "channels-last"]

    def __init__(self, exchange, parameters):
        self.network = models.model(parameters["model"], exchange).eval().requires_grad_(False)
        self.images = exchange["images"]
        self.use("contiguous")

    def use(self, variant):
        self.network, self.batch = models.in_memory_format(self.network, self.images, variant)
        self.forward = self.network

    def iterate(self):
        with torch.inference_mode():
            return self.forward(self.batch)

    def results(self):
        return {"logits": self.iterate()}

    def compile(self):
        self.forward = torch.compile(self.network)
