"""Writes values and gradients of every operation and of whole networks, computed by PyTorch in double precision.

Each file holds cases; each case holds input/NAME, param/NAME, seed (the gradient given at the output), output,
grad/NAME for inputs and parameters alike, and what else the case is about (after/NAME for running moments,
hidden/NAME[t] and hiddengrad/NAME[t] for states inside of recurrent layers).
"""

import math
import pathlib
import zlib

import torch
import torch.nn.functional as F
from safetensors.torch import save_file

HERE = pathlib.Path(__file__).parent
torch.set_default_dtype(torch.float64)
torch.use_deterministic_algorithms(True)
torch.set_num_threads(1)


class Fixture:
    """The cases of one file."""

    def __init__(self, name):
        self.path = HERE / f"{name}.safetensors"
        self.tensors = {}

    def put(self, name, tensor):
        self.tensors[name] = tensor.detach().to(torch.float32).contiguous().clone()

    def case(self, name, function, inputs, params=None, fixed=()):
        """Records function(inputs, params) and the gradients of a random projection of it."""
        torch.manual_seed(zlib.crc32(f"{self.path.stem}/{name}".encode()))
        # Values that single precision holds exactly, so that both sides start from the same numbers.
        inputs = {k: (v() if callable(v) else v).float().double() for k, v in inputs.items()}
        params = {k: (v() if callable(v) else v).float().double() for k, v in (params or {}).items()}
        free = {k: v for k, v in {**inputs, **params}.items() if k not in fixed}
        for tensor in free.values():
            tensor.requires_grad_(True)
        output = function(*inputs.values(), **{k.replace(".", "_"): v for k, v in params.items()})
        extra = {}
        if isinstance(output, tuple):
            output, extra = output
        seed = (torch.rand_like(output) * 2 - 1).float().double()
        for tensor in extra.values():
            if tensor.requires_grad and not tensor.is_leaf:
                tensor.retain_grad()
        output.backward(seed)
        for key, tensor in inputs.items():
            self.put(f"{name}/input/{key}", tensor)
        for key, tensor in params.items():
            self.put(f"{name}/param/{key}", tensor)
        self.put(f"{name}/seed", seed)
        self.put(f"{name}/output", output)
        for key, tensor in free.items():
            gradient = tensor.grad if tensor.grad is not None else torch.zeros_like(tensor)
            self.put(f"{name}/grad/{key}", gradient)
        for key, tensor in extra.items():
            self.put(f"{name}/{key}", tensor)
            if tensor.requires_grad:
                self.put(f"{name}/{key.replace('hidden/', 'hiddengrad/')}", tensor.grad)

    def write(self):
        save_file(self.tensors, self.path, metadata={"made_by": f"PyTorch {torch.__version__}"})
        print(f"{self.path.name}: {self.path.stat().st_size:,} bytes")


def uniform(*shape, low=-1.0, high=1.0):
    """A tensor to be drawn once the case has set its seed."""
    return lambda: torch.rand(*shape) * (high - low) + low


def away(*shape, low=0.2, high=1.0):
    """Either sign, not near zero."""
    return lambda: (torch.rand(*shape) * (high - low) + low) * torch.where(torch.rand(*shape) < 0.5, -1, 1)


def whole(*shape, below):
    return lambda: torch.randint(0, below, shape).double()


# MARK: - Operations


def elementwise():
    f = Fixture("elementwise")
    line = torch.cat([torch.linspace(-12, 12, 48), torch.tensor([-1e-3, 1e-3, -30.0, 30.0])])
    positive = torch.cat([torch.linspace(0.05, 12, 40), torch.tensor([1e-4, 1e3])])
    f.case("relu", torch.relu, {"x0": line})
    f.case("leaky", lambda x: F.leaky_relu(x, 0.3), {"x0": line})
    f.case("sigmoid", torch.sigmoid, {"x0": line})
    f.case("tanh", torch.tanh, {"x0": line})
    f.case("gelu", F.gelu, {"x0": line})
    f.case("gelutanh", lambda x: F.gelu(x, approximate="tanh"), {"x0": line})
    f.case("swish", F.silu, {"x0": line})
    f.case("elu", lambda x: F.elu(x, 0.7), {"x0": line})
    f.case("softplus", lambda x: F.softplus(x, threshold=1000), {"x0": line})
    f.case("exp", torch.exp, {"x0": line / 2})
    f.case("log", torch.log, {"x0": positive})
    f.case("sqrt", torch.sqrt, {"x0": positive})
    f.case("square", torch.square, {"x0": line})
    f.case("abs", torch.abs, {"x0": line})
    f.case("linear", lambda x: -1.5 * x + 0.25, {"x0": line})
    f.case("clamp", lambda x: x.clamp(-0.5, 2.25), {"x0": line})
    f.write()


def arithmetic():
    f = Fixture("arithmetic")
    functions = {
        "add": torch.add, "subtract": torch.subtract, "multiply": torch.multiply,
        "divide": torch.divide, "maximum": torch.maximum, "minimum": torch.minimum}
    for name, function in functions.items():
        f.case(name, function, {"x0": away(2, 3, 5), "x1": away(2, 3, 5, low=0.5)})
        f.case(f"{name}-right", function, {"x0": away(2, 3, 5), "x1": away(3, 1, low=0.5)})
        f.case(f"{name}-left", function, {"x0": away(5), "x1": away(2, 1, 5, low=0.5)})
    f.write()


def same(x, kernel, stride, dilation=1):
    """Zeros around an image so that ⌈size / stride⌉ windows fit, an odd rest at the far end."""
    pads = []
    for size in (x.shape[3], x.shape[2]):
        reach = (kernel - 1) * dilation + 1
        total = max(0, (math.ceil(size / stride) - 1) * stride + reach - size)
        pads += [total // 2, total - total // 2]
    return F.pad(x, pads)


def convolution():
    f = Fixture("convolution")

    def params(filters, channels, *kernel, bias=True):
        scale = 1 / math.sqrt(channels * math.prod(kernel))
        weight = {"weight": uniform(filters, channels, *kernel, low=-scale, high=scale)}
        return {**weight, "bias": uniform(filters)} if bias else weight

    f.case("plain", lambda x, weight, bias: F.conv2d(x, weight, bias),
           {"x0": uniform(2, 3, 7, 5)}, params(4, 3, 3, 3))
    f.case("one", lambda x, weight, bias: F.conv2d(x, weight, bias),
           {"x0": uniform(1, 1, 1, 1)}, params(1, 1, 1, 1))
    f.case("strided", lambda x, weight, bias: F.conv2d(x, weight, bias, stride=2, padding=2),
           {"x0": uniform(3, 1, 9, 9)}, params(10, 1, 5, 5))
    f.case("same", lambda x, weight, bias: F.conv2d(same(x, 3, 2), weight, bias, stride=2),
           {"x0": uniform(2, 20, 6, 6)}, params(17, 20, 3, 3))
    f.case("groups", lambda x, weight: F.conv2d(x, weight, dilation=2, padding=4, groups=2),
           {"x0": uniform(2, 4, 8, 7)}, params(6, 2, 3, 3, bias=False))
    f.case("depthwise", lambda x, weight, bias: F.conv2d(x, weight, bias, padding=1, groups=16),
           {"x0": uniform(1, 16, 6, 6)}, params(16, 1, 3, 3))
    f.case("line", lambda x, weight, bias: F.conv1d(x, weight, bias, stride=2, padding=1),
           {"x0": uniform(2, 2, 9)}, params(3, 2, 4))
    f.case("volume", lambda x, weight, bias: F.conv3d(x, weight, bias, padding=(1, 0, 1)),
           {"x0": uniform(1, 2, 4, 5, 3)}, params(3, 2, 2, 3, 1))
    f.write()


def dense():
    f = Fixture("dense")
    f.case("vector", lambda x, weight, bias: F.linear(x, weight, bias),
           {"x0": uniform(4, 7)}, {"weight": uniform(5, 7), "bias": uniform(5)})
    f.case("sequence", lambda x, weight: F.linear(x, weight),
           {"x0": uniform(2, 3, 4)}, {"weight": uniform(33, 4)})
    f.case("product", torch.matmul, {"x0": uniform(3, 2, 5), "x1": uniform(3, 5, 4)})
    f.case("transposed", lambda a, b: a @ b.transpose(-1, -2),
           {"x0": uniform(2, 2, 3, 4), "x1": uniform(2, 2, 5, 4)})
    f.write()


def pooling():
    f = Fixture("pooling")
    f.case("max", lambda x: F.max_pool2d(x, 2), {"x0": uniform(2, 3, 6, 6)})
    f.case("max-border", lambda x: F.max_pool2d(x, 3, 2, padding=1), {"x0": uniform(1, 17, 7, 5)})
    f.case("max-dilated", lambda x: F.max_pool2d(x, 2, 1, dilation=3), {"x0": uniform(1, 2, 7, 7)})
    for name, counts in [("average", False), ("average-border", True)]:
        f.case(name, lambda x: F.avg_pool2d(x, 3, 2, padding=1, count_include_pad=counts),
               {"x0": uniform(1, 17, 7, 5)})
    f.case("global-max", lambda x: x.amax((2, 3)), {"x0": uniform(2, 3, 4, 5)})
    f.case("global-average", lambda x: x.mean((2, 3)), {"x0": uniform(2, 3, 4, 5)})
    f.write()


def padding():
    f = Fixture("padding")
    for mode in ["constant", "replicate", "reflect", "circular"]:
        extra = {"value": -1.5} if mode == "constant" else {}
        f.case(mode, lambda x: F.pad(x, (1, 3, 2, 0), mode=mode, **extra), {"x0": uniform(2, 2, 4, 5)})
    f.write()


def normalization():
    f = Fixture("normalization")
    for name, shape in [("image", (3, 20, 3, 2)), ("vector", (5, 3)), ("line", (2, 3, 4))]:
        channels = shape[1]
        params = {
            "weight": uniform(channels, low=0.5, high=1.5), "bias": uniform(channels),
            "running_mean": uniform(channels), "running_var": uniform(channels, low=0.5, high=2)}
        for training in [True, False]:
            def function(x, weight, bias, running_mean, running_var):
                mean, variance = running_mean.clone(), running_var.clone()
                y = F.batch_norm(x, mean, variance, weight, bias, training, 0.1, 1e-5)
                return y, {"after/running_mean": mean, "after/running_var": variance}
            f.case(f"batch-{name}-{'training' if training else 'inference'}", function,
                   {"x0": uniform(*shape, low=-1, high=3)}, params,
                   fixed=("running_mean", "running_var"))
    for name, shape, axes in [("row", (4, 7), 1), ("image", (2, 3, 2, 5), 3), ("last", (2, 3, 33), 1)]:
        f.case(f"layer-{name}",
               lambda x, weight, bias: F.layer_norm(x, x.shape[-axes:], weight, bias, 1e-5),
               {"x0": uniform(*shape, low=-1, high=3)},
               {"weight": uniform(*shape[-axes:]), "bias": uniform(*shape[-axes:])})
    f.case("response", lambda x: F.local_response_norm(x, 5, 1.0, 0.75, 2.0),
           {"x0": uniform(2, 7, 3, 3)})
    f.case("response-wide", lambda x: F.local_response_norm(x, 3, 0.5, 1.25, 1.0),
           {"x0": uniform(1, 20, 9, 8)})
    mean, deviation = torch.tensor([0.5, -1.0, 2.0]), torch.tensor([0.25, 2.0, 0.5])
    f.case("standardize", lambda x: (x - mean[:, None, None]) / deviation[:, None, None],
           {"x0": uniform(2, 3, 4, 5)})
    f.write()


def softmax():
    f = Fixture("softmax")
    for name, function in [("soft", F.softmax), ("log", F.log_softmax)]:
        f.case(f"{name}-last", lambda x: function(x, -1), {"x0": uniform(3, 7, low=-5, high=5)})
        f.case(f"{name}-channels", lambda x: function(x, 1),
               {"x0": uniform(2, 3, 4, 5, low=-5, high=5)})
        f.case(f"{name}-first", lambda x: function(x, 0), {"x0": uniform(5, 2, low=-20, high=20)})
    f.write()


def reduction():
    f = Fixture("reduction")
    functions = {
        "sum": torch.sum, "mean": torch.mean,
        "l2": lambda x, dim=None: torch.linalg.vector_norm(x, dim=dim)}
    for name, function in functions.items():
        f.case(f"{name}-all", function, {"x0": uniform(2, 3, 5)})
        f.case(f"{name}-last", lambda x: function(x, dim=-1), {"x0": uniform(2, 3, 5)})
        f.case(f"{name}-outer", lambda x: function(x, dim=(0, 2)), {"x0": uniform(2, 3, 5)})
    f.write()


def reshape():
    f = Fixture("reshape")
    f.case("flatten", lambda x: x.flatten(1), {"x0": uniform(2, 3, 4)})
    f.case("reshape", lambda x: x.reshape(3, -1), {"x0": uniform(2, 3, 4)})
    f.case("transpose", lambda x: x.permute(2, 0, 1), {"x0": uniform(2, 3, 4)})
    f.case("slice", lambda x: x[:, 1::2], {"x0": uniform(2, 6, 3)})
    f.case("concat", lambda a, b: torch.cat([a, b], 1), {"x0": uniform(2, 3, 2), "x1": uniform(2, 1, 2)})
    f.write()


def embedding():
    f = Fixture("embedding")
    f.case("table", lambda x, weight: F.embedding(x.long(), weight),
           {"x0": whole(2, 5, below=4)}, {"weight": uniform(4, 3)}, fixed=("x0",))
    f.write()


def loss():
    f = Fixture("loss")
    targets = torch.tensor([2.0, -1.0, 0.0, 1.0, 2.0])
    for reduction in ["mean", "sum", "none"]:
        for smoothing in [0.0, 0.1]:
            f.case(f"cross-{reduction}-{smoothing}",
                   lambda x, t: F.cross_entropy(
                       x, t.long(), ignore_index=-1, reduction=reduction, label_smoothing=smoothing),
                   {"x0": uniform(5, 3, low=-4, high=4), "x1": targets}, fixed=("x1",))
        f.case(f"squared-{reduction}", lambda x, t: F.mse_loss(x, t, reduction=reduction),
               {"x0": uniform(3, 4), "x1": uniform(3, 4)}, fixed=("x1",))
        f.case(f"binary-{reduction}",
               lambda x, t: F.binary_cross_entropy_with_logits(x, t, reduction=reduction),
               {"x0": uniform(3, 4, low=-20, high=20), "x1": uniform(3, 4, low=0)}, fixed=("x1",))
    f.write()


def sampling():
    f = Fixture("sampling")
    maps = torch.tensor([[0.8, 0.6, 0.3, -0.6, 0.8, -0.2], [1.3, 0.1, 1.0, 0.0, 0.7, -1.5]])

    def sample(image, maps, mode):
        height, width = image.shape[2:]
        y, x = torch.meshgrid(
            torch.arange(height) - (height - 1) / 2, torch.arange(width) - (width - 1) / 2, indexing="ij")
        a = maps.view(-1, 2, 3, 1, 1)
        source = a[:, :, 0] * x + a[:, :, 1] * y + a[:, :, 2]
        grid = torch.stack([source[:, 0] / ((width - 1) / 2), source[:, 1] / ((height - 1) / 2)], -1)
        return F.grid_sample(image, grid, "bilinear", mode, align_corners=True)

    for name, mode in [("zeros", "zeros"), ("border", "border")]:
        f.case(name, lambda image, maps: sample(image, maps, mode),
               {"x0": uniform(2, 3, 5, 6), "x1": maps}, fixed=("x1",))
    f.write()


# MARK: - Recurrent layers, as loops of cells so that every state keeps its gradient


def cell(kind, x, h, c, p):
    """One step: the new states and the gates by name."""
    size = h.shape[1]
    before, back = x @ p["weight_ih"].T + p["bias_ih"], h @ p["weight_hh"].T + p["bias_hh"]
    if kind == "lstm":
        i, f, g, o = (before + back).split(size, 1)
        i, f, g, o = i.sigmoid(), f.sigmoid(), g.tanh(), o.sigmoid()
        c = f * c + i * g
        return o * c.tanh(), c, {"i": i, "f": f, "g": g, "o": o}
    if kind == "gru":
        (xr, xz, xn), (hr, hz, hn) = before.split(size, 1), back.split(size, 1)
        r, z = (xr + hr).sigmoid(), (xz + hz).sigmoid()
        n = (xn + r * hn).tanh()
        return (1 - z) * n + z * h, c, {"r": r, "z": z, "n": n}
    functions = {
        "tanh": torch.tanh, "relu": torch.relu, "sigmoid": torch.sigmoid, "identity": lambda v: v}
    return functions[kind](before + back), c, {}


def unroll(kind, x, h, c, p, layer, extra):
    """The states of all steps; each state and gate goes into `extra` as layer/NAME[t]."""
    states = []
    for step in range(x.shape[1]):
        h, c, gates = cell(kind, x[:, step], h, c, p)
        named = {"h": h, **({"c": c} if kind == "lstm" else {}), **gates}
        for name, tensor in named.items():
            extra[f"hidden/{layer}/{name}[{step}]"] = tensor
        states.append(h)
    return torch.stack(states, 1), h, c


def layer_params(kind, inputs, hidden):
    rows = hidden * {"lstm": 4, "gru": 3}.get(kind, 1)
    scale = 1 / math.sqrt(hidden)
    shapes = {"weight_ih": (rows, inputs), "weight_hh": (rows, hidden), "bias_ih": (rows,), "bias_hh": (rows,)}
    return {k: uniform(*shape, low=-scale, high=scale) for k, shape in shapes.items()}


def check_against_torch(kind, x, h, c, p, states):
    """The loop of cells is PyTorch's own layer."""
    modules = {"lstm": torch.nn.LSTM, "gru": torch.nn.GRU}
    options = {} if kind in modules else {"nonlinearity": kind}
    module = modules.get(kind, torch.nn.RNN)(x.shape[2], h.shape[1], batch_first=True, **options)
    with torch.no_grad():
        for key, tensor in p.items():
            getattr(module, f"{key}_l0").copy_(tensor)
        initial = (h[None], c[None]) if kind == "lstm" else h[None]
        torch.testing.assert_close(module(x, initial)[0], states)


def recurrent():
    f = Fixture("recurrent")
    batch, steps, inputs, hidden = 3, 5, 4, 6
    for kind in ["tanh", "relu", "sigmoid", "identity", "lstm", "gru"]:
        def function(x, h, c=None, **p):
            extra = {}
            states, _, _ = unroll(kind, x, h, c, p, "operation", extra)
            if kind not in ("sigmoid", "identity"):
                check_against_torch(kind, x, h, c, p, states.detach())
            return states, extra
        given = {"x0": uniform(batch, steps, inputs), "x1": uniform(batch, hidden)}
        if kind == "lstm":
            given["x2"] = uniform(batch, hidden)
        f.case(kind, function, given, layer_params(kind, inputs, hidden))
    f.write()


def stacked():
    """Two layers, the last step through a dense layer into a cross-entropy."""
    f = Fixture("recurrent-networks")
    batch, steps, inputs, hidden, classes = 3, 7, 4, 6, 5
    for kind in ["tanh", "lstm", "gru"]:
        def function(x, targets, head_weight, head_bias, **p):
            extra, zero = {}, torch.zeros(batch, hidden)
            for layer in ["first", "second"]:
                own = {k.removeprefix(f"{layer}_"): v for k, v in p.items() if k.startswith(layer)}
                x, last, _ = unroll(kind, x, zero, zero, own, layer, extra)
            logits = last @ head_weight.T + head_bias
            extra["hidden/head"] = logits
            return F.cross_entropy(logits, targets.long()), extra
        params = {f"first.{k}": v for k, v in layer_params(kind, inputs, hidden).items()}
        params |= {f"second.{k}": v for k, v in layer_params(kind, hidden, hidden).items()}
        params |= {"head.weight": uniform(classes, hidden), "head.bias": uniform(classes)}
        f.case(kind, function, {"x": uniform(batch, steps, inputs), "targets": whole(batch, below=classes)},
               params, fixed=("targets",))
    f.write()


# MARK: - Convolutional networks


def kernel(filters, channels, size):
    bound = math.sqrt(6 / (channels * size * size))
    return uniform(filters, channels, size, size, low=-bound, high=bound)


def convolutional():
    f = Fixture("convolutional-networks")

    def deep(image, targets, conv1_weight, conv1_bias, conv2_weight, conv2_bias, conv3_weight, conv3_bias,
             hidden_weight, hidden_bias, logits_weight, logits_bias):
        x = F.relu(F.conv2d(same(image, 5, 2), conv1_weight, conv1_bias, stride=2))
        x = F.relu(F.conv2d(same(x, 3, 2), conv2_weight, conv2_bias, stride=2))
        x = F.relu(F.conv2d(same(x, 3, 2), conv3_weight, conv3_bias, stride=2))
        hooked = x
        x = F.relu(F.linear(x.flatten(1), hidden_weight, hidden_bias))
        logits = F.linear(x, logits_weight, logits_bias)
        loss = F.cross_entropy(logits, targets.long(), label_smoothing=0.1)
        return loss, {"hidden/logits": logits, "hidden/relu3": hooked}

    f.case("deep", deep, {"image": uniform(5, 1, 16, 16, low=0), "targets": whole(5, below=10)}, {
        "conv1.weight": kernel(10, 1, 5), "conv1.bias": uniform(10, low=-0.1, high=0.1),
        "conv2.weight": kernel(20, 10, 3), "conv2.bias": uniform(20, low=-0.1, high=0.1),
        "conv3.weight": kernel(36, 20, 3), "conv3.bias": uniform(36, low=-0.1, high=0.1),
        "hidden.weight": uniform(24, 144, low=-0.15, high=0.15), "hidden.bias": uniform(24, low=-0.1, high=0.1),
        "logits.weight": uniform(10, 24, low=-0.4, high=0.4), "logits.bias": uniform(10)}, fixed=("targets",))

    def residual(image, targets, **p):
        after = {}

        def block(x, name, stride=1):
            x = F.conv2d(x, p[f"{name}_weight"], stride=stride, padding=1)
            norm = f"{name}norm"
            mean, variance = p[f"{norm}_running_mean"].clone(), p[f"{norm}_running_var"].clone()
            x = F.batch_norm(x, mean, variance, p[f"{norm}_weight"], p[f"{norm}_bias"], True, 0.1, 1e-5)
            after[f"after/{norm}.running_mean"], after[f"after/{norm}.running_var"] = mean, variance
            return x

        x = F.relu(block(image, "stem"))
        x = F.relu(x + block(F.relu(block(x, "a")), "b"))
        hooked = x
        x = F.relu(block(x, "down", stride=2))
        logits = F.linear(x.mean((2, 3)), p["logits_weight"], p["logits_bias"])
        loss = F.cross_entropy(logits, targets.long())
        return loss, {"hidden/logits": logits, "hidden/joined": hooked, **after}

    params = {}
    for name, filters, channels in [("stem", 16, 3), ("a", 16, 16), ("b", 16, 16), ("down", 20, 16)]:
        params[f"{name}.weight"] = kernel(filters, channels, 3)
        params |= {
            f"{name}norm.weight": uniform(filters, low=0.5, high=1.5), f"{name}norm.bias": uniform(filters),
            f"{name}norm.running_mean": uniform(filters),
            f"{name}norm.running_var": uniform(filters, low=0.5, high=2)}
    params |= {"logits.weight": uniform(4, 20), "logits.bias": uniform(4)}
    f.case("residual", residual, {"image": uniform(6, 3, 9, 9), "targets": whole(6, below=4)}, params,
           fixed=("targets", *[k for k in params if "running" in k]))
    f.write()


if __name__ == "__main__":
    for make in [elementwise, arithmetic, convolution, dense, pooling, padding, normalization, softmax, reduction,
                 reshape, embedding, loss, sampling, recurrent, stacked, convolutional]:
        make()
    total = sum(path.stat().st_size for path in HERE.glob("*.safetensors"))
    print(f"{total:,} bytes in all")
