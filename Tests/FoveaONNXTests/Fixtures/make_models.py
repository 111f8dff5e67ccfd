"""Models exported by PyTorch, with values and gradients at some nodes: what ModelOracleTests compares with.

Needs torch, onnx, onnxscript, numpy and safetensors. Writes cnn, lstm and vit (.onnx and .safetensors) beside this
script; the .onnx by the exporter of TorchScript and, as *-dynamo.onnx, by the one of torch.export.
"""
import os
import warnings

import onnx
import torch
import torch.nn as nn
from safetensors.torch import save_file

warnings.filterwarnings("ignore")
here = os.path.dirname(os.path.abspath(__file__))


class Block(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.conv1 = nn.Conv2d(channels, channels, 3, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(channels)
        self.relu = nn.ReLU()
        self.conv2 = nn.Conv2d(channels, channels, 3, padding=1)

    def forward(self, x):
        return self.relu(self.conv2(self.relu(self.bn1(self.conv1(x)))) + x)


class CNN(nn.Module):
    """Residual blocks, a layer that is called twice, and a strided depthwise convolution."""

    def __init__(self):
        super().__init__()
        self.stem = nn.Conv2d(3, 8, 5, stride=2, padding=2)
        self.act = nn.LeakyReLU(0.1)
        self.pool = nn.MaxPool2d(3, stride=2, padding=1)
        self.block1 = Block(8)
        self.block2 = Block(8)
        self.shared = nn.Conv2d(8, 8, 3, padding=1)
        self.down = nn.Conv2d(8, 16, 3, stride=2, padding=1, groups=8)
        self.head = nn.AdaptiveAvgPool2d(1)
        self.fc = nn.Linear(16, 5)

    def forward(self, x):
        x = self.pool(self.act(self.stem(x)))
        x = self.block2(self.block1(x))
        x = torch.tanh(self.shared(torch.tanh(self.shared(x))))
        return self.fc(torch.flatten(self.head(self.down(x)), 1))


class LSTM(nn.Module):
    """Two bidirectional layers over a sequence, and a linear layer on their mean."""

    def __init__(self):
        super().__init__()
        self.lstm = nn.LSTM(6, 7, num_layers=2, bidirectional=True, batch_first=True)
        self.fc = nn.Linear(14, 4)

    def forward(self, x):
        return self.fc(self.lstm(x)[0].mean(1))


class Attention(nn.Module):
    def __init__(self, size, heads):
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(size, 3 * size)
        self.proj = nn.Linear(size, size)

    def forward(self, x):
        n, t, c = x.shape
        q, k, v = self.qkv(x).reshape(n, t, 3, self.heads, c // self.heads).permute(2, 0, 3, 1, 4)
        weights = (q @ k.transpose(-2, -1) * (c // self.heads) ** -0.5).softmax(-1)
        return self.proj((weights @ v).transpose(1, 2).reshape(n, t, c))


class Layer(nn.Module):
    def __init__(self, size, heads):
        super().__init__()
        self.norm1 = nn.LayerNorm(size)
        self.attention = Attention(size, heads)
        self.norm2 = nn.LayerNorm(size)
        self.fc1 = nn.Linear(size, 2 * size)
        self.gelu = nn.GELU()
        self.fc2 = nn.Linear(2 * size, size)

    def forward(self, x):
        x = x + self.attention(self.norm1(x))
        return x + self.fc2(self.gelu(self.fc1(self.norm2(x))))


class ViT(nn.Module):
    """A small vision transformer with a class token and learnt positions."""

    def __init__(self, size=24):
        super().__init__()
        self.patch = nn.Conv2d(3, size, 4, stride=4)
        self.token = nn.Parameter(torch.randn(1, 1, size) * 0.1)
        self.position = nn.Parameter(torch.randn(1, 17, size) * 0.1)
        self.layers = nn.ModuleList([Layer(size, 3) for _ in range(2)])
        self.norm = nn.LayerNorm(size)
        self.fc = nn.Linear(size, 6)

    def forward(self, x):
        x = self.patch(x).flatten(2).transpose(1, 2)
        x = torch.cat([self.token.expand(x.shape[0], -1, -1), x], 1) + self.position
        for layer in self.layers:
            x = layer(x)
        return self.fc(self.norm(x)[:, 0])


def strip(path):
    """Leaves out where in whose files a node comes from."""
    model = onnx.load(path)
    for node in model.graph.node:
        kept = [entry for entry in node.metadata_props if entry.key == "pkg.torch.onnx.name_scopes"]
        del node.metadata_props[:]
        node.metadata_props.extend(kept)
    onnx.save(model, path)


def make(name, model, x, watched):
    """Exports a model with a free batch by both exporters, and keeps what PyTorch sees at the watched modules' outputs."""
    torch.onnx.export(
        model, (x,), os.path.join(here, f"{name}.onnx"), input_names=["x"], output_names=["y"],
        dynamic_axes={"x": {0: "batch"}, "y": {0: "batch"}}, opset_version=17, dynamo=False)
    torch.onnx.export(
        model, (x,), dynamo=True, dynamic_shapes=({0: torch.export.Dim("batch")},), input_names=["x"],
        output_names=["y"], verbose=False,
    ).save(os.path.join(here, f"{name}-dynamo.onnx"), external_data=False)
    strip(os.path.join(here, f"{name}-dynamo.onnx"))
    seen, calls = {}, {}

    def hook(label):
        def keep(module, inputs, output):
            number = calls.get(label, 0)
            calls[label] = number + 1
            output.retain_grad()
            seen[f"{label}[{number}]" if label == "shared" else label] = output
        return keep

    modules = dict(model.named_modules())
    for label in watched:
        modules[label].register_forward_hook(hook(label))
    x = x.clone().requires_grad_()
    y = model(x)
    y.retain_grad()
    y[:, 1].sum().backward()
    seen["x"], seen["y"] = x, y
    tensors = {}
    for label, tensor in seen.items():
        tensors[f"{label}/value"] = tensor.detach().contiguous()
        tensors[f"{label}/gradient"] = tensor.grad.contiguous()
    save_file(tensors, os.path.join(here, f"{name}.safetensors"))


def randomize(model):
    """Running moments as after training, so that batch normalisation does something."""
    for module in model.modules():
        if isinstance(module, nn.BatchNorm2d):
            nn.init.uniform_(module.running_mean, -0.3, 0.3)
            nn.init.uniform_(module.running_var, 0.5, 1.5)
    return model.eval()


torch.manual_seed(11)
make("cnn", randomize(CNN()), torch.randn(3, 3, 32, 32),
     ["stem", "pool", "block1.conv2", "block2.conv2", "shared", "down"])
make("lstm", LSTM().eval(), torch.randn(3, 9, 6), [])
make("vit", ViT().eval(), torch.randn(3, 3, 16, 16),
     ["patch", "layers.0.norm1", "layers.1.attention.proj", "layers.1.fc2", "norm"])
