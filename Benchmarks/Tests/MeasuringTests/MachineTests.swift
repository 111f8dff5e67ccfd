import Measuring
import Testing

@Suite struct MachineTests {
  @Test func idleAndWaitingTicksAreNotBusy() {
    let stat = "cpu  100 5 20 1000 50 1 2 7 40 0\ncpu0 1 1 1 1 1 1 1 1 1 1\n"
    #expect(Machine.busyTicks(ofStat: stat) == 135)
    #expect(Machine.busyTicks(ofStat: "") == 0)
  }

  @Test func ticksOfAProcessCountFromBehindItsName() {
    let stat = "17 (a (b) c) S 1 2 3 4 5 6 7 8 9 10 30 4 2 1 20 0"
    #expect(Machine.processTicks(ofStat: stat) == 37)
    #expect(Machine.processTicks(ofStat: "nothing") == 0)
  }
}
