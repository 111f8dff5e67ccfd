"""Writes values and gradients of the operations that imported models need, computed by PyTorch in double precision.

The files have the form of those that make_fixtures.py writes.
"""

import torch
import torch.nn.functional as F

from make_fixtures import Fixture, away, uniform, whole


def unary():
    f = Fixture("unary")
    line = torch.cat([torch.linspace(-9.3, 9.1, 40), torch.tensor([-1e-3, 1e-3, -25.0, 25.0])])
    inner = torch.linspace(-0.97, 0.96, 30)
    cases = {
        "negate": torch.neg, "reciprocal": torch.reciprocal, "erf": torch.erf, "sin": torch.sin, "cos": torch.cos,
        "atan": torch.atan, "asinh": torch.asinh, "sign": torch.sign, "floor": torch.floor, "ceil": torch.ceil,
        "round": torch.round, "truncate": torch.trunc, "selu": torch.selu, "celu": lambda x: F.celu(x, 0.7),
        "hardsigmoid": lambda x: (0.2 * x + 0.5).clamp(0, 1), "hardswish": F.hardswish, "mish": F.mish,
        "softsign": F.softsign, "thresholded": lambda x: F.threshold(x, 0.8, 0),
        "shrink": lambda x: F.softshrink(x, 1.5), "swish": lambda x: x * torch.sigmoid(1.7 * x)}
    for name, function in cases.items():
        f.case(name, function, {"x0": line})
    for name in ["tan", "asin", "acos", "atanh", "sinh", "cosh"]:
        f.case(name, getattr(torch, name), {"x0": inner})
    f.case("acosh", torch.acosh, {"x0": torch.linspace(1.05, 9, 20)})
    f.write()


def binary():
    f = Fixture("binary")
    positive = uniform(2, 3, 5, low=0.2, high=2)
    for side, other in [("", (2, 3, 5)), ("-right", (3, 1))]:
        f.case(f"power{side}", torch.pow, {"x0": positive, "x1": uniform(*other, low=-2, high=2)})
        f.case(f"modulo{side}", torch.remainder, {"x0": away(2, 3, 5, high=4), "x1": away(*other, low=0.7)})
        f.case(f"remainder{side}", torch.fmod, {"x0": away(2, 3, 5, high=4), "x1": away(*other, low=0.7)})
        f.case(f"prelu{side}", lambda x, a: torch.where(x > 0, x, x * a), {"x0": away(2, 3, 5), "x1": uniform(*other)})
        f.case(f"select{side}", lambda c, a, b: torch.where(c != 0, a, b),
               {"x0": whole(3, 1, below=2), "x1": away(2, 3, 5), "x2": away(*other)}, fixed=("x0",))
    f.write()


def rows():
    f = Fixture("rows")
    functions = {
        "maximum": torch.amax, "minimum": torch.amin, "logSumExp": torch.logsumexp,
        "l1": lambda x, d: x.abs().sum(d), "sumOfSquares": lambda x, d: x.square().sum(d),
        "logSum": lambda x, d: x.sum(d).log(),
        "product": lambda x, d: x.movedim(d, tuple(range(-len(d), 0))).flatten(-len(d)).prod(-1)}
    for name, function in functions.items():
        x = uniform(3, 4, 2, 5, low=0.3, high=2) if name == "logSum" else away(3, 4, 2, 5, high=2)
        for axes in [(1,), (0, 3), (2, 3)]:
            f.case(f"{name}-{''.join(map(str, axes))}", lambda x: function(x, axes), {"x0": x})
    ties = torch.tensor([[1.0, 3, 3, 0], [2, 2, 2, 2], [-1, 0, 0, -4]])
    f.case("maximum-ties", lambda x: torch.amax(x, (1,)), {"x0": ties})
    zeros = torch.tensor([[1.0, 0, 3, 2], [0, 2, 0, 2], [-1, 3, 0.5, -4]])
    f.case("product-zeros", lambda x: x.prod(1), {"x0": zeros})
    f.write()


def movement():
    f = Fixture("movement")
    x = uniform(3, 4, 5)
    f.case("ranges", lambda x: x[:, 1:4:2].flip(2)[:, :, :4:2], {"x0": x})
    f.case("expand", lambda x: x.expand(2, 3, 4, 5), {"x0": uniform(3, 1, 5)})
    f.case("tile", lambda x: x.tile(2, 1, 3), {"x0": uniform(2, 3, 2)})
    f.case("shuffle", lambda x: F.pixel_shuffle(x, 2), {"x0": uniform(2, 8, 2, 3)})
    f.case("unshuffle", lambda x: F.pixel_unshuffle(x, 2), {"x0": uniform(2, 2, 4, 6)})

    def block_first(x):
        n, c, h, w = x.shape
        return x.reshape(n, 2, 2, c // 4, h, w).permute(0, 3, 4, 1, 5, 2).reshape(n, c // 4, 2 * h, 2 * w)

    f.case("shuffle-block", block_first, {"x0": uniform(2, 8, 2, 3)})
    picks = torch.tensor([[0.0, 3, -1], [2, 2, 0]])
    f.case("gather-0", lambda x, i: x[i.long()], {"x0": uniform(4, 3), "x1": picks}, fixed=("x1",))
    f.case("gather-1", lambda x, i: x[:, i.long()], {"x0": uniform(2, 4, 3), "x1": picks}, fixed=("x1",))
    f.case("gather-scalar", lambda x, i: x[:, :, int(i)], {"x0": uniform(2, 4, 3), "x1": torch.tensor(1.0)},
           fixed=("x1",))
    places = whole(2, 4, 2, below=3)
    f.case("elements", lambda x, i: x.gather(1, i.long()), {"x0": uniform(3, 3, 2), "x1": places}, fixed=("x1",))
    f.case("scatter", lambda x, i, u: x.scatter(1, i.long(), u),
           {"x0": uniform(3, 3, 2), "x1": torch.tensor([[[0.0, 1], [2, 0]], [[1, 1], [2, 0]]]), "x2": uniform(2, 2, 2)},
           fixed=("x1",))
    f.case("scatter-add", lambda x, i, u: x.scatter_add(1, i.long(), u),
           {"x0": uniform(3, 3, 2), "x1": places, "x2": uniform(2, 4, 2)}, fixed=("x1",))
    tuples = torch.tensor([[[0.0, 1], [2, -1]], [[1, 1], [0, 1]]])
    f.case("tuples", lambda x, i: x[i[..., 0].long(), i[..., 1].long()], {"x0": uniform(3, 4, 2), "x1": tuples},
           fixed=("x1",))
    f.case("tuples-batch", lambda x, i: torch.stack([x[b, i[b, :, 0].long(), i[b, :, 1].long()] for b in range(2)]),
           {"x0": uniform(2, 3, 4, 2), "x1": tuples}, fixed=("x1",))
    single = torch.tensor([[0.0, 1], [2, -1], [1, 2]])
    f.case("tuples-put", lambda x, i, u: x.index_put((i[:, 0].long(), i[:, 1].long()), u),
           {"x0": uniform(3, 4, 2), "x1": single, "x2": uniform(3, 2)}, fixed=("x1",))
    f.case("tuples-add", lambda x, i, u: x.index_put((i[..., 0].long(), i[..., 1].long()), u, accumulate=True),
           {"x0": uniform(3, 4, 2), "x1": tuples, "x2": uniform(2, 2, 2)}, fixed=("x1",))
    f.case("top", lambda x: x.topk(3, dim=1).values, {"x0": uniform(2, 5, 3)})
    f.case("bottom", lambda x: x.topk(2, dim=2, largest=False).values, {"x0": uniform(2, 3, 6)})
    f.case("upper", lambda x: x.triu(1), {"x0": uniform(2, 4, 3)})
    f.case("lower", lambda x: x.tril(-1), {"x0": uniform(3, 5)})
    f.case("cumsum", lambda x: x.cumsum(1), {"x0": uniform(2, 4, 3)})
    f.case("cumsum-exclusive", lambda x: x.cumsum(0) - x, {"x0": uniform(4, 3)})
    f.case("cumsum-reversed", lambda x: x.flip(1).cumsum(1).flip(1), {"x0": uniform(2, 4)})
    f.case("cumsum-both", lambda x: x.flip(1).cumsum(1).flip(1) - x, {"x0": uniform(2, 4)})
    f.write()


def products():
    f = Fixture("products")
    pairs = {"one": ((2, 3, 4), (4, 5)), "repeat": ((2, 1, 3, 4), (3, 4, 2)), "left": ((3, 4), (2, 4, 5)),
             "single": ((2, 3, 4), (1, 4, 2)), "cross": ((2, 1, 2, 3), (1, 3, 3, 2))}
    for name, (a, b) in pairs.items():
        f.case(name, torch.matmul, {"x0": uniform(*a), "x1": uniform(*b)})
        c = b[:-2] + (b[-1], b[-2])
        f.case(f"{name}-transposed", lambda x, y: x @ y.mT, {"x0": uniform(*a), "x1": uniform(*c)})
    f.write()


def windows():
    f = Fixture("windows")
    image = away(2, 3, 7, 6)
    f.case("max", lambda x: F.max_pool2d(x, 3, 2, 1, 1, ceil_mode=True), {"x0": image})
    f.case("max-dilated", lambda x: F.max_pool2d(x, (2, 3), (1, 2), (0, 1), (3, 2)), {"x0": image})
    f.case("max-line", lambda x: F.max_pool1d(x, 3, 2, 1, ceil_mode=True), {"x0": away(2, 3, 8)})
    f.case("max-volume", lambda x: F.max_pool3d(x, 2, 2, 0, ceil_mode=True), {"x0": away(1, 2, 5, 4, 3)})
    f.case("max-uneven", lambda x: F.max_pool2d(F.pad(x, (0, 2, 1, 0), value=-9), 3, 2), {"x0": image})
    for border in [False, True]:
        name = "average-border" if border else "average"
        f.case(name, lambda x: F.avg_pool2d(x, 3, 2, 1, ceil_mode=True, count_include_pad=border), {"x0": image})
        f.case(f"{name}-line", lambda x: F.avg_pool1d(x, 4, 3, 2, ceil_mode=True, count_include_pad=border),
               {"x0": away(2, 3, 9)})
        f.case(f"{name}-volume", lambda x: F.avg_pool3d(x, (2, 3, 2), (2, 1, 2), (1, 1, 0), False, border),
               {"x0": away(1, 2, 4, 4, 4)})
    f.case("norm-2", lambda x: F.avg_pool2d(x.square(), 3, 2) .mul(9).sqrt(), {"x0": image})
    f.case("norm-3", lambda x: F.avg_pool2d(x.abs() ** 3, 2, 1).mul(4) ** (1 / 3), {"x0": image})
    f.case("norm-1", lambda x: F.avg_pool1d(x.abs(), 3, 2, 1).mul(3), {"x0": away(2, 3, 8)})
    f.write()


def transposed():
    f = Fixture("transposed")

    def case(name, function, x, weight, bias, **arguments):
        params = {"weight": uniform(*weight)} | ({"bias": uniform(bias)} if bias else {})
        f.case(name, lambda x, weight, bias=None: function(x, weight, bias, **arguments), {"x0": uniform(*x)}, params)

    case("plain", F.conv_transpose2d, (2, 3, 4, 5), (3, 4, 3, 3), 4)
    case("strided", F.conv_transpose2d, (2, 18, 4, 3), (18, 17, 3, 2), 17, stride=(2, 3), padding=1,
         output_padding=(1, 2))
    case("dilated", F.conv_transpose2d, (1, 2, 4, 3), (2, 3, 2, 3), None, dilation=(2, 1))
    case("groups", F.conv_transpose2d, (2, 4, 3, 3), (4, 3, 3, 3), 6, stride=2, groups=2)
    case("depthwise", F.conv_transpose2d, (1, 16, 3, 3), (16, 1, 2, 2), 16, stride=2, groups=16)
    case("line", F.conv_transpose1d, (2, 3, 5), (3, 2, 4), 2, stride=2, padding=1)
    case("volume", F.conv_transpose3d, (1, 2, 2, 3, 2), (2, 3, 2, 2, 3), 3, stride=2)
    f.case("uneven", lambda x, weight: F.conv_transpose2d(x, weight, stride=2)[:, :, 1:, :-1],
           {"x0": uniform(2, 3, 4, 4)}, {"weight": uniform(3, 2, 3, 3)})
    f.write()


def norms():
    f = Fixture("norms")

    def group(name, shape, groups, epsilon=1e-5):
        params = {"weight": uniform(shape[1]), "bias": uniform(shape[1])}
        f.case(name, lambda x, weight, bias: F.group_norm(x, groups, weight, bias, epsilon), {"x0": uniform(*shape)},
               params)

    group("group", (2, 6, 4, 3), 2)
    group("one", (2, 3, 5, 3), 1, 0.1)
    group("instance", (2, 5, 3, 4), 5)
    group("vector", (4, 6), 3)
    group("instance-line", (2, 3, 7), 3, 0.01)

    def response(x, size, alpha, beta, k):
        squares = F.pad(x.square().movedim(1, -1), ((size - 1) // 2, size // 2)).movedim(-1, 1)
        sums = sum(squares[:, i:i + x.shape[1]] for i in range(size))
        return x / (k + alpha / size * sums) ** beta

    f.case("response-even", lambda x: response(x, 4, 1, 0.75, 2), {"x0": uniform(2, 7, 3, 3)})
    f.case("response-line", lambda x: response(x, 3, 0.5, 0.75, 1), {"x0": uniform(2, 4, 5)})
    f.case("response-volume", lambda x: response(x, 3, 0.5, 0.75, 1), {"x0": uniform(1, 4, 2, 3, 2)})
    f.write()


def resampling():
    f = Fixture("resampling")

    def case(name, mode, size, shape=(2, 3, 5, 4), **arguments):
        f.case(name, lambda x: F.interpolate(x, size, mode=mode, **arguments), {"x0": uniform(*shape)})

    case("nearest", "nearest", (7, 3))
    case("nearest-exact", "nearest-exact", (7, 3))
    case("nearest-volume", "nearest", (3, 4, 2), (1, 2, 2, 3, 4))
    case("line", "linear", 9, (2, 3, 4))
    case("volume", "trilinear", (3, 4, 3), (1, 2, 2, 3, 4))
    for corners in [False, True]:
        name = "-corners" if corners else ""
        case(f"linear{name}", "bilinear", (8, 3), align_corners=corners)
        case(f"cubic{name}", "bicubic", (8, 3), align_corners=corners)
    case("linear-smooth", "bilinear", (2, 9), (2, 2, 7, 5), antialias=True)
    case("cubic-smooth", "bicubic", (3, 2), (2, 2, 7, 9), antialias=True)
    f.write()


def sequence(cell, x, weight_ih, weight_hh, bias_ih, bias_hh, lengths=None, h=None, c=None, peephole=None,
             reverse=False, clip=None, coupled=False, resets_last=False, functions=None):
    """One direction of ONNX's RNN, LSTM or GRU, step by step: [N, T, I] to [N, T + states, H] and the states."""
    samples, steps, _ = x.shape
    hidden = weight_hh.shape[1]
    h = x.new_zeros(samples, hidden) if h is None else h
    c = x.new_zeros(samples, hidden) if c is None else c
    usual = {"lstm": [torch.sigmoid, torch.tanh, torch.tanh], "gru": [torch.sigmoid, torch.tanh], "plain": [torch.tanh]}
    f, g, k, *_ = (functions or usual[cell]) + [None, None]
    hold = (lambda v: v.clamp(-clip, clip)) if clip else (lambda v: v)
    outputs, hidden_values = [None] * steps, {}
    for t in (reversed(range(steps)) if reverse else range(steps)):
        own = x[:, t] @ weight_ih.T + bias_ih
        if cell == "plain":
            new_h, new_c = f(hold(own + h @ weight_hh.T + bias_hh)), c
        elif cell == "lstm":
            i, o, forget, n = (own + h @ weight_hh.T + bias_hh).chunk(4, 1)
            pi, po, pf = peephole.chunk(3) if peephole is not None else (0, 0, 0)
            i = f(hold(i + pi * c))
            forget = 1 - i if coupled else f(hold(forget + pf * c))
            new_c = forget * c + i * g(hold(n))
            new_h = f(hold(o + po * new_c)) * k(new_c)
        else:
            uz, ur, un = weight_hh.chunk(3)
            dz, dr, dn = bias_hh.chunk(3)
            z, r, n = own.chunk(3, 1)
            z, r = f(hold(z + h @ uz.T + dz)), f(hold(r + h @ ur.T + dr))
            n = n + r * (h @ un.T + dn) if resets_last else n + (r * h) @ un.T + dn
            new_h, new_c = (1 - z) * g(hold(n)) + z * h, c
        if lengths is None:
            h, c, outputs[t] = new_h, new_c, new_h
        else:
            runs = (t < lengths)[:, None]
            h, c = torch.where(runs, new_h, h), torch.where(runs, new_c, c)
            outputs[t] = torch.where(runs, h, 0)
        hidden_values[f"hidden/operation/h[{t}]"] = h
        if cell == "lstm" and lengths is None:  # else h's share of the gradient passes by what is chosen here
            hidden_values[f"hidden/operation/c[{t}]"] = c
    states = [h, c] if cell == "lstm" else [h]
    return torch.stack(outputs + states, 1), hidden_values


def sequences():
    f = Fixture("sequences")
    gates = {"plain": 1, "lstm": 4, "gru": 3}

    def case(name, cell, shape=(3, 4, 2), hidden=5, lengths=None, initial=False, peephole=False, **options):
        n, _, features = shape
        rows = gates[cell] * hidden
        inputs = {"x0": uniform(*shape)}
        if lengths:
            inputs["x1"] = torch.tensor(lengths, dtype=torch.float64)
        for state in (["h", "c"] if cell == "lstm" else ["h"]) if initial else []:
            inputs[f"x{len(inputs)}"] = uniform(n, hidden)
        params = {"weight_ih": uniform(rows, features), "weight_hh": uniform(rows, hidden), "bias_ih": uniform(rows),
                  "bias_hh": uniform(rows)} | ({"peephole": uniform(3 * hidden)} if peephole else {})

        def run(*values, **weights):
            rest = list(values[1:])
            given = {"lengths": rest.pop(0)} if lengths else {}
            given |= dict(zip(["h", "c"], rest))
            return sequence(cell, values[0], **weights, **given, **options)

        f.case(name, run, inputs, params, fixed=("x1",) if lengths else ())

    for cell in gates:
        case(cell, cell)
        case(f"{cell}-reverse", cell, reverse=True, initial=True)
        case(f"{cell}-lengths", cell, lengths=[2, 4, 1], initial=True)
        case(f"{cell}-lengths-reverse", cell, lengths=[2, 4, 0], reverse=True)
        case(f"{cell}-clip", cell, clip=0.4, reverse=True)
    case("gru-last", "gru", resets_last=True, initial=True)
    case("gru-last-lengths", "gru", resets_last=True, lengths=[3, 1, 4], reverse=True)
    case("lstm-peephole", "lstm", peephole=True, initial=True)
    case("lstm-peephole-lengths", "lstm", peephole=True, lengths=[3, 1, 4], reverse=True)
    case("lstm-coupled", "lstm", coupled=True)
    case("lstm-functions", "lstm", functions=[lambda v: (0.2 * v + 0.5).clamp(0, 1), F.softsign, F.softplus])
    case("gru-functions", "gru", functions=[lambda v: 0.3 * v - 0.1, F.elu])
    case("plain-leaky", "plain", functions=[lambda v: F.leaky_relu(v, 0.2)])
    case("plain-scaled", "plain", functions=[lambda v: 1.3 * torch.tanh(0.7 * v)])
    f.write()


FAMILIES = [unary, binary, rows, movement, products, windows, transposed, norms, resampling, sequences]

if __name__ == "__main__":
    for make in FAMILIES:
        make()
