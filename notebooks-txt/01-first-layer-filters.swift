// %% [markdown]
// # What a first layer looks for
//
// A convolution slides a small window of weights over a picture and writes down, for each place, how well the picture
// agrees with the weights there. The window is called a *filter*, and what it writes is a *feature map*. In this lesson
// we put in filters by hand, then let a network find its own on 60,000 pictures of clothes, and compare.
//
// Read it from top to bottom. With `fovea notebook run` each cell runs in turn; the lines behind `// >` are what it
// printed when this was written.

// %% The pictures
import Foundation
import Fovea

let environment = ProcessInfo.processInfo.environment
let fast = environment["FOVEA_FAST"] != nil  // for a test: less data, fewer epochs
let folder = environment["FOVEA_DATA"] ?? "/usr/share/datasets/fashion-mnist"
let fashion = try ImageSet.idx(folder: folder)
print(fashion.train)
print(fashion.train.classNames.joined(separator: ", "))

// The first test picture of each class.
let examples = (0..<10).map { wanted in fashion.test.labels.firstIndex(of: wanted)! }
let pictures = fashion.test.images(at: examples)
try ImageGrid(title: "One of each class", images: pictures, columns: 10).write(to: "classes.png")
// > 60000 pictures of 1x28x28 in 10 classes
// > T-shirt/top, Trouser, Pullover, Dress, Coat, Sandal, Shirt, Sneaker, Bag, Ankle boot

// %% [markdown]
// ## Filters by hand
//
// Image processing had its filters long before networks learned theirs. Five weights in a row, five rows:
//
// | filter | weights | answers to |
// |---|---|---|
// | blur | all the same | brightness |
// | Laplace | a point minus its four neighbours | points, edges of all directions |
// | horizontal line | a row minus the rows above and below | lines that lie |
// | vertical line | the same, turned | lines that stand |
// | step | right half minus left half | edges from dark to bright, in one direction |
//
// We write them into the first layer of the lecture's small network (ten filters of 5×5, stride 2) and look at what they
// make of an ankle boot. What is below zero is lost behind the ReLU, so each filter has a twin with its sign turned.

// %% Five filters and their twins
let zero: [Float] = [0, 0, 0, 0, 0]
let middle: [Float] = [0, -1, 4, -1, 0]
let byHand: [[[Float]]] = [
  Array(repeating: [0.2, 0.2, 0.2, 0.2, 0.2], count: 5),
  [zero, [0, 0, -1, 0, 0], middle, [0, 0, -1, 0, 0], zero],
  [zero, [-1, -1, -1, -1, -1], [2, 2, 2, 2, 2], [-1, -1, -1, -1, -1], zero],
  Array(repeating: [0, -1, 2, -1, 0], count: 5),
  Array(repeating: [-1, -1, 0, 1, 1], count: 5),
]
let flat = byHand.map { filter in filter.flatMap { row in row } }
let all = flat.flatMap { filter in filter } + flat.flatMap { filter in filter.map { -$0 } }

var designed = try Zoo.network(named: "shallow-cnn", seed: 1)
let place = try designed.parameterPosition("conv1.weight")
designed.setWeights(Tensor(shape: [10, 1, 5, 5], scalars: all), at: place)
let boot = pictures.element(9)
try FilterGrid(of: designed, at: "conv1").write(to: "by-hand.png")
try FeatureMaps(of: designed, at: "relu1", image: boot, title: "An ankle boot through ten filters")
  .write(to: "by-hand-maps.png")

for (name, filter) in zip(["blur", "Laplace", "lying line", "standing line", "step"], flat) {
  print("\(name): the weights add up to \(Int(filter.reduce(0, +).rounded()))")
}
// > blur: the weights add up to 5
// > Laplace: the weights add up to 0
// > lying line: the weights add up to 0
// > standing line: the weights add up to 0
// > step: the weights add up to 0

// %% [markdown]
// Four of the five add up to 0. Such a filter is silent where the picture is even, however bright it is, and speaks
// only where something changes. Only the blur hears brightness itself.
//
// ## Filters by learning
//
// Nobody tells a network which filters to use. It starts from noise, and each step of training moves every weight a
// little to where the loss is smaller. The small network has few enough weights to count them:
//
// - the convolution: 10 filters × (5·5 weights + 1 bias) = 260
// - the hidden layer: 10·14·14 = 1,960 inputs × 50 units + 50 biases = 98,050
// - the answer: 50 × 10 + 10 = 510

// %% Count
let untrained = try Zoo.network(named: "shallow-cnn", seed: 1)
print("\(untrained.parameterCount) weights, \(260 + 98_050 + 510) by hand")
// > 98820 weights, 98820 by hand

// %% Train
var trainer = try Trainer(untrained, optimizer: Adam(learningRate: 1e-3), seed: 1)
let run = try trainer.fit(
  fast ? fashion.train.prefix(6_000) : fashion.train,
  validating: fast ? fashion.test.prefix(1_000) : fashion.test, epochs: fast ? 2 : 5)
for (epoch, accuracy) in run["accuracy/validation"]!.values.enumerated() {
  print("after epoch \(epoch + 1): \(String(format: "%.2f", accuracy)) of the test pictures right")
}
// > after epoch 1: 0.85 ± 0.03 of the test pictures right
// > after epoch 2: 0.88 ± 0.03 of the test pictures right
// > after epoch 3: 0.88 ± 0.03 of the test pictures right
// > after epoch 4: 0.88 ± 0.03 of the test pictures right
// > after epoch 5: 0.88 ± 0.03 of the test pictures right
// fast> after epoch 1: 0.78 ± 0.06 of the test pictures right
// fast> after epoch 2: 0.83 ± 0.06 of the test pictures right

// %% Before and after
let trained = trainer.network
try FilterGrid(of: untrained, at: "conv1").write(to: "before.png")
try FilterGrid(of: trained, at: "conv1").write(to: "after.png")

// %% [markdown]
// Red weights are positive, blue ones negative. The first grid is noise, and the second is the same noise, moved. Look
// for filters with a red and a blue side: those are steps, and they answer where the picture gets brighter from blue to
// red. Some filters hardly changed; a network with more units than it needs leaves some of them where chance put them.
//
// How much did each filter move, and does it still resemble its beginning? The correlation of the weights before and
// after says it in one number: 1 for the same pattern, 0 for an unrelated one.

// %% How far the filters went
func correlation(_ a: Tensor, _ b: Tensor) -> Float {
  let (a, b) = (a.scalars, b.scalars)
  let (meanA, meanB) = (a.reduce(0, +) / Float(a.count), b.reduce(0, +) / Float(b.count))
  var (ab, aa, bb): (Float, Float, Float) = (0, 0, 0)
  for (x, y) in zip(a, b) {
    ab += (x - meanA) * (y - meanB)
    aa += (x - meanA) * (x - meanA)
    bb += (y - meanB) * (y - meanB)
  }
  return ab / (aa * bb).squareRoot()
}
let before = untrained.weights[place]
let after = trained.weights[place]
let likeness = (0..<10).map { correlation(before.element($0), after.element($0)) }.sorted()
print("least alike \(String(format: "%.2f", likeness[0]))")
print("most alike  \(String(format: "%.2f", likeness[9]))")
// > least alike 0.73 ± 0.3
// > most alike  1.00 ± 0.1

// %% What the learned filters see
try FeatureMaps(
  of: trained, at: "relu1", image: boot, title: "The boot through the learned filters"
)
.write(to: "learned-maps.png")

// %% [markdown]
// Compare with the maps made by hand: one channel holds the sole, one the line of the instep, one the back of the shaft,
// though nobody asked for it. Edges are worth finding because neighbouring pixels are so much alike: where they differ, there is something to
// know.
//
// ## Exercises
//
// 1. Train with another seed (`seed: 2`, in the network). Which kinds of filters come back, and which are chance?
// 2. Put the filters made by hand into the network and train from there. Does it learn faster in the first epoch? Do the
//    filters stay?
// 3. Replace `"shallow-cnn"` by `"linear"` and draw `FilterGrid(of:at:)` of `"logits"`. Why do these weights look like
//    clothes, and those of `conv1` do not?
