"""Einstein sums with PyTorch's values and gradients: what EinsumTests compares with.

Needs torch and safetensors. Writes einsums.safetensors beside this script: for each equation its factors a, b, c, the
result y and the gradients of a sum of y, weighted by 1, 2, 3, … (PyTorch wants the arrow where ONNX may leave it out).
"""
import os

import torch
from safetensors.torch import save_file

here = os.path.dirname(os.path.abspath(__file__))
cases = {
    "ij,jk->ik": ([2, 3], [3, 4]),
    "bij,bjk->bik": ([2, 3, 4], [2, 4, 5]),
    "bhid,bhjd->bhij": ([2, 3, 4, 5], [2, 3, 6, 5]),
    "bhij,bhjd->bihd": ([2, 3, 4, 5], [2, 3, 5, 6]),
    "bchw,hkc->bkcw": ([2, 3, 4, 5], [4, 6, 3]),
    "bij,jk->bik": ([2, 3, 4], [4, 5]),
    "...ij,...jk->...ik": ([2, 1, 3, 4], [5, 4, 2]),
    "b...,b...->b...": ([2, 3, 4], [2, 3, 4]),
    "i,i->": ([5], [5]),
    "i,j->ij": ([3], [4]),
    "ij,ij->j": ([3, 4], [3, 4]),
    "abc,cd->dba": ([2, 3, 4], [4, 5]),
    "bijkl,bklm->bijm": ([2, 3, 2, 2, 3], [2, 2, 3, 4]),
    "ijk,jil->kl": ([2, 3, 4], [3, 2, 5]),
    "bi,oij,bj->bo": ([2, 3], [4, 3, 5], [2, 5]),
    "ij->ji": ([3, 4],),
    "bij->bj": ([2, 3, 4],),
    "...ii->...i": ([2, 3, 3],),
    "ii->": ([3, 3],),
    "ij,ij": ([3, 4], [3, 4]),
    "ba": ([2, 3],),
    "ik,kj": ([2, 3], [3, 4]),
}
torch.manual_seed(4)
tensors = {}
for equation, shapes in cases.items():
    factors = [torch.randn(shape, requires_grad=True) for shape in shapes]
    y = torch.einsum(equation, *factors)
    weights = torch.arange(1, y.numel() + 1, dtype=torch.float32).reshape(y.shape)
    (y * weights).sum().backward()
    tensors[f"{equation}/y"] = y.detach().contiguous()
    for name, factor in zip("abc", factors):
        tensors[f"{equation}/{name}"] = factor.detach().contiguous()
        tensors[f"{equation}/d{name}"] = factor.grad.contiguous()
save_file(tensors, os.path.join(here, "einsums.safetensors"))
