import Fovea
import Gallery
import Synchronization
import Testing

@Suite("Studio")
struct StudioTests {
  @Test("Exhibits share a network: it is trained once")
  func shares() throws {
    let lines = Mutex<[String]>([])
    let studio = Studio(effort: .least) { line in lines.withLock { $0.append(line) } }
    let first = try studio.trained(.shallowFashion)
    let seconds = studio.trainingSeconds
    let second = try studio.trained(.shallowFashion)
    #expect(first.network.weights == second.network.weights)
    #expect(first.network.weights != first.start.weights)
    #expect(studio.trainingSeconds == seconds)
    #expect(lines.withLock { $0.count { $0.contains("epoch 1 of 1") } } == 1)
  }

  @Test("Networks of different recipes do not begin alike")
  func starts() throws {
    let studio = Studio(effort: .least)
    let fashion = try studio.trained(.shallowFashion).start
    let digits = try studio.trained(.shallowDigits).start
    #expect(fashion.weights[0] != digits.weights[0])
  }

  @Test("Efforts bound pictures and epochs")
  func bounds() throws {
    let studio = Studio(effort: .least)
    #expect(try studio.images(.fashion).train.count == 256)
    #expect(try studio.images(.digits).test.count == 64)
    #expect(try studio.trained(.shallowDigits).log["loss/train"]?.points.count == 1)
  }

  @Test("Examples are one test picture a class at most, each taken for what it is")
  func examples() throws {
    let studio = Studio(effort: .little)
    let network = try studio.trained(.shallowFashion).network
    let examples = try studio.examples(of: .fashion, by: network)
    #expect(examples.count >= 6)
    #expect(Set(examples.map(\.label)).count == examples.count)
    let answers = try Victim(network).predict(Tensor.stacking(examples.map(\.image)))
    #expect(answers.map(\.label) == examples.map(\.label))
  }

  @Test("What is made once is kept; what failed is tried again")
  func once() throws {
    let studio = Studio(effort: .least)
    struct Refused: Error {}
    #expect(throws: Refused.self) {
      try studio.once("answer") { () throws -> Int in throw Refused() }
    }
    #expect(studio.once("answer") { 42 } == 42)
    #expect(studio.once("answer") { 43 } == 42)
  }

  @Test("A part is within its bounds")
  func parts() {
    #expect(Effort.full.part(of: 1000) == 1000)
    #expect(Effort.quick.part(of: 1000) == 250)
    #expect(Effort.quick.part(of: 8, least: 4) == 4)
    #expect(Effort.quick.part(of: 3, least: 4) == 3)
  }
}
