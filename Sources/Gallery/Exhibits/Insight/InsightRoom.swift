extension Room {
  /// The exhibits on what trained networks look for.
  static let insightExhibits: [any Exhibit] = [
    FirstLayerFilters(), FeatureMapsByLayer(), ExcitingPictures(), ActivationMaximization(),
    AdversarialImages(), AdversarialActivations(), ImageNetAnswers(), ImageNetFilters(),
    ImageNetMaps(), ImageNetMaximization(), MaximizationGrowing(), FeaturesByDepth(),
    ImageNetAdversarial(), PhotographRelevance(),
  ]
}
