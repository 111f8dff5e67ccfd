// %% [markdown]
// # Lecture 001: backpropagation, then convolution
//
// This lesson follows the lecture: how a small network computes and learns, what its hidden units stand for, when to
// stop, and then convolution with its sizes, sparse connections, pooling, and networks that remember.

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

/// What layers make of a batch of vectors or pictures.
func through(_ input: Tensor, @LayerBuilder _ layers: () -> Sequential) throws -> Tensor {
  var network = Network(seed: 1)
  let element = Shape(Array(input.shape.dimensions.dropFirst()))
  let result = try network.apply(to: try network.input("x", NetworkInput(element: element)), layers)
  network.output(result)
  let name = network.label(of: result)
  return try network.record([HookSelector(exactly: name)], on: input)[name]
}

// %% [markdown]
// ## Forwards
//
// Three inputs, three hidden units, one output, sigmoids everywhere. With the bias as one more weight, Θ⁽¹⁾ is 3×4 and
// Θ⁽²⁾ is 1×4: sixteen numbers. Layer by layer: `z = Θ a`, `a = g(z)`.

// %% A small network by hand and by the library
let theta1: [[Float]] = [[0.1, 0.5, -0.3, 0.8], [-0.2, 0.4, 0.9, -0.6], [0.3, -0.7, 0.2, 0.5]]
let theta2: [Float] = [-0.1, 0.6, -0.4, 0.9]
let x: [Float] = [1, 0.5, -1]
let y: Float = 1
func g(_ z: Float) -> Float { 1 / (1 + exp(-z)) }
let z2 = theta1.map { t in t[0] + t[1] * x[0] + t[2] * x[1] + t[3] * x[2] }
let a2 = z2.map(g)
let z3 = theta2[0] + zip(theta2.dropFirst(), a2).reduce(0) { $0 + $1.0 * $1.1 }
let a3 = g(z3)

var small = try Network(input: .vector(3), seed: 1) {
  Dense("layer1", 3)
  Sigmoid("a2")
  Dense("layer2", 1)
}
for (name, shape, values) in [
  ("layer1.weight", [3, 3], theta1.flatMap { $0.dropFirst() }),
  ("layer1.bias", [3], theta1.map { $0[0] }),
  ("layer2.weight", [1, 3], Array(theta2.dropFirst())), ("layer2.bias", [1], [theta2[0]]),
] as [(String, Shape, [Float])] {
  small.setWeights(Tensor(shape: shape, scalars: values), at: try small.parameterPosition(name))
}
let input = Tensor(shape: [1, 3], scalars: x)
let seen = try small.record(["a2", "layer2"], on: input)
let (hidden, answer) = (try seen["a2"].scalars, g(try seen["layer2"].scalar))
print("\(small.parameterCount) weights")
print("hidden: \(row(a2, 4)), by the library \(row(hidden, 4))")
print("answer: \(row([a3], 4)), by the library \(row([answer], 4))")
// > 16 weights
// > hidden: 0.4134 0.7773 0.3100, by the library 0.4134 0.7773 0.3100
// > answer: 0.5290, by the library 0.5290

// %% [markdown]
// ## Backwards
//
// The lecture writes the cost of an example as `y log h + (1 − y) log(1 − h)`. That is the logarithm of the likelihood,
// which is to become *large*; the error to make small is its negative. With the negative, the last layer's error is
// `δ = a − y`, as the lecture goes on. In front of it, `δ⁽²⁾ = Θᵀ δ⁽³⁾ · g′(z)`, with `g′ = a (1 − a)`, and each weight's
// gradient is the product of what goes in and the error that comes back: `∂J/∂Θᵢⱼ = aⱼ δᵢ`.

// %% The errors, and what each weight gets
let delta3 = a3 - y
let delta2 = zip(theta2.dropFirst(), a2).map { $0 * delta3 * $1 * (1 - $1) }
let byHand = delta2.flatMap { d in x.map { $0 * d } }
print("δ3 \(row([delta3], 4)), δ2 \(row(delta2, 4))")

/// The loss of the small network and its gradient by the first layer's weights.
func loss(of network: Network) throws -> (value: Float, gradient: [Float]) {
  let (graph, cost) = try network.attaching(.loss(.binaryCrossEntropy))
  let plan = try Plan(
    graph, batch: 1,
    request: PlanRequest(outputs: [cost], origin: .scalar(cost), parameters: .trainable))
  try plan.setInput(graph.inputs[0].name, to: input)
  try plan.setInput("targets", to: Tensor(shape: [1, 1], scalars: [y]))
  try plan.run()
  let place = try graph.parameterPosition("layer1.weight")
  return (plan.value(of: cost).scalar, plan.gradient(ofParameter: place).scalars)
}
let engine = try loss(of: small).gradient
print("by hand:  \(row(byHand, 4))")
print("computed: \(row(engine, 4))")
// > δ3 -0.4710, δ2 -0.0685 0.0326 -0.0907
// > by hand:  -0.0685 -0.0343 0.0685 0.0326 0.0163 -0.0326 -0.0907 -0.0453 0.0907
// > computed: -0.0685 -0.0343 0.0685 0.0326 0.0163 -0.0326 -0.0907 -0.0453 0.0907

// %% [markdown]
// ## Checking a gradient
//
// Whoever programs derivatives compares them once with differences: change a weight by ±ε and see how the loss changes.
// A small ε drowns in rounding (floats have seven digits), a large one sees the curve bend: the truth is in between.

// %% Numerical gradients
let place = try small.parameterPosition("layer1.weight")
for epsilon in [1, 0.1, 0.01, 0.0001, 0.000_001] as [Float] {
  let numerical = try (0..<9).map { index in
    let ends = try [epsilon, -epsilon].map { change in
      var moved = small
      var weights = small.weights[place]
      weights.scalars[index] += change
      moved.setWeights(weights, at: place)
      return try loss(of: moved).value
    }
    return (ends[0] - ends[1]) / (2 * epsilon)
  }
  let worst = zip(numerical, engine).map { abs($0 - $1) }.max() ?? 0
  let verdict = worst < 2e-4 ? "agrees" : "does not agree"
  print("ε = \(epsilon): \(verdict)")
}
// > ε = 1.0: does not agree
// > ε = 0.1: agrees
// > ε = 0.01: agrees
// > ε = 0.0001: does not agree
// > ε = 1e-06: does not agree

// %% [markdown]
// ## Not from zero
//
// With all weights 0, every hidden unit computes the same, gets the same error and makes the same step. They never part.

// %% What three units learn from nothing
/// Trains on the truth table of exclusive or and returns the share of right answers and the hidden weights.
func learnXOR(
  _ initializer: Initializer, hidden: Int = 3, seed: UInt64 = 1
) throws -> (right: Float, weights: Tensor) {
  let table = Tensor(shape: [4, 2], scalars: [0, 0, 0, 1, 1, 0, 1, 1])
  let answers = Tensor(shape: [4, 1], scalars: [0, 1, 1, 0])
  var trainer = try Trainer(
    try Network(input: .vector(2), seed: seed) {
      if hidden > 0 {
        Dense("hidden", hidden, initializer: initializer)
        Tanh()
      }
      Dense("answer", 1, initializer: initializer)
    }, optimizer: Adam(learningRate: 0.05), loss: .binaryCrossEntropy, batchSize: 4, seed: 1)
  try trainer.fit(try TensorSamples(inputs: table, targets: answers), epochs: 400)
  let said = try trainer.network.record(["answer"], on: table)["answer"].scalars
  let right = zip(said, answers.scalars).count { ($0 > 0) == ($1 > 0.5) }
  return (Float(right) / 4, try trainer.network.weights(of: hidden > 0 ? "hidden.weight" : "answer.weight"))
}
let fromZero = try learnXOR(.constant(0))
let fromChance = try learnXOR(.glorotUniform)
let units = Set((0..<3).map { fromZero.weights.element($0).scalars })
print("from zero: \(fromZero.right) right, \(units.count) kind of unit")
print("from chance: \(fromChance.right) right")
// > from zero: 0.5 right, 1 kind of unit
// > from chance: 1.0 right

// %% [markdown]
// ## Momentum
//
// `Δw(n) = η δ x + α Δw(n − 1)`: a step is the new gradient's and a part of the last step. In a valley that is steep across
// and flat along, plain descent must step small for the steep side; with momentum the small steps along add up.

// %% A long valley
func steps(momentum: Float) -> Int {
  var (w, v): ([Float], [Float]) = ([1, 1], [0, 0])
  for step in 1...5_000 {
    for (index, curvature) in [Float(1), 0.01].enumerated() {
      v[index] = momentum * v[index] - 0.5 * curvature * w[index]
      w[index] += v[index]
    }
    if abs(w[0]) < 0.001, abs(w[1]) < 0.001 { return step }
  }
  return 5_000
}
print("steps without momentum: \(steps(momentum: 0)), with 0.9: \(steps(momentum: 0.9))")
// > steps without momentum: 1379, with 0.9: 108

// %% [markdown]
// ## What one hidden layer can do
//
// Every Boolean function, if it has units enough; without a hidden layer not even exclusive or. And every continuous
// function as nearly as we like (Cybenko 1989; Hornik and others 1989): the more units, the nearer.

// %% Exclusive or; a curve from more and more units
print("exclusive or without a hidden layer: \(try learnXOR(.glorotUniform, hidden: 0).right) right")
let places = (0..<128).map { Float($0) / 64 - 1 }
let curve = places.map { sin(5 * $0) * exp(-$0 * $0) }
let grid = try TensorSamples(
  inputs: Tensor(shape: [128, 1], scalars: places), targets: Tensor(shape: [128, 1], scalars: curve))
var fits = [Series(name: "the curve", x: places, y: curve)]
for hidden in [1, 3, 32] {
  var trainer = try Trainer(
    try Network(input: .vector(1), seed: 3) {
      Dense(hidden, initializer: .normal(deviation: 1))
      Tanh()
      Dense("y", 1, initializer: .glorotUniform)
    }, optimizer: Adam(learningRate: 0.02), loss: .meanSquared, batchSize: 128, seed: 1)
  try trainer.fit(grid, epochs: fast ? 600 : 3_000)
  let said = try trainer.network.record(["y"], on: grid.inputs)["y"].scalars
  let worst = zip(said, curve).map { abs($0 - $1) }.max() ?? 0
  print("\(hidden) units: never further off than \(row([worst], 2))")
  fits.append(Series(name: "\(hidden) units", x: places, y: said))
}
try LineChart(title: "One hidden layer", xLabel: "x", yLabel: "y", series: fits).write(to: "fits.png")
// > exclusive or without a hidden layer: 0.75 ± 0.25 right
// > 1 units: never further off than 0.68 ± 0.05
// > 3 units: never further off than 0.08 ± 0.08
// > 32 units: never further off than 0.01 ± 0.05
// fast> exclusive or without a hidden layer: 0.75 ± 0.25 right
// fast> 1 units: never further off than 0.70 ± 0.05
// fast> 3 units: never further off than 0.24 ± 0.08
// fast> 32 units: never further off than 0.15 ± 0.05

// %% [markdown]
// ## What hidden units stand for
//
// Eight inputs, three hidden units, eight outputs, and the task to say again which input was on. Three units can hold
// eight cases only as a code of three bits. Nobody tells the network so.

// %% 8-3-8
let eight = Tensor(shape: [8, 8], scalars: (0..<64).map { $0 % 9 == 0 ? 1 : 0 })
var coder = try Trainer(
  try Network(input: .vector(8), seed: 2) {
    Dense("hidden", 3, initializer: .uniform(bound: 0.1))
    Sigmoid("code")
    Dense("out", 8, initializer: .uniform(bound: 0.1))
    Sigmoid("said")
  }, optimizer: SGD(learningRate: 2, momentum: 0.9), loss: .meanSquared, batchSize: 8, seed: 1)
var errors: [[Float]] = Array(repeating: [], count: 8)
for _ in 0..<50 {
  try coder.fit(try TensorSamples(inputs: eight, targets: eight), epochs: 40)
  let said = try coder.network.record(["said"], on: eight)["said"]
  for unit in 0..<8 {
    errors[unit].append((0..<8).reduce(0) { $0 + pow(said[$1, unit] - eight[$1, unit], 2) })
  }
}
try LineChart(
  title: "Sum of squared errors of each output", xLabel: "40 epochs", yLabel: "error",
  series: errors.enumerated().map { Series(name: "output \($0 + 1)", values: $1) }
).write(to: "errors.png")
let learnt = try coder.network.record(["code", "said"], on: eight)
let (found, repeated) = (try learnt["code"], try learnt["said"])
try HeatMap(
  values: found, title: "The code it found", xLabel: "hidden unit", yLabel: "input",
  digits: 2
).write(to: "code.png")
print("right: \(repeated.argmaxOfRows() == Array(0..<8))")
let codes = (0..<8).map { row(found.element($0).scalars.map { $0.rounded() }) }
print("different codes: \(Set(codes).count) of 8")
// > right: true
// > different codes: 8 ± 1 of 8

// %% [markdown]
// ## When to stop
//
// Three hundred digits are few. The training error falls as long as we like; the error on others turns round. The best
// moment is where it is lowest: stop once it has not fallen for some epochs, and take the weights from back then.

// %% Early stopping
let few = digits.train.prefix(fast ? 200 : 300)
let others = digits.test.prefix(500)
func student() throws -> Trainer {
  try Trainer(
    try Zoo.network(named: "mlp", seed: 1), optimizer: Adam(learningRate: 3e-3), batchSize: 50, seed: 1)
}
var patient = try student()
let whole = try patient.fit(few, validating: others, epochs: 60)
let validation = whole["loss/validation"]?.values ?? []
let best = validation.indices.min { validation[$0] < validation[$1] } ?? 0
print("lowest after epoch \(best + 1), at the end \(row([validation[59] / validation[best]], 2)) times as high")
try TrainingCurves([("300 digits", whole)], title: "Training too long").write(to: "overfitting.png")
var careful = try student()
try careful.fit(
  few, validating: others, epochs: 60, earlyStopping: EarlyStopping(patience: 5))
print("stopped after epoch \(careful.epoch)")
try ImageGrid(
  title: "The weights of some hidden units",
  tiles: (0..<10).map {
    ImageGrid.Tile(
      image: try patient.network.weights(of: "hidden.weight").element($0).reshaped(to: [1, 28, 28]))
  }, columns: 5, scaling: .together, kind: .symmetric
).write(to: "units.png")
// > lowest after epoch 7 ± 2, at the end 1.15 ± 0.1 times as high
// > stopped after epoch 12 ± 3
// fast> lowest after epoch 8 ± 2, at the end 1.24 ± 0.1 times as high
// fast> stopped after epoch 13 ± 3

// %% [markdown]
// The lecture's pictures of hidden units are of a network that tells apart faces; ours come from digits. On so few digits
// they hardly leave the noise that they began with, which is another way to see overfitting.
//
// ## Dropout
//
// A unit is kept with the probability p, usually 0.5, and 0.8 for inputs. Fovea's number is the other one, the share that
// is *dropped*, and what is kept is made larger by 1/p, so that the mean stays and nothing changes when it is switched off.

// %% Half of the units
let many = Tensor(repeating: 1, shape: [1, 10_000])
let dropping = try Network(input: .vector(10_000), seed: 1) { Dropout("drop", 0.5) }
let thinned = try dropping.record(["drop"], on: many, mode: .training, seed: 7)["drop"].scalars
let kept = thinned.count { $0 > 0 }
print("kept \(kept), each as \(thinned.max() ?? 0), the mean is \(row([thinned.reduce(0, +) / 10_000], 2))")
// > kept 5010, each as 2.0, the mean is 1.00

// %% [markdown]
// ## Convolution
//
// A laser measures where an aeroplane is, and its numbers are noisy. A weighted mean of the last few, the newest with the
// largest weight, is nearer to the truth: `sₜ = Σ xₜ₋ₐ w₋ₐ`, a convolution.

// %% A noisy sensor
var source = RandomSource(seed: 5)
let course = (0..<200).map { (t: Int) -> Float in Float(t) / 20 + 2 * sin(Float(t) / 25) }
let measured = course.map { (truth: Float) -> Float in truth + 0.5 * source.normal() }
let fading: [Float] = [0.05, 0.1, 0.15, 0.2, 0.25, 0.25]  // oldest first
let estimate = try through(Tensor(shape: [1, 1, 1, 200], scalars: measured)) {
  Conv2D(filters: 1, kernel: (1, 6), bias: false, initializer: .values(fading))
}.scalars
func error(_ values: [Float]) -> Float {
  let squares = zip(values, course.suffix(values.count)).map { ($0 - $1) * ($0 - $1) }
  return (squares.reduce(0, +) / Float(values.count)).squareRoot()
}
let errorsOfBoth = [error(Array(measured.dropFirst(5))), error(estimate)]
print("typical error, measured and averaged: \(row(errorsOfBoth, 2))")
// > typical error, measured and averaged: 0.48 0.28 ± 0.01

// %% [markdown]
// For pictures, one formula looks at preceding neighbours (`I[i−a, j−b]`), one at succeeding ones (`I[i+a, j+b]`), and one
// centres the kernel on the pixel. In the centred one the lecture sums from `⌊−m/2⌋` to `⌊m/2⌋`. For m = 3 that is −2 to 1,
// four terms for three weights: it should be `−⌊m/2⌋`, from −1 to 1.
//
// The toy example is a 3×4 input with a 2×2 kernel, and a 2×3 output whose first element is `aw + bx + ey + fz`: the
// succeeding neighbours, so a correlation. With the numbers 1 to 12 for the letters:

// %% The toy example, and the kernels that blur and find edges
let letters = Tensor(shape: [1, 1, 3, 4], scalars: (1...12).map { Float($0) })
let toy = try through(letters) {
  Conv2D(filters: 1, kernel: 2, bias: false, initializer: .values([1, 10, 100, 1000]))
}
print("\(toy.shape): \(row(toy.scalars))")
let products: [Int] = [1, 20, 500, 6_000]  // 1·1, 2·10, 5·100, 6·1000
print("aw + bx + ey + fz = \(products.reduce(0, +))")
let cat = try Photograph.chelsea.image().grey.centralSquare.tensor
let around = Array(repeating: Float(1), count: 9)
var laplacian = around
laplacian[4] = -8
for (name, kernel) in [("blur", around), ("edges", laplacian)] {
  let answer = try through(Tensor.stacking([cat])) {
    Conv2D(filters: 1, kernel: 3, bias: false, initializer: .values(kernel))
  }.element(0)
  let (sum, largest) = (kernel.reduce(0, +), answer.scalars.max() ?? 0)
  print("\(name): the weights add up to \(row([sum])), answers up to \(row([largest], 1))")
  try ImageGrid(
    tiles: [.init(image: cat, title: "before"), .init(image: answer, title: name)],
    scaling: .each, tileSize: 200
  ).write(to: "\(name).png")
}
// > [1, 1, 2, 3]: 6521 7632 8743 10965 12076 13187
// > aw + bx + ey + fz = 6521
// > blur: the weights add up to 9, answers up to 6.5
// > edges: the weights add up to 0, answers up to 1.7

// %% [markdown]
// ## Sizes
//
// A kernel of F does not fit at the border: `W₂ = W₁ − F + 1`. With P zeros on each side and steps of S,
// `W₂ = (W₁ − F + 2P) / S + 1`, rounded down. Each of K filters goes through the whole depth of the input and makes one map:
// `D₂ = K`.

// %% Measured, not typed
for (size, f, p, s) in [(7, 3, 0, 1), (7, 5, 0, 1), (7, 3, 1, 1), (7, 3, 1, 2), (8, 3, 0, 2)] {
  let colour = Tensor.zeros([1, 3, size, size])
  let out = try through(colour) {
    Conv2D(filters: 4, kernel: f, stride: s, padding: .symmetric(p))
  }
  print("W=\(size) F=\(f) P=\(p) S=\(s): \(out.shape), by the formula \((size - f + 2 * p) / s + 1)")
}
// > W=7 F=3 P=0 S=1: [1, 4, 5, 5], by the formula 5
// > W=7 F=5 P=0 S=1: [1, 4, 3, 3], by the formula 3
// > W=7 F=3 P=1 S=1: [1, 4, 7, 7], by the formula 7
// > W=7 F=3 P=1 S=2: [1, 4, 4, 4], by the formula 4
// > W=8 F=3 P=0 S=2: [1, 4, 3, 3], by the formula 3

// %% [markdown]
// ## Few connections
//
// In a 4×4 picture with a 2×2 kernel, the first unit hears pixels 1, 2, 5 and 6 alone, out of 16. Is something lost? Two
// pixels that no unit of the first layer sees together meet further up: each layer of width 3 widens the view by two.

// %% Who is heard
func heard(_ network: Network, unit: Int) throws -> [Int] {
  let shape = network.nominalShape(of: network.inputs[0].id)
  let gradient = try network.record(
    ["x"], [.gradient], on: Tensor.zeros(shape), objective: .unit("top", unit))["x", .gradient]
  return gradient.scalars.indices.filter { gradient.scalars[$0] != 0 }.map { $0 + 1 }
}
let sixteen = try Network(input: .image(channels: 1, height: 4, width: 4).named("x"), seed: 1) {
  Conv2D(filters: 1, kernel: 2)
  Flatten("top")
}
let dense = try Network(input: .image(channels: 1, height: 4, width: 4).named("x"), seed: 1) {
  Flatten()
  Dense("top", 9)
}
print("convolution: \(try heard(sixteen, unit: 0)), dense: all \(try heard(dense, unit: 0).count)")
for depth in [1, 2] {
  let tower = try Network(input: .image(channels: 1, height: 1, width: 5).named("x"), seed: 1) {
    for _ in 0..<depth { Conv2D(filters: 1, kernel: (1, 3), padding: .same) }
    Flatten("top")
  }
  print("the middle unit of layer \(depth) hears \(try heard(tower, unit: 2))")
}
// > convolution: [1, 2, 5, 6], dense: all 16
// > the middle unit of layer 1 hears [2, 3, 4]
// > the middle unit of layer 2 hears [1, 2, 3, 4, 5]

// %% [markdown]
// ## Shared weights: a dense layer in disguise
//
// A convolution is a dense layer most of whose weights are 0 and whose others are equal in groups. Write the four weights
// of the kernel into a 9×16 matrix, and the dense layer says the same. That is why backpropagation trains it: each shared
// weight gets the sum of the gradients of its places.

// %% One layer, written twice
let kernel = try sixteen.weights(of: "conv1.weight").scalars
var matrix = [Float](repeating: 0, count: 9 * 16)
for (unit, (top, left)) in [0, 1, 2].flatMap({ y in [0, 1, 2].map { (y, $0) } }).enumerated() {
  for (index, weight) in kernel.enumerated() {
    matrix[unit * 16 + (top + index / 2) * 4 + left + index % 2] = weight
  }
}
let picture = Tensor(shape: [1, 1, 4, 4], scalars: (0..<16).map { sin(Float($0)) })
let slid = try sixteen.record(["top"], on: picture)["top"].scalars
let multiplied = try through(picture) {
  Flatten()
  Dense(9, bias: false, initializer: .values(matrix))
}.scalars
print("equal: \(zip(slid, multiplied).allSatisfy { abs($0 - $1) < 1e-5 })")
print("free weights: \(kernel.count) instead of \(matrix.count), zeros: \(matrix.count { $0 == 0 })")
// > equal: true
// > free weights: 4 instead of 144, zeros: 108

// %% Pooling
let values = Tensor(
  shape: [1, 1, 4, 4], scalars: [1, 4, 2, 1, 5, 8, 3, 4, 7, 6, 4, 5, 1, 3, 1, 2])
print("max: \(row(try through(values) { MaxPool2D(kernel: 2) }.scalars))")
print("max, stride 1: \(row(try through(values) { MaxPool2D(kernel: 2, stride: 1) }.scalars))")
print("average: \(row(try through(values) { AveragePool2D(kernel: 2) }.scalars, 2))")
// > max: 8 4 7 5
// > max, stride 1: 8 8 4 8 8 5 7 6 5
// > average: 4.50 2.50 4.25 3.00

// %% [markdown]
// ## Networks for time series
//
// A robot shall say what its sensor reads next. A network without a state sees a window of the past; a recurrent one keeps
// in its state what it needs of all of it. Here the reading swings, and how fast differs from run to run.

// %% The next reading
func runs(_ count: Int, seed: UInt64) throws -> TensorSamples {
  var source = RandomSource(seed: seed)
  var (inputs, targets): ([Float], [Float]) = ([], [])
  for _ in 0..<count {
    let (speed, phase) = (source.uniform(in: 0.2...0.8), source.uniform(in: 0...6))
    let readings = (0..<31).map { (t: Int) -> Float in
      sin(speed * Float(t) + phase) + 0.05 * source.normal()
    }
    inputs += readings.dropLast()
    targets += readings.dropFirst()
  }
  return try TensorSamples(
    inputs: Tensor(shape: [count, 30, 1], scalars: inputs),
    targets: Tensor(shape: [count, 30, 1], scalars: targets))
}
let (known, unknown) = (try runs(256, seed: 1), try runs(256, seed: 2))
for (name, layer) in [
  ("one reading", Dense("h", 16) as any Layer), ("recurrent", ElmanRNN("h", hidden: 16) as any Layer),
] {
  var trainer = try Trainer(
    try Network(input: .sequence(length: 30, features: 1), seed: 1) {
      Sequential([layer])
      Tanh()
      Dense(1)
    }, optimizer: Adam(learningRate: 0.01), loss: .meanSquared, batchSize: 32,
    clipping: .norm(1), seed: 1)
  try trainer.fit(known, epochs: fast ? 20 : 60)
  let loss = try Evaluation(of: trainer.network, on: unknown, loss: .meanSquared).loss
  print("\(name): typical error \(row([Float(loss.squareRoot())], 2))")
}
// > one reading: typical error 0.36 ± 0.03
// > recurrent: typical error 0.12 ± 0.03
// fast> one reading: typical error 0.36 ± 0.03
// fast> recurrent: typical error 0.18 ± 0.03

// %% [markdown]
// What was said at the beginning of a long text is hard to keep: the notebook *Gradients through time* measures it. The
// remedy has four layers in each step instead of one: a forget gate, an input gate, the candidate for the cell (the lecture
// says control gate), and an output gate. So it has four times the weights.

// %% Four layers instead of one
for (name, layer) in [("Elman", ElmanRNN(hidden: 50) as any Layer), ("LSTM", LSTM(hidden: 50))] {
  let network = try Network(input: .sequence(length: 10, features: 20)) { Sequential([layer]) }
  print("\(name): \(network.parameterCount) weights")
}
// > Elman: 3600 weights
// > LSTM: 14400 weights

// %% [markdown]
// ## Exercises
//
// 1. How many weights has the toy network if the hidden layer gets five units? Predict, then count.
// 2. Exclusive or with two hidden units: how often does it succeed over ten seeds, and why not always?
// 3. A 32×32 picture goes through 5×5, then 2×2 pooling, then 5×5, then 2×2 pooling, without borders. What remains?
// 4. How many layers of width 3 does a unit need to hear 15 inputs?
//
// ## Solutions

// %% 1. Count
let wider = try Network(input: .vector(3)) {
  Dense(5)
  Sigmoid()
  Dense(1)
}
let predicted: Int = 5 * 4 + 6
print("5 · (3 + 1) + 1 · (5 + 1) = \(predicted), counted \(wider.parameterCount)")
// > 5 · (3 + 1) + 1 · (5 + 1) = 26, counted 26

// %% 2. Two units
let successes = try (1...10).count { seed in
  try learnXOR(.glorotUniform, hidden: 2, seed: UInt64(seed)).right == 1
}
print("\(successes) of 10: the others lie in a local minimum")
// > 5 ± 2 of 10: the others lie in a local minimum

// %% 3. What remains
let shrunk = try through(Tensor.zeros([1, 1, 32, 32])) {
  Conv2D(filters: 1, kernel: 5)
  MaxPool2D(kernel: 2)
  Conv2D(filters: 1, kernel: 5)
  MaxPool2D(kernel: 2)
}
print("32 → 28 → 14 → 10 → 5: \(shrunk.shape)")
// > 32 → 28 → 14 → 10 → 5: [1, 1, 5, 5]

// %% 4. A wide view
let seven = try Network(input: .image(channels: 1, height: 1, width: 31).named("x"), seed: 1) {
  for _ in 0..<7 { Conv2D(filters: 1, kernel: (1, 3), padding: .same) }
  Flatten("top")
}
print("7 layers hear 1 + 2 · 7 = \(try heard(seven, unit: 15).count)")
// > 7 layers hear 1 + 2 · 7 = 15
