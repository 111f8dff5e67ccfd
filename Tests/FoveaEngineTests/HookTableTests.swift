import FoveaEngine
import FoveaNetwork
import FoveaTensor
import Testing

@Suite struct HookTableTests {
  @Test func `Every hook of a network with its size`() throws {
    let table = try Samples.convolutional().hookTable(batch: 8)
    #expect(
      table.rows.map(\.name) == ["input", "conv1", "relu1", "conv2", "relu2", "flatten1", "logits"])
    #expect(table.rows[1].shape == [8, 4, 6, 6])
    #expect(table.rows[1].bytes == 8 * 4 * 36 * 4)
    #expect(table.total == table.rows.reduce(0) { $0 + $1.shape.count * 4 })
    #expect(
      table.description == """
        hook      shape            bytes
        --------  ------------  --------
        input     [8, 2, 6, 6]   2.3 KiB
        conv1     [8, 4, 6, 6]   4.5 KiB
        relu1     [8, 4, 6, 6]   4.5 KiB
        conv2     [8, 3, 3, 3]     864 B
        relu2     [8, 3, 3, 3]     864 B
        flatten1  [8, 27]          864 B
        logits    [8, 5]           160 B
        --------  ------------  --------
        total                   13.9 KiB
        """)
  }

  @Test func `Time steps share a line`() throws {
    let network = try Samples.recurrent(.gru)
    var recorder = Recorder(
      [
        .init(["cell/h"], [.gradient], keep: .every(10)), .init(["logits"], keep: .statistics),
        .init(["cell/r[{1,2,4}]"]),
      ], runs: 100)
    recorder.metadata["seed"] = "1"
    let table = try recorder.bytes(for: network)
    #expect(
      table.description == """
        hook                    shape      keeps         bytes   plan
        ----------------------  ---------  ----------  -------  -----
        cell/h[0..<5]/gradient  [2, 4]     every 10    1.6 KiB  160 B
        cell/r[1..<3]/value     [2, 4]     last           64 B   64 B
        cell/r[4]/value         [2, 4]     last           32 B   32 B
        logits/value            [2, 5, 2]  statistics    104 B   80 B
        ----------------------  ---------  ----------  -------  -----
        total                                          1.8 KiB  336 B
        """)
  }
}
