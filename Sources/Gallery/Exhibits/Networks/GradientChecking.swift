import Foundation
import Fovea

/// Gradient checking as a picture: which step is right, and why none is perfect.
struct GradientChecking: Exhibit {
  let name = "gradient-checking"
  let title = "Gradient checking: error against step size"
  let lectures: [Lecture] = [.gavankar]
  let explanation = """
    The relative difference between backpropagation and numerical slopes of the loss, for steps from 10⁻⁸ to 1 through all \
    weights of a convolutional network in 32-bit floats. To the left of each valley rounding grows as the step shrinks (slope \
    −1), to the right, by truncation, the curve leaves its tangent (slope 1 for forward, 2 for central differences), so that the central \
    difference is best near ε^(1/3) and even there right to about five digits only.
    """

  func draw(in studio: Studio) throws -> [ExhibitFigure] {
    let (network, loss) = try Self.network(seed: studio.seed)
    let images = try studio.images(.fashion).test
    let batches = studio.effort.part(of: 24, least: 6)
    let samples = (0..<batches).map { batch -> [String: Tensor] in
      let places = Array(batch * 8..<(batch + 1) * 8)
      return [
        "input": images.images(at: places),
        "target": Tensor(places.map { Float(images.label($0)) }),
      ]
    }
    let steps = (0...32).map { pow(10, -8 + Double($0) / 4) }
    let check = try GradientCheck(network, loss: loss, samples: samples, steps: steps)
    let (forward, central) = (check.best(\.forward), check.best(\.central))
    let root = pow(GradientCheck.epsilon, 1 / 3.0)
    var chart = LineChart(
      title: "Backpropagation against differences",
      xLabel: "rounding ← step h in the space of all weights → truncation",
      yLabel: "relative error of the slope", xScale: .logarithmic, yScale: .logarithmic,
      series: [
        Series(
          name: "forward: (L(θ+h) − L(θ)) / h",
          points: zip(steps, check.forward).map { Point($0, $1) }, showsPoints: true),
        Series(
          name: "central: (L(θ+h) − L(θ−h)) / 2h",
          points: zip(steps, check.central).map { Point($0, $1) },
          showsPoints: true),
      ],
      marks: [
        .vertical(GradientCheck.epsilon.squareRoot(), "ε^(1/2)", color: Theme.standard.color(0)),
        .vertical(root, "ε^(1/3)", color: Theme.standard.color(1)),
      ],
      caption:
        "Geometric mean over \(batches) batches of 8 Fashion-MNIST images, each along its own "
        + "gradient; a convolution (8 maps), tanh and a dense layer. ε = 2⁻²³. Seed \(studio.seed)."
    )
    chart.plotSize = Size(460, 280)
    return [
      ExhibitFigure(
        name, chart,
        facts: [
          Fact("best central step", central.step), Fact("its relative error", central.error),
          Fact("ε^(1/3)", root), Fact("best forward step", forward.step),
          Fact("relative error of the best forward step", forward.error),
          Fact("slope left, central", check.exponent(of: \.central, between: 3e-6...3e-4)),
          Fact("slope left, forward", check.exponent(of: \.forward, between: 3e-6...3e-5)),
          Fact("slope right, forward", check.exponent(of: \.forward, between: 3e-3...0.2)),
          Fact("slope right, central", check.exponent(of: \.central, between: 3e-2...0.3)),
        ])
    ]
  }

  /// A small network without kinks: behind a ReLU a step may cross one, and the error would be another.
  private static func network(seed: UInt64) throws(FoveaError) -> (Network, loss: Node.ID) {
    var network = try Network(input: .image(channels: 1, height: 28, width: 28), seed: seed) {
      Conv2D("conv", filters: 8, kernel: 5, stride: 2)
      Tanh("tanh")
      Flatten("flat")
      Dense("logits", 10)
    }
    let target = try network.addInput("target", shape: [1])
    let loss = try network.add(CrossEntropy(), to: [network.outputs[0], target], name: "loss")
    return (network, loss)
  }
}
