extension Room {
  /// The exhibits on recurrent networks.
  static let sequenceExhibits: [any Exhibit] = [FadingGradients()] + unrolledExhibits
}
