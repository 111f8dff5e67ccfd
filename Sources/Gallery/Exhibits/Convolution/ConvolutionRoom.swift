extension Room {
  /// The exhibits on convolution and pooling.
  static let convolutionExhibits: [any Exhibit] = pictureExhibits + numberExhibits
}
