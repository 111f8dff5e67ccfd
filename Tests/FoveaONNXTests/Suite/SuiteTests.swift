import Foundation
import Testing

/// The standard's own suite, as Debian's package `libonnx-testdata` carries it.
@Suite struct SuiteTests {
  static let folder =
    ProcessInfo.processInfo.environment["FOVEA_ONNX_SUITE"] ?? "/usr/share/libonnx-testdata/data"

  @Test func survey() {
    var lines: [String] = []
    for part in ["node", "pytorch-converted", "pytorch-operator"] {
      for entry in SuiteCase.all(in: "\(Self.folder)/\(part)") {
        let outcome = entry.run()
        lines.append(
          "\(part)\t\(entry.name)\t\(entry.isFloat32())\t\(entry.operations())\t\(outcome)")
      }
    }
    try? lines.joined(separator: "\n").write(
      toFile: "/tmp/suite.txt", atomically: true, encoding: .utf8)
  }
}
