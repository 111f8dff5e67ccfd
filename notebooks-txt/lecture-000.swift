// %% [markdown]
// # Lecture 000: convolution and recurrence
//
// This lesson follows the lecture from its first slide to its last: why a network for pictures should look at small
// windows, what convolution and pooling compute, how the error finds its way back through them, and how a network with a
// state reads a sequence. Every number is computed here, by the same library that trains large networks.

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

/// One row of numbers as a picture that is one pixel high.
func line(_ values: [Float]) -> Tensor {
  Tensor(shape: [1, 1, 1, values.count], scalars: values)
}

/// What layers make of a batch of pictures.
func through(_ picture: Tensor, @LayerBuilder _ layers: () -> Sequential) throws -> Tensor {
  let shape = picture.shape
  var network = Network(seed: 1)
  let image = try network.input(.image(channels: shape[1], height: shape[2], width: shape[3]))
  let result = try network.apply(to: image, layers)
  network.output(result)
  let name = network.label(of: result)
  return try network.record([HookSelector(exactly: name)], on: picture)[name]
}

/// A convolution of one filter with given weights; the kernel is not flipped.
func filter(
  _ weights: [[Float]], stride: Int = 1, padding: BorderSize = .valid
) -> Conv2D {
  Conv2D(
    "filter", filters: 1, kernel: (weights.count, weights[0].count), stride: (stride, stride),
    padding: padding, bias: false, initializer: .values(weights.flatMap { $0 }))
}
print(digits.train)
// > 60000 pictures of 1x28x28 in 10 classes

// %% [markdown]
// ## Why not fully connected
//
// Neighbouring pixels are alike, and the more so the nearer they are. A fully connected layer does not know: give it the
// pixels in any other order and it learns as well. It pays for that. One unit that sees a picture of 100×100 has 10,000
// weights; a window of 5×5 has 25, wherever it looks.

// %% Neighbours are alike
func correlation(_ pairs: [(Float, Float)]) -> Float {
  let count = Float(pairs.count)
  let a = pairs.reduce(0) { $0 + $1.0 } / count
  let b = pairs.reduce(0) { $0 + $1.1 } / count
  let ab = pairs.reduce(0) { $0 + ($1.0 - a) * ($1.1 - b) }
  let aa = pairs.reduce(0) { $0 + ($1.0 - a) * ($1.0 - a) }
  let bb = pairs.reduce(0) { $0 + ($1.1 - b) * ($1.1 - b) }
  return ab / (aa * bb).squareRoot()
}
let cat = try Photograph.chelsea.image().grey.centralSquare
let pixels = cat.tensor.scalars
for distance in [1, 4, 16, 64] {
  let pairs = (0..<cat.height).flatMap { y in
    (0..<cat.width - distance).map { x in
      (pixels[y * cat.width + x], pixels[y * cat.width + x + distance])
    }
  }
  print("\(distance) apart: correlation \(row([correlation(pairs)], 2))")
}
let one = NetworkInput.image(channels: 1, height: 100, width: 100)
let dense = try Network(input: one) { Flatten(); Dense("unit", 1) }
let windows = try Network(input: one) { Conv2D("map", filters: 1, kernel: 5) }
print("one dense unit: \(dense.parameterCount), one feature map: \(windows.parameterCount)")
// > 1 apart: correlation 0.94 ± 0.02
// > 4 apart: correlation 0.76 ± 0.05
// > 16 apart: correlation 0.31 ± 0.05
// > 64 apart: correlation -0.04 ± 0.05
// > one dense unit: 10001, one feature map: 26

// %% Fully connected networks are brittle
func shifted(_ images: Tensor, by distance: Int) throws -> Tensor {
  try through(images) {
    Pad2D(left: distance)
    Apply("crop", Slicing(axis: 3, start: 0, count: 28))
  }
}
let some = digits.test.prefix(500)
for name in ["mlp", "lenet5"] {
  var trainer = try Trainer(
    try Zoo.network(named: name, seed: 1), optimizer: Adam(learningRate: 1e-3), seed: 1)
  try trainer.fit(digits.train.prefix(fast ? 3_000 : 12_000), epochs: 3)
  let right = try [0, 2, 4].map { distance in
    let moved = try shifted(some.images, by: distance)
    let logits = try trainer.network.record(["logits"], on: moved)["logits"]
    return Float(zip(logits.argmaxOfRows(), some.labels).count { $0 == $1 }) / 500
  }
  print("\(name): right \(row(right, 2)) where the digits move by 0, 2, 4 pixels")
}
// > mlp: right 0.93 ± 0.03 0.66 ± 0.1 0.24 ± 0.1 where the digits move by 0, 2, 4 pixels
// > lenet5: right 0.96 ± 0.03 0.89 ± 0.08 0.47 ± 0.2 where the digits move by 0, 2, 4 pixels
// fast> mlp: right 0.87 ± 0.05 0.63 ± 0.1 0.25 ± 0.1 where the digits move by 0, 2, 4 pixels
// fast> lenet5: right 0.90 ± 0.05 0.76 ± 0.1 0.36 ± 0.2 where the digits move by 0, 2, 4 pixels

// %% [markdown]
// Two pixels are nothing to a reader. The network of dense layers has never seen strokes in these places; the one with
// convolutions and pooling looks everywhere with the same eyes and loses less. It loses all the same: its last layers are
// dense, and its pooling windows bear small shifts only.
//
// ## Convolution of one dimension
//
// For functions: `(f ∗ g)(t) = ∫ f(τ) g(t − τ) dτ`. One of the two is turned round and slid over the other, and at each
// place the product is added up. Two boxes of width 1 overlap most where they lie upon each other, so their convolution is
// a triangle. On a grid of width 0.01 the integral is a sum, and the sum is the discrete convolution of the lecture.

// %% Two boxes make a triangle
let step: Float = 0.01
let box = Array(repeating: Float(1), count: 100)  // from 0 to 1
let triangle = try through(line(box)) { filter([box.reversed()], padding: .full) }
let heights = triangle.scalars.map { $0 * step }
for t in [0.25, 0.5, 1.0, 1.5, 1.75] as [Float] {
  print("at \(t): \(row([heights[Int((t / step).rounded()) - 1]], 2))")
}
try LineChart(
  title: "A box, convolved with itself", xLabel: "t", yLabel: "value",
  series: [
    Series(name: "box", x: (0..<100).map { step * Float($0 + 1) }, y: box),
    Series(name: "box ∗ box", x: (0..<199).map { step * Float($0 + 1) }, y: heights),
  ]
).write(to: "triangle.png")
// > at 0.25: 0.25
// > at 0.5: 0.50
// > at 1.0: 1.00
// > at 1.5: 0.50
// > at 1.75: 0.25

// %% [markdown]
// A convolution layer of a network does not turn the kernel round: signal processing calls that *correlation*. For a
// network it makes no difference, since it learns the weights and would learn them turned. For formulas it does, so in
// this lesson a kernel is turned by hand where the formula asks for it.
//
// Kernel size K, stride S and padding P decide how many numbers come out: `(N − K + 2P) / S + 1`, rounded down.

// %% Turned or not; how many come out
let f: [Float] = [2, 0, 1, 4, 3, 1]
let g: [Float] = [1, 2, 3]
print("convolution: \(row(try through(line(f)) { filter([g.reversed()]) }.scalars))")
print("correlation: \(row(try through(line(f)) { filter([g]) }.scalars))")
for (k, s, p) in [(3, 1, 0), (3, 1, 1), (3, 2, 0), (3, 2, 1), (5, 1, 2)] {
  let border = BorderSize.explicit(before: [0, p], behind: [0, p])
  let kernel = [Array(repeating: Float(1), count: k)]
  let out = try through(line(f)) {
    Conv2D(
      "k", filters: 1, kernel: (1, k), stride: (1, s), padding: border, bias: false,
      initializer: .values(kernel[0]))
  }
  print("K=\(k) S=\(s) P=\(p): \(out.shape[3]) numbers, \((6 - k + 2 * p) / s + 1) by the formula")
}
// > convolution: 7 6 14 19
// > correlation: 5 14 18 13
// > K=3 S=1 P=0: 4 numbers, 4 by the formula
// > K=3 S=1 P=1: 6 numbers, 6 by the formula
// > K=3 S=2 P=0: 2 numbers, 2 by the formula
// > K=3 S=2 P=1: 3 numbers, 3 by the formula
// > K=5 S=1 P=2: 6 numbers, 6 by the formula

// %% [markdown]
// ## What kernels mean
//
// The lecture shows five kernels on a photograph: a blur of 25 ones, the Laplacian, and lines in three directions. The
// kernels for lines add up to 0, and so does the Laplacian: they are silent where nothing changes. The blur adds up to 25:
// as it stands it makes the picture 25 times as bright, so we divide by 25 to see it.
//
// The kernel with its twos on the falling diagonal is called *135°* there. Angles are counted as in mathematics, against
// the clock, while rows of pixels are counted downwards: the line runs from the upper left to the lower right.

// %% Kernels on a photograph
let kernels: [(name: String, weights: [[Float]])] = [
  ("blur", Array(repeating: Array(repeating: 1 / 25, count: 5), count: 5)),
  ("Laplacian", [[0, 1, 0], [1, -4, 1], [0, 1, 0]]),
  ("horizontal", [[-1, -1, -1], [2, 2, 2], [-1, -1, -1]]),
  ("vertical", [[-1, 2, -1], [-1, 2, -1], [-1, 2, -1]]),
  ("45°", [[-1, -1, 2], [-1, 2, -1], [2, -1, -1]]),
  ("135°", [[2, -1, -1], [-1, 2, -1], [-1, -1, 2]]),
]
let photograph = Tensor.stacking([cat.resized(width: 200, height: 200).tensor])
let results = try kernels.map { kernel in
  try through(photograph) { filter(kernel.weights) }
}
try ImageGrid(
  title: "One photograph, six kernels",
  tiles: zip(kernels, results).map { kernel, result in
    let strength: Float = kernel.name == "blur" ? 1 : 3  // to see more of the faint ones
    return ImageGrid.Tile(
      image: result.element(0).map { min(1, strength * abs($0)) }, title: kernel.name)
  }, columns: 3, tileSize: 150,
  caption: "The sizes of the answers; all but the blur three times as bright."
).write(to: "kernels.png")
for (kernel, result) in zip(kernels, results) {
  let mean = result.scalars.reduce(0) { $0 + abs($1) } / Float(result.scalars.count)
  let sum = kernel.weights.joined().reduce(0, +)
  print("\(kernel.name): sum \(row([sum])), mean |answer| \(row([mean], 2))")
}
// > blur: sum 1, mean |answer| 0.45 ± 0.02
// > Laplacian: sum 0, mean |answer| 0.05
// > horizontal: sum 0, mean |answer| 0.07
// > vertical: sum 0, mean |answer| 0.06
// > 45°: sum 0, mean |answer| 0.06
// > 135°: sum 0, mean |answer| 0.06

// %% Each kernel for lines hears its own direction
let across = (0..<49).map { (x: $0 % 7, y: $0 / 7) }
let lines: [[Float]] = [
  across.map { $0.y == 3 ? 1 : 0 }, across.map { $0.x == 3 ? 1 : 0 },
  across.map { $0.x + $0.y == 6 ? 1 : 0 }, across.map { $0.x == $0.y ? 1 : 0 },
]
for kernel in kernels.dropFirst(2) {
  let answers = try lines.map { pixels in
    try through(Tensor(shape: [1, 1, 7, 7], scalars: pixels)) { filter(kernel.weights) }.scalars.max()!
  }
  print("\(kernel.name): \(row(answers))")
}
// > horizontal: 6 0 1 1
// > vertical: 0 6 1 1
// > 45°: 0 0 6 2
// > 135°: 0 0 2 6

// %% [markdown]
// ## Few connections, few weights
//
// Which outputs does an input feed, and which inputs does an output hear? The derivative ∂s/∂x says it. For a dense layer
// the whole matrix is filled. For a convolution of width 3 it is a band: three numbers in each column (seen from below)
// and in each row (seen from above), and the same three in each row, since the weights are shared.

// %% The matrix of a convolution
func matrix(inputs: Int, @LayerBuilder _ layers: () -> Sequential) throws -> [[Float]] {
  let units = (0..<inputs).map { unit in (0..<inputs).map { Float($0 == unit ? 1 : 0) } }
  let columns = try through(
    Tensor(shape: [inputs, 1, 1, inputs], scalars: units.flatMap { $0 }), layers)
  let outputs = columns.shape.count / inputs
  return (0..<outputs).map { out in (0..<inputs).map { columns.scalars[$0 * outputs + out] } }
}
let band = try matrix(inputs: 5) { filter([[1, 2, 3]], padding: .same) }
for weights in band { print(row(weights)) }
let full = try matrix(inputs: 5) { Flatten(); Dense("dense", 5, bias: false) }
let connections = [full, band].map { weights in weights.joined().count { $0 != 0 } }
print("connections: \(connections[0]) of 25 when dense, \(connections[1]) here")
for maps in [1, 16, 64] {
  let layer = try Network(input: one) { Conv2D("maps", filters: maps, kernel: 5) }
  print("feature maps: \(maps), weights: \(layer.parameterCount), whatever the picture's size")
}
// > 2 3 0 0 0
// > 1 2 3 0 0
// > 0 1 2 3 0
// > 0 0 1 2 3
// > 0 0 0 1 2
// > connections: 25 of 25 when dense, 13 here
// > feature maps: 1, weights: 26, whatever the picture's size
// > feature maps: 16, weights: 416, whatever the picture's size
// > feature maps: 64, weights: 1664, whatever the picture's size

// %% [markdown]
// ## Pooling
//
// A pooling layer puts one number in the place of a neighbourhood: the largest, the mean, the root of the sum of squares
// (L2), or a mean weighted by the distance from the middle, which is a convolution with fixed weights. The lecture's example:
// shift the input by one pixel, so that *every* number changes, and look how few of the maxima do.

// %% Four kinds, and a shift
let corner = Tensor(shape: [1, 1, 2, 2], scalars: [3, 4, 0, 12])
print("max \(try through(corner) { MaxPool2D(kernel: 2) }.scalar)")
print("average \(try through(corner) { AveragePool2D(kernel: 2) }.scalar)")
let root = WindowReduction(.norm(p: 2), window: .square(2))
print("L2 \(try through(corner) { Apply("l2", root) }.scalar)")
let nine = Tensor(shape: [1, 1, 3, 3], scalars: [0, 0, 0, 0, 16, 0, 0, 0, 8])
let weighted = filter([[1, 2, 1], [2, 4, 2], [1, 2, 1]].map { $0.map { $0 / 16 } })
print("weighted by distance \(try through(nine) { weighted }.scalar)")

let three = Window(
  kernel: [1, 3], stride: [1, 1], dilation: [1, 1],
  border: .explicit(before: [0, 1], behind: [0, 1]))
for values in [[0.1, 1.0, 0.2, 0.1], [0.3, 0.1, 1.0, 0.2]] as [[Float]] {
  let pooled = try through(line(values)) { Apply("pool", Pooling(.max, window: three)) }
  print("\(row(values, 1)) → \(row(pooled.scalars, 1))")
}
var noise = RandomSource(seed: 1)
for side in [20, 50] {
  let picture = Tensor.uniform([1, 1, side, side], in: 0...1, from: &noise)
  print("\(side)×\(side) → \(try through(picture) { GlobalMaxPool() }.shape)")
}
// > max 12.0
// > average 4.75
// > L2 13.0
// > weighted by distance 4.5
// > 0.1 1.0 0.2 0.1 → 1.0 1.0 1.0 0.2
// > 0.3 0.1 1.0 0.2 → 0.3 1.0 1.0 1.0
// > 20×20 → [1, 1]
// > 50×50 → [1, 1]

// %% [markdown]
// ## The error's way back
//
// Four inputs, two weights, three outputs: `y₁ = x₁w₁ + x₂w₂ + b` and so on. The chain rule gives
// `dL/dw = (x₁δ₁ + x₂δ₂ + x₃δ₃, x₂δ₁ + x₃δ₂ + x₄δ₃)`: δ slides over x. The lecture calls that a convolution; as nothing is
// turned round it is a correlation. The gradient of the *input* is a true convolution: δ with w, over the full overlap.

// %% Backpropagation through a convolution
/// The gradients of a layer's input and of its parameters, where `delta` arrives at its output.
func gradients(
  of x: Tensor, delta: [Float], @LayerBuilder _ layers: () -> Sequential
) throws -> (input: [Float], parameters: [[Float]]) {
  var network = Network(seed: 1)
  let image = try network.input(
    .image(channels: 1, height: x.shape[2], width: x.shape[3]).named("x"))
  let y = try network.apply(to: image, layers)
  let plan = try Plan(
    network, batch: 1,
    request: PlanRequest(origin: .seeds([y]), parameters: .trainable, inputs: ["x"]))
  try plan.setInput("x", to: x)
  plan.setSeed(of: y, to: Tensor(shape: network.nominalShape(of: y), scalars: delta))
  try plan.run()
  let positions = network.parameters.indices
  return (
    try plan.gradient(ofInput: "x").scalars,
    positions.map { plan.gradient(ofParameter: $0).scalars }
  )
}
let x: [Float] = [1, 2, 3, 4]
let delta: [Float] = [1, 0, -2]
let back = try gradients(of: line(x), delta: delta) {
  Conv2D(
    "conv", filters: 1, kernel: (1, 2), initializer: .values([0.5, -1]))
}
print("dL/dw \(row(back.parameters[0])), dL/db \(row(back.parameters[1]))")
print("x correlated with δ: \(row(try through(line(x)) { filter([delta]) }.scalars))")
print("dL/dx \(row(back.input, 1))")
let turned = try through(line(delta)) { filter([[-1, 0.5]], padding: .full) }
print("δ convolved with w: \(row(turned.scalars, 1))")
// > dL/dw -5 -6, dL/db -1
// > x correlated with δ: -5 -6
// > dL/dx 0.5 -1.0 -1.0 2.0
// > δ convolved with w: 0.5 -1.0 -1.0 2.0

// %% Backpropagation through pooling
let square = Tensor(shape: [1, 1, 2, 4], scalars: [1, 7, 2, 3, 4, 5, 9, 0])
let routed = try gradients(of: square, delta: [10, 20]) { MaxPool2D(kernel: 2) }
let spread = try gradients(of: square, delta: [10, 20]) { AveragePool2D(kernel: 2) }
print("max routes:      \(row(routed.input))")
print("average spreads: \(row(spread.input, 1))")
// > max routes:      0 10 0 0 0 0 20 0
// > average spreads: 2.5 2.5 5.0 5.0 2.5 2.5 5.0 5.0

// %% A whole network for pictures
let leNet = try Zoo.network(named: "lenet5")
for name in ["conv1", "maxpool1", "conv2", "maxpool2", "hidden1", "hidden2", "logits"] {
  print("\(name): \(leNet.nominalShape(of: try leNet.node(name).id))")
}
// > conv1: [1, 6, 28, 28]
// > maxpool1: [1, 6, 14, 14]
// > conv2: [1, 16, 10, 10]
// > maxpool2: [1, 16, 5, 5]
// > hidden1: [1, 120]
// > hidden2: [1, 84]
// > logits: [1, 10]

// %% [markdown]
// ## Networks with a state
//
// A recurrent network applies one function at every step: `h[t] = tanh(W₁ x[t] + W₂ h[t−1] + b)`, with the same W₁ and W₂
// each time (Elman 1990). So it reads sequences of any length with the same number of weights, and its answers can be
// taken in five ways.

// %% One to one, one to many, many to one, many to many
let sequence = NetworkInput.sequence(length: 6, features: 4)
let last = try Network(input: sequence) { ElmanRNN(hidden: 8, returnsSequence: false); Dense(3) }
let each = try Network(input: sequence) { ElmanRNN(hidden: 8); Dense(3) }
let told = try Network { graph in
  let picture = try graph.input("picture", .vector(8))
  let blanks = try graph.input("blanks", .sequence(length: 5, features: 1))
  let words = try graph.apply(ElmanRNN(hidden: 8, initialStates: [picture]), to: blanks)
  graph.output(try graph.apply(Dense(3), to: words))
}
let translated = try Network { graph in
  let read = try graph.apply(
    ElmanRNN("reader", hidden: 8, returnsSequence: false), to: try graph.input(sequence))
  let blanks = try graph.input("blanks", .sequence(length: 7, features: 1))
  let words = try graph.apply(ElmanRNN("writer", hidden: 8, initialStates: [read]), to: blanks)
  graph.output(try graph.apply(Dense(3), to: words))
}
for (kind, network) in [
  ("one to many (caption)", told), ("many to one (opinion)", last),
  ("many to many (translation)", translated), ("many to many (frames)", each),
] {
  let shape = network.nominalShape(of: network.outputs[0])
  print("\(kind): \(shape), \(network.parameterCount) weights")
}
// > one to many (caption): [1, 5, 3], 115 weights
// > many to one (opinion): [1, 3], 139 weights
// > many to many (translation): [1, 7, 3], 227 weights
// > many to many (frames): [1, 6, 3], 139 weights

// %% [markdown]
// ## Forwards and backwards through time
//
// With one unit we can follow each number. The backward pass goes the same way in the other direction: what arrives at
// `h[t]` is its own share of the loss plus what comes from `h[t+1]`, times W₂ and the slope `1 − h²`. Then the weights'
// gradients are sums over all steps, because the same weights were used at all of them.

// %% Backpropagation through time
let (w1, w2): (Float, Float) = (0.5, 0.9)
var elman = try Network(input: .sequence(length: 5, features: 1).named("x"), seed: 1) {
  ElmanRNN("rnn", hidden: 1, returnsSequence: false)
}
for (name, value) in [("weight_ih", w1), ("weight_hh", w2), ("bias_ih", 0), ("bias_hh", 0)] {
  let place = try elman.parameterPosition("rnn.\(name)")
  elman.setWeights(Tensor(repeating: value, shape: elman.weights[place].shape), at: place)
}
let read: [Float] = [1, 0, -1, 0.5, 0]
let seen = try elman.record(
  ["rnn/h"], [.value, .gradient], on: Tensor(shape: [1, 5, 1], scalars: read),
  objective: .output())
let states = try (0..<5).map { try seen["rnn/h[\($0)]", .value].scalar }
let arriving = try (0..<5).map { try seen["rnn/h[\($0)]", .gradient].scalar }
print("h:       \(row(states, 4))")
print("dL/dh:   \(row(arriving, 4))")
var byHand: [Float] = [1]
for t in stride(from: 3, through: 0, by: -1) {
  byHand.insert(byHand[0] * w2 * (1 - states[t + 1] * states[t + 1]), at: 0)
}
print("by hand: \(row(byHand, 4))")
// > h:       0.4621 0.3935 -0.1448 0.1191 0.1068
// > dL/dh:   0.5291 0.6956 0.7894 0.8897 1.0000
// > by hand: 0.5291 0.6956 0.7894 0.8897 1.0000

// %% Vanishing and exploding
/// What of dL/dh is left twenty steps before the end, where one unit without a squashing function has this weight.
func remains(_ factor: Float) throws -> Float {
  let chain = try Network(input: .sequence(length: 21, features: 1), seed: 1) {
    ElmanRNN(
      "rnn", hidden: 1, returnsSequence: false, nonlinearity: .identity,
      recurrentInitializer: .identity(factor))
  }
  let zeros = Tensor.zeros([1, 21, 1])
  let path = try chain.record(["rnn/h"], [.gradient], on: zeros, objective: .output())
  return try path["rnn/h[0]", .gradient].scalar
}
for factor in [0.5, 1, 1.5] as [Float] {
  let first = String(format: "%.2g", try remains(factor))
  print("weight \(factor): dL/dh is 1 at the end and \(first) twenty steps before")
}
// > weight 0.5: dL/dh is 1 at the end and 9.5e-07 twenty steps before
// > weight 1.0: dL/dh is 1 at the end and 1 twenty steps before
// > weight 1.5: dL/dh is 1 at the end and 3.3e+03 twenty steps before

// %% [markdown]
// ## A language model
//
// Given some words, which comes next? The lecture asks what the cat drank. A model knows what it has read: here twenty
// sentences, in which milk is drunk often, whiskey seldom, and cows drink but are never drunk.

// %% What the cat drank
let drinks = Array(repeating: "milk", count: 7) + Array(repeating: "water", count: 2) + ["whiskey"]
let texts = ["cat", "cow"].flatMap { who in drinks.map { "the \(who) drank the \($0)" } }
let words = Array(Set(texts.joined(separator: " ").split(separator: " ").map(String.init))).sorted()
func codes(_ text: String) -> [Float] {
  text.split(separator: " ").map { Float(words.firstIndex(of: String($0))!) }
}
let read4 = Tensor(shape: [texts.count, 4], scalars: texts.flatMap { codes($0).dropLast() })
let next4 = Tensor(shape: [texts.count, 4], scalars: texts.flatMap { codes($0).dropFirst() })
var reader = try Trainer(
  try Network(input: .indices(length: 4), seed: 1) {
    Embedding(vocabulary: words.count, size: 8)
    ElmanRNN(hidden: 16)
    Dense("logits", words.count)
  },
  optimizer: Adam(learningRate: 0.02), batchSize: 20, seed: 1)
try reader.fit(
  try TensorSamples(inputs: read4, targets: next4, classCount: words.count), epochs: 150)
let begin = Tensor(shape: [1, 4], scalars: codes("the cat drank the"))
let logits = try reader.network.record(["logits"], on: begin)["logits"]
let powers = (0..<words.count).map { exp(logits[0, 3, $0]) }
for word in ["milk", "whiskey", "cow"] {
  print("the cat drank the \(word): \(row([powers[words.firstIndex(of: word)!] / powers.reduce(0, +)], 2))")
}
// > the cat drank the milk: 0.70 ± 0.03
// > the cat drank the whiskey: 0.10 ± 0.03
// > the cat drank the cow: 0.00 ± 0.02

// %% [markdown]
// ## Exercises
//
// 1. Blur the photograph twice with 3×3 kernels of ones, divided by 9. Which single kernel does the same? Check it.
// 2. The lecture's input moved by one pixel changes two of four maxima. With windows of 5, how many?
// 3. Backpropagate `δ = (1, 1, 1)` through `y = w ∗ x` with `x = (1, 2, 3, 4)`. Predict dL/dw before you run it.
// 4. For which weight is `dL/dh` twenty steps before the end a thousandth of what it is there? Check it.
//
// ## Solutions

// %% 1. Two blurs are one
let ninth = Array(repeating: Array(repeating: Float(1) / 9, count: 3), count: 3)
let point = Tensor(shape: [1, 1, 5, 5], scalars: (0..<25).map { $0 == 12 ? 1 : 0 })
let one5 = try through(point) { filter(ninth, padding: .full) }
let kernel5 = try through(one5) {
  Conv2D("again", filters: 1, kernel: 3, bias: false, initializer: .values(ninth.flatMap { $0 }))
}
print("81 times the kernel's first three rows:")
for y in 0..<3 { print(row((0..<5).map { 81 * kernel5.scalars[y * 5 + $0] })) }
let twice = try through(photograph) {
  filter(ninth)
  Conv2D("again", filters: 1, kernel: 3, bias: false, initializer: .values(ninth.flatMap { $0 }))
}
let once = try through(photograph) {
  Conv2D("once", filters: 1, kernel: 5, bias: false, initializer: .values(kernel5.scalars))
}
let difference = zip(twice.scalars, once.scalars).map { abs($0 - $1) }.max()!
print("the photograph agrees: \(difference < 1e-5)")
// > 81 times the kernel's first three rows:
// > 1 2 3 2 1
// > 2 4 6 4 2
// > 3 6 9 6 3
// > the photograph agrees: true

// %% 2. Windows of five
let five = Window(
  kernel: [1, 5], stride: [1, 1], dilation: [1, 1],
  border: .explicit(before: [0, 2], behind: [0, 2]))
for values in [[0.1, 1.0, 0.2, 0.1], [0.3, 0.1, 1.0, 0.2]] as [[Float]] {
  print(row(try through(line(values)) { Apply("pool", Pooling(.max, window: five)) }.scalars, 1))
}
// > 1.0 1.0 1.0 1.0
// > 1.0 1.0 1.0 1.0

// %% 3. Sums of neighbours
let ones = try gradients(of: line(x), delta: [1, 1, 1]) {
  Conv2D("conv", filters: 1, kernel: (1, 2), initializer: .values([0.5, -1]))
}
print("1 + 2 + 3 and 2 + 3 + 4: \(row(ones.parameters[0]))")
// > 1 + 2 + 3 and 2 + 3 + 4: 6 9

// %% 4. A thousandth
let weight = Float(pow(0.001, 1.0 / 20))
print("weight \(row([weight], 3)): \(row([try remains(weight)], 4)) is left")
// > weight 0.708: 0.0010 is left
