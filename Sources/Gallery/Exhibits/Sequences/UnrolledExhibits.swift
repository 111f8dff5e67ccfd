extension Room {
  /// The exhibits on recurrent networks unrolled in time.
  static let unrolledExhibits: [any Exhibit] = [
    UnrolledBackpropagation(), SensitivityInTime(), SequenceSchemes(),
  ]
}
