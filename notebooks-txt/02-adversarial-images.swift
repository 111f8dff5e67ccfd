// %% [markdown]
// # Pictures that fool
//
// Take a picture that a network knows well. Change each pixel by so little that you would not swear that anything
// happened. Random changes of that size do nothing; but among all changes of that size there are some that make the
// network see a bag in a shirt. In this lesson we find them, by the same gradient that trains networks.

// %% A network to fool
import Foundation
import Fovea

let environment = ProcessInfo.processInfo.environment
let fast = environment["FOVEA_FAST"] != nil  // for a test: less data, fewer epochs
let folder = environment["FOVEA_DATA"] ?? "/usr/share/datasets/fashion-mnist"
let fashion = try ImageSet.idx(folder: folder)

var trainer = try Trainer(
  try Zoo.network(named: "deep-cnn", seed: 1), optimizer: Adam(learningRate: 1e-3), seed: 1)
try trainer.fit(fast ? fashion.train.prefix(6_000) : fashion.train, epochs: fast ? 1 : 2)
let network = trainer.network

// Pictures that it has never seen.
let count = fast ? 100 : 400
let samples = fashion.test.prefix(count)
let (images, labels) = (samples.images, samples.labels)

// %% [markdown]
// ## The other gradient
//
// Training holds the picture and asks how the loss changes with the *weights*. Here we hold the weights and ask how it
// changes with the *picture*. Backpropagation computes both on its way; one only has to go on to the first layer's input.
//
// We look for the change `δ` that makes the loss largest, while no pixel moves by more than `ε`:
//
// > max L(x + δ, y)  over all δ with |δᵢ| ≤ ε
//
// The fast gradient sign method (Goodfellow and others, 2015) takes one step: each pixel moves by ε, up or down, as the
// sign of its gradient says.

// %% One step
let fgsm = try FGSM(epsilon: 0.1).attack(network, images, labels: labels)
print("right before: \(String(format: "%.2f", fgsm.cleanAccuracy))")
print("right after:  \(String(format: "%.2f", fgsm.adversarialAccuracy))")
// > right before: 0.89 ± 0.06
// > right after:  0.02 ± 0.06
// fast> right before: 0.75 ± 0.1
// fast> right after:  0.02 ± 0.06

// %% [markdown]
// Why does so little do so much? There are 784 pixels, and the changes add up. If the loss were a straight line in each
// pixel, a change of ε along the signs would raise it by `ε · Σ|gᵢ|`: the *sum* of all the slopes. Noise of the same
// size goes up here and down there, and its effects cancel: about `√784 = 28` slopes instead of 784. In many dimensions,
// a direction that matters is hard to find by chance, and easy by gradient.

// %% Noise of the same size
let noise = try NoiseControl(epsilon: 0.1).attack(network, images, labels: labels)
print("right under noise: \(String(format: "%.2f", noise.adversarialAccuracy))")
// > right under noise: 0.86 ± 0.06
// fast> right under noise: 0.75 ± 0.1

// %% [markdown]
// ## Many small steps
//
// The loss is not a straight line. Projected gradient descent (Madry and others, 2018) takes many small steps, asks for a
// new gradient after each, and pulls pixels that went too far back to ε.

// %% How much is needed
let victim = try Victim(network, batchSize: 50)
let radii: [Float] = [0.01, 0.02, 0.04, 0.07, 0.1]
let curve = try RobustnessCurve(
  of: victim, images, labels: labels,
  attacks: [NoiseControl(epsilon: 0), FGSM(epsilon: 0), PGD(epsilon: 0, steps: 10)],
  epsilons: radii)
print("   ε   " + curve.lines.map(\.name).joined(separator: "  "))
for (index, epsilon) in curve.epsilons.enumerated() {
  let shares = curve.lines.map { String(format: "%.2f", $0.accuracies[index]) }
  print(String(format: "%.2f", epsilon) + "  " + shares.joined(separator: "  "))
}
try curve.write(to: "accuracy.png")
// >    ε   noise ±ε  FGSM  PGD-10
// > 0.00  0.89 ± 0.06  0.89 ± 0.15  0.89 ± 0.15
// > 0.01  0.89 ± 0.06  0.78 ± 0.15  0.77 ± 0.15
// > 0.02  0.90 ± 0.06  0.60 ± 0.15  0.55 ± 0.15
// > 0.04  0.89 ± 0.06  0.26 ± 0.15  0.15 ± 0.15
// > 0.07  0.88 ± 0.06  0.09 ± 0.15  0.02 ± 0.15
// > 0.10  0.86 ± 0.06  0.02 ± 0.15  0.00 ± 0.15
// fast>    ε   noise ±ε  FGSM  PGD-10
// fast> 0.00  0.75 ± 0.1  0.75 ± 0.15  0.75 ± 0.15
// fast> 0.01  0.76 ± 0.1  0.68 ± 0.15  0.67 ± 0.15
// fast> 0.02  0.76 ± 0.1  0.63 ± 0.15  0.61 ± 0.15
// fast> 0.04  0.75 ± 0.1  0.42 ± 0.15  0.38 ± 0.15
// fast> 0.07  0.75 ± 0.1  0.17 ± 0.15  0.11 ± 0.15
// fast> 0.10  0.75 ± 0.1  0.03 ± 0.15  0.00 ± 0.15

// %% [markdown]
// Read the table by rows. A picture has 256 grey levels, so `ε = 0.01` is less than three of them: no eye sees it. Long
// before the noise begins to matter, PGD has found a way around most pictures.
//
// ## Look at them

// %% Eight pictures
let fooled = try PGD(epsilon: 0.04).attack(
  network, fashion.test.prefix(8))
try AttackSheet(fooled, title: "What fools the network").write(to: "fooled.png")
print("largest change: \(String(format: "%.3f", fooled.certificate.largestDistance))")
print("pixels from \(fooled.certificate.lowest) to \(fooled.certificate.highest)")
// > largest change: 0.040 ± 0.001
// > pixels from 0.0 to 1.0

// %% [markdown]
// The middle row is the change alone, enlarged: red pixels became brighter, blue ones darker. Most went all the way to ε,
// and black ones had only one way to go. It looks like noise, yet follows the shape of the clothes. The pictures below are
// proper ones: every pixel lies between black and white and within ε of the original, which the program has checked and
// not only meant. Saved as PNG they are rounded to 256 levels. Does that undo it?

// %% Saved and opened again
let saved = fooled.certificate.eightBit!
print("\(saved.fooled) fooled, \(saved.survivors) of them still after saving")
// > 7 ± 2 fooled, 7 ± 3 of them still after saving
// fast> 2 ± 3 fooled, 2 ± 3 of them still after saving

// %% [markdown]
// ## Exercises
//
// 1. Aim: `goal: .toClass(8)` asks for a bag. Which classes become bags easily, and which resist?
// 2. Attack `"linear"`, the network of one layer, in the same way. For it the sum of the slopes is exact: compute
//    `ε · Σ|wᵢ|` from the weights of two classes and compare it with the change of the difference of their answers.
// 3. Do pictures that fool this network fool another one, trained from another seed? Attack this one, and let the other
//    one judge.
