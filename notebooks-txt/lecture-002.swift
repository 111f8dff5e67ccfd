// %% [markdown]
// # Lecture 002: convolution as sparse products, and networks with memory
//
// This lesson follows the lecture: a convolution as a matrix with few and shared numbers, the sizes that come of kernels,
// strides and borders, pooling, and then recurrent networks from one-hot characters to the gates of an LSTM. Some of the
// lecture's numbers do not hold; we compute each and say where.

// %% Tools of this lesson
import Foundation
import Fovea

let fast = ProcessInfo.processInfo.environment["FOVEA_FAST"] != nil  // for a test: fewer steps

func row(_ values: [Float], _ digits: Int = 0) -> String {
  values.map { String(format: "%.\(digits)f", $0 == 0 ? 0 : $0) }.joined(separator: " ")
}

/// What layers make of a batch of vectors, pictures or sequences.
func through(_ input: Tensor, @LayerBuilder _ layers: () -> Sequential) throws -> Tensor {
  var network = Network(seed: 1)
  let element = Shape(Array(input.shape.dimensions.dropFirst()))
  let result = try network.apply(to: try network.input("x", NetworkInput(element: element)), layers)
  network.output(result)
  let name = network.label(of: result)
  return try network.record([HookSelector(exactly: name)], on: input)[name]
}

func line(_ values: [Float]) -> Tensor { Tensor(shape: [1, 1, 1, values.count], scalars: values) }

func filter(_ weights: [Float], stride: Int = 1, padding: BorderSize = .valid) -> Conv2D {
  Conv2D(
    "filter", filters: 1, kernel: (1, weights.count), stride: (1, stride), padding: padding,
    bias: false, initializer: .values(weights))
}

// %% [markdown]
// ## Sparse, then shared
//
// `hᵢ = Σ xₘ wₘᵢ K(i − m)`, where K is 1 for neighbours and 0 elsewhere: of n × n weights a band remains. If in addition
// the weight depends on i − m alone, three numbers remain, and the matrix has the same number along each diagonal: a
// Toeplitz matrix. As the index is i − m, this is a true convolution, with the kernel turned round.

// %% A Toeplitz matrix, multiplied
let n = 10
let near = (0..<n).map { i in (0..<n).map { m in abs(i - m) <= 1 } }
print("weights: dense \(n * n), sparse \(near.joined().count { $0 }), shared 3")
let w: [Float] = [2, -1, 3]  // w[−1], w[0], w[1]
let toeplitz = (0..<n).map { i in (0..<n).map { m in near[i][m] ? w[i - m + 1] : 0 } }
for weights in toeplitz.prefix(3) { print(row(weights)) }
let x: [Float] = [1, 0, 2, -1, 3, 1, 0, -2, 1, 4]
let product = toeplitz.map { weights in zip(weights, x).reduce(0) { $0 + $1.0 * $1.1 } }
let slid = try through(line(x)) { filter(w.reversed(), padding: .same) }.scalars
print("multiplied: \(row(product))")
print("convolved:  \(row(slid))")
// > weights: dense 100, sparse 28, shared 3
// > -1 2 0 0 0 0 0 0 0 0
// > 3 -1 2 0 0 0 0 0 0 0
// > 0 3 -1 2 0 0 0 0 0 0
// > multiplied: -1 7 -4 13 -4 8 -1 4 1 -1
// > convolved:  -1 7 -4 13 -4 8 -1 4 1 -1

// %% [markdown]
// ## Strides and borders
//
// A stride of s keeps every s-th answer: it is downsampling, and saves the work for the others. At the ends either zeros are
// put beside the picture (*same*) or the next layer is smaller (*valid*).

// %% Every second answer
print("stride 1: \(row(slid))")
let second = try through(line(x)) {
  filter(w.reversed(), stride: 2, padding: .explicit(before: [0, 1], behind: [0, 1]))
}
print("stride 2: \(row(second.scalars))")
let valid = try through(line(x)) { filter(w.reversed()) }
print("valid: \(valid.shape[3]) of \(n)")
// > stride 1: -1 7 -4 13 -4 8 -1 4 1 -1
// > stride 2: -1 -4 -4 -1 1
// > valid: 8 of 10

// %% [markdown]
// ## A picture of 200 × 200 × 3
//
// The lecture compares a hidden layer of 40,000 units with 20 feature maps of 5×5×3. It gives the dense layer 4,800,000
// weights. But each unit sees 120,000 numbers, and 120,000 × 40,000 is 4,800,000,000: a thousand times as much. The number
// fits 40 units.

// %% Weights, counted
let colour = NetworkInput.image(channels: 3, height: 200, width: 200)
let forty = try Network(input: colour) {
  Flatten()
  Dense(40, bias: false, initializer: .constant(0))
}
print("40 units: \(forty.parameterCount), 40,000 units: \(forty.parameterCount * 1_000)")
let maps = try Network(input: colour) {
  Conv2D("maps", filters: 20, kernel: 5, padding: .full, bias: false)
}
print("20 feature maps: \(maps.parameterCount)")
// > 40 units: 4800000, 40,000 units: 4800000000
// > 20 feature maps: 1500

// %% [markdown]
// How many numbers come out? The lecture says `((M + P)/s − 1)` along each side, with P the *patch*: 204, so 832,320 in all.
// For a stride of 1 that is `M + P − 1`: a kernel that may hang over the border as long as one pixel overlaps, which takes
// four zeros on each side (*full*), not the two in the lecture's drawing (*same*, 200 numbers). The usual formula is
// `(M − P + 2·padding)/s + 1`. For larger strides the two part.

// %% The same sizes by the library
let shape = maps.nominalShape(of: maps.outputs[0])
print("full: \(shape), \(shape.count) numbers")
for stride in [1, 2, 3, 4] {
  let layer = try Network(input: .image(channels: 1, height: 1, width: 200)) {
    Conv2D(filters: 1, kernel: (1, 5), stride: (1, stride), padding: .full)
  }
  let lecture = String(format: "%.2f", 205 / Double(stride) - 1)
  print("stride \(stride): \(layer.nominalShape(of: layer.outputs[0])[3]), the lecture's formula \(lecture)")
}
// > full: [1, 20, 204, 204], 832320 numbers
// > stride 1: 204, the lecture's formula 204.00
// > stride 2: 102, the lecture's formula 101.50
// > stride 3: 68, the lecture's formula 67.33
// > stride 4: 51, the lecture's formula 50.25

// %% [markdown]
// ## AlexNet's first layer
//
// 224×224×3, kernels of 11×11×3, stride 4. The lecture's formula gives 57.75 and then 57×57, and to reach the 55×55 of the
// paper it adds a pooling of 3×3 with stride 1. AlexNet has none such: with two zeros on each side,
// `(224 − 11 + 4)/4 + 1 = 55.25`, so 55 at once, and the pooling behind it has stride 2. (Here is the form in one column,
// with 64 maps; the lecture's has 2 × 48.)

// %% By the network itself
let alexNet = try Zoo.network(named: "alexnet-features")
for node in alexNet.nodes.prefix(5) { print("\(node.name): \(alexNet.nominalShape(of: node.id))") }
// > input: [1, 3, 224, 224]
// > features.0: [1, 64, 55, 55]
// > features.1: [1, 64, 55, 55]
// > features.2: [1, 64, 27, 27]
// > features.3: [1, 192, 27, 27]

// %% [markdown]
// ## Max pooling
//
// The largest of each window. Five numbers, windows of 3: three answers with stride 1, two with stride 2, in the lecture
// `[6 8]`. (The text has no inputs; these are ours.)

// %% In one dimension and in two
func pooled(_ values: [Float], stride: Int) throws -> [Float] {
  let window = Window(kernel: [1, 3], stride: [1, stride], dilation: [1, 1], border: .valid)
  return try through(line(values)) { Apply("pool", Pooling(.max, window: window)) }.scalars
}
let five: [Float] = [1, 6, 2, 8, 5]
print("stride 1: \(row(try pooled(five, stride: 1)))")
print("stride 2: \(row(try pooled(five, stride: 2)))")
let cube = Tensor(shape: [1, 3, 5, 5], scalars: (0..<75).map { Float($0) })
print("each channel: \(try through(cube) { MaxPool2D(kernel: 3, stride: 1) }.shape)")
let through3 = try through(cube) {
  MaxPool2D(kernel: 3, stride: 1)
  Apply("depth", Reduction(.maximum, axes: [1], keepsAxes: true))
}
print("through the depth as well: \(through3.shape)")
// > stride 1: 6 8 8
// > stride 2: 6 8
// > each channel: [1, 3, 3, 3]
// > through the depth as well: [1, 1, 3, 3]

// %% [markdown]
// The lecture's pooling takes the maximum through all three channels, so that 5×5×3 becomes 3×3×1. Pooling layers of
// networks treat each channel on its own: 3×3×3.
//
// ## Activation functions
//
// tanh is a sigmoid, scaled and moved: `tanh x = 2σ(2x) − 1`. The slopes differ: σ's is at most 1/4, that of tanh at most 1,
// that of ReLU 0 or 1. Both curves are flat far out, where no gradient comes through. Softmax makes probabilities of many
// numbers; with two, one of them 0, it *is* the sigmoid. (The lecture's softmax has φ(x) beside the power of e and a minus
// before the weights; usually it is `exp(wᵀφ(x))`.)

// %% Shapes and slopes
func slope(_ function: Elementwise.Function, at place: Float) throws -> Float {
  let network = try Network(input: .vector(1).named("x")) { Activation("f", function) }
  let point = Tensor(shape: [1, 1], scalars: [place])
  return try network.record(["x"], [.gradient], on: point, objective: .output())["x", .gradient].scalar
}
for place in [0, 1, 4] as [Float] {
  let slopes = try [.sigmoid, .tanh, .relu].map { try slope($0, at: place) }
  print("slopes at \(place) of sigmoid, tanh, ReLU: \(row(slopes, 3))")
}
let range = Tensor(shape: [1, 5], scalars: [-2, -1, 0.5, 1, 3])
let tanhs = try through(range) { Tanh() }.scalars
let moved = try through(range.map { 2 * $0 }) { Sigmoid() }.scalars.map { 2 * $0 - 1 }
print("tanh x = 2σ(2x) − 1: \(zip(tanhs, moved).allSatisfy { abs($0 - $1) < 1e-6 })")
let two = try through(Tensor(shape: [1, 2], scalars: [1.5, 0])) { Softmax() }.scalars[0]
let one = try through(Tensor(shape: [1, 1], scalars: [1.5])) { Sigmoid() }.scalar
print("softmax of two: \(row([two], 4)), sigmoid: \(row([one], 4))")
// > slopes at 0.0 of sigmoid, tanh, ReLU: 0.250 1.000 0.000
// > slopes at 1.0 of sigmoid, tanh, ReLU: 0.197 0.420 1.000
// > slopes at 4.0 of sigmoid, tanh, ReLU: 0.018 0.001 1.000
// > tanh x = 2σ(2x) − 1: true
// > softmax of two: 0.8176, sigmoid: 0.8176

// %% [markdown]
// ## Characters as one-hot vectors
//
// Each character has a place of its own, so that no two are nearer to each other than others. The lecture's network reads 8
// characters with 3 hidden units: 8 × 3 weights from the input. For the recurrent matrix it says 3, which is for each unit;
// in all it has 3 × 3. The output needs 3 × 8.

// %% One-hot, and the weights of the small network
for (index, character) in "abc".enumerated() {
  print("\(character) = \((0..<3).map { $0 == index ? 1 : 0 })")
}
let word = Array("machines")
let letters = word.sorted()
let network = try Network(input: .sequence(length: 7, features: 8).named("x"), seed: 4) {
  ElmanRNN("rnn", hidden: 3)
  Dense("y", 8)
}
for parameter in network.parameters { print("\(parameter.name): \(parameter.shape)") }
// > a = [1, 0, 0]
// > b = [0, 1, 0]
// > c = [0, 0, 1]
// > rnn.weight_ih: [3, 8]
// > rnn.weight_hh: [3, 3]
// > rnn.bias_ih: [3]
// > rnn.bias_hh: [3]
// > y.weight: [8, 3]
// > y.bias: [8]

// %% [markdown]
// `h = g(W_hh h[t−1] + W_hx x[t] + b)` and `y = W_yh h`. (On its next slides the lecture writes `x[t−1]` in the same place;
// the equation here is the usual one.) Fovea keeps two biases, of which one would do. The network learns to spell: after
// each letter, say the next. The error of each letter goes back through all steps before it.

// %% Spelling
func oneHot(_ text: [Character]) -> Tensor {
  Tensor(shape: [1, text.count, 8], scalars: text.flatMap { c in letters.map { $0 == c ? 1 : 0 } })
}
let targets = Tensor(
  shape: [1, 7], scalars: word.dropFirst().map { c in Float(letters.firstIndex(of: c) ?? 0) })
let lesson = try TensorSamples(
  inputs: oneHot(Array(word.dropLast())), targets: targets, classCount: 8)
var speller = try Trainer(network, optimizer: Adam(learningRate: 0.05), batchSize: 1, seed: 1)
try speller.fit(lesson, epochs: 300)
let said = try speller.network.record(["y"], on: oneHot(Array(word.dropLast())))["y"].element(0)
print("read machine, said \(String(said.argmaxOfRows().map { letters[$0] }))")
// > read machine, said achines

// %% [markdown]
// ## Why the past fades
//
// On the way back each step multiplies by the recurrent matrix and a slope. With sigmoids the slope is at most 1/4. Without a
// slope the matrix decides: what remains after t steps goes like ρᵗ, where ρ is its spectral radius.

// %% The spectral radius
/// ‖∂h[t]/∂x[1]‖ for every t: how much the first input still matters.
func sensitivity(_ layer: some RecurrentLayer, steps: Int) throws -> [Float] {
  var network = Network(seed: 3)
  let x = try network.input("x", .sequence(length: steps, features: 1))
  let h = try network.apply(layer, to: x)
  let plan = try Plan(
    network, batch: 1, request: PlanRequest(origin: .seeds([h]), inputs: ["x"]))
  try plan.setInput("x", to: Tensor.zeros([1, steps, 1]))
  let hidden = layer.settings.hidden
  return try (0..<steps).map { t in
    var squares: Float = 0
    for unit in 0..<hidden {  // one row of the Jacobian for each unit
      var seed = Tensor.zeros([1, steps, hidden])
      seed.scalars[t * hidden + unit] = 1
      plan.setSeed(of: h, to: seed)
      try plan.run()
      let slope = try plan.gradient(ofInput: "x").scalars[0]
      squares += slope * slope
    }
    return squares.squareRoot()
  }
}
for radius in [0.9, 1, 1.1] as [Float] {
  let layer = ElmanRNN(
    hidden: 8, nonlinearity: .identity, recurrentInitializer: .orthogonal(gain: radius))
  let fade = try sensitivity(layer, steps: 21)
  let numbers = [fade[20] / fade[0], pow(radius, 20)]
  print("ρ = \(radius): after 20 steps, and ρ²⁰: \(row(numbers, 3))")
}
// > ρ = 0.9: after 20 steps, and ρ²⁰: 0.122 0.122
// > ρ = 1.0: after 20 steps, and ρ²⁰: 1.000 1.000
// > ρ = 1.1: after 20 steps, and ρ²⁰: 6.728 6.728

// %% [markdown]
// ## Seven steps
//
// The lecture shows Graves' drawing: seven steps unfolded, each darker the more it depends on the first input. Here are the
// numbers behind such a drawing, each as a part of the first.

// %% Elman and LSTM, measured
let plain = try sensitivity(ElmanRNN(hidden: 8, nonlinearity: .sigmoid), steps: 7)
let gated = try sensitivity(LSTM(hidden: 8, forgetBias: 3), steps: 7)
for (name, fade) in [("sigmoid", plain), ("LSTM", gated)] {
  print("\(name): \(row(fade.map { $0 / fade[0] }, 3))")
}
try LineChart(
  title: "What the first input still means", xLabel: "step", yLabel: "‖∂h/∂x₁‖ relative to step 1",
  yScale: .logarithmic,
  series: [
    Series(name: "sigmoid", values: plain.map { $0 / plain[0] }, first: 1),
    Series(name: "LSTM", values: gated.map { $0 / gated[0] }, first: 1),
  ]
).write(to: "seven-steps.png")
// > sigmoid: 1.000 0.111 0.015 0.002 0.000 0.000 0.000
// > LSTM: 1.000 1.005 1.068 1.160 1.283 1.433 1.603

// %% [markdown]
// ## Gates
//
// An LSTM adds to a memory: `c = f · c + i · g`, and shows a part of it: `h = o · tanh c`. The gates i, f and o are sigmoids,
// so between shut and open; g is the candidate. Nothing squashes c on its way, so with f near 1 the past stays.

// %% The equations, checked inside of a cell
let memory = try Network(input: .sequence(length: 5, features: 2), seed: 2) {
  LSTM("lstm", hidden: 3)
}
var source = RandomSource(seed: 1)
let seen = try memory.record(
  ["lstm/*"], on: Tensor.normal([1, 5, 2], deviation: 1, from: &source))
func at(_ name: String, _ t: Int) throws -> [Float] { try seen["lstm/\(name)[\(t)]"].scalars }
var worst: Float = 0
for t in 1..<5 {
  let (i, f, g, o) = (try at("i", t), try at("f", t), try at("g", t), try at("o", t))
  let (before, c, h) = (try at("c", t - 1), try at("c", t), try at("h", t))
  for unit in 0..<3 {
    worst = max(worst, abs(c[unit] - (f[unit] * before[unit] + i[unit] * g[unit])))
    worst = max(worst, abs(h[unit] - o[unit] * tanh(c[unit])))
  }
}
print("both equations hold: \(worst < 1e-5)")
// > both equations hold: true

// %% A word from far back
let task = FadeExperiment(
  delay: 15, hidden: 16, trainingSteps: fast ? 60 : 150, batchSize: 32, seed: 1)
for cell in [FadeExperiment.Cell.elman, .lstm] {  // guessing: 0.25
  let outcome = try task.run(cell)
  print("\(cell.title): right \(row([Float(outcome.accuracy)], 2)) of the time, 15 steps later")
}
// > Elman: right 0.50 ± 0.2 of the time, 15 steps later
// > LSTM: right 1.00 ± 0.1 of the time, 15 steps later

// %% [markdown]
// *I live in India … I visit Mumbai regularly*: the network that keeps a memory still knows the country when it is asked.
//
// ## Exercises
//
// 1. How many weights would 20 maps of 5×5 have on a grey picture? How many numbers come out with *valid* borders?
// 2. AlexNet's first layer without any zeros beside the picture: how large is its output? And with pictures of 227?
// 3. What becomes of the LSTM's curve over seven steps if the forget gate starts half open (`forgetBias: 0`)?
// 4. How often must `[1 6 2 8 5]` be pooled with windows of 3 and stride 1 until one number is left? Which?
//
// ## Solutions

// %% 1. Grey
let grey = try Network(input: .image(channels: 1, height: 200, width: 200)) {
  Conv2D(filters: 20, kernel: 5, bias: false)
}
print("\(grey.parameterCount) weights, \(grey.nominalShape(of: grey.outputs[0]))")
// > 500 weights, [1, 20, 196, 196]

// %% 2. Without zeros
for side in [224, 227] {
  let first = try Network(input: .image(channels: 3, height: side, width: side)) {
    Conv2D(filters: 96, kernel: 11, stride: 4)
  }
  print("\(side): \(first.nominalShape(of: first.outputs[0]))")
}
// > 224: [1, 96, 54, 54]
// > 227: [1, 96, 55, 55]

// %% 3. Half open
let half = try sensitivity(LSTM(hidden: 8), steps: 7)
print("half open: \(row(half.map { $0 / half[0] }, 3))")
print("each step keeps \(row([pow(half[6] / half[2], 0.25)], 2)) of the last")
print("the gate alone would keep σ(0) = 0.5; the rest comes back through h")
// > half open: 1.000 0.565 0.391 0.285 0.211 0.156 0.115
// > each step keeps 0.74 of the last
// > the gate alone would keep σ(0) = 0.5; the rest comes back through h

// %% 4. Twice
print(row(try pooled(try pooled(five, stride: 1), stride: 1)))
// > 8
