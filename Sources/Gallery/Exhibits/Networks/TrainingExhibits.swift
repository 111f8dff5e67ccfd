extension Room {
  /// The exhibits on what makes training go well or badly, and on what it leaves behind.
  static let trainingExhibits: [any Exhibit] = [
    Momentum(), OptimizerRace(), LearningRates(), EarlyStoppingPoint(), WeightDecay(),
    DropoutByDataSize(), BatchNormalisation(), ResidualDepth(), AugmentationSheet(),
    AugmentationGain(),
    RandomLabels(), NoOverfitting(), DoubleDescent(), DoubleDescentOfNetworks(), PolynomialFits(),
    DepthAgainstWidth(),
  ]
}
