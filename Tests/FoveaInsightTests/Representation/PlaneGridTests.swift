import Fovea
import Testing

@Suite("Plane grid")
struct PlaneGridTests {
  private let grid = PlaneGrid(x: 0...4, y: -1...1, columns: 4, rows: 2)

  @Test("Points are the middles of cells, the lowest row first")
  func points() {
    #expect(grid.points.shape == [8, 2])
    #expect(Array(grid.points.scalars.prefix(4)) == [0.5, -0.5, 1.5, -0.5])
    #expect(Array(grid.points.scalars.suffix(2)) == [3.5, 0.5])
  }

  @Test("Values are those of the network at the points, a field for each unit")
  func values() throws {
    var network = try Network(input: .vector(2)) { Dense("sum", 2) }
    network.setWeights(Tensor(shape: [2, 2], scalars: [1, 10, 1, 0]), at: 0)
    let fields = try grid.values(of: network, at: ["sum"])[0]
    #expect(fields.shape == [2, 2, 4])
    #expect(fields[0, 1, 2] == 2.5 + 10 * 0.5)
    #expect(fields[1, 0, 3] == 3.5)
  }

  @Test("Networks that do not live in the plane are errors")
  func errors() throws {
    let network = try Network(input: .vector(3)) { Dense("sum", 1) }
    #expect(throws: FoveaError.self) { try grid.values(of: network, at: ["sum"]) }
    let plane = try Network(input: .vector(2)) { Dense("sum", 1) }
    #expect(throws: FoveaError.self) { try grid.values(of: plane, at: ["summ"]) }
  }

  @Test("A straight fold has no bend, a bowl half of one")
  func bend() {
    let fine = PlaneGrid(x: -1...1, y: -1...1, columns: 50, rows: 50)
    func field(_ function: (Float, Float) -> Float) -> Tensor {
      let points = fine.points.scalars
      return Tensor(
        shape: [50, 50], scalars: (0..<2500).map { function(points[2 * $0], points[2 * $0 + 1]) })
    }
    #expect(PlaneGrid.bend(of: field { x, y in max(0, 0.3 * x - 0.8 * y) }) < 5e-3)
    #expect(abs(PlaneGrid.bend(of: field { x, y in x * x + y * y }) - 0.5) < 0.02)
    #expect(PlaneGrid.bend(of: field { _, _ in 3 }) == 0)
  }

  @Test("A decision map is red where class 1 is probable")
  func decision() throws {
    var network = try Network(input: .vector(2)) { Dense("logits", 2) }
    network.setWeights(Tensor(shape: [2, 2], scalars: [0, 0, 5, 0]), at: 0)
    let points = PointSet.moons(count: 10, seed: 1)
    let map = try DecisionMap(of: network, points: points)
    try map.validate()
    #expect(map.probabilities.shape == [120, 120])
    #expect(map.probabilities[60, 0] < 0.01 && map.probabilities[60, 119] > 0.99)
    #expect(map.map.series.map(\.points.count) == [5, 5])
    let three = try Network(input: .vector(2)) { Dense("logits", 3) }
    #expect(throws: FoveaError.self) { try DecisionMap(of: three) }
  }
}
