/// What the machine can do at its best, measured in the same run as the rows.
public struct MachineSpeed: Codable, Hashable, Sendable {
  /// GFLOP/s of 3×3 convolutions of many channels, which Winograd's algorithm computes with fewer multiplications.
  public var convolutions: Double
  /// GFLOP/s of large matrix products: what the processor multiplies and adds.
  public var products: Double
  /// GB/s that all threads together copy from memory to memory, read and written bytes both counted.
  public var copying: Double

  /// Creates speeds.
  public init(convolutions: Double, products: Double, copying: Double) {
    self.convolutions = convolutions
    self.products = products
    self.copying = copying
  }

  /// The kinds of arithmetic that rows consist of.
  public enum Kind: String, Codable, Hashable, Sendable {
    /// Mostly convolutions.
    case convolutions
    /// Matrix products alone.
    case products
  }

  /// GFLOP/s of a kind.
  public func peak(of kind: Kind) -> Double {
    switch kind {
    case .convolutions: convolutions
    case .products: products
    }
  }
}
