"""What torchvision's networks answer with weights that both sides can compute (zoo.safetensors).

No weights are kept: each number follows from its tensor's name and position (`numbers`; in Swift `HashedNumbers`).
Run with PyTorch 2.13, torchvision 0.28 and NumPy.
"""

import re
from pathlib import Path

import numpy as np
import torch
from safetensors.numpy import save_file


def import_torchvision():
    """torchvision, also where its compiled part was made for another PyTorch: no network here needs it."""
    try:
        import torchvision
    except RuntimeError:
        import importlib.util

        folder = Path(importlib.util.find_spec("torchvision").origin).parent
        text = (folder / "_meta_registrations.py").read_text()
        names = set(re.findall(r'torchvision::(\w+)"', text)) | set(re.findall(r'register_meta\("(\w+)"', text))
        library = torch.library.Library("torchvision", "DEF")
        for name in names:
            library.define(f"{name}(Tensor x) -> Tensor")
        import_torchvision.keep = library
        import torchvision
    return torchvision


models = import_torchvision().models
MASK = (1 << 64) - 1


def seed(name):
    value = 0xCBF29CE484222325
    for byte in name.encode():
        value = ((value ^ byte) * 0x100000001B3) & MASK
    return value


def numbers(name, shape):
    """Uniform in [-1, 1): SplitMix64 of the name's FNV-1a hash and the position, its upper 24 bits."""
    count = int(np.prod(shape)) if len(shape) else 1
    with np.errstate(over="ignore"):
        z = np.uint64(seed(name)) + (np.arange(count, dtype=np.uint64) + np.uint64(1)) * np.uint64(0x9E3779B97F4A7C15)
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        z ^= z >> np.uint64(31)
    unit = (z >> np.uint64(40)).astype(np.float32) * np.float32(2**-24)
    return (2 * unit - 1).reshape(shape)


def weights(name, shape):
    u = numbers(name, shape)
    if len(shape) > 1:
        return u * np.float32(np.sqrt(6 / np.prod(shape[1:])))
    if name.endswith("running_var") or name.endswith("weight"):
        return 1 + np.float32(0.25) * u
    return np.float32(0.1) * u


def prepared(model):
    """The model with computed weights, and its parameters' names and shapes in one text."""
    state, lines = model.state_dict(), []
    for name, tensor in state.items():
        if name.startswith("aux") or name.endswith("num_batches_tracked"):
            continue
        tensor.copy_(torch.from_numpy(weights(name, tuple(tensor.shape))))
        lines.append(f"{name}:{'x'.join(map(str, tensor.shape))}")
    model.load_state_dict(state)
    return model.eval(), lines


def answer(model, image):
    """The outputs and the gradient of their sum, weighted by computed numbers, by the image.

    Where a value lies so near the kink of a ReLU that rounding decides on which side, no two programs agree on the
    gradient; such a size is no example, and the same in double precision finds it out.
    """
    results = []
    for precision in (torch.float64, torch.float32):
        x = image.detach().to(precision).requires_grad_(True)
        output = model.to(precision)(x)
        seeds = torch.from_numpy(numbers("seeds", tuple(output.shape))).to(precision)
        (output * seeds).sum().backward()
        results.append((output.detach().numpy(), x.grad.numpy()))
    for double, single in zip(*results):
        assert np.abs(double - single).max() < 2e-5 * np.abs(double).max(), "choose another size"
    return results[1]


def picture(height, width):
    return torch.from_numpy((numbers("image", (1, 3, height, width)) + 1) / 2)


class SamePadding(torch.nn.Conv2d):
    """A convolution with TensorFlow's "same" borders."""

    def forward(self, x):
        pads = []
        for size, kernel, stride in zip(x.shape[-2:], self.kernel_size, self.stride):
            total = max(0, (-(-size // stride) - 1) * stride + kernel - size)
            pads = [total // 2, total - total // 2] + pads
        return super().forward(torch.nn.functional.pad(x, pads))


class Block(torch.nn.Module):
    def __init__(self, channels, filters, expansion, kernel, stride):
        super().__init__()
        inside = channels * expansion
        if expansion > 1:
            self._expand_conv = SamePadding(channels, inside, 1, bias=False)
            self._bn0 = torch.nn.BatchNorm2d(inside, eps=1e-3)
        self._depthwise_conv = SamePadding(inside, inside, kernel, stride, groups=inside, bias=False)
        self._bn1 = torch.nn.BatchNorm2d(inside, eps=1e-3)
        self._project_conv = SamePadding(inside, filters, 1, bias=False)
        self._bn2 = torch.nn.BatchNorm2d(filters, eps=1e-3)
        self.adds = stride == 1 and channels == filters

    def forward(self, x):
        y = x
        if hasattr(self, "_expand_conv"):
            y = torch.nn.functional.relu6(self._bn0(self._expand_conv(y)))
        y = torch.nn.functional.relu6(self._bn1(self._depthwise_conv(y)))
        y = self._bn2(self._project_conv(y))
        return x + y if self.adds else y


class EfficientNetLite0(torch.nn.Module):
    """After the paper's table, with the names of the public weights."""

    def __init__(self, num_classes):
        super().__init__()
        self._conv_stem = SamePadding(3, 32, 3, 2, bias=False)
        self._bn0 = torch.nn.BatchNorm2d(32, eps=1e-3)
        self._blocks, channels = torch.nn.ModuleList(), 32
        for expansion, filters, count, kernel, stride in [
            (1, 16, 1, 3, 1), (6, 24, 2, 3, 2), (6, 40, 2, 5, 2), (6, 80, 3, 3, 2),
            (6, 112, 3, 5, 1), (6, 192, 4, 5, 2), (6, 320, 1, 3, 1),
        ]:
            for number in range(count):
                self._blocks.append(Block(channels, filters, expansion, kernel, stride if number == 0 else 1))
                channels = filters
        self._conv_head = SamePadding(320, 1280, 1, bias=False)
        self._bn1 = torch.nn.BatchNorm2d(1280, eps=1e-3)
        self._fc = torch.nn.Linear(1280, num_classes)

    def forward(self, x):
        x = torch.nn.functional.relu6(self._bn0(self._conv_stem(x)))
        for block in self._blocks:
            x = block(x)
        x = torch.nn.functional.relu6(self._bn1(self._conv_head(x)))
        return self._fc(x.mean((2, 3)))


class GroupedAlexNet(torch.nn.Module):
    """The network of 2012: two groups, and normalisation over neighbouring maps."""

    def __init__(self, num_classes):
        super().__init__()
        self.conv1 = torch.nn.Conv2d(3, 96, 11, 4)
        self.conv2 = torch.nn.Conv2d(96, 256, 5, padding=2, groups=2)
        self.conv3 = torch.nn.Conv2d(256, 384, 3, padding=1)
        self.conv4 = torch.nn.Conv2d(384, 384, 3, padding=1, groups=2)
        self.conv5 = torch.nn.Conv2d(384, 256, 3, padding=1, groups=2)
        self.fc6 = torch.nn.Linear(9216, 4096)
        self.fc7 = torch.nn.Linear(4096, 4096)
        self.fc8 = torch.nn.Linear(4096, num_classes)

    def forward(self, x):
        f = torch.nn.functional
        norm = lambda x: f.local_response_norm(x, 5, alpha=5e-4, beta=0.75, k=2)
        x = f.max_pool2d(norm(f.relu(self.conv1(x))), 3, 2)
        x = f.max_pool2d(norm(f.relu(self.conv2(x))), 3, 2)
        x = f.relu(self.conv4(f.relu(self.conv3(x))))
        x = f.max_pool2d(f.relu(self.conv5(x)), 3, 2).flatten(1)
        return self.fc8(f.relu(self.fc7(f.relu(self.fc6(x)))))


def torchvision_model(name):
    options = {"init_weights": False} if name == "googlenet" else {}
    return getattr(models, name)(weights=None, num_classes=10, **options)


cases = {}
for name in ["squeezenet1_1", "resnet18", "resnet34", "resnet50", "mobilenet_v2", "googlenet", "densenet121"]:
    cases[name] = (torchvision_model(name), (75, 86))
cases["efficientnet_lite0"] = (EfficientNetLite0(10), (97, 80))
cases["alexnet"] = (torchvision_model("alexnet"), (224, 224))
cases["alexnet-groups"] = (GroupedAlexNet(10), (227, 227))
for depth in (11, 13, 16, 19):
    for suffix in ("", "_bn"):
        name = f"vgg{depth}{suffix}"
        cases[name] = (torchvision_model(name), (224, 224) if name == "vgg11" else None)

tensors, facts = {}, {}
for name, (model, size) in cases.items():
    model, lines = prepared(model)
    facts[name] = f"{len(lines)} {seed(';'.join(lines)):016x}"
    parts = [("", model, size)]
    if name.startswith("vgg"):
        parts = [("features/", model.features, (50, 37))] + ([("", model, size)] if size else [])
    for prefix, part, extent in parts:
        output, gradient = answer(part, picture(*extent))
        tensors[f"{name}/{prefix}output"] = output
        tensors[f"{name}/{prefix}gradient"] = gradient.reshape(-1)[:: max(1, gradient.size // 200)].copy()
        tensors[f"{name}/{prefix}gradient-norm"] = np.array(np.linalg.norm(gradient.astype(np.float64)), np.float32)
        print(name, prefix, facts[name], np.abs(output).max(), np.linalg.norm(gradient))

save_file(dict(sorted(tensors.items())), Path(__file__).parent / "zoo.safetensors", metadata=dict(sorted(facts.items())))
