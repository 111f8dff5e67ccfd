"""Writes the array files that the tests read, with the formats' own libraries: torch, safetensors and numpy."""

import pathlib

import numpy as np
import torch
from safetensors.torch import save_file

folder = pathlib.Path(__file__).parent
values = torch.tensor([[0.0, 1.0, -2.5], [1024.0, 0.0625, 3.0]])
whole = torch.tensor([[0, 1, 2], [100, 3, 4]])

save_file(
    {
        "f16": values.half(),
        "f16.special": torch.tensor([torch.inf, -torch.inf, torch.nan, 65504, 6e-8, -0.0]).half(),
        "bf16": values.bfloat16(),
        "f32": values,
        "f64": values.double(),
        "i8": -whole.to(torch.int8),
        "i32": -whole.int(),
        "i64": -whole,
        "u8": whole.to(torch.uint8),
        "bool": whole.bool(),
        "scalar": torch.tensor(7.0),
        "empty": torch.zeros(0, 3),
        'quote " and \u00fc \U0001f441': values[0].clone(),
    },
    folder / "mixed.safetensors",
    {"made by": 'safetensors "0"\n', "\u00fc": "\U0001f441"},
)

cube = np.arange(24).reshape(2, 3, 4)
np.save(folder / "fortran.npy", np.asfortranarray(cube.astype("<f8")))
np.save(folder / "big-endian.npy", cube.astype(">f4"))
np.save(folder / "scalar.npy", np.float32(7))
np.save(folder / "vector.npy", np.array([1, 0, 1], "?"))
np.save(folder / "objects.npy", np.array([{}], dtype=object), allow_pickle=True)
with open(folder / "version2.npy", "wb") as file:
    np.lib.format.write_array(file, cube.astype("<i2"), version=(2, 0))
np.savez(folder / "stored.npz", a=cube.astype("<u1"), b=values.numpy().astype("<f2"))
np.savez_compressed(
    folder / "packed.npz", a=np.tile(cube, (8, 1, 1)).astype("<f4"), b=-whole.numpy()
)
