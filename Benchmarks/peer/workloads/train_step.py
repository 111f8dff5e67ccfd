"""One training step on one batch: forward, backward, SGD with momentum."""

import copy

import torch
from torch.nn import functional

import models


class Peer:
    variants = [
        "contiguous", "channels-last", "contiguous, fused SGD", "channels-last, fused SGD",
    ]

    def __init__(self, exchange, parameters):
        self.first = models.model(parameters["model"], exchange).train()
        self.images = exchange["images"]
        self.labels = exchange["labels"].long()
        self.use("contiguous")

    def use(self, variant):
        network = copy.deepcopy(self.first)
        self.network, self.batch = models.in_memory_format(network, self.images, variant)
        self.forward = self.network
        self.optimizer = torch.optim.SGD(
            self.network.parameters(), lr=0.01, momentum=0.9, fused="fused" in variant)

    def gradients(self):
        self.optimizer.zero_grad(set_to_none=True)
        loss = functional.cross_entropy(self.forward(self.batch), self.labels)
        loss.backward()
        return loss

    def iterate(self):
        self.gradients()
        self.optimizer.step()

    def results(self):
        results = {"loss": self.gradients()}
        gradients = {name: parameter.grad.clone() for name, parameter in self.network.named_parameters()}
        if any(isinstance(module, torch.nn.BatchNorm2d) for module in self.network.modules()):
            for role in ("weight", "bias"):
                parts = [gradients[name].flatten() for name in sorted(gradients) if name.endswith("." + role)]
                results["gradients/" + role] = torch.cat(parts)
        else:
            results.update({"gradient/" + name: gradient for name, gradient in gradients.items()})
        self.optimizer.step()
        self.iterate()
        results["loss after two steps"] = self.gradients()
        return results

    def compile(self):
        self.forward = torch.compile(self.network)
