extension Room {
  /// The exhibits on what kernels do to pictures.
  static let pictureExhibits: [any Exhibit] = [
    HandKernels(), SteerableEdges(), SmoothingSeries(), SmoothingPhotograph(),
    SmoothingBeforeEdges(), TemplateMatching(), HierarchicalFeatures(), Paddings(), Strides(),
    SlidingKernel(),
  ]
}
