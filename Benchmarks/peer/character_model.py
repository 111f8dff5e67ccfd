"""The network of `fovea text` in PyTorch, trained for the same time: bits per character on the text held back.

    python3 Benchmarks/peer/character_model.py ~/.cache/fovea/text/shakespeare.txt --minutes 10

Everything is as `fovea text` has it by default: an embedding of 64, one LSTM layer, streams whose states are carried over,
Adam with a learning rate that falls along half a cosine of the time, gradients clipped to a norm of 1, the last 5 % of the
text held back. Only training is timed.
"""

import argparse
import math
import time

import torch
from torch import nn


class CharacterModel(nn.Module):
    def __init__(self, vocabulary, hidden, layers):
        super().__init__()
        self.characters = nn.Embedding(vocabulary, 64)
        self.memory = nn.LSTM(64, hidden, layers, batch_first=True)
        self.logits = nn.Linear(hidden, vocabulary)
        nn.init.xavier_uniform_(self.logits.weight)
        nn.init.zeros_(self.logits.bias)
        for layer in range(layers):
            # The gates are i, f, g, o; the forget gate's bias begins at 1.
            bias = getattr(self.memory, f"bias_ih_l{layer}").data
            bias.zero_()
            bias[hidden : 2 * hidden] = 1

    def forward(self, text, state=None):
        states, state = self.memory(self.characters(text), state)
        return self.logits(states), state


def streams(ids, rows, length):
    """Batches of inputs and of the characters that follow, [rows, length]."""
    stride = len(ids) // rows
    table = ids[: stride * rows].view(rows, stride)
    for start in range(0, (stride - 1) // length * length, length):
        yield table[:, start : start + length], table[:, start + 1 : start + length + 1]


def bits(model, ids, rows, length):
    model.eval()
    state, total, count = None, 0.0, 0
    with torch.no_grad():
        for inputs, targets in streams(ids, rows, length):
            scores, state = model(inputs, state)
            total += nn.functional.cross_entropy(scores.flatten(0, 1), targets.flatten()).item()
            count += 1
    model.train()
    return total / count / math.log(2)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data")
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--hidden", type=int, default=256)
    parser.add_argument("--layers", type=int, default=1)
    parser.add_argument("--rows", type=int, default=64)
    parser.add_argument("--length", type=int, default=64)
    parser.add_argument("--rate", type=float, default=4e-3)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)

    with open(options.data, encoding="utf-8") as file:
        text = file.read()
    vocabulary = sorted(set(text))
    position = {character: index for index, character in enumerate(vocabulary)}
    ids = torch.tensor([position[character] for character in text])
    cut = len(ids) - round(0.05 * len(ids))
    training, held = ids[:cut], ids[cut:]

    model = CharacterModel(len(vocabulary), options.hidden, options.layers)
    optimizer = torch.optim.Adam(model.parameters(), lr=options.rate, fused=True)
    limit, trained, steps = 60 * options.minutes, 0.0, 0
    while trained < limit:
        state = None
        for inputs, targets in streams(training, options.rows, options.length):
            began = time.perf_counter()
            share = int(1000 * trained / limit) / 1000
            for group in optimizer.param_groups:
                group["lr"] = options.rate * 0.5 * (1 + math.cos(math.pi * share))
            scores, state = model(inputs, state)
            state = tuple(part.detach() for part in state)
            loss = nn.functional.cross_entropy(scores.flatten(0, 1), targets.flatten())
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1)
            optimizer.step()
            steps += 1
            trained += time.perf_counter() - began
            if trained >= limit:
                break
    rows = max(1, min(options.rows, len(held) // (4 * options.length)))
    print(
        f"{steps} steps, {steps * options.rows * options.length} characters read in {options.minutes} "
        f"minutes: {bits(model, held, rows, options.length):.4f} bits per character on the text held back"
    )


if __name__ == "__main__":
    main()
