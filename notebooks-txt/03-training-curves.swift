// %% [markdown]
// # Reading training curves
//
// Training prints a loss that goes down. That alone says little: a network can learn its pictures by heart and understand
// none of them. Two curves together say more, one for the pictures it learns from and one for pictures it never sees. In
// this lesson we train the same small network well, too long on too little, too fast and too slowly, and learn to tell
// by the curves.

// %% The pictures
import Foundation
import Fovea

let environment = ProcessInfo.processInfo.environment
let fast = environment["FOVEA_FAST"] != nil  // for a test: less data, fewer epochs
let folder = environment["FOVEA_DATA"] ?? "/usr/share/datasets/fashion-mnist"
let fashion = try ImageSet.idx(folder: folder)
let unseen = fashion.test.prefix(fast ? 1_000 : 5_000)

/// Trains a new network of one hidden layer with 100 units and returns what was measured.
func train(
  on pictures: Int, epochs: Int, optimizer: any Optimizer = Adam(learningRate: 1e-3)
) throws -> RunLog {
  var trainer = try Trainer(
    try Zoo.network(named: "mlp", seed: 1), optimizer: optimizer, batchSize: 50, seed: 1)
  return try trainer.fit(fashion.train.prefix(pictures), validating: unseen, epochs: epochs)
}

func show(_ value: Float?) -> String { String(format: "%.2f", value ?? .nan) }

// %% [markdown]
// ## Too little data
//
// First 30,000 pictures, then 1,000. To be fair, both see about as many pictures in all: with less data, more epochs.

// %% Much and little
let much = try train(on: fast ? 6_000 : 30_000, epochs: fast ? 2 : 10)
let little = try train(on: fast ? 300 : 1_000, epochs: fast ? 40 : 120)
try TrainingCurves(
  [("much data", much), ("little data", little)], title: "Enough data, and too little"
)
.write(to: "data.png")

for (name, log) in [("much", much), ("little", little)] {
  print(
    "\(name) data: loss \(show(log["loss/train"]!.last)) on what it learned, "
      + "\(show(log["loss/validation"]!.last)) on what it never saw")
}
// > much data: loss 0.26 ± 0.05 on what it learned, 0.36 ± 0.05 on what it never saw
// > little data: loss 0.00 ± 0.03 on what it learned, 0.91 ± 0.2 on what it never saw
// fast> much data: loss 0.58 ± 0.1 on what it learned, 0.56 ± 0.1 on what it never saw
// fast> little data: loss 0.08 ± 0.03 on what it learned, 0.67 ± 0.2 on what it never saw

// %% [markdown]
// With little data the network ends almost without error on what it learned: it knows these pictures one by one. On
// pictures that it never saw, its loss has gone *up* again after falling at first. That rise is the mark of overfitting.
// The gap between the two curves is what the network believes to know and does not.
//
// Look at the accuracy as well. It hardly falls, while the loss climbs: the network is not wrong much more often, but when
// it is, it is surer of itself. The loss counts that, the accuracy does not.

// %% When to stop
let losses = little["loss/validation"]!.values
let best = losses.indices.min { losses[$0] < losses[$1] }!
print("the best of \(losses.count) epochs was number \(best + 1)")
print("its loss was \(show(losses[best])), at the end \(show(losses.last))")
// > the best of 120 epochs was number 13 ± 9
// > its loss was 0.57 ± 0.06, at the end 0.91 ± 0.2
// fast> the best of 40 epochs was number 29 ± 12
// fast> its loss was 0.65 ± 0.06, at the end 0.67 ± 0.2

// %% [markdown]
// *Early stopping* makes a rule of it: watch the validation loss, and when it has not improved for some epochs, stop and go
// back to the best weights. The price: the validation pictures have now been used for a decision, so a last test needs
// others still.

// %% Stop early
var careful = try Trainer(
  try Zoo.network(named: "mlp", seed: 1), optimizer: Adam(learningRate: 1e-3), batchSize: 50,
  seed: 1)
let stopped = try careful.fit(
  fashion.train.prefix(fast ? 300 : 1_000), validating: unseen, epochs: 120,
  earlyStopping: EarlyStopping(patience: 5))
print("stopped after \(stopped["loss/validation"]!.values.count) epochs")
// > stopped after 18 ± 12 epochs
// fast> stopped after 34 ± 12 epochs

// %% [markdown]
// ## Too fast, too slow
//
// The learning rate is the length of a step. Gradient descent knows only the slope where it stands: long steps overshoot,
// short ones take forever. Plain gradient descent (SGD) shows it best, since Adam adapts its steps by itself.

// %% Three learning rates
let rates = [1e-3, 0.1, 1.0]
var runs: [(name: String, log: RunLog)] = []
for rate in rates {
  let log = try train(
    on: fast ? 3_000 : 10_000, epochs: fast ? 3 : 10, optimizer: SGD(learningRate: rate))
  runs.append(("rate \(rate)", log))
}
try TrainingCurves(runs, title: "Steps too short, right, too long").write(to: "rates.png")
for (name, log) in runs {
  print("\(name): \(show(log["accuracy/validation"]!.last)) right on unseen pictures")
}
// > rate 0.001: 0.69 ± 0.06 right on unseen pictures
// > rate 0.1: 0.85 ± 0.05 right on unseen pictures
// > rate 1.0: 0.10 ± 0.2 right on unseen pictures
// fast> rate 0.001: 0.27 ± 0.1 right on unseen pictures
// fast> rate 0.1: 0.79 ± 0.05 right on unseen pictures
// fast> rate 1.0: 0.10 ± 0.2 right on unseen pictures

// %% [markdown]
// How to tell a curve's illness:
//
// | what you see | what it means | what to try |
// |---|---|---|
// | both losses fall slowly and together | steps too short, or training too short | a larger rate, more epochs |
// | the loss jumps up and down, or stays high | steps too long | a smaller rate, a schedule |
// | training falls, validation turns and rises | overfitting | more data, early stopping, weight decay, dropout |
// | both stay high and close | the network is too small | more units or layers |
//
// The thin lines are single batches, each another 50 pictures, so they jitter in every run. Only the smoothed line and
// the validation points tell the trend.
//
// ## Exercises
//
// 1. Add `weightDecay: 0.1` with `AdamW` to the run on little data. What happens to the gap?
// 2. Give the network wrong labels: train on `fashion.train` with shuffled classes. The training loss still falls. What
//    does the validation loss do, and what does that say about learning by heart?
