extension Room {
  /// The exhibits on graphs, gradients and how they are checked.
  static let graphExhibits: [any Exhibit] = [
    ComputationalGraphs(), GradientPatterns(), ErrorsOfNodes(), BackpropagationAsLinearAlgebra(),
    ChainRule(), GradientChecking(), AlexNetColumns(), NetworkDiagrams(),
  ]
}
