import Foundation
import Testing

@testable import FoveaNetwork

@Suite struct NetworkTableTests {
  private func example() throws -> Network {
    try Network(input: .image(channels: 1, height: 8, width: 8), seed: 3) {
      Conv2D("größe", filters: 4, kernel: 3, padding: .same)
      BatchNorm("bn")
      Residual("sum") {
        Conv2D("conv2", filters: 4, kernel: 3, padding: .same)
        ReLU()
      }
      Reshape(to: [0, 4, 64])
      LSTM("lstm", hidden: 5)
      Repeat("shared", times: 2) { Dense(5) }
    }
  }

  @Test func `A table shows each node and totals`() throws {
    let expected = """
      node       operation              reads      output        parameters  multiply-adds  inside
      ---------  ---------------------  ---------  ------------  ----------  -------------  -------------------
      input      input                             [1, 1, 8, 8]
      größe      conv 4 × 3×3, same                [1, 4, 8, 8]          40          2,304
      bn         batchnorm                         [1, 4, 8, 8]          16
      conv2      conv 4 × 3×3, same                [1, 4, 8, 8]         148          9,216
      relu1      elementwise relu                  [1, 4, 8, 8]
      sum        arithmetic add         relu1, bn  [1, 4, 8, 8]
      reshape1   reshape to [0, 4, 64]             [1, 4, 64]
      lstm       recurrent lstm 5                  [1, 4, 5]          1,420          5,520  h c i f g o [0..<4]
      shared[0]  dense 5 units                     [1, 4, 5]             30            100
      shared[1]  dense 5 units                     [1, 4, 5]         shared            100
      ---------  ---------------------  ---------  ------------  ----------  -------------  -------------------
      total      10 nodes                                             1,654         17,240
      output shared[1]; seed 3; 8 parameters not trained
      """
    #expect("\(try example())" == expected)
  }

  @Test func `A summary counts for a batch and survives JSON`() throws {
    let summary = try example().summary(batch: 4)
    #expect(summary.multiplyAdds == 4 * 17_240)
    #expect(summary.parameters + summary.fixedParameters == 1_654)
    #expect(summary.nodes[5].inputs == ["relu1", "bn"])
    #expect(summary.nodes[7].records.map(\.name) == ["h", "c", "i", "f", "g", "o"])
    let copy = try JSONDecoder().decode(
      NetworkSummary.self, from: try JSONEncoder().encode(summary))
    #expect(copy == summary)
  }

  @Test func `Columns are as wide as a terminal shows them`() {
    var table = TextTable(columns: [("a", .left), ("b", .right), ("empty", .left)])
    table.add(["漢字", "1", ""])
    table.add(["e\u{301}", "200", ""])
    #expect(table.text == "a       b\n----  ---\n漢字    1\ne\u{301}     200")
  }
}
