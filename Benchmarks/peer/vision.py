"""torchvision, also where its compiled part was made for another PyTorch: no data set needs it."""

import importlib.util
import re
from pathlib import Path

import torch

# The operators live as long as this does.
STAND_INS = torch.library.Library("torchvision", "FRAGMENT")


def torchvision():
    """The package, with stand-ins for the operators whose library could not be loaded."""
    try:
        import torchvision
    except RuntimeError:
        folder = Path(importlib.util.find_spec("torchvision").origin).parent
        text = (folder / "_meta_registrations.py").read_text()
        names = set(re.findall(r'torchvision::(\w+)"', text)) | set(re.findall(r'register_meta\("(\w+)"', text))
        for name in names:
            STAND_INS.define(f"{name}(Tensor x) -> Tensor")
        import torchvision
    return torchvision
