// %% [markdown]
// # Lecture 004: graphs of computations, and two networks for digits
//
// This lesson follows the lecture: how gradients run through a graph of small steps, how a convolution layer is built and
// padded, where convolution comes from, and how well two networks read digits.

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

/// A graph whose inputs are numbers, run forwards and backwards: value and gradient at each node.
func trace(
  _ inputs: [(name: String, value: Float)],
  _ build: (inout Network, [Node.ID]) throws -> Node.ID
) throws -> (values: [String: Float], gradients: [String: Float]) {
  var graph = Network()
  let places = try inputs.map { try graph.addInput($0.name, shape: [1], isBatched: false) }
  graph.output(try build(&graph, places))
  let numbers = Dictionary(
    uniqueKeysWithValues: inputs.map { ($0.name, Tensor(shape: [1], scalars: [$0.value])) })
  let seen = try graph.record(["*"], [.value, .gradient], on: numbers)
  var (values, gradients): ([String: Float], [String: Float]) = ([:], [:])
  for name in graph.nodes.map(\.name) {
    (values[name], gradients[name]) = (try seen[name].scalar, try seen[name, .gradient].scalar)
  }
  return (values, gradients)
}

// %% [markdown]
// ## (x + y) z
//
// Forwards: q = x + y, f = q z. Backwards from ∂f/∂f = 1: each gate multiplies what comes from above by its own slope.

// %% Values and gradients at every node
let first = try trace([("x", -2), ("y", 5), ("z", -4)]) { graph, at in
  let q = try graph.add(Arithmetic(.add), to: [at[0], at[1]], name: "q")
  return try graph.add(Arithmetic(.multiply), to: [q, at[2]], name: "f")
}
for name in ["x", "y", "z", "q", "f"] {
  print("\(name): value \(first.values[name] ?? 0), gradient \(first.gradients[name] ?? 0)")
}
// > x: value -2.0, gradient -4.0
// > y: value 5.0, gradient -4.0
// > z: value -4.0, gradient 3.0
// > q: value 3.0, gradient -4.0
// > f: value -12.0, gradient 1.0

// %% [markdown]
// ## A neuron, in small steps and in one
//
// `f = 1 / (1 + exp(−(w₀x₀ + w₁x₁ + w₂)))`. In small steps it is products, sums, −1 ·, exp, + 1 and 1/·; the whole tail can
// be one gate, the sigmoid, whose slope is `(1 − σ) σ`. Both give the same gradients: a graph is a way to compute, and one
// chooses what has easy slopes. (The text has only the results 0.73 and 0.2; these inputs give them.)

// %% The same gradients twice
let neuron: [(name: String, value: Float)] = [
  ("w0", 2), ("x0", -1), ("w1", -3), ("x1", -2), ("w2", -3),
]
func sum(_ graph: inout Network, _ at: [Node.ID]) throws -> Node.ID {
  let a = try graph.add(Arithmetic(.multiply), to: [at[0], at[1]], name: "w0·x0")
  let b = try graph.add(Arithmetic(.multiply), to: [at[2], at[3]], name: "w1·x1")
  let ab = try graph.add(Arithmetic(.add), to: [a, b], name: "a+b")
  return try graph.add(Arithmetic(.add), to: [ab, at[4]], name: "sum")
}
let small = try trace(neuron) { graph, at in
  var node = try sum(&graph, at)
  for (name, gate) in [
    ("·(−1)", Elementwise(.linear(scale: -1, offset: 0))), ("exp", Elementwise(.exp)),
    ("+1", Elementwise(.linear(scale: 1, offset: 1))),
  ] { node = try graph.add(gate, to: [node], name: name) }
  return try graph.add(Unary(.reciprocal), to: [node], name: "inverse")
}
let whole = try trace(neuron) { graph, at in
  try graph.add(Elementwise(.sigmoid), to: [try sum(&graph, at)], name: "σ")
}
for name in ["w0·x0", "sum", "·(−1)", "exp", "+1", "inverse"] {
  print("\(name): \(row([small.values[name] ?? 0, small.gradients[name] ?? 0], 2))")
}
print("one gate: \(row([whole.values["σ"] ?? 0, whole.gradients["sum"] ?? 0], 2))")
for (name, _) in neuron {
  print("∂f/∂\(name): \(row([small.gradients[name] ?? 0, whole.gradients[name] ?? 0], 2))")
}
// > w0·x0: -2.00 0.20
// > sum: 1.00 0.20
// > ·(−1): -1.00 -0.20
// > exp: 0.37 -0.53
// > +1: 1.37 -0.53
// > inverse: 0.73 1.00
// > one gate: 0.73 0.20
// > ∂f/∂w0: -0.20 -0.20
// > ∂f/∂x0: 0.39 0.39
// > ∂f/∂w1: -0.39 -0.39
// > ∂f/∂x1: -0.59 -0.59
// > ∂f/∂w2: 0.20 0.20

// %% [markdown]
// ## Four patterns
//
// An addition hands on what comes from above; a product swaps and multiplies; where a value is used twice, what comes back
// is added; a maximum sends it to the larger one alone.

// %% Add, multiply, copy, max
let above = Elementwise(.linear(scale: 2, offset: 0))  // what comes from above is 2
for (name, gate) in [
  ("add", Arithmetic(.add)), ("multiply", .init(.multiply)), ("max", .init(.maximum)),
] {
  let seen = try trace([("a", 3), ("b", 4)]) { graph, at in
    try graph.add(above, to: [try graph.add(gate, to: at)])
  }
  print("\(name): \(row([seen.gradients["a"] ?? 0, seen.gradients["b"] ?? 0]))")
}
let copied = try trace([("a", 3)]) { graph, at in
  let once = try graph.add(above, to: at, name: "2a")
  let again = try graph.add(Elementwise(.linear(scale: 5, offset: 0)), to: at, name: "5a")
  return try graph.add(Arithmetic(.add), to: [once, again])
}
print("copy: \(row([copied.gradients["a"] ?? 0]))")
// > add: 2 2
// > multiply: 8 6
// > max: 0 2
// > copy: 7

// %% Slopes below one multiply: vanishing
for layers in [1, 5, 10] {
  let seen = try trace([("x", 0.5)]) { graph, at in
    var node = at[0]
    for layer in 0..<layers {
      node = try graph.add(Elementwise(.sigmoid), to: [node], name: "σ\(layer)")
    }
    return node
  }
  print("\(layers) sigmoids: \(String(format: "%.1e", seen.gradients["x"] ?? 0))")
}
// > 1 sigmoids: 2.4e-01
// > 5 sigmoids: 6.1e-04
// > 10 sigmoids: 3.5e-07

// %% [markdown]
// ## From dense to convolution
//
// A picture of 32×32×3 as a vector has 3,072 numbers, and nobody knows any longer which were neighbours. A filter of 5×5×3 goes
// through the whole depth and makes one map of 28×28; six of them make a new picture of 28×28×6.

// %% Sizes
let picture = NetworkInput.image(channels: 3, height: 32, width: 32)
let layers = try Network(input: picture) {
  Conv2D("conv1", filters: 6, kernel: 5)
  ReLU()
  Conv2D("conv2", filters: 10, kernel: 5)
  ReLU()
}
print("a vector of \(layers.nominalShape(of: layers.inputs[0].id).count)")
for name in ["conv1", "conv2"] {
  print("\(name): \(layers.nominalShape(of: try layers.node(name).id))")
}
// > a vector of 3072
// > conv1: [1, 6, 28, 28]
// > conv2: [1, 10, 24, 24]

// %% [markdown]
// ## Borders
//
// *Valid* adds nothing, *same* keeps the size, *full* goes as far as one pixel overlaps. What is put there is a second
// choice: a constant, the border's own value, the picture mirrored at its border, or the other side.

// %% Sizes and contents
/// What layers make of a batch of pictures.
func through(_ input: Tensor, @LayerBuilder _ layers: () -> Sequential) throws -> Tensor {
  var network = Network(seed: 1)
  let element = Shape(Array(input.shape.dimensions.dropFirst()))
  let result = try network.apply(to: try network.input("in", NetworkInput(element: element)), layers)
  network.output(result)
  let name = network.label(of: result)
  return try network.record([HookSelector(exactly: name)], on: input)[name]
}
let nine = Tensor(shape: [1, 1, 3, 3], scalars: (1...9).map { Float($0) })
for (name, border) in [("valid", BorderSize.valid), ("same", .same), ("full", .full)] {
  print("\(name): \(try through(nine) { Conv2D(filters: 1, kernel: 3, padding: border) }.shape)")
}
for (name, mode) in [
  ("zeros", Padding.Mode.zeros), ("replicate", .replicate), ("reflect", .reflect),
  ("circular", .circular),
] {
  let padded = try through(nine) { Pad2D(size: 1, mode: mode) }.scalars
  let rows = (0..<5).map { y in row(Array(padded[y * 5..<y * 5 + 5])) }
  print("\(name): \(rows.joined(separator: " | "))")
}
let every = try through(nine) {
  Conv2D(filters: 1, kernel: 1, stride: 2, bias: false, initializer: .constant(1))
}
let maxima = try through(nine) { MaxPool2D(kernel: 2, stride: 1) }
print("stride 2: \(row(every.scalars)), maxima of 2×2: \(row(maxima.scalars))")
// > valid: [1, 1, 1, 1]
// > same: [1, 1, 3, 3]
// > full: [1, 1, 5, 5]
// > zeros: 0 0 0 0 0 | 0 1 2 3 0 | 0 4 5 6 0 | 0 7 8 9 0 | 0 0 0 0 0
// > replicate: 1 1 2 3 3 | 1 1 2 3 3 | 4 4 5 6 6 | 7 7 8 9 9 | 7 7 8 9 9
// > reflect: 5 4 5 6 5 | 2 1 2 3 2 | 5 4 5 6 5 | 8 7 8 9 8 | 5 4 5 6 5
// > circular: 9 7 8 9 7 | 3 1 2 3 1 | 6 4 5 6 4 | 9 7 8 9 7 | 3 1 2 3 1
// > stride 2: 1 3 7 9, maxima of 2×2: 5 6 8 9

// %% [markdown]
// ## Where convolution comes from
//
// A system that is linear and does the same at any time is known completely by its answer h to a single 1. Any signal is a
// sum of shifted and scaled ones, so its answer is the sum of shifted and scaled h: `y[n] = Σ x[k] h[n − k]`.

// %% The lecture's table: [3 1 2] and [3 2 1]
let (x, h): ([Float], [Float]) = ([3, 1, 2], [3, 2, 1])
for n in 0...5 {
  let terms = (0..<3).filter { (0..<3).contains(n - $0) }
  let text = terms.map { "\(Int(x[$0]))·\(Int(h[n - $0]))" }.joined(separator: " + ")
  let y = terms.reduce(0) { $0 + x[$1] * h[n - $1] }
  print("y[\(n)] = \(text.isEmpty ? "no overlap" : text) = \(row([y]))")
}
/// The system whose answer to a single 1 is h.
func system(_ signal: [Float]) throws -> [Float] {
  try through(Tensor(shape: [1, 1, 1, signal.count], scalars: signal)) {
    Conv2D(
      filters: 1, kernel: (1, 3), padding: .full, bias: false, initializer: .values(h.reversed()))
  }.scalars
}
print("by a layer: \(row(try system(x)))")
// > y[0] = 3·3 = 9
// > y[1] = 3·2 + 1·3 = 9
// > y[2] = 3·1 + 1·2 + 2·3 = 11
// > y[3] = 1·1 + 2·2 = 5
// > y[4] = 2·1 = 2
// > y[5] = no overlap = 0
// > by a layer: 9 9 11 5 2

// %% Linear, and the same at any time
let other: [Float] = [1, -2, 4]
let mixed = try system(zip(x, other).map { 2 * $0 - 3 * $1 })
let apart = zip(try system(x), try system(other)).map { 2 * $0 - 3 * $1 }
print("a·x₁ + b·x₂: \(row(mixed)), answers mixed: \(row(apart))")
print("later: \(row(try system([0, 0] + x)))")
print("a single 1: \(row(try system([1])))")
print("nothing: \(row(try system([0, 0])))")
// > a·x₁ + b·x₂: 9 30 -5 -8 -8, answers mixed: 9 30 -5 -8 -8
// > later: 0 0 9 9 11 5 2
// > a single 1: 3 2 1
// > nothing: 0 0 0 0

// %% [markdown]
// ## Two networks for digits
//
// The lecture gives 98,820 and 229,340 weights, and 0.9449 and 0.9687 of the test digits right. The counts agree to the
// last weight. We do better on accuracy, since the optimizer is a later one and we train on all pictures; the order is the
// same.

// %% Counted
for name in ["shallow-cnn", "deep-cnn"] {
  let network = try Zoo.network(named: name)
  let parts = network.nodes.filter { !$0.parameters.isEmpty }.map { node in
    let count = node.parameters.reduce(0) { $0 + network.parameters[$1].shape.count }
    return "\(node.name) \(count)"
  }
  print("\(name): \(parts.joined(separator: ", ")), in all \(network.parameterCount)")
}
// > shallow-cnn: conv1 260, hidden 98050, logits 510, in all 98820
// > deep-cnn: conv1 260, conv2 3640, conv3 28880, hidden 196050, logits 510, in all 229340

// %% Trained
let unseen = fast ? digits.test.prefix(1_000) : digits.test
var results: [(name: String, evaluation: Evaluation)] = []
for name in ["shallow-cnn", "deep-cnn"] {
  var trainer = try Trainer(
    try Zoo.network(named: name, seed: 1), optimizer: Adam(learningRate: 1e-3), seed: 1)
  let log = try trainer.fit(
    fast ? digits.train.prefix(3_000) : digits.train, validating: unseen, epochs: 2)
  try TrainingCurves([(name, log)], title: name).write(to: "\(name).png")
  let evaluation = try Evaluation(of: trainer.network, on: unseen)
  results.append((name, evaluation))
  print("\(name): \(row([Float(evaluation.accuracy ?? 0)], 3)) right")
}
let confusion = results[1].evaluation.confusion
try HeatMap(
  values: Tensor(shape: [10, 10], scalars: confusion.flatMap { $0.map { Float($0) } }),
  title: "The deeper network's answers", xLabel: "said", yLabel: "is", digits: 4
).write(to: "confusion.png")
let wrong = (0..<100).filter { $0 / 10 != $0 % 10 }
let worst = wrong.max { confusion[$0 / 10][$0 % 10] < confusion[$1 / 10][$1 % 10] } ?? 0
print("most often wrong: a \(worst / 10) taken for a \(worst % 10)")
// > shallow-cnn: 0.978 ± 0.01 right
// > deep-cnn: 0.987 ± 0.01 right
// > most often wrong: a … taken for a …
// fast> shallow-cnn: 0.834 ± 0.03 right
// fast> deep-cnn: 0.881 ± 0.03 right
// fast> most often wrong: a … taken for a …

// %% [markdown]
// ## Exercises
//
// 1. `f = max(x, y) · x` at x = 2, y = 1. Draw the graph and predict ∂f/∂x. Then y = 3.
// 2. Is max pooling a linear system? Is a convolution with stride 2 the same at any time? Find counterexamples.
// 3. Convolve `[3 1 2]` with `[1 2 3]` by hand, then by a layer.
// 4. How many weights does the shallow network have for pictures of 32×32 with three colours?
//
// ## Solutions

// %% 1. The larger one
for y in [1, 3] as [Float] {
  let seen = try trace([("x", 2), ("y", y)]) { graph, at in
    let larger = try graph.add(Arithmetic(.maximum), to: at)
    return try graph.add(Arithmetic(.multiply), to: [larger, at[0]])
  }
  print("y = \(y): ∂f/∂x = \(seen.gradients["x"] ?? 0), ∂f/∂y = \(seen.gradients["y"] ?? 0)")
}
// > y = 1.0: ∂f/∂x = 4.0, ∂f/∂y = 0.0
// > y = 3.0: ∂f/∂x = 3.0, ∂f/∂y = 2.0

// %% 2. Two counterexamples
func largest(_ signal: [Float]) throws -> Float {
  try through(Tensor(shape: [1, 1, 1, 2], scalars: signal)) { GlobalMaxPool() }.scalar
}
let (one, two) = (try largest([1, 0]), try largest([0, 1]))
print("max of the sum \(row([try largest([1, 1])])), sum of the maxima \(row([one + two]))")
func second(_ signal: [Float]) throws -> [Float] {
  try through(Tensor(shape: [1, 1, 1, signal.count], scalars: signal)) {
    Conv2D(filters: 1, kernel: 1, stride: 2, bias: false, initializer: .constant(1))
  }.scalars
}
print("stride 2: \(row(try second([1, 0, 2, 0]))), one step later \(row(try second([0, 1, 0, 2])))")
// > max of the sum 1, sum of the maxima 2
// > stride 2: 1 2, one step later 0 0

// %% 3. The other way round
print(row(try through(Tensor(shape: [1, 1, 1, 3], scalars: x)) {
  Conv2D(filters: 1, kernel: (1, 3), padding: .full, bias: false, initializer: .values(h))
}.scalars))
// > 3 7 13 7 6

// %% 4. In colour
let colour = try Zoo.network(named: "shallow-cnn", input: picture)
let convolution: Int = 10 * (75 + 1)
let hidden: Int = 2_560 * 50 + 50
print("\(colour.parameterCount): \(convolution) + \(hidden) + 510")
// > 129320: 760 + 128050 + 510
