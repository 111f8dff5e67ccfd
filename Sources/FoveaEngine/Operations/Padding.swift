import FoveaNetwork
import FoveaTensor

extension Padding: Executable {
  func lower(at site: ForwardSite) throws(FoveaError) {
    let (input, output) = (try site.input(0), site.output())
    let runs = runs(input.shape, output.shape)
    let fill: Float = if case .constant(let value) = mode { value } else { 0 }
    site.emit(reads: [input], writes: [output]) { memory in
      let (x, y) = (memory[input], memory[output])
      return { _ in
        y.fill(fill)
        for run in runs { run.run(x, y) }
      }
    }
  }

  func lowerGradient(at site: BackwardSite) throws(FoveaError) {
    guard site.needsGradient(ofInput: 0) else { return }
    let arriving = try site.gradient()
    let result = site.gradient(ofInput: 0)
    let runs = runs(site.inputShapes[0], site.outputShape).map(\.reversed)
    site.emit("backward", reads: [arriving], writes: [result]) { memory in
      let (dy, dx) = (memory[arriving], memory[result])
      return { _ in
        dx.fill(0)
        for run in runs { run.run(dy, dx, accumulates: true) }
      }
    }
  }

  /// Boxes of the output that copy boxes of the input with one stride along each axis: the middle, and what mirrors it.
  private func runs(_ input: Shape, _ output: Shape) -> [StridedCopy] {
    let pieces = (0..<input.rank).map { axis in
      Self.pieces(sources(axis: axis, extent: input[axis]))
    }
    var boxes: [[Piece]] = [[]]
    for axis in pieces { boxes = boxes.flatMap { box in axis.map { box + [$0] } } }
    return boxes.map { box in
      StridedCopy(
        box.map(\.count), source: zip(box, input.strides).map { $0.step * $1 },
        target: output.strides,
        sourceOffset: zip(box, input.strides).reduce(0) { $0 + $1.0.source * $1.1 },
        targetOffset: zip(box, output.strides).reduce(0) { $0 + $1.0.target * $1.1 })
    }
  }

  /// A run of positions along one axis whose sources go up, stay or go down.
  private struct Piece {
    let target: Int
    let source: Int
    var step: Int
    var count: Int
  }

  private static func pieces(_ sources: [Int?]) -> [Piece] {
    var pieces: [Piece] = []
    for (target, source) in sources.enumerated() {
      guard let source else { continue }
      if var last = pieces.last, last.target + last.count == target {
        let step = source - (last.source + last.step * (last.count - 1))
        if last.count == 1, abs(step) <= 1 { last.step = step }
        if last.step == step {
          last.count += 1
          pieces[pieces.count - 1] = last
          continue
        }
      }
      pieces.append(Piece(target: target, source: source, step: 1, count: 1))
    }
    return pieces
  }
}
