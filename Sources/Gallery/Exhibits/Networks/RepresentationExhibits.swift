extension Room {
  /// The exhibits on what hidden units represent and how they come to it.
  static let representationExhibits: [any Exhibit] = [
    IdentityCodes(), BooleanFunctions(), UniversalApproximation(), DecisionBoundaries(),
    FiltersOverTime(), FirstFiltersByDepth(), PatchesByDepth(), ActivationFunctions(),
    SoftmaxTemperature(), InitialSignals(), ConfusionOfLectures(), ParameterSharing(),
  ]
}
