import FoveaEngine
import FoveaNetwork
import FoveaTensor
import Testing

/// Values and gradients of single operations against PyTorch's.
@Suite struct OperationOracleTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let file: String
    let name: String
    let operation: any Operation
    var mode = PlanRequest.Mode.inference
    var testDescription: String { "\(file)/\(name)" }

    init(
      _ file: String, _ name: String, _ operation: any Operation,
      mode: PlanRequest.Mode = .inference
    ) {
      (self.file, self.name, self.operation, self.mode) = (file, name, operation, mode)
    }
  }

  @Test(arguments: elementwise + arithmetic + convolutions + products + poolings)
  func windowsAndElements(_ entry: Case) throws { try run(entry) }

  @Test(arguments: paddings + normalizations + softmaxes + reductions + rearrangements)
  func shapesAndNorms(_ entry: Case) throws { try run(entry) }

  @Test(arguments: losses + recurrent + others)
  func lossesAndStates(_ entry: Case) throws { try run(entry) }

  private func run(_ entry: Case) throws {
    let oracle = try Oracle(entry.file, entry.name)
    try oracle.check(oracle.network(entry.operation), mode: entry.mode)
  }

  static let elementwise: [Case] = [
    ("relu", .relu), ("leaky", .leakyReLU(slope: 0.3)), ("sigmoid", .sigmoid), ("tanh", .tanh),
    ("gelu", .gelu), ("gelutanh", .geluTanh), ("swish", .swish), ("elu", .elu(alpha: 0.7)),
    ("softplus", .softplus), ("exp", .exp), ("log", .log), ("sqrt", .sqrt), ("square", .square),
    ("abs", .abs), ("linear", .linear(scale: -1.5, offset: 0.25)),
    ("clamp", .clamp(low: -0.5, high: 2.25)),
  ].map { (name, function: Elementwise.Function) in
    Case("elementwise", name, Elementwise(function))
  }

  static let arithmetic: [Case] = Arithmetic.Function.allCases.flatMap { function in
    ["", "-right", "-left"].map {
      Case("arithmetic", function.rawValue + $0, Arithmetic(function))
    }
  }

  static let convolutions: [Case] = [
    ("plain", Convolution(filters: 4, window: .square(3))),
    ("one", Convolution(filters: 1, window: .square(1))),
    ("strided", Convolution(filters: 10, window: .square(5, stride: 2, border: .symmetric(2)))),
    ("same", Convolution(filters: 17, window: .square(3, stride: 2, border: .same))),
    (
      "groups",
      Convolution(
        filters: 6, window: .square(3, dilation: 2, border: .full), groups: 2, hasBias: false)
    ),
    ("depthwise", Convolution(filters: 16, window: .square(3, border: .same), groups: 16)),
    (
      "line",
      Convolution(
        filters: 3,
        window: Window(
          kernel: [4], stride: [2], dilation: [1], border: .explicit(before: [1], behind: [1])))
    ),
    (
      "volume",
      Convolution(
        filters: 3,
        window: Window(
          kernel: [2, 3, 1], stride: [1, 1, 1], dilation: [1, 1, 1],
          border: .explicit(before: [1, 0, 1], behind: [1, 0, 1])))
    ),
  ].map { Case("convolution", $0, $1) }

  static let products: [Case] = [
    Case("dense", "vector", DenseProduct(units: 5)),
    Case("dense", "sequence", DenseProduct(units: 33, hasBias: false)),
    Case("dense", "product", MatrixProduct()),
    Case("dense", "transposed", MatrixProduct(transposesSecond: true)),
  ]

  private static let border = Window.square(3, stride: 2, border: .symmetric(1))

  static let poolings: [Case] = [
    Case("pooling", "max", Pooling(.max, window: .square(2, stride: 2))),
    Case("pooling", "max-border", Pooling(.max, window: border)),
    Case("pooling", "max-dilated", Pooling(.max, window: .square(2, dilation: 3))),
    Case("pooling", "average", Pooling(.average, window: border)),
    Case("pooling", "average-border", Pooling(.average, window: border, countsBorder: true)),
    Case("pooling", "global-max", GlobalPooling(.max)),
    Case("pooling", "global-average", GlobalPooling(.average)),
  ]
}

extension OperationOracleTests {
  static let paddings: [Case] = [
    ("constant", Padding.Mode.constant(-1.5)), ("replicate", .replicate), ("reflect", .reflect),
    ("circular", .circular),
  ].map { name, mode in
    Case("padding", name, Padding(before: [0, 0, 2, 1], behind: [0, 0, 0, 3], mode: mode))
  }

  static let normalizations: [Case] =
    ["image", "vector", "line"].flatMap { shape in
      PlanRequest.Mode.allCases.map { mode in
        Case(
          "normalization", "batch-\(shape)-\(mode.rawValue)", BatchNormalization(), mode: mode)
      }
    } + [
      Case("normalization", "layer-row", LayerNormalization()),
      Case("normalization", "layer-image", LayerNormalization(axes: 3)),
      Case("normalization", "layer-last", LayerNormalization()),
      Case("normalization", "response", LocalResponseNormalization(size: 5, alpha: 1, k: 2)),
      Case(
        "normalization", "response-wide",
        LocalResponseNormalization(size: 3, alpha: 0.5, beta: 1.25)),
      Case(
        "normalization", "standardize",
        Standardization(mean: [0.5, -1, 2], deviation: [0.25, 2, 0.5])),
    ]

  static let softmaxes: [Case] = [("soft", false), ("log", true)].flatMap { name, isLogarithm in
    [("last", -1), ("channels", 1), ("first", 0)].map { place, axis in
      Case("softmax", "\(name)-\(place)", SoftmaxFunction(axis: axis, isLogarithm: isLogarithm))
    }
  }

  static let reductions: [Case] = [Reduction.Function.sum, .mean, .l2].flatMap { function in
    [("all", nil), ("last", [-1]), ("outer", [0, 2])].map { (name, axes: [Int]?) in
      Case("reduction", "\(function.rawValue)-\(name)", Reduction(function, axes: axes))
    }
  }

  static let rearrangements: [Case] = [
    Case("reshape", "flatten", Flattening()),
    Case("reshape", "reshape", Reshaping(to: [3, -1])),
    Case("reshape", "transpose", Transposition(order: [2, 0, 1])),
    Case("reshape", "slice", Slicing(axis: 1, start: 1, count: 3, step: 2)),
    Case("reshape", "concat", Concatenation()),
  ]

  static let losses: [Case] = LossReduction.allCases.flatMap { reduction in
    let name = reduction.rawValue
    return [
      Case("loss", "cross-\(name)-0.0", CrossEntropy(reduction: reduction)),
      Case("loss", "cross-\(name)-0.1", CrossEntropy(labelSmoothing: 0.1, reduction: reduction)),
      Case("loss", "squared-\(name)", SquaredError(reduction: reduction)),
      Case("loss", "binary-\(name)", BinaryCrossEntropy(reduction: reduction)),
    ]
  }

  static let recurrent: [Case] =
    Recurrent.Nonlinearity.allCases.map { function in
      Case("recurrent", function.rawValue, Recurrent(.elman(function), hidden: 6))
    } + [
      Case("recurrent", "lstm", Recurrent(.lstm, hidden: 6)),
      Case("recurrent", "gru", Recurrent(.gru, hidden: 6)),
    ]

  static let others: [Case] = [
    Case("embedding", "table", EmbeddingLookup(vocabulary: 4, size: 3)),
    Case("sampling", "zeros", AffineSampling(fill: 0)),
    Case("sampling", "border", AffineSampling()),
  ]
}
