extension Room {
  /// The exhibits on networks and their training.
  static let networkExhibits: [any Exhibit] =
    graphExhibits + representationExhibits + lectureNetworkExhibits + trainingExhibits

  /// The exhibits on the networks that the lectures train.
  private static let lectureNetworkExhibits: [any Exhibit] = [
    HiddenUnits(), FiltersBeforeAndAfter(), TrainingCurvesOfLectures(),
  ]
}
