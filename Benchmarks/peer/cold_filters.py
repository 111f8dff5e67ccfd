"""Draws the filters of the first convolution of a saved network: python cold_filters.py MODEL PICTURE"""

import sys

import matplotlib

matplotlib.use("Agg")

import matplotlib.pyplot as plt
import torch

weights = torch.load(sys.argv[1])["conv1.weight"]
largest = weights.abs().max().item()
figure, axes = plt.subplots(2, -(-len(weights) // 2), squeeze=False)
for tile in axes.flat:
    tile.axis("off")
for tile, picture in zip(axes.flat, weights):
    shown = tile.imshow(picture[0], cmap="RdBu", vmin=-largest, vmax=largest)
figure.colorbar(shown, ax=axes)
figure.suptitle("Filters of conv1")
figure.savefig(sys.argv[2])
