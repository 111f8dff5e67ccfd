"""Writes small files of weights in all forms that are read, and what is in them (expected.safetensors).

Run with PyTorch, NumPy and safetensors. All values come from a fixed formula, so that the files stay the same.
"""

import collections
import os
import pickle
import zipfile
from pathlib import Path

import numpy as np
import torch
from safetensors.numpy import save_file

folder = Path(__file__).parent
expected = {}


def numbers(*shape):
    count = int(np.prod(shape)) if shape else 1
    return ((torch.arange(count) * 37 % 101).float() / 16 - 3).reshape(shape)


def flatten(value, path=()):
    """The tensors in nested containers, by the keys that lead to them."""
    if isinstance(value, torch.Tensor):
        yield ".".join(path) or "tensor", value.detach().float().contiguous().numpy()
    elif isinstance(value, (np.ndarray, np.generic)):
        yield ".".join(path), np.array(value, dtype=np.float32, order="C")
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from flatten(item, (*path, str(key)))
    elif isinstance(value, (list, tuple)):
        for index, item in enumerate(value):
            yield from flatten(item, (*path, str(index)))


def note(name, value):
    for path, array in flatten(value):
        expected[f"{name}/{path}"] = array


def save(name, value, **options):
    for suffix, zipped in (("zip", True), ("stream", False)):
        file = f"{name}-{suffix}.pth"
        torch.save(value, folder / file, _use_new_zipfile_serialization=zipped, **options)
        note(file, value)


model = torch.nn.Sequential(torch.nn.Conv2d(2, 3, 3), torch.nn.BatchNorm2d(3))
with torch.no_grad():
    for parameter in model.parameters():
        parameter.copy_(numbers(*parameter.shape))
save("state", model.state_dict())
save("state-protocol4", model.state_dict(), pickle_protocol=4)

base = torch.tensor([0, 1, 2, -3, 100, 7])
types = [torch.float16, torch.bfloat16, torch.float32, torch.float64, torch.int8, torch.int16, torch.int32, torch.int64]
unsigned = [torch.uint8, torch.uint16, torch.uint32, torch.uint64, torch.bool]
save(
    "types",
    {str(t): base.to(t) for t in types} | {str(t): base.abs().to(t) for t in unsigned} | {"tenth": torch.tensor(0.1).half()},
)

block = numbers(4, 6)
save(
    "views",
    {
        "whole": block,
        "transposed": block.t(),
        "columns": block[:, 1:4],
        "stepped": block[::2, ::3],
        "row": block[2],
        "scalar": torch.tensor(2.5),
        "empty": torch.zeros(3, 0, 2),
        "repeated": torch.tensor([1.5, -2.0]).expand(3, 2),
        "permuted": numbers(2, 3, 4).permute(2, 0, 1),
    },
)

save(
    "nested",
    {
        "epoch": 3,
        "name": "net",
        "best": 0.75,
        "none": None,
        "state_dict": collections.OrderedDict(weight=numbers(2, 3), bias=torch.nn.Parameter(numbers(3))),
        "optimizer": {"state": {0: {"step": torch.tensor(7.0)}}, "param_groups": [{"lr": 0.1, "betas": (0.9, 0.99)}]},
        "pair": (numbers(2), [numbers(1, 2), {"deep": numbers(2, 1)}]),
        "size": torch.Size([1, 2]),
        "device": torch.device("cpu"),
        "kinds": {1, 2},
    },
)
save("single", numbers(3, 2))

arrays = {
    "Net_0": {
        "kernel": numbers(3, 3, 2, 4).numpy(),
        "bias": numbers(4).numpy(),
        "columns": np.asfortranarray(numbers(3, 4).numpy()),
        "big": numbers(5).numpy().astype(">f8"),
        "half": numbers(5).numpy().astype(np.float16),
        "whole": np.arange(4, dtype=np.int64),
        "mask": np.array([True, False]),
        "number": np.float32(1.25),
    },
}
for protocol in (2, 3, 5):
    file = f"arrays-protocol{protocol}.ckpt"
    (folder / file).write_bytes(pickle.dumps(arrays, protocol=protocol))
    note(file, arrays)

for suffix, save in (("stored", np.savez), ("packed", np.savez_compressed)):
    save(folder / f"arrays-{suffix}.npz", **arrays["Net_0"])


class Command:
    """What a malicious file holds: a call that runs when the pickle is loaded."""

    def __reduce__(self):
        return os.system, ("echo should never be seen",)


class Print:
    def __reduce__(self):
        return print, ("should never be seen",)


for suffix, zipped in (("zip", True), ("stream", False)):
    torch.save({"weight": numbers(2), "evil": Command()}, folder / f"evil-{suffix}.pth", _use_new_zipfile_serialization=zipped)

torch.save(torch.nn.Linear(2, 2), folder / "module-zip.pth")
with zipfile.ZipFile(folder / "script.pt", "w") as script:  # as TorchScript lays its archives out
    for member in ("script/data.pkl", "script/code/__torch__.py", "script/constants.pkl"):
        script.writestr(zipfile.ZipInfo(member), b"\x80\x02N.")
(folder / "evil-protocol0.ckpt").write_bytes(b"\x80\x00" + pickle.dumps(Print(), protocol=0))
torch.jit.script(torch.nn.Linear(2, 2)).save(folder / "script.pt")
torch.save({"spectrum": torch.zeros(2, dtype=torch.complex64)}, folder / "complex.pth")

save_file(dict(sorted(expected.items())), folder / "expected.safetensors")
