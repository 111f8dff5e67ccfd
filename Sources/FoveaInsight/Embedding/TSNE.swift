import Foundation
public import FoveaTensor

/// t-distributed stochastic neighbour embedding (van der Maaten & Hinton 2008): a map in the plane that keeps neighbours.
///
/// With p_j|i ∝ exp(−‖x_i − x_j‖² / 2σ_i²), σ_i such that the perplexity 2^H(p_·|i) is as asked, p_ij = (p_j|i + p_i|j) / 2n and
/// q_ij ∝ (1 + ‖y_i − y_j‖²)⁻¹, gradient descent with momentum makes KL(P‖Q) small. The gradient is exact: time and memory
/// grow with the square of the number of points. It starts at the first two principal components, so it is the same in each
/// run.
public struct TSNE: Sendable {
  /// The places in the plane, `[count, 2]`.
  public let places: Tensor
  /// KL(P‖Q) in nats before each step (without exaggeration), and at the end.
  public let divergences: [Double]

  /// Settings of the descent.
  public struct Settings: Hashable, Sendable {
    /// How many neighbours a point has, softly counted.
    public var perplexity = 15.0
    /// The number of steps.
    public var steps = 500
    /// By how much P is multiplied in the first quarter of the steps, so that clusters form.
    public var exaggeration = 12.0
    /// The length of steps; `nil` for the number of points over the exaggeration, at least 10.
    ///
    /// Belkina et al. (2019) found that it suits maps of every size.
    public var learningRate: Double?

    /// Creates the usual settings.
    public init() {}
  }

  /// Lays out points `[count, features]`.
  ///
  /// - Throws: `FoveaError` where there are fewer than four points, one is not finite, or the perplexity is not between 1 and
  ///   the number of other points.
  public init(of points: Tensor, _ settings: Settings = Settings()) throws(FoveaError) {
    guard points.shape.rank == 2, points.shape[0] >= 4 else {
      throw FoveaError("a map needs four points or more [count, features], got \(points.shape)")
    }
    let count = points.shape[0]
    guard settings.perplexity > 1, settings.perplexity < Double(count - 1) else {
      throw FoveaError(
        "a perplexity lies between 1 and the number of other points, \(count - 1); "
          + "got \(settings.perplexity)")
    }
    let start = try PrincipalComponents(of: points)
      .project(points, dimensions: min(2, points.shape[1]))
    let joint = Self.joint(of: points, perplexity: settings.perplexity)
    var descent = Descent(joint: joint, start: start, count: count)
    let rate = settings.learningRate ?? max(Double(count) / settings.exaggeration, 10)
    var divergences: [Double] = []
    for step in 0..<settings.steps {
      let isEarly = step < settings.steps / 4
      divergences.append(
        descent.step(
          exaggeration: isEarly ? settings.exaggeration : 1, rate: rate,
          momentum: isEarly ? 0.5 : 0.8))
    }
    divergences.append(descent.step(exaggeration: 1, rate: 0, momentum: 0))
    self.divergences = divergences
    places = Tensor(shape: [count, 2], scalars: descent.y.map { Float($0) })
  }

  /// The symmetric P, `[count · count]`.
  static func joint(of points: Tensor, perplexity: Double) -> [Double] {
    let (count, features) = (points.shape[0], points.shape[1])
    let x = points.scalars.map(Double.init)
    var conditional = [Double](repeating: 0, count: count * count)
    var distances = [Double](repeating: 0, count: count)
    for i in 0..<count {
      for j in 0..<count {
        var sum = 0.0
        for k in 0..<features {
          let difference = x[i * features + k] - x[j * features + k]
          sum += difference * difference
        }
        distances[j] = sum
      }
      let row = neighbours(distances, of: i, perplexity: perplexity)
      for j in 0..<count { conditional[i * count + j] = row[j] }
    }
    var joint = conditional
    for i in 0..<count {
      for j in 0..<count {
        joint[i * count + j] =
          max((conditional[i * count + j] + conditional[j * count + i]) / Double(2 * count), 1e-12)
      }
    }
    return joint
  }

  /// p_·|i: the precision 1 / 2σ² is halved in until the entropy is the perplexity's.
  private static func neighbours(
    _ distances: [Double], of own: Int, perplexity: Double
  ) -> [Double] {
    let wanted = log(perplexity)
    var (low, high) = (0.0, Double.infinity)
    let nearest =
      distances.indices.filter { $0 != own }.map { distances[$0] }.min() ?? 0
    var precision = 1 / max(nearest, 1e-12)
    var row = [Double](repeating: 0, count: distances.count)
    for _ in 0..<100 {
      var (sum, mean) = (0.0, 0.0)
      for j in distances.indices {
        // Shifted by the nearest distance: nothing underflows where it matters.
        let shifted = distances[j] - nearest
        row[j] = j == own ? 0 : exp(-shifted * precision)
        sum += row[j]
        mean += shifted * row[j]
      }
      let entropy = log(sum) + precision * mean / sum
      for j in row.indices { row[j] /= sum }
      if abs(entropy - wanted) < 1e-6 { break }
      if entropy > wanted {
        low = precision
        precision = high.isInfinite ? 2 * precision : (precision + high) / 2
      } else {
        high = precision
        precision = (precision + low) / 2
      }
    }
    return row
  }
}

/// The places, and how they move.
struct Descent {
  let joint: [Double]
  let count: Int
  var y: [Double]
  private var velocity: [Double]
  private var gains: [Double]
  private var kernel: [Double]

  /// Starts at two components scaled to a deviation of 10⁻⁴ along the first.
  init(joint: [Double], start: Tensor, count: Int) {
    self.joint = joint
    self.count = count
    let width = start.shape[1]
    let first = (0..<count).map { Double(start.scalars[$0 * width]) }
    let deviation = (first.reduce(0) { $0 + $1 * $1 } / Double(count)).squareRoot()
    let factor = deviation > 0 ? 1e-4 / deviation : 0
    y = (0..<2 * count).map { index in
      let (row, column) = (index / 2, index % 2)
      let own = column < width ? Double(start.scalars[row * width + column]) * factor : 0
      // Points that are equal would never part.
      return own + 1e-7 * Double((index * 7919) % 101 - 50) / 50
    }
    velocity = [Double](repeating: 0, count: 2 * count)
    gains = [Double](repeating: 1, count: 2 * count)
    kernel = [Double](repeating: 0, count: count * count)
  }

  /// KL(P‖Q) in nats at the places, and the gradient with P multiplied by the exaggeration.
  mutating func slope(exaggeration: Double) -> (divergence: Double, gradient: [Double]) {
    let (n, places, joint) = (count, y, joint)
    var kernel = [Double]()
    swap(&kernel, &self.kernel)
    var sum = 0.0
    for i in 0..<n {
      for j in i + 1..<max(n, i + 1) {
        let dx = places[2 * i] - places[2 * j]
        let dy = places[2 * i + 1] - places[2 * j + 1]
        let value = 1 / (1 + dx * dx + dy * dy)
        kernel[i * n + j] = value
        kernel[j * n + i] = value
        sum += 2 * value
      }
    }
    var divergence = 0.0
    var gradient = [Double](repeating: 0, count: 2 * n)
    for i in 0..<n {
      var (gx, gy) = (0.0, 0.0)
      for j in 0..<n where j != i {
        let value = kernel[i * n + j]
        let p = joint[i * n + j]
        let q = max(value / sum, 1e-300)
        divergence += p * log(p / q)
        let pull = (exaggeration * p - q) * value
        gx += pull * (places[2 * i] - places[2 * j])
        gy += pull * (places[2 * i + 1] - places[2 * j + 1])
      }
      gradient[2 * i] = 4 * gx
      gradient[2 * i + 1] = 4 * gy
    }
    swap(&kernel, &self.kernel)
    return (divergence, gradient)
  }

  /// One step; gives the divergence before it.
  mutating func step(exaggeration: Double, rate: Double, momentum: Double) -> Double {
    let (divergence, gradient) = slope(exaggeration: exaggeration)
    guard rate > 0 else { return divergence }
    for index in gradient.indices {
      // Gains grow where the direction stays (Jacobs 1988).
      let turns = (gradient[index] > 0) == (velocity[index] > 0)
      gains[index] = max(0.01, turns ? gains[index] * 0.8 : gains[index] + 0.2)
      velocity[index] = momentum * velocity[index] - rate * gains[index] * gradient[index]
      y[index] += velocity[index]
    }
    return divergence
  }
}
