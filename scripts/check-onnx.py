"""Checks ONNX files that fovea wrote: by onnx.checker, and by onnxruntime against what fovea itself computes.

usage: check-onnx.py FOVEA FOLDER NETWORK...

Each network, a name or a model file, is written as ONNX with fresh weights, run on random inputs by both, and compared (1e-5). Needs onnx,
onnxruntime, numpy and safetensors. Prints one line a network, and fails where any differs.
"""
import pathlib
import subprocess
import sys

import numpy as np
import onnx
import onnxruntime
from safetensors.numpy import load_file

fovea, folder, *networks = sys.argv[1:]
worst = 0.0
for network in networks:
    name = pathlib.Path(network).stem
    path = f"{folder}/{name}.onnx"
    subprocess.run([fovea, "convert", network, path, "--seed", "7"], check=True, stdout=subprocess.DEVNULL)
    onnx.checker.check_model(onnx.load(path), full_check=True)
    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    feeds, words = {}, []
    source = np.random.default_rng(3)
    for entry in session.get_inputs():
        shape = [extent if isinstance(extent, int) else 2 for extent in entry.shape]
        feeds[entry.name] = source.random(shape, dtype=np.float32)
        np.save(f"{folder}/{entry.name}.npy", feeds[entry.name])
        words += ["--input", f"{entry.name}={folder}/{entry.name}.npy"]
    subprocess.run([fovea, "run", path, *words, "--out", f"{folder}/seen.safetensors"], check=True,
                   stdout=subprocess.DEVNULL)
    seen = load_file(f"{folder}/seen.safetensors")
    error = 0.0
    for output, value in zip(session.get_outputs(), session.run(None, feeds)):
        found = seen[f"{output.name}/value"]
        scale = max(1.0, float(np.abs(value).max()))
        error = max(error, float(np.abs(found - value).max()) / scale)
    print(f"onnxruntime: {name}: {error:.1e}")
    worst = max(worst, error)
sys.exit(0 if worst <= 1e-5 else 1)
