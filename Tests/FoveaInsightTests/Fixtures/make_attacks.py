"""Writes attacks.safetensors: what attacks make of a tiny convolutional network, in PyTorch, from the papers' formulas."""

import pathlib

import torch
import torch.nn.functional as F
from safetensors.torch import save_file

torch.manual_seed(11)
torch.use_deterministic_algorithms(True)

weight1 = torch.randn(4, 2, 3, 3) * 0.4
bias1 = torch.randn(4) * 0.1
weight2 = torch.randn(5, 4 * 5 * 5) * 0.2
bias2 = torch.randn(5) * 0.1
images = torch.rand(6, 2, 7, 7)
targets = torch.tensor([3, 0, 1, 4, 2, 0])


def logits(x):
    hidden = torch.tanh(F.conv2d(x, weight1, bias1))
    return hidden.flatten(1) @ weight2.T + bias2


labels = logits(images).argmax(1)
targets = torch.where(targets == labels, (labels + 1) % 5, targets)
rows = torch.arange(len(images))


def cross_entropy(z):
    return F.cross_entropy(z, labels, reduction="none")


def towards(z):
    return -F.cross_entropy(z, targets, reduction="none")


def margin(z):
    others = z.clone()
    others[rows, labels] = -torch.inf
    return others.max(1).values - z[rows, labels]


def dlr(z):
    ranked = z.sort(1, descending=True).values
    return margin(z) / (ranked[:, 0] - ranked[:, 2] + 1e-12)


def targeted_dlr(z):
    ranked = z.sort(1, descending=True).values
    spread = ranked[:, 0] - (ranked[:, 2] + ranked[:, 3]) / 2 + 1e-12
    return (z[rows, targets] - z[rows, labels]) / spread


def gradient(x, objective):
    x = x.clone().requires_grad_()
    return torch.autograd.grad(objective(logits(x)).sum(), x)[0]


def per_image(values):
    return values.reshape(-1, 1, 1, 1)


def l1_projection(delta, radius):
    """The nearest point of the L1 ball and the bounds together, by bisection of its threshold (Croce & Hein 2021)."""
    d = delta.double().flatten(1)
    room = torch.where(d > 0, 1 - images.double().flatten(1), images.double().flatten(1))
    result = d.clone()
    for i in range(len(d)):
        def shrunk(threshold):
            return torch.minimum((d[i].abs() - threshold).clamp(min=0), room[i])

        if shrunk(0.0).sum() <= radius:
            continue
        low, high = 0.0, d[i].abs().max().item()
        for _ in range(100):
            middle = (low + high) / 2
            low, high = (middle, high) if shrunk(middle).sum() > radius else (low, middle)
        result[i] = d[i].sign() * shrunk(high)
    return result.float().reshape(delta.shape)


def project(x, norm, radius):
    delta = x - images
    if norm == "linf":
        delta = delta.clamp(-radius, radius)
    elif norm == "l2":
        length = delta.flatten(1).norm(dim=1)
        delta = delta * per_image((radius / length.clamp(min=1e-12)).clamp(max=1))
    else:
        delta = l1_projection(delta, radius)
    return (images + delta).clamp(0, 1)


def step_direction(x, g, norm):
    if norm == "linf":
        return g.sign()
    if norm == "l2":
        # Where the gradient is zero there is no direction: the image stays.
        return g / per_image(g.flatten(1).norm(dim=1).clamp(min=1e-30))
    # The largest gradient among values that can still move.
    room = torch.where(g > 0, 1 - x, x)
    flat = (g.abs() * (room > 0)).flatten(1)
    chosen = torch.zeros_like(flat)
    chosen[rows, flat.argmax(1)] = 1
    return chosen.reshape(g.shape) * g.sign()


def pgd(objective, norm, radius, steps, size, momentum=0.0):
    x = images.clone()
    velocity = torch.zeros_like(x)
    for _ in range(steps):
        g = gradient(x, objective)
        if momentum:
            velocity = momentum * velocity + g / per_image(g.flatten(1).abs().sum(1))
            g = velocity
        x = project(x + size * step_direction(x, g, norm), norm, radius)
    return x


def deepfool(norm, steps=50, overshoot=0.02):
    """Moosavi-Dezfooli et al. 2016, algorithm 2, with the bounds of a picture; pixels at a bound do not count."""
    results = []
    for i in range(len(images)):
        start, total = images[i : i + 1], torch.zeros_like(images[i : i + 1])
        x = start.clone()
        for _ in range(steps):
            z = logits(x)[0]
            if z.argmax() != labels[i]:
                break
            jacobian = torch.autograd.functional.jacobian(lambda v: logits(v)[0], x)
            best, step = torch.inf, None
            for k in range(5):
                if k == labels[i]:
                    continue
                w = jacobian[k] - jacobian[labels[i]]
                w = torch.where(((w > 0) & (x >= 1)) | ((w < 0) & (x <= 0)), 0.0, w)
                gap = z[labels[i]] - z[k] + 1e-4
                distance = gap / (w.norm() if norm == "l2" else w.abs().sum())
                if distance < best:
                    best = distance
                    step = distance * (w / w.norm() if norm == "l2" else w.sign())
            total = total + step
            x = (start + (1 + overshoot) * total).clamp(0, 1)
        results.append(x)
    return torch.cat(results)


tensors = {
    "conv.weight": weight1,
    "conv.bias": bias1,
    "logits.weight": weight2,
    "logits.bias": bias2,
    "images": images,
    "labels": labels,
    "targets": targets,
    "clean logits": logits(images),
    "fgsm linf": pgd(cross_entropy, "linf", 0.1, 1, 0.1),
    "fgsm l2": pgd(cross_entropy, "l2", 0.8, 1, 0.8),
    "pgd linf": pgd(cross_entropy, "linf", 0.1, 10, 0.025),
    "pgd l2": pgd(cross_entropy, "l2", 0.8, 10, 0.2),
    "pgd l1": pgd(cross_entropy, "l1", 3.0, 12, 0.6),
    "mi-fgsm linf": pgd(cross_entropy, "linf", 0.1, 10, 0.02, momentum=1.0),
    "mi-fgsm l2": pgd(cross_entropy, "l2", 0.8, 10, 0.2, momentum=0.9),
    "targeted linf": pgd(towards, "linf", 0.1, 10, 0.025),
    "margin l2": pgd(margin, "l2", 0.8, 10, 0.2),
    "dlr l2": pgd(dlr, "l2", 0.8, 10, 0.2),
    "targeted dlr l2": pgd(targeted_dlr, "l2", 0.8, 10, 0.2),
    "deepfool l2": deepfool("l2"),
    "deepfool linf": deepfool("linf"),
}
folder = pathlib.Path(__file__).parent
save_file({name: t.float().contiguous() for name, t in tensors.items()}, folder / "attacks.safetensors")
print({n: (logits(t).argmax(1) != labels).sum().item() for n, t in tensors.items() if t.shape == images.shape})
