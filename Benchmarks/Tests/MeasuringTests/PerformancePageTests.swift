import Measuring
import Testing

@Suite struct PerformancePageTests {
  private func measured(load: Double = 0.1, foreign: Double = 0) -> RowMeasurement {
    RowMeasurement(
      name: "a",
      own: SideMeasurement(seconds: [0.001, 0.002, 0.001], peakBytes: 50 << 20),
      peer: SideMeasurement(
        seconds: [0.002, 0.003, 0.002], peakBytes: 200 << 20, variant: "channels-last"),
      difference: 2e-6, operations: 1e8, foreignShare: foreign,
      circumstances: Circumstances(
        load: load, speed: MachineSpeed(convolutions: 200, products: 100, copying: 10),
        versions: "PyTorch 9", machine: "a machine",
        date: "2026-01-02 03:04",
        threads: 2))
  }

  private func row(_ judge: TableRow.Judge, _ required: Double) -> TableRow {
    TableRow(name: "a", title: "some work", required: required, judges: judge)
  }

  @Test func aRatioIsReachedOrNot() {
    let one = measured()
    #expect(one.ratio == 2)
    #expect(row(.time, 2).isReached(one) && !row(.time, 2.1).isReached(one))
    #expect(row(.memory, 4).isReached(one) && !row(.memory, 4.1).isReached(one))
    #expect(row(.own, 0.5).isReached(one) && !row(.own, 0.4).isReached(one))
    #expect(!row(.beside, 2).isReached(one), "nothing was measured beside a neighbour")
  }

  @Test func theTableHasEveryCell() throws {
    let page = PerformancePage(
      [(row(.time, 2), measured()), (row(.time, 3), nil)], growth: GrowthSection([], compile: []))
    let lines = page.markdown.split(separator: "\n").filter { $0.hasPrefix("|") }
    #expect(lines.count == 4)
    #expect(Set(lines.map { $0.count { $0 == "|" } }) == [13])
    #expect(
      lines[2]
        == "| some work | 1.00 ms | 2.00 ms | 2.00 (1.75–2.00) | 2 | yes | 100 | 50 % | "
        + "50 MiB / 200 MiB | 2e-06 | channels-last | – |")
    #expect(lines[3].contains("not measured yet"))
    #expect(!page.markdown.contains("busy machine"))
  }

  @Test func aBusyMachineIsSaidToBeBusy() {
    let empty = GrowthSection([], compile: [])
    let loaded = PerformancePage([(row(.time, 2), measured(load: 1.5))], growth: empty).markdown
    #expect(loaded.contains("a busy machine") && loaded.contains("some work ⚠"))
    let disturbed = PerformancePage([(row(.time, 2), measured(foreign: 0.2))], growth: empty)
    #expect(disturbed.markdown.contains("some work ⚠"))
  }

  @Test func aMissedRowSaysWhatTheMachineAllows() {
    var one = measured()
    one.operations = 5e7
    one.traffic = 1e6
    let missed = TableRow(
      name: "a", title: "some work", required: 4, judges: .time, arithmetic: .products,
      remark: "tried everything")
    let page = { (row: TableRow) in
      PerformancePage([(row, one)], growth: GrowthSection([], compile: [])).markdown
    }
    #expect(!page(row(.time, 2)).contains("What was not reached"))
    // 0.05 GFLOP at 100 GFLOP/s take 0.5 ms, a megabyte at 10 GB/s a fifth of that; a quarter of 2 ms is asked.
    #expect(
      page(missed).contains(
        "| some work | 0.05 GFLOP | 1 MiB | 500 µs | 4 | 500 µs | 100 % |"))
    #expect(page(missed).contains("* some work: tried everything"))
    one.traffic = 1e7
    #expect(page(missed).contains("| 10 MiB | 1.00 ms | 2 | 500 µs | 100 % |"))
  }

  @Test func growthSaysItsExponents() {
    let steps = [1.0, 2, 4].map {
      GrowthMeasurement.Step(size: $0, seconds: $0 * $0 / 1000, work: $0)
    }
    let one = GrowthMeasurement(
      name: "growth-x", title: "x", axis: "size", unit: "arithmetic", steps: steps,
      circumstances: measured(load: 2).circumstances)
    #expect(abs(one.lateChange - 2) < 1e-12)
    let text = GrowthSection(
      [one], compile: [CompileMeasurement(title: "c", first: 0.06, again: 0.01)]
    ).markdown
    #expect(
      text.contains("| [x](performance/growth-x.png) | size 1–4 | 1.00 ms – 16.0 ms | 2 | 1 | 2 |"))
    #expect(text.contains("Measured 2026-01-02 03:04 UTC; **on a busy machine**: x."))
    #expect(text.contains("| c | 60.0 ms | 10.0 ms | **no** |"))
  }

  @Test func numbersLoseNoZerosBeforeThePoint() {
    #expect(number(10, 2) == "10")
    #expect(number(10, 0) == "10")
    #expect(number(1.7, 2) == "1.7")
    #expect(number(.nan, 2) == "–")
    #expect(durationText(0.0004) == "400 µs")
    #expect(durationText(2.5) == "2.50 s")
  }
}
