extension Room {
  /// Convolution and pooling on numbers: what can be computed by hand, and what follows from sizes.
  static let numberExhibits: [any Exhibit] = [
    ConvolutionSteps(), CorrelationAndConvolution(), ConvolutionInLetters(),
    ConvolutionOfVolumes(), LTITable(), LinearTimeInvariance(), UnitSampleResponse(),
    OutputSizes(), LectureSizes(), FullBorderFormula(), ConvolutionMatrix(), SparseConnections(),
    ReceptiveFields(),
    WeightSharing(), ConvolutionGradients(), PoolingKinds(), PoolingSteps(), PoolingGradients(),
    PoolingAndShifts(), PoolingInvariance(),
  ]
}
