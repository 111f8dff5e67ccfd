"""Writes the array files that the tests read, with the formats' own libraries.

Run in this folder with numpy and safetensors 0.5.3 installed:  python make_fixtures.py
"""
import numpy as np
from safetensors import serialize_file

values = np.array([[0.0, 1.0, -2.5], [1024.0, 0.0625, 3.0]])
whole = np.array([[0, 1, 2], [100, 3, 4]])


def entry(kind, array):
    return {"dtype": kind, "shape": list(array.shape), "data": array.tobytes()}


# bfloat16 is the upper half of a float32.
upper = (values.astype("<f4").view("<u4") >> 16).astype("<u2")
special = np.array([np.inf, -np.inf, np.nan, 65504, 6e-8, -0.0], "<f2")
serialize_file(
    {
        "f16": entry("float16", values.astype("<f2")),
        "f16.special": entry("float16", special),
        "bf16": entry("bfloat16", upper),
        "f32": entry("float32", values.astype("<f4")),
        "f64": entry("float64", values.astype("<f8")),
        "i8": entry("int8", -whole.astype("<i1")),
        "i32": entry("int32", -whole.astype("<i4")),
        "i64": entry("int64", -whole.astype("<i8")),
        "u8": entry("uint8", whole.astype("<u1")),
        "bool": entry("bool", whole.astype("?")),
        "scalar": entry("float32", np.array(7, "<f4")),
        "empty": entry("float32", np.zeros((0, 3), "<f4")),
        'quote " and \u00fc \U0001f441': entry("float32", values[0].astype("<f4")),
    },
    "mixed.safetensors",
    {"made by": 'safetensors "0"\n', "\u00fc": "\U0001f441"},
)

cube = np.arange(24).reshape(2, 3, 4)
np.save("fortran.npy", np.asfortranarray(cube.astype("<f8")))
np.save("big-endian.npy", cube.astype(">f4"))
np.save("scalar.npy", np.float32(7))
np.save("vector.npy", np.array([1, 0, 1], "?"))
np.save("objects.npy", np.array([{}], dtype=object), allow_pickle=True)
with open("version2.npy", "wb") as file:
    np.lib.format.write_array(file, cube.astype("<i2"), version=(2, 0))
np.savez("stored.npz", a=cube.astype("<u1"), b=values.astype("<f2"))
np.savez_compressed("packed.npz", a=np.tile(cube, (8, 1, 1)).astype("<f4"), b=-whole)
