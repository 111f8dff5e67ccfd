extension Room {
  /// The exhibits on recurrent networks.
  static let sequenceExhibits: [any Exhibit] =
    [
      FadingGradients(), FirstInputGradient(), ClippingCliff(), RecallByDistance(), SequenceForms(),
      OneHotCharacters(), CharacterModelOfPlays(), NextCharacters(), CellsThatFollowText(),
      GateOpenings(), NextWord(), EmbeddingMaps(), RandomFieldTagger(), SensorForecast(),
    ] + unrolledExhibits
}
