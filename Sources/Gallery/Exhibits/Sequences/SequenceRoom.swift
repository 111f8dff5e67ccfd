extension Room {
  /// The exhibits on recurrent networks: their forms, one step by hand, gradients through time, and what they learn of text.
  static let sequenceExhibits: [any Exhibit] = [
    SequenceSchemes(), SequenceForms(), OneHotCharacters(), NextWord(), UnrolledBackpropagation(),
    FadingGradients(), FirstInputGradient(), SensitivityInTime(), ClippingCliff(),
    RecallByDistance(), CharacterModelOfPlays(), NextCharacters(), CellsThatFollowText(),
    QuotesCell(), GateOpenings(), EmbeddingMaps(), RandomFieldTagger(), SensorForecast(),
  ]
}
