/// The parts of the gallery in the order in which a visitor walks; each lists its exhibits in a file of its own.
public enum Room: String, CaseIterable, Hashable, Sendable {
  /// Kernels, sizes, padding, pooling: networks that nobody has to train.
  case convolution
  /// Graphs, gradients, training and what makes it go well or badly.
  case networks
  /// What trained networks look for, and what fools them.
  case insight
  /// Text, time and memory.
  case sequences

  /// The heading of its part in the index.
  public var title: String {
    switch self {
    case .convolution: "Convolution"
    case .networks: "Networks and training"
    case .insight: "Looking inside"
    case .sequences: "Sequences"
    }
  }

  /// Its exhibits in order.
  public var exhibits: [any Exhibit] {
    switch self {
    case .convolution: Self.convolutionExhibits
    case .networks: Self.networkExhibits
    case .insight: Self.insightExhibits
    case .sequences: Self.sequenceExhibits
    }
  }
}
