public import FoveaNetwork
public import FoveaTensor

/// How far a change of the pictures moves each layer: ‖a(x′) − a(x)‖ / ‖a(x)‖, averaged over pictures.
///
/// A network that is fooled by a small change moves little in its first layer and far in its last; random noise of the same
/// size moves the last layers much less (Szegedy et al. 2014; Liao et al. 2018).
public struct ActivationShift: Sendable, Hashable {
  /// The pixels and then the layers, from input to output.
  public let layers: [String]
  /// For each of them the mean relative distance.
  public let distances: [Double]

  /// Measures pictures and their changed versions, both `[count, channels, height, width]`.
  ///
  /// - Throws: `FoveaError` where the pictures do not fit the network.
  public init(
    of network: Network, from clean: Tensor, to changed: Tensor
  ) throws(FoveaError) {
    let entries = network.weightedLayers
    let labels = entries.map(\.activation)
    let before = try network.values(at: labels, on: clean)
    let after = try network.values(at: labels, on: changed)
    layers = ["pixels"] + entries.map(\.layer)
    distances = zip([clean] + before, [changed] + after).map(Self.distance)
  }

  /// The mean over rows of ‖b − a‖ / ‖a‖; rows of zeros are left out.
  static func distance(_ a: Tensor, _ b: Tensor) -> Double {
    let width = a.shape.count / max(1, a.shape[0])
    var (sum, rows) = (0.0, 0)
    for row in 0..<a.shape[0] {
      var (size, change) = (0.0, 0.0)
      for index in row * width..<(row + 1) * width {
        let (x, y) = (Double(a.scalars[index]), Double(b.scalars[index]))
        size += x * x
        change += (y - x) * (y - x)
      }
      guard size > 0 else { continue }
      sum += (change / size).squareRoot()
      rows += 1
    }
    return rows > 0 ? sum / Double(rows) : 0
  }
}
