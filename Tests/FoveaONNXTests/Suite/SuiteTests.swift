import Foundation
import Testing

/// The standard's own suite, as Debian's package `libonnx-testdata` or an unpacked wheel carries it.
@Suite(.enabled(if: FileManager.default.fileExists(atPath: "\(SuiteCase.folder)/node")))
struct SuiteTests {
  /// What networks for pictures and sequences are made of; their cases in 32 bits must pass.
  static let listed: Set<String> = [
    "Conv", "ConvTranspose", "Gemm", "MatMul", "BatchNormalization", "InstanceNormalization",
    "LayerNormalization", "GroupNormalization", "LRN", "MaxPool", "AveragePool", "LpPool",
    "GlobalAveragePool", "GlobalMaxPool", "GlobalLpPool", "Relu", "LeakyRelu", "PRelu", "Elu",
    "Selu", "Celu", "Gelu", "HardSigmoid", "HardSwish", "Mish", "Softplus", "Softsign", "Sigmoid",
    "Tanh", "Clip", "Softmax", "LogSoftmax", "Dropout", "RNN", "LSTM", "GRU", "Add", "Sub", "Mul",
    "Div", "Pow", "Neg", "Abs", "Sqrt", "Exp", "Log", "Reciprocal", "Erf", "Floor", "Ceil", "Round",
    "Sign", "Min", "Max", "Mean", "Sum", "Mod", "Equal", "Greater", "GreaterOrEqual", "Less",
    "LessOrEqual", "And", "Or", "Xor", "Not", "Where", "ReduceSum", "ReduceMean", "ReduceMax",
    "ReduceMin", "ReduceProd", "ReduceL1", "ReduceL2", "ReduceSumSquare", "ReduceLogSum",
    "ReduceLogSumExp", "Pad", "Resize", "Upsample", "DepthToSpace", "SpaceToDepth", "Reshape",
    "Flatten", "Squeeze", "Unsqueeze", "Transpose", "Concat", "Gather", "GatherElements", "Slice",
    "Split", "Expand", "Tile", "Cast", "Identity", "Constant", "Einsum", "ArgMax", "ArgMin", "TopK",
  ]

  @Test func `the operations of networks pass their cases in 32 bits`() {
    let table = SuiteTable(SuiteCase.all(in: "\(SuiteCase.folder)/node"))
    let rows = table.rows.filter { Self.listed.contains($0.operation) }
    let (passed, total) = table.score(of: Self.listed)
    #expect(total > 300)
    let misses = rows.flatMap { row in row.misses.map { "\($0.name): \($0.reason)" } }
    // What is left are results without elements, which no plan has, and dropout that draws at random.
    #expect(Double(passed) >= 0.98 * Double(total), "\(passed) of \(total); \(misses)")
  }

  @Test(arguments: ["pytorch-converted", "pytorch-operator"])
  func `models that PyTorch converted all pass`(_ part: String) {
    let cases = SuiteCase.all(in: "\(SuiteCase.folder)/\(part)")
    #expect(cases.count >= 35)
    for entry in cases {
      let outcome = entry.run()
      #expect(outcome.isPassed, "\(entry.name): \(outcome)")
    }
  }

  @Test(.enabled(if: ProcessInfo.processInfo.environment["FOVEA_ONNX_TABLE"] != nil))
  func `the table of the documentation is written`() throws {
    let path = ProcessInfo.processInfo.environment["FOVEA_ONNX_TABLE"] ?? ""
    var text = SuiteTable.introduction
    for part in ["node", "pytorch-converted", "pytorch-operator"] {
      let table = SuiteTable(SuiteCase.all(in: "\(SuiteCase.folder)/\(part)"))
      text += table.markdown(titled: part)
      guard part == "node" else { continue }
      let (passed, total) = table.score(of: Self.listed)
      text +=
        "\nOf the operations that networks for pictures and sequences are made of, \(passed) of \(total).\n"
    }
    try text.write(toFile: path, atomically: true, encoding: .utf8)
  }
}
