"""FGSM and PGD in L-infinity, written by hand or by torchattacks."""

import torch
from torch.nn import functional

import models


class Peer:
    variants = ["contiguous", "channels-last"]

    def __init__(self, exchange, parameters):
        self.network = models.model(parameters["model"], exchange).eval().requires_grad_(False)
        self.images = exchange["images"]
        self.labels = exchange["labels"].long()
        self.epsilon = exchange["epsilon"].item()
        self.step_size = exchange["step size"].item()
        self.steps = int(parameters["steps"])
        self.by_hand = parameters["rival"] == "hand"
        if not self.by_hand:
            import torchattacks

            self.attack = (
                torchattacks.FGSM(self.network, eps=self.epsilon) if self.steps == 0 else
                torchattacks.PGD(
                    self.network, eps=self.epsilon, alpha=self.step_size, steps=self.steps,
                    random_start=True))
        self.use("contiguous")

    def use(self, variant):
        self.network, self.batch = models.in_memory_format(self.network, self.images, variant)

    def gradient(self, images):
        images.requires_grad_()
        loss = functional.cross_entropy(self.network(images), self.labels)
        return torch.autograd.grad(loss, images)[0]

    def fgsm(self):
        gradient = self.gradient(self.batch.detach())
        with torch.no_grad():
            return (self.batch + self.epsilon * gradient.sign()).clamp_(0, 1)

    def pgd(self, starts_randomly):
        clean = self.batch.detach()
        low = (clean - self.epsilon).clamp_(0, 1)
        high = (clean + self.epsilon).clamp_(0, 1)
        images = clean.clone()
        if starts_randomly:
            images = (images + torch.empty_like(images).uniform_(-self.epsilon, self.epsilon)).clamp_(0, 1)
        for _ in range(self.steps):
            gradient = self.gradient(images)
            with torch.no_grad():
                images = images.detach().add_(gradient.sign_(), alpha=self.step_size)
                images = torch.clamp(images, low, high)
        return images

    def iterate(self):
        if not self.by_hand:
            return self.attack(self.batch, self.labels)
        return self.fgsm() if self.steps == 0 else self.pgd(starts_randomly=True)

    def results(self):
        if self.by_hand:
            attacked = self.fgsm() if self.steps == 0 else self.pgd(starts_randomly=False)
        else:
            if self.steps:
                self.attack.random_start = False
            attacked = self.attack(self.batch, self.labels)
            if self.steps:
                self.attack.random_start = True
        with torch.no_grad():
            return {
                f"loss of {name} images": functional.cross_entropy(self.network(images), self.labels)
                for name, images in [("clean", self.batch), ("attacked", attacked)]
            }
