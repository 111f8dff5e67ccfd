"""Writes optimizers.safetensors: the weights after each of 10 steps of PyTorch's optimizers on random gradients."""

import pathlib

import torch
from safetensors.torch import save_file

steps, count = 10, 37
torch.manual_seed(1)
start = torch.randn(count)
gradients = torch.randn(steps, count)
gradients[:, 5] = 0  # a weight that is never pushed
gradients[4] *= 100  # an outlier

o = torch.optim
cases = {
    "sgd": lambda w: o.SGD(w, lr=0.1),
    "sgd-decay": lambda w: o.SGD(w, lr=0.1, weight_decay=0.05),
    "momentum": lambda w: o.SGD(w, lr=0.1, momentum=0.9, weight_decay=0.01),
    "nesterov": lambda w: o.SGD(w, lr=0.1, momentum=0.9, nesterov=True, weight_decay=0.01),
    "rmsprop": lambda w: o.RMSprop(w, lr=0.01),
    "rmsprop-all": lambda w: o.RMSprop(
        w, lr=0.01, alpha=0.9, eps=1e-6, momentum=0.8, centered=True, weight_decay=0.02),
    "adagrad": lambda w: o.Adagrad(w, lr=0.1),
    "adagrad-all": lambda w: o.Adagrad(
        w, lr=0.1, lr_decay=0.1, initial_accumulator_value=0.5, weight_decay=0.02),
    "adam": lambda w: o.Adam(w, lr=0.01),
    "adam-all": lambda w: o.Adam(w, lr=0.01, betas=(0.8, 0.95), eps=1e-4, weight_decay=0.1),
    "adamw": lambda w: o.AdamW(w, lr=0.01),
    "adamw-all": lambda w: o.AdamW(w, lr=0.05, betas=(0.7, 0.9), eps=1e-6, weight_decay=0.3),
    "clip-value": lambda w: o.SGD(w, lr=0.1),
    "clip-norm": lambda w: o.SGD(w, lr=0.1),
}

tensors = {"start": start, "gradients": gradients}
for name, make in cases.items():
    weights = torch.nn.Parameter(start.clone())
    optimizer = make([weights])
    path = []
    for gradient in gradients:
        weights.grad = gradient.clone()
        if name == "clip-value":
            torch.nn.utils.clip_grad_value_([weights], 0.5)
        if name == "clip-norm":
            torch.nn.utils.clip_grad_norm_([weights], 7.0)
        optimizer.step()
        path.append(weights.detach().clone())
    tensors[name] = torch.stack(path)

save_file(tensors, pathlib.Path(__file__).parent / "optimizers.safetensors")
