"""Writes embeddings.safetensors: what scikit-learn makes of forty points in five dimensions: t-SNE's joint probabilities,
the divergence of a map and its gradient, and the principal components.

Needs scikit-learn and safetensors. Numbers are computed in double precision of points that are exact in single precision.
"""

import pathlib

import numpy as np
from safetensors.numpy import save_file
from sklearn.decomposition import PCA
from sklearn.manifold._t_sne import _joint_probabilities, _kl_divergence
from sklearn.metrics import pairwise_distances

COUNT, PERPLEXITY = 40, 8
source = np.random.default_rng(17)
points = (source.normal(size=(COUNT, 5)) * [3, 2, 1.5, 1, 0.5] + [4, -1, 0, 2, 7]).astype(np.float32)
places = (source.normal(size=(COUNT, 2)) * 3).astype(np.float32)

distances = pairwise_distances(points.astype(np.float64), metric="sqeuclidean")
joint = _joint_probabilities(distances, PERPLEXITY, 0)
divergence, gradient = _kl_divergence(places.astype(np.float64).ravel(), joint, 1, COUNT, 2)

# The upper triangle, row by row, as a whole matrix.
matrix = np.zeros((COUNT, COUNT))
matrix[np.triu_indices(COUNT, 1)] = joint
matrix += matrix.T

pca = PCA(svd_solver="full").fit(points.astype(np.float64))
components = pca.components_
largest = np.abs(components).argmax(1)
components = components * np.sign(components[np.arange(5), largest])[:, None]

tensors = {
    "points": points,
    "joint": matrix,
    "places": places,
    "divergence": np.array([divergence]),
    "gradient": gradient.reshape(COUNT, 2),
    "mean": pca.mean_,
    "variances": pca.explained_variance_,
    "shares": pca.explained_variance_ratio_,
    "components": components,
}
folder = pathlib.Path(__file__).parent
save_file(
    {name: np.ascontiguousarray(t, dtype=np.float32) for name, t in tensors.items()},
    folder / "embeddings.safetensors")
print({name: t.shape for name, t in tensors.items()}, divergence)
