import Foundation
import FoveaEngine
public import FoveaNetwork
public import FoveaTensor

/// How far differences are from the engine's gradient, for steps of many sizes.
///
/// Along the direction d of the gradient g itself the slope of the loss is |g|. Beside it stand the forward difference
/// (L(θ + h d) − L(θ)) / h and the central one (L(θ + h d) − L(θ − h d)) / 2h, all in float32. Small steps drown in rounding,
/// an error of about ε |L| / (h |g|); large ones leave the tangent, an error of order h and h². The best central step is
/// about ε^(1/3) = 0.005 (Press et al. 2007, section 5.7).
public struct GradientCheck: Hashable, Sendable {
  /// The lengths of the steps h in the space of all weights.
  public let steps: [Double]
  /// The relative error of the forward difference at each step, the geometric mean over all samples.
  public let forward: [Double]
  /// The relative error of the central difference.
  public let central: [Double]

  /// Float32's distance from 1 to the next number.
  public static let epsilon = Double(Float.ulpOfOne)

  /// Measures a network.
  ///
  /// - Parameters:
  ///   - network: in inference mode; all trainable parameters are moved together.
  ///   - loss: a node of one element.
  ///   - samples: values for all inputs by name; each is a check of its own.
  /// - Throws: `FoveaError` where a sample does not fit.
  public init(
    _ network: Network, loss: Node.ID, samples: [[String: Tensor]], steps: [Double]
  ) throws(FoveaError) {
    var (forward, central) = ([Double](repeating: 0, count: steps.count), [Double]())
    central = forward
    for sample in samples {
      let errors = try Self.errors(network, loss, sample, steps)
      for index in steps.indices {
        forward[index] += log(max(errors.forward[index], 1e-12)) / Double(samples.count)
        central[index] += log(max(errors.central[index], 1e-12)) / Double(samples.count)
      }
    }
    self.steps = steps
    self.forward = forward.map { exp($0) }
    self.central = central.map { exp($0) }
  }

  private static func errors(
    _ network: Network, _ loss: Node.ID, _ sample: [String: Tensor], _ steps: [Double]
  ) throws(FoveaError) -> (forward: [Double], central: [Double]) {
    let store = ParameterStore(network)
    let plan = try Plan(
      network, shapes: sample.mapValues(\.shape),
      request: PlanRequest(
        outputs: [loss], origin: .scalar(loss), parameters: .trainable, allowsParts: false,
        allowsWinograd: false), parameters: store)
    for (name, value) in sample.sorted(by: { $0.key < $1.key }) {
      try plan.setInput(name, to: value)
    }
    try plan.run()
    let here = Double(plan.value(of: loss).scalar)
    let gradient = unsafe plan.withTrainableGradients { unsafe $0.map(Double.init) }
    let slope = gradient.reduce(0) { $0 + $1 * $1 }.squareRoot()
    guard slope > 0, slope.isFinite else {
      throw FoveaError("the gradient is \(slope): there is nothing to compare with")
    }
    let origin = unsafe store.withTrainableValues { unsafe $0.map(Double.init) }
    func moved(_ step: Double) throws(FoveaError) -> Double {
      unsafe store.withTrainableValues { values in
        for index in values.indices {
          unsafe values[index] = Float(origin[index] + step * gradient[index] / slope)
        }
      }
      try plan.run()
      return Double(plan.value(of: loss).scalar)
    }
    var (forward, central): ([Double], [Double]) = ([], [])
    for step in steps {
      let (above, below) = (try moved(step), try moved(-step))
      forward.append(abs((above - here) / step - slope) / slope)
      central.append(abs((above - below) / (2 * step) - slope) / slope)
    }
    return (forward, central)
  }

  /// The exponent of the power law that fits errors best between two steps: their slope on logarithmic axes.
  public func exponent(
    of errors: KeyPath<GradientCheck, [Double]>, between range: ClosedRange<Double>
  ) -> Double {
    let points = zip(steps, self[keyPath: errors]).filter { range.contains($0.0) }
      .map { (x: log($0.0), y: log($0.1)) }
    let count = Double(points.count)
    let (x, y) = (
      points.reduce(0) { $0 + $1.x } / count, points.reduce(0) { $0 + $1.y } / count
    )
    return points.reduce(0) { $0 + ($1.x - x) * ($1.y - y) }
      / points.reduce(0) { $0 + ($1.x - x) * ($1.x - x) }
  }

  /// The step with the smallest error.
  public func best(_ errors: KeyPath<GradientCheck, [Double]>) -> (step: Double, error: Double) {
    let best = zip(steps, self[keyPath: errors]).min { $0.1 < $1.1 }
    return best.map { (step: $0.0, error: $0.1) } ?? (step: .nan, error: .nan)
  }
}
