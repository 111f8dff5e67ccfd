"""A training step of a recurrent layer; with hooks, a loop of cells whose states retain their gradients."""

import copy

import torch
from torch import nn
from torch.nn import functional

import models

LAYERS = {"elman": nn.RNN, "lstm": nn.LSTM, "gru": nn.GRU}
CELLS = {"elman": nn.RNNCell, "lstm": nn.LSTMCell, "gru": nn.GRUCell}


class Layer(nn.Module):
    """All steps in one call."""

    def __init__(self, cell, features, hidden, batch_first):
        super().__init__()
        self.cell = LAYERS[cell](features, hidden, batch_first=batch_first)
        self.batch_first = batch_first
        self.logits = nn.Linear(hidden, 10)

    def forward(self, x):
        states = self.cell(x)[0]
        return self.logits(states[:, -1] if self.batch_first else states[-1])


class Loop(nn.Module):
    """A loop of cells: the only way to have the gradient that arrives at each state."""

    def __init__(self, cell, features, hidden):
        super().__init__()
        self.cell = CELLS[cell](features, hidden)
        self.has_memory = cell == "lstm"
        self.logits = nn.Linear(hidden, 10)

    def forward(self, x):
        state, self.states = None, []
        for step in x:
            state = self.cell(step, state)
            h = state[0] if self.has_memory else state
            h.retain_grad()
            self.states.append(h)
        return self.logits(self.states[-1])


class Peer:
    def __init__(self, exchange, parameters):
        self.parameters = parameters
        self.weights = models.weights(exchange)
        self.input = exchange["input"]
        self.labels = exchange["labels"].long()
        self.records = parameters["hooks"] == "1"
        orders = ["time first"] if self.records else ["batch first", "time first"]
        self.variants = [order + end for order in orders for end in ("", ", fused SGD")]
        self.use(self.variants[0])

    def use(self, variant):
        batch_first = variant.startswith("batch first")
        cell, hidden = self.parameters["cell"], int(self.parameters["hidden"])
        features = self.input.shape[2]
        self.batch = self.input if batch_first else self.input.transpose(0, 1).contiguous()
        if self.records:
            self.network = Loop(cell, features, hidden)
        else:
            self.network = Layer(cell, features, hidden, batch_first)
        self.network.load_state_dict({
            name if self.records or not name.startswith("cell.") else name + "_l0": copy.deepcopy(value)
            for name, value in self.weights.items()
        })
        self.forward = self.network
        self.optimizer = torch.optim.SGD(
            self.network.parameters(), lr=0.01, momentum=0.9, fused="fused" in variant)

    def gradients(self):
        self.optimizer.zero_grad(set_to_none=True)
        loss = functional.cross_entropy(self.forward(self.batch), self.labels)
        loss.backward()
        if self.records:
            self.kept = [state.grad for state in self.network.states]
        return loss

    def iterate(self):
        self.gradients()
        self.optimizer.step()

    def results(self):
        results = {"loss": self.gradients()}
        for name, parameter in self.network.named_parameters():
            results["gradient/" + name.removesuffix("_l0")] = parameter.grad
        if self.records:
            results["states' gradients"] = torch.stack(self.kept)
        return results

    def compile(self):
        self.forward = torch.compile(self.network)
