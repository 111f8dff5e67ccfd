// %% [markdown]
// # Gradients through time
//
// A recurrent network reads a sequence step by step and keeps a state `h` of what it has read. To learn that the first
// word decides the last one, the error at the end has to travel back through all states in between. On each step back it
// is multiplied by the same matrix and by a slope. What is multiplied many times by the same number either dies or blows
// up. In this lesson we watch it happen, and see what LSTMs do about it.

// %% One number, many times
import Foundation
import Fovea

let fast = ProcessInfo.processInfo.environment["FOVEA_FAST"] != nil  // for a test: shorter and fewer

for factor in [0.8, 0.95, 1.0, 1.05, 1.2] {
  let after = [10, 50].map { String(format: "%.2g", pow(factor, Double($0))) }
  print("×\(factor) a step: \(after[0]) after 10 steps, \(after[1]) after 50")
}
// > ×0.8 a step: 0.11 after 10 steps, 1.4e-05 after 50
// > ×0.95 a step: 0.6 after 10 steps, 0.077 after 50
// > ×1.0 a step: 1 after 10 steps, 1 after 50
// > ×1.05 a step: 1.6 after 10 steps, 11 after 50
// > ×1.2 a step: 6.2 after 10 steps, 9.1e+03 after 50

// %% [markdown]
// A factor of 0.8 looks harmless. After 50 steps it has left one part in 70,000, and a weight that gets so little learns
// nothing. Only 1 keeps a gradient, and no ordinary network stays at 1 by itself: the slope of tanh is 1 at zero and
// less everywhere else.
//
// ## A task that needs memory
//
// *Delayed recall*: one of four symbols is shown, then nothing for a long while, then a cue. At the cue the network must
// name the symbol. Who forgets guesses, and is right one time in four.

// %% A sequence
let experiment = FadeExperiment(
  delay: fast ? 12 : 40, hidden: fast ? 16 : 32, trainingSteps: fast ? 60 : 500, batchSize: 32,
  seed: 1)
let task = experiment.task
let (inputs, targets) = task.batch([0])
let signs = ["A", "B", "C", "D", ".", "?"]
let sequence = (0..<task.time).map { step in
  signs[(0..<6).first { inputs[0, step, $0] == 1 }!]
}
print("read:   \(sequence.joined())")
print("answer: \(signs[Int(targets[0, task.cue])]) at the question mark")
// > read:   A........................................?
// > answer: A at the question mark
// fast> read:   A............?
// fast> answer: A at the question mark

// %% [markdown]
// ## Before training
//
// `L_t` is the loss at step t alone, and `h_k` the state at an earlier step k. The norm `‖∂L_t/∂h_k‖` says how much the
// state at k still matters for the answer at t. We measure all pairs. The path from `h_k` to `L_t` leads through every
// state in between, so this is a measurement *inside* the loop.

// %% Two cells
let elman = try experiment.run(.elman)
let lstm = try experiment.run(.lstm)
try FadeMap(
  panels: [
    ("Elman, untrained", elman.before), ("LSTM, untrained", lstm.before),
    ("Elman, trained", elman.after), ("LSTM, trained", lstm.after),
  ], columns: 2
).write(to: "fade.png")
try FadeCurves(curves: [("Elman, untrained", elman.before), ("LSTM, untrained", lstm.before)])
  .write(to: "fade-curves.png")

for (name, matrix) in [("Elman", elman.before), ("LSTM", lstm.before)] {
  let fit = DecayFit(matrix.byDistance)!
  print("\(name): ×\(String(format: "%.3f", fit.rate)) for each step back")
}
// > Elman: ×0.600 ± 0.05 for each step back
// > LSTM: ×0.991 ± 0.02 for each step back
// fast> Elman: ×0.600 ± 0.05 for each step back
// fast> LSTM: ×0.951 ± 0.02 for each step back

// %% [markdown]
// In the map, time runs along both axes. The diagonal is "now", and what lies to the left of it is the past; each shade
// less is a part of a power of ten. Untrained, Elman's map goes dark a few steps from the diagonal. At ×0.6 a step, 40
// steps leave one part in 700 million, so the past is out of reach. The LSTM's map stays lit.
//
// The difference is one plus sign. An Elman cell makes its new state *from* the old one, `h = tanh(W h + …)`, so a
// gradient passes `W` and a slope on each step. An LSTM *adds* to a memory, `c = f · c + …`, where the gate `f` lies between
// 0 and 1 and the network decides it. With `f` near 1 the gradient passes as it is.
//
// ## What comes of it

// %% Who remembers
for outcome in [elman, lstm] {  // guessing: 0.25
  print(
    "\(outcome.cell.title) is right in \(String(format: "%.2f", outcome.accuracy)) of all cases")
}
// > Elman is right in 0.27 ± 0.1 of all cases
// > LSTM is right in 1.00 ± 0.1 of all cases
// fast> Elman is right in 0.51 ± 0.2 of all cases
// fast> LSTM is right in 1.00 ± 0.1 of all cases

// %% [markdown]
// ## The other way to fail
//
// Make the recurrent matrix larger and the product grows. Training then takes a step so large that it destroys what was
// learned: the loss jumps, or becomes no number at all. The usual remedy is crude and works: where the gradient's norm
// exceeds a bound, shorten it to the bound.

// %% Exploding
var wild = experiment
wild.elmanGain = 3
wild.trainingSteps = 0
let network = try wild.network(.elman)
let exploding = try wild.matrix(of: network)
let quiet = DecayFit(elman.before.byDistance)!
let loud = DecayFit(exploding.byDistance)!
print(loud.rate > quiet.rate ? "a larger matrix carries gradients further" : "no difference")
try FadeCurves(
  title: "The same cell with two recurrent matrices",
  curves: [("orthogonal", elman.before), ("three times as large", exploding)]
).write(to: "exploding.png")
// > a larger matrix carries gradients further

// %% [markdown]
// ## Exercises
//
// 1. Add the GRU: `try experiment.run(.gru)`. It has no separate memory. What plays the part of `f` there?
// 2. `memoryBias` decides how far the LSTM's gate `f` stands open at first: sigmoid(3) is 0.95. What rate do you
//    expect for 0? Try it.
// 3. How long a delay can the Elman cell still learn? Predict it from its rate before you try.
