// %% [markdown]
// # Lecture 003: features, from hand-made kernels to networks that are fooled
//
// This lesson follows the lecture: backpropagation as products of matrices, convolution as smoothing, searching and finding
// edges, kernels on top of kernels, then networks that learn them, what their units look for, the tricks of training, and
// pictures that fool them.

// %% Tools of this lesson
import Foundation
import Fovea

let environment = ProcessInfo.processInfo.environment
let fast = environment["FOVEA_FAST"] != nil  // for a test: less data
let cache = environment["XDG_CACHE_HOME"] ?? NSHomeDirectory() + "/.cache"
let digits = try ImageSet.idx(folder: environment["FOVEA_MNIST"] ?? cache + "/fovea/mnist")

func row(_ values: [Float], _ digits: Int = 0) -> String {
  values.map { String(format: "%.\(digits)f", $0 == 0 ? 0 : $0) }.joined(separator: " ")
}

/// What layers make of a batch of pictures.
func through(_ input: Tensor, @LayerBuilder _ layers: () -> Sequential) throws -> Tensor {
  var network = Network(seed: 1)
  let element = Shape(Array(input.shape.dimensions.dropFirst()))
  let result = try network.apply(to: try network.input("x", NetworkInput(element: element)), layers)
  network.output(result)
  let name = network.label(of: result)
  return try network.record([HookSelector(exactly: name)], on: input)[name]
}

/// One filter of given weights: a correlation, as in all networks and in this lecture.
func filter(_ weights: [[Float]], padding: BorderSize = .valid) -> Conv2D {
  Conv2D(
    "filter", filters: 1, kernel: (weights.count, weights[0].count), padding: padding, bias: false,
    initializer: .values(weights.flatMap { $0 }))
}

func line(_ values: [Float]) -> Tensor { Tensor(shape: [1, 1, 1, values.count], scalars: values) }
func mean(_ values: [Float]) -> Float { values.reduce(0, +) / Float(values.count) }

// %% [markdown]
// ## Backpropagation as linear algebra
//
// Two inputs, three hidden units c, d, e, three more f, g, h, one output z. A bar marks the sum before the nonlinearity.
// Claim 1: `δᵢ = Wᵢᵀ δ̄ᵢ₊₁`. Claim 2: the weights' gradient is an outer product. The lecture writes `vᵢ δᵢ₊₁ᵀ`; for sums it
// must be δ̄, with the bar, and in its own layout (one row for each unit above) it is the transpose: `δ̄ᵢ₊₁ vᵢᵀ`.

// %% Both claims, checked
let net = try Network(input: .vector(2).named("ab"), seed: 5) {
  Dense("w0", 3)
  Sigmoid("cde")
  Dense("w1", 3)
  Sigmoid("fgh")
  Dense("w2", 1)
  Sigmoid("z")
}
let plan = try Plan(
  net, batch: 1,
  request: PlanRequest(
    outputs: [net.node("cde").id, net.node("fgh").id], origin: .scalar(net.node("z").id),
    parameters: .trainable,
    gradients: Set(try ["cde", "w1", "fgh"].map { HookPoint(node: try net.node($0).id) })))
try plan.setInput("ab", to: Tensor(shape: [1, 2], scalars: [1, -2]))
try plan.run()
func delta(_ name: String) throws -> [Float] {
  plan.gradient(of: HookPoint(node: try net.node(name).id)).scalars
}
let w1 = try net.weights(of: "w1.weight")
let bar = try delta("w1")
let claim1 = (0..<3).map { unit in (0..<3).reduce(0) { $0 + w1[$1, unit] * bar[$1] } }
print("W₁ᵀ δ̄₂ = \(row(claim1, 5))")
print("δ₁      = \(row(try delta("cde"), 5))")
let v1 = plan.value(of: try net.node("cde").id).scalars
let claim2 = bar.flatMap { d in v1.map { d * $0 } }
let gradient = plan.gradient(ofParameter: try net.parameterPosition("w1.weight")).scalars
print("claim 2 holds: \(zip(claim2, gradient).allSatisfy { abs($0 - $1) < 1e-6 })")
// > W₁ᵀ δ̄₂ = 0.07540 -0.10382 -0.08541
// > δ₁      = 0.07540 -0.10382 -0.08541
// > claim 2 holds: true

// %% Features of hidden units: two half moons
let moons = PointSet.moons(count: 400, seed: 1)
for hidden in [1, 2, 8] {
  var trainer = try Trainer(
    try Network(input: .vector(2), seed: 2) {
      Dense(hidden)
      Sigmoid()
      Dense(2)
    }, optimizer: Adam(learningRate: 0.05), batchSize: 100, seed: 1)
  try trainer.fit(moons, epochs: 150)
  let right = try Evaluation(of: trainer.network, on: moons).accuracy ?? 0
  print("hidden units: \(hidden), right: \(row([Float(right)], 2))")
}
// > hidden units: 1, right: 0.90 ± 0.05
// > hidden units: 2, right: 0.90 ± 0.05
// > hidden units: 8, right: 1.00 ± 0.05

// %% [markdown]
// ## Convolution in one and two dimensions
//
// The lecture's examples, with its numbers. (To keep the size, zeros go around: `(k − 1)/2` on each side. The lecture pads
// left and right by k₁; as k₁ counts rows, that is what belongs at top and bottom. For square kernels it is the same.)

// %% The lecture's numbers
let x: [Float] = [1, 4, 3, -1, 2, -4, 1, 0, 2, -1]
print("u = \(row(try through(line(x)) { filter([[1, 2, 1]]) }.scalars))")
let picture = Tensor(
  shape: [1, 1, 5, 5],
  scalars: [3, 3, 2, 1, 0, 0, 0, 1, 3, 1, 3, 1, 2, 2, 3, 2, 0, 0, 2, 2, 2, 0, 0, 0, 1])
let w: [[Float]] = [[0, 1, 2], [2, 2, 0], [0, 1, 2]]
let three = try through(picture) { filter(w) }.scalars
for y in 0..<3 { print(row(Array(three[y * 3..<y * 3 + 3]))) }
print("with zeros around: \(try through(picture) { filter(w, padding: .same) }.shape)")
// > u = 12 9 3 -1 -5 -2 3 3
// > 12 12 17
// > 10 17 19
// > 9 6 14
// > with zeros around: [1, 1, 5, 5]

// %% [markdown]
// ## Smoothing
//
// A uniform kernel has k times 1/k; a Gaussian one `exp(−(i − k/2)²/σ²)`. Two things are unusual there. For i = 1 … k the middle
// is (k + 1)/2, so k/2 moves the curve by half a step. And the bell curve has 2σ² below, so this σ is √2 times the usual
// one. We take the middle of the kernel, and the lecture's σ. With k = 2σ the kernel ends where the bell is at 1/e.

// %% Noise, and less of it
func gaussian(_ k: Int, _ sigma: Float) -> [Float] {
  let bell = (0..<k).map { (i: Int) -> Float in
    let distance = Float(i) - Float(k - 1) / 2
    return exp(-distance * distance / (sigma * sigma))
  }
  let sum = bell.reduce(0, +)
  return bell.map { $0 / sum }
}
print("by k/2:    \(row((1...5).map { (i: Int) -> Float in exp(-pow(Float(i) - 2.5, 2) / 4) }, 2))")
let cat = try Photograph.chelsea.image().grey.centralSquare.resized(width: 160, height: 160)
let clean = Tensor.stacking([cat.tensor])
var source = RandomSource(seed: 1)
var noisy = clean
for index in noisy.scalars.indices { noisy.scalars[index] += 0.15 * source.normal() }
let bell = gaussian(5, 2)
print("by (k+1)/2: \(row(bell.map { $0 / bell[2] }, 2))")
let kernels: [(String, [[Float]])] = [
  ("uniform 5×5", Array(repeating: Array(repeating: 1 / 25, count: 5), count: 5)),
  ("Gaussian 5×5", bell.map { a in bell.map { a * $0 } }),
]
func distance(_ picture: Tensor) -> Float {
  mean(zip(picture.scalars, clean.scalars).map { ($0 - $1) * ($0 - $1) }).squareRoot()
}
var shown = [
  ImageGrid.Tile(image: clean.element(0), title: "original"),
  ImageGrid.Tile(image: noisy.element(0), title: "noise"),
]
print("noise: off by \(row([distance(noisy)], 3))")
for (name, kernel) in kernels {
  let smooth = try through(noisy) {
    Conv2D(
      filters: 1, kernel: 5, padding: .same, paddingMode: .reflect, bias: false,
      initializer: .values(kernel.flatMap { $0 }))
  }
  print("\(name): off by \(row([distance(smooth)], 3))")
  shown.append(.init(image: smooth.element(0), title: name))
}
try ImageGrid(title: "Smoothing takes noise away", tiles: shown, columns: 2, tileSize: 150)
  .write(to: "smoothing.png")
// > by k/2:    0.57 0.94 0.94 0.57 0.21
// > by (k+1)/2: 0.37 0.78 1.00 0.78 0.37
// > noise: off by 0.150
// > uniform 5×5: off by 0.047
// > Gaussian 5×5: off by 0.045

// %% [markdown]
// ## Searching for a pattern
//
// Slide a pattern over a picture: where they agree, the sum is large. It is large as well where the picture is merely
// bright. So the pattern's mean is taken off first, and, on pictures of uneven contrast, the sum divided by the local one.

// %% The cat's left eye
let (top, left, side) = (46, 44, 31)
let eye = cat.cropped(x: left, y: top, width: side, height: side).tensor.scalars
func found(_ pattern: [Float]) throws -> (x: Int, y: Int) {
  let map = try through(clean) {
    Conv2D(filters: 1, kernel: side, bias: false, initializer: .values(pattern))
  }
  let best = map.scalars.indices.max { map.scalars[$0] < map.scalars[$1] } ?? 0
  return (best % map.shape[3], best / map.shape[3])
}
print("cut out at \((x: left, y: top))")
print("as it is: \(try found(eye)), without its mean: \(try found(eye.map { $0 - mean(eye) }))")
// > cut out at (x: 44, y: 46)
// > as it is: (x: 0, y: 129), without its mean: (x: 44, y: 46)

// %% [markdown]
// In colour, picture and pattern have a third axis. The kernel has the picture's depth, so it slides in two directions and
// the result is flat: with d₃ = k₃, `d₃ − k₃ + 1 = 1`. A pattern of +1 in one channel and −1 in another finds a colour.

// %% Red and not green
let rocket = try Photograph.rocket.image().resized(width: 200, height: 133)
let redness = try through(Tensor.stacking([rocket.tensor])) {
  Conv2D(filters: 1, kernel: 1, bias: false, initializer: .values([1, -1, 0]))
}
print("\(rocket.tensor.shape) → \(redness.shape)")
try ImageGrid(
  title: "Red, less green",
  tiles: [.init(image: redness.element(0))], scaling: .each, kind: .symmetric, tileSize: 300
).write(to: "redness.png")
// > [3, 133, 200] → [1, 1, 133, 200]

// %% [markdown]
// ## Edges
//
// `[1 −1]` is the simplest; Sobel's kernels average along the edge. Any direction is a mixture: cos θ times one and sin θ
// times the other.

// %% Sobel in any direction
let sobel: [[Float]] = [[1, 0, -1], [2, 0, -2], [1, 0, -1]]
let lying = (0..<3).map { y in (0..<3).map { x in sobel[x][y] } }
func turned(_ degrees: Float) -> [[Float]] {
  let angle = degrees * .pi / 180
  return (0..<3).map { y in
    (0..<3).map { x in cos(angle) * sobel[y][x] + sin(angle) * lying[y][x] }
  }
}
let half = Tensor(shape: [1, 1, 9, 9], scalars: (0..<81).map { $0 % 9 + $0 / 9 < 8 ? 1 : 0 })
for degrees in [0, 45, 90, 135] as [Float] {
  let answer = try through(half) { filter(turned(degrees)) }.scalars.map { abs($0) }.max() ?? 0
  print("\(Int(degrees))°: \(row([answer], 2)) on an edge that runs at 45°")
}
// > 0°: 3.00 on an edge that runs at 45°
// > 45°: 4.24 on an edge that runs at 45°
// > 90°: 3.00 on an edge that runs at 45°
// > 135°: 0.00 on an edge that runs at 45°

// %% [markdown]
// ## Kernels on top of kernels
//
// Is it a city? Cities have upright edges; but the lecture's landscape has more of them in the mean (.123 against .108).
// Only *long* upright lines tell (.054 against .062). Its photographs are not ours to compute; the effect is. We draw
// towers, and a meadow of short strokes.

// %% A city and a meadow
var pencil = RandomSource(seed: 3)
var (city, meadow) = (Tensor.zeros([1, 1, 64, 64]), Tensor.zeros([1, 1, 64, 64]))
for tower in 0..<4 {
  let (x, height) = (4 + 15 * tower, 30 + pencil.index(below: 25))
  for y in 64 - height..<64 { for dx in 0..<10 { city.scalars[y * 64 + x + dx] = 0.8 } }
}
for _ in 0..<260 {
  let (x, y) = (pencil.index(below: 64), pencil.index(below: 61))
  for dy in 0..<3 { meadow.scalars[(y + dy) * 64 + x] = 0.8 }
}
let long: [[Float]] = Array(repeating: [-0.5, 1, -0.5], count: 15)
for (name, scene) in [("city", city), ("meadow", meadow)] {
  let edges = try through(scene) { filter(sobel) }.map { abs($0) / 4 }
  let lines = try through(edges) {
    filter(long)
    ReLU()
  }
  let means = [mean(edges.scalars), mean(lines.scalars) / 15]
  print("\(name): mean |edge| and mean long line \(row(means, 3))")
}
// > city: mean |edge| and mean long line 0.139 0.077
// > meadow: mean |edge| and mean long line 0.230 0.068

// %% [markdown]
// ## Learned kernels
//
// A picture of 28×28 and a kernel of 5×5 make a map of 24×24. A dense layer that makes the same has `28·28·24·24` weights
// for each map. The lecture calls that over 200,000 times the 25 of the kernel. It is 18,063 times.

// %% Counted
let digit = NetworkInput.image(channels: 1, height: 28, width: 28)
let dense = try Network(input: digit) {
  Flatten()
  Dense(24 * 24, bias: false, initializer: .constant(0))
}
let shared = try Network(input: digit) { Conv2D(filters: 1, kernel: 5, bias: false) }
print("\(dense.parameterCount) and \(shared.parameterCount): \(dense.parameterCount / shared.parameterCount) times")
// > 451584 and 25: 18063 times

// %% [markdown]
// ## Pooling
//
// The lecture's 4×4 example. Its two tables differ in one corner, 29 and 31; the averages that it gives (36, 80, 12, 15)
// belong to 29: with 31 the first would be 36.5.

// %% 4×4
for corner in [29, 31] as [Float] {
  let table = Tensor(
    shape: [1, 1, 4, 4],
    scalars: [corner, 15, 28, 184, 0, 100, 70, 38, 12, 12, 7, 2, 12, 12, 45, 6])
  let largest = try through(table) { MaxPool2D(kernel: 2) }.scalars
  let average = try through(table) { AveragePool2D(kernel: 2) }.scalars
  print("\(Int(corner)): max \(row(largest)), average \(row(average, 1))")
}
// > 29: max 100 184 12 45, average 36.0 80.0 12.0 15.0
// > 31: max 100 184 12 45, average 36.5 80.0 12.0 15.0

// %% A network, trained
var trainer = try Trainer(
  try Zoo.network(named: "lenet5", seed: 1), optimizer: Adam(learningRate: 2e-3), seed: 1)
try trainer.fit(digits.train.prefix(fast ? 3_000 : 20_000), epochs: 3)
let network = trainer.network
let some = digits.test.prefix(500)
let accuracy = try Evaluation(of: network, on: some).accuracy ?? 0
print("right: \(row([Float(accuracy)], 2))")
try FilterGrid(of: network, at: "conv1").write(to: "filters.png")
// > right: 0.98 ± 0.03
// fast> right: 0.93 ± 0.03

// %% [markdown]
// ## What a unit looks for
//
// Two ways: look through the data for what excites it most, or climb: change a picture by gradient so that the unit's
// value grows. Without a rein the result is noise that a unit loves; penalties for roughness make it readable.

// %% Pictures that excite, and pictures made to
try TopExamples(of: network, at: "logits", units: [3], in: some, count: 9).write(to: "exciting.png")
let best = try network.record(["logits"], on: some.images)["logits"]
let strongest = (0..<500).max { best[$0, 3] < best[$1, 3] } ?? 0
let climb = Maximization(.class(3), steps: fast ? 64 : 256, l2: 10, totalVariation: 40)
let reined = try climb.run(on: network)
let free = try climb.bare.run(on: network)
try MaximizationSheet(rows: [("no rein", free), ("reined", reined)]).write(to: "climbed.png")
print("the most exciting picture of \(some.count) is a \(some.label(strongest))")
print("climbing goes higher: \(free[0].value > best[strongest, 3])")
// > the most exciting picture of 500 is a 3
// > climbing goes higher: true

// %% [markdown]
// ## Tricks: batch normalisation
//
// `ū = (z̄ − μ)/σ` with mean and deviation over the data (in training: over the batch), then `γ ū + c`. Any network can
// still say what it said; but it learns faster, and bears larger steps.

// %% Normalised, and faster
let values = Tensor(shape: [4, 1, 1, 1], scalars: [1, 2, 3, 6])
let normal = try Network(input: .image(channels: 1, height: 1, width: 1)) { BatchNorm("bn") }
let out = try normal.record(["bn"], on: values, mode: .training)["bn"].scalars
print("mean 3, deviation √3.5: \(row(out, 3))")
/// How many test digits a deep network of sigmoids gets right after some training.
func deep(normalises: Bool, rate: Double) throws -> Float {
  let network = try Network(input: digit, seed: 1) {
    Flatten()
    for _ in 0..<4 {
      Dense(40, initializer: .glorotUniform)
      if normalises { BatchNorm() }
      Sigmoid()
    }
    Dense("logits", 10, initializer: .glorotUniform)
  }
  var trainer = try Trainer(network, optimizer: SGD(learningRate: rate), batchSize: 50, seed: 1)
  try trainer.fit(digits.train.prefix(fast ? 1_500 : 6_000), epochs: 3)
  return Float(try Evaluation(of: trainer.network, on: some).accuracy ?? 0)
}
print("without: \(row([try deep(normalises: false, rate: 0.5)], 2)) right")
print("with:    \(row([try deep(normalises: true, rate: 0.5)], 2)) right")
// > mean 3, deviation √3.5: -1.069 -0.535 0.000 1.604
// > without: 0.10 ± 0.1 right
// > with:    0.88 ± 0.15 right
// fast> mean 3, deviation √3.5: -1.069 -0.535 0.000 1.604
// fast> without: 0.13 ± 0.1 right
// fast> with:    0.82 ± 0.15 right

// %% [markdown]
// ## Generalisation
//
// A network with enough weights learns anything, labels drawn by lot too. That it generalises on true labels is thus no
// matter of its size. (For polynomials, double descent and data-set size see the gallery: `double-descent` and others.)

// %% Labels by lot
var lot = RandomSource(seed: 2)
let few = digits.train.prefix(200)
let drawn = Tensor((0..<200).map { _ in Float(lot.index(below: 10)) })
var learner = try Trainer(
  try Zoo.network(named: "mlp", seed: 1), optimizer: Adam(learningRate: 3e-3), batchSize: 50, seed: 1)
let byHeart = try TensorSamples(inputs: few.images, targets: drawn, classCount: 10)
try learner.fit(byHeart, epochs: 60)
let known = try Evaluation(of: learner.network, on: byHeart).accuracy ?? 0
let unknown = try Evaluation(of: learner.network, on: some).accuracy ?? 0
print("right on what it learned, and on test digits: \(row([Float(known), Float(unknown)], 2))")
// > right on what it learned, and on test digits: 1.00 ± 0.03 0.07 ± 0.08

// %% [markdown]
// ## Adversarial examples
//
// `max L(θ, x + δ, y)` over all δ no larger than ε, by gradient on the *picture*. Random changes of the same size do not
// work, and that is the point: it is the direction that matters.

// %% Found, and drawn by lot
for attack in [PGD(epsilon: 0.15, steps: 10) as any Attack, NoiseControl(epsilon: 0.15)] {
  let examples = try attack.attack(network, some.prefix(200))
  let shares = [examples.cleanAccuracy, examples.adversarialAccuracy]
  print("\(attack.name): right before and after \(row(shares, 2))")
}
// > PGD-10: right before and after 1.00 ± 0.03 0.00 ± 0.1
// > noise ±ε: right before and after 1.00 ± 0.03 0.99 ± 0.1
// fast> PGD-10: right before and after 0.95 ± 0.03 0.01 ± 0.1
// fast> noise ±ε: right before and after 0.95 ± 0.03 0.89 ± 0.1

// %% [markdown]
// ## Exercises
//
// 1. Blur twice with `[1 2 1]/4`: which kernel of five is it? Compare with the lecture's Gaussian of k = 5.
// 2. Which pattern of two channels finds what is blue and not red? How large is its answer on pure blue?
// 3. Where does the city lose against the meadow? Try long lines of 3 instead of 15 rows.
// 4. Train the batch-normalised network with ten times the rate. Does it still learn? And the other one?
// 5. How small an ε still fools half of the digits?
//
// ## Solutions

// %% 1. Binomial
let binomial: [[Float]] = [[0.25, 0.5, 0.25]]
let twice = try through(line([0, 0, 0, 0, 1, 0, 0, 0, 0])) {
  filter(binomial)
  Conv2D("again", filters: 1, kernel: (1, 3), bias: false, initializer: .values(binomial[0]))
}
print("16 × \(row(twice.scalars.map { 16 * $0 })), Gaussian 16 × \(row(bell.map { 16 * $0 }, 1))")
// > 16 × 1 4 6 4 1, Gaussian 16 × 1.8 3.8 4.9 3.8 1.8

// %% 2. Blue
let blue = Tensor(shape: [1, 3, 1, 1], scalars: [0, 0, 1])
let answer = try through(blue) {
  Conv2D(filters: 1, kernel: 1, bias: false, initializer: .values([-1, 0, 1]))
}
print("[−1 0 1] says \(row(answer.scalars))")
// > [−1 0 1] says 1

// %% 3. Short lines
for (name, scene) in [("city", city), ("meadow", meadow)] {
  let edges = try through(scene) { filter(sobel) }.map { abs($0) / 4 }
  let lines = try through(edges) {
    filter(Array(long.prefix(3)))
    ReLU()
  }
  print("\(name): \(row([mean(lines.scalars) / 3], 3))")
}
// > city: 0.072
// > meadow: 0.133

// %% 4. Ten times the rate
print("without: \(row([try deep(normalises: false, rate: 5)], 2)) right")
print("with:    \(row([try deep(normalises: true, rate: 5)], 2)) right")
// > without: 0.14 ± 0.1 right
// > with:    0.86 ± 0.15 right
// fast> without: 0.13 ± 0.1 right
// fast> with:    0.67 ± 0.15 right

// %% 5. Half of the digits
for epsilon in [0.02, 0.05, 0.1] as [Float] {
  let examples = try PGD(epsilon: epsilon, steps: 10).attack(network, some.prefix(100))
  print("ε = \(epsilon): \(row([examples.adversarialAccuracy], 2)) right")
}
// > ε = 0.02: 0.97 ± 0.2 right
// > ε = 0.05: 0.78 ± 0.2 right
// > ε = 0.1: 0.24 ± 0.2 right
// fast> ε = 0.02: 0.85 ± 0.2 right
// fast> ε = 0.05: 0.58 ± 0.2 right
// fast> ε = 0.1: 0.11 ± 0.2 right
