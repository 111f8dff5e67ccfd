"""Adam on the pixels of an image: a channel's mean less penalties, the image shifted, scaled and rotated at each step."""

import math
import random

import torch
from torch.nn import functional

import models


class Peer:
    variants = ["contiguous", "channels-last"]

    def __init__(self, exchange, parameters):
        self.network = models.model("resnet18", exchange).eval().requires_grad_(False)
        self.image = exchange["image"]
        self.map = exchange["map"]
        self.steps = int(parameters["steps"])
        assert parameters["layer"] == "layer4.1.conv2"
        self.channel = int(parameters["channel"])
        self.use("contiguous")

    def use(self, variant):
        self.network, self.start = models.in_memory_format(self.network, self.image, variant)

    def activation(self, x):
        """The channel's mean; nothing behind its layer is computed."""
        net = self.network
        x = net.maxpool(net.relu(net.bn1(net.conv1(x))))
        x = net.layer4[0](net.layer3(net.layer2(net.layer1(x))))
        block = net.layer4[1]
        return block.conv2(block.relu(block.bn1(block.conv1(x))))[:, self.channel].mean()

    def transformed(self, image, rows):
        """rows: a b c, d e f in pixels from the centre, as Fovea has them."""
        a, b, c, d, e, f = rows
        size = image.shape[-1]
        theta = torch.tensor([[[a, b, 2 * c / size], [d, e, 2 * f / size]]], dtype=image.dtype)
        grid = functional.affine_grid(theta, list(image.shape), align_corners=False)
        return functional.grid_sample(image, grid, padding_mode="border", align_corners=False)

    def objective(self, image, rows, precision=torch.float32):
        value = self.activation(self.transformed(image.to(precision), rows).float())
        here = image[..., :-1, :-1]
        dx, dy = image[..., :-1, 1:] - here, image[..., 1:, :-1] - here
        variation = (dx * dx + dy * dy + 1e-8).sqrt().mean()
        return value - 0.5 * (image - 0.5).square().mean() - 0.5 * variation

    def iterate(self):
        image = (0.5 + 0.05 * torch.randn_like(self.start)).clamp_(0, 1).requires_grad_()
        optimizer = torch.optim.Adam([image], lr=0.02, maximize=True, fused=True)
        for _ in range(self.steps):
            angle = math.radians(random.uniform(-10, 10))
            factor = 1 / random.uniform(0.9, 1.1)
            shift = [random.uniform(-8, 8) for _ in range(2)]
            cosine, sine = math.cos(angle) * factor, math.sin(angle) * factor
            optimizer.zero_grad(set_to_none=True)
            self.objective(image, (cosine, -sine, shift[0], sine, cosine, shift[1])).backward()
            optimizer.step()
            with torch.no_grad():
                image.clamp_(0, 1)
        return image

    def results(self):
        image = self.start.detach().clone().requires_grad_()
        # In 32 bits, coordinates in -1...1 are 1e-5 pixels wrong: enough to move ReLUs over their kinks.
        objective = self.objective(image, self.map[0].tolist(), precision=torch.float64)
        return {"objective": objective, "gradient": torch.autograd.grad(objective, image)[0]}
