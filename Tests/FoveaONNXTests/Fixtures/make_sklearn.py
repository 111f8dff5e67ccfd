"""Perceptrons that skl2onnx exported, with scikit-learn's answers: what ClassicalModelTests compares with.

Needs scikit-learn, skl2onnx and safetensors. Writes sklearn-regressor.onnx, sklearn-classifier.onnx (both with a scaler in
front) and sklearn.safetensors beside this script.
"""
import os
import warnings

import numpy as np
from safetensors.numpy import save_file
from skl2onnx import to_onnx
from sklearn.neural_network import MLPClassifier, MLPRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

warnings.filterwarnings("ignore")
here = os.path.dirname(os.path.abspath(__file__))
source = np.random.default_rng(5)
x = (source.normal(size=(200, 6)) * 3 + 1).astype(np.float32)
y = np.sin(x[:, 0]) + x[:, 1] * x[:, 2] / 9
classes = np.digitize(x[:, 0] + x[:, 1], [0, 4]) * 10
regressor = make_pipeline(StandardScaler(), MLPRegressor(hidden_layer_sizes=(16, 8), activation="tanh", max_iter=60, random_state=0))
classifier = make_pipeline(StandardScaler(), MLPClassifier(hidden_layer_sizes=(12,), max_iter=60, random_state=0))
for name, model, wanted in (("regressor", regressor, y), ("classifier", classifier, classes)):
    model.fit(x, wanted)
    with open(os.path.join(here, f"sklearn-{name}.onnx"), "wb") as file:
        file.write(to_onnx(model, x[:1]).SerializeToString())
sample = x[:20]
save_file({
    "x": sample,
    "regressor": regressor.predict(sample).astype(np.float32)[:, None],
    "label": classifier.predict(sample).astype(np.float32),
    "probability": classifier.predict_proba(sample).astype(np.float32),
}, os.path.join(here, "sklearn.safetensors"))
