import FoveaNetwork
import FoveaTensor
import Testing

@Suite struct ValueEditTests {
  /// What an edit means, element by element.
  private func apply(_ edit: ValueEdit, to x: Tensor) -> Tensor {
    func elements(_ tensor: Tensor) -> [Float] { tensor.broadcast(to: x.shape).scalars }
    let (keep, offset) = (elements(edit.keep), elements(edit.offset))
    let (low, high) = (elements(edit.low), elements(edit.high))
    return Tensor(
      shape: x.shape,
      scalars: x.scalars.indices.map {
        let y = keep[$0] == 0 ? offset[$0] : keep[$0] * x.scalars[$0] + offset[$0]
        return min(max(y, low[$0]), high[$0])
      })
  }

  static let edits: [ValueEdit] = [
    .identity, ValueEdit(keep: Tensor(-2)), ValueEdit(offset: Tensor([1, 2, 3])),
    ValueEdit(keep: Tensor(0), offset: Tensor(5)),
    ValueEdit(low: Tensor(-0.5), high: Tensor(1)),
    ValueEdit(keep: Tensor([0, 1, -1]), low: Tensor([-.infinity, 0, 0])),
    ValueEdit(keep: Tensor(shape: [2, 1], scalars: [1, 0]), high: Tensor(2)),
  ]

  @Test(arguments: edits, edits)
  func `Two edits in a row are one`(first: ValueEdit, second: ValueEdit) {
    let x = Tensor(shape: [2, 3], scalars: [-3, -0.25, 0, 0.75, 1.5, 40])
    #expect(apply(first.then(second), to: x) == apply(second, to: apply(first, to: x)))
  }

  @Test func `Infinite and missing numbers do not break bounds`() {
    let odd = [Float.nan, .infinity, -.infinity]
    let replaced = ValueEdit(keep: Tensor(0), offset: Tensor(odd))
    let clamped = ValueEdit.identity.then(replaced).then(
      ValueEdit(low: Tensor(-1), high: Tensor(1)))
    #expect(clamped.keep.scalars == [0, 0, 0])
    #expect(clamped.offset.scalars[1...] == [.infinity, -.infinity])
    #expect(zip(clamped.low.scalars, clamped.high.scalars).allSatisfy { $0 >= -1 && $1 <= 1 })
  }

  @Test func `The untouched value of a changed point is a point of its own`() throws {
    var network = try Network(input: .sequence(length: 2, features: 1)) { GRU("gru", hidden: 3) }
    let gru = network.outputs[0]
    network.edits = [
      HookPoint(node: gru): .identity, HookPoint(node: gru, record: "h", step: 1): .identity,
    ]
    let points = network.hookPoints(shapes: try network.shapes(batch: 4))
    #expect(
      points.map(\.name).prefix(6) == [
        "input", "gru", "gru/untouched", "gru/h[0]", "gru/h[1]", "gru/h.untouched[1]",
      ])
    let shapes = try network.shapes(batch: 4)
    for point in points {
      #expect(network.shape(of: point.point, shapes: shapes) == point.shape, "\(point.name)")
    }
    let odd = [
      HookPoint(node: gru, record: "h", step: 2), HookPoint(node: gru, record: "c", step: 0),
      HookPoint(node: gru, record: "h"), HookPoint(node: gru, step: 1),
    ]
    for point in odd { #expect(network.shape(of: point, shapes: shapes) == nil) }
  }
}
