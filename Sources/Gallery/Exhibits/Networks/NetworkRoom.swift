extension Room {
  /// The exhibits on networks and their training.
  static let networkExhibits: [any Exhibit] =
    [
      TrainingCurvesOfLectures(), HiddenUnits(), FiltersBeforeAndAfter(),
    ] + representationExhibits
}
