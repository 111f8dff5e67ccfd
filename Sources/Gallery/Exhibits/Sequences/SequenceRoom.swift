extension Room {
  /// The exhibits on recurrent networks.
  static let sequenceExhibits: [any Exhibit] = unrolledExhibits + trainedSequenceExhibits

  /// The exhibits whose networks are trained on sequences.
  private static let trainedSequenceExhibits: [any Exhibit] = [
    FadingGradients(), FirstInputGradient(), ClippingCliff(), RecallByDistance(), SequenceForms(),
    OneHotCharacters(), CharacterModelOfPlays(), NextCharacters(), CellsThatFollowText(),
    GateOpenings(), NextWord(), EmbeddingMaps(), RandomFieldTagger(), SensorForecast(),
  ]
}
