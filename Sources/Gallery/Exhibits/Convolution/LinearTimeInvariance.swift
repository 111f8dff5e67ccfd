import Foundation
import Fovea

/// Which layers are linear, and which do not care when something happens: measured on noise.
struct LinearTimeInvariance: Exhibit {
  let name = "linear-time-invariance"
  let title = "Linear, time-invariant, both, neither"
  let lectures: [Lecture] = [.ma]
  let explanation = """
    For eight layers, how far the response to a sum is from the sum of the responses, how far the response to a shifted signal \
    is from every shift of the response, and what silence gives, all relative to the response's size; and three systems at work \
    on signals that are moved and added. Blue cells are zero but for rounding, and dashed lines leave the orange ones where a \
    system is not what they ask for: only a plain convolution and a mean are linear and time-invariant, and only those have a \
    unit-sample response that says everything about them.
    """

  /// The length of the signals; noise fills the middle, so that borders do not matter.
  static let length = 64

  private static var systems: [(name: String, layers: Sequential)] {
    let kernel = KernelFilter("conv", Tensor([1, -2, 3]), isFlipped: true, padding: .same)
    let window = Window(
      kernel: [3], stride: [1], dilation: [1], border: .explicit(before: [1], behind: [1]))
    return [
      ("convolution", Sequential { kernel }),
      (
        "mean of 3",
        Sequential { Apply("mean", Pooling(.average, window: window, countsBorder: true)) }
      ),
      (
        "convolution, bias",
        Sequential {
          kernel
          Apply("bias", Elementwise(.linear(scale: 1, offset: 0.5)))
        }
      ),
      (
        "convolution, ReLU",
        Sequential {
          kernel
          ReLU()
        }
      ),
      ("maximum of 3", Sequential { Apply("max", Pooling(.max, window: window)) }),
      (
        "convolution, stride 2",
        Sequential { KernelFilter("conv", Tensor([1, -2, 3]), stride: 2, padding: .same) }
      ),
      ("dense layer", Sequential { Dense("dense", length, bias: false) }),
      (
        "dense layer, ReLU",
        Sequential {
          Dense("dense", length, bias: false)
          ReLU()
        }
      ),
    ]
  }

  func draw(in studio: Studio) throws -> [ExhibitFigure] {
    var rows: [[NumberGrid.Cell]] = []
    var facts: [Fact] = []
    for (system, layers) in Self.systems {
      let network = try Network(
        input: NetworkInput(element: [1, Self.length]), seed: studio.seed
      ) { layers }
      let measured = try Self.measure(network, seed: studio.seed)
      rows.append(measured.map(Self.cell))
      facts.append(Fact("\(system): not linear by", measured[0]))
      facts.append(Fact("\(system): not time-invariant by", measured[1]))
    }
    var grid = NumberGrid(
      rows, title: "Two properties of eight systems", rowLabels: Self.systems.map(\.name),
      columnLabels: ["not linear by", "not time-invariant by", "answer to silence"],
      caption:
        "Largest differences over the largest response, for 2 x₁ − 3 x₂ and a shift by 5. A stride of 2 "
        + "is linear, but a shift by an odd number gives values that no shift of its output has. A system that answers to "
        + "silence, as one with a bias, cannot be linear.")
    grid.fitsColumns = true
    return [ExhibitFigure(name, grid, facts: facts), try Self.signals()]
  }

  private static func cell(_ value: Double) -> NumberGrid.Cell {
    let isZero = value < 1e-5
    return NumberGrid.Cell(
      isZero ? "0" : value.short(2), value: value,
      ground: (isZero ? Theme.okabeIto[0] : Theme.okabeIto[1]).lighter(0.75))
  }

  /// How far a system is from linear, from time-invariant, and how large its answer to silence is.
  static func measure(_ network: Network, seed: UInt64) throws -> [Double] {
    var source = RandomSource(seed: seed, purpose: "signals")
    func noise() -> [Float] {
      (0..<length).map { (20..<40).contains($0) ? source.normal() : 0 }
    }
    let (first, second) = (noise(), noise())
    let mixed = zip(first, second).map { 2 * $0 - 3 * $1 }
    let shifted = [Float](repeating: 0, count: 5) + first.dropLast(5)
    let silence = [Float](repeating: 0, count: length)
    let batch = Tensor(
      shape: [5, 1, length], scalars: first + second + mixed + shifted + silence)
    let answers = try network.answer(to: batch, allowsWinograd: false)
    let y = (0..<5).map { answers.element($0).scalars }
    let size = Double(y[0].map(abs).max() ?? 1)
    func distance(_ a: [Float], _ b: [Float]) -> Double {
      zip(a, b).reduce(0) { max($0, Double(abs($1.0 - $1.1))) } / size
    }
    let sum = zip(y[0], y[1]).map { 2 * $0 - 3 * $1 }
    // A system of another rate may shift by another number: all are tried, round the corner, since both ends are at rest.
    let byShift = y[0].indices.map { shift in
      distance(y[3], Array(y[0].suffix(shift) + y[0].dropLast(shift)))
    }
    return [distance(y[2], sum), byShift.min() ?? .nan, Double(y[4].map(abs).max() ?? 0) / size]
  }
}
