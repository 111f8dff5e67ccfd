import Foundation
import FoveaNetwork
import FoveaTensor

extension Reduction: Executable {
  func lower(at site: ForwardSite) throws(FoveaError) {
    if let rowCode { return try lowerRows(rowCode, at: site) }
    let input = try site.input(0)
    let output = site.output()
    let (copy, count) = try plan(input.shape)
    let function = function
    site.emit(reads: [input], writes: [output]) { memory in
      let (x, y) = (memory[input], memory[output])
      return { _ in
        if y.count == 1 {
          y[0] = Self.whole(function, x)
        } else {
          Self.parts(function, x, copy, count, into: y)
        }
      }
    }
  }

  func lowerGradient(at site: BackwardSite) throws(FoveaError) {
    guard site.needsGradient(ofInput: 0) else { return }
    if let rowCode { return try lowerRowsGradient(rowCode, at: site) }
    let arriving = try site.gradient()
    let input = try site.input(0)
    let output = try site.output()
    let result = site.gradient(ofInput: 0)
    let (copy, count) = try plan(site.inputShapes[0])
    let spread = copy.reversed
    let function = function
    let quotient = site.temporary(output.shape)
    site.emit("backward", reads: [arriving, input, output], writes: [result, quotient]) { memory in
      let (dy, dx, q) = (memory[arriving], memory[result], memory[quotient])
      let (x, y) = (memory[input], memory[output])
      return { _ in
        switch function {
        case .mean: spread.run(dy, dx, scale: 1 / Float(max(1, count)))
        case .l2:
          for index in 0..<q.count { q[index] = y[index] > 0 ? dy[index] / y[index] : 0 }
          spread.run(q, dx)
          Kernel.multiply(dx, x, into: dx)
        case .sumOfSquares:
          spread.run(dy, dx, scale: 2)
          Kernel.multiply(dx, x, into: dx)
        case .logSum:
          for index in 0..<q.count { q[index] = dy[index] / exp(y[index]) }
          spread.run(q, dx)
        default: spread.run(dy, dx)
        }
      }
    }
  }

  /// Adding each element of the input at its place in the output, and how many meet there.
  private func plan(_ input: Shape) throws(FoveaError) -> (StridedCopy, Int) {
    do {
      let reduced = try reducedAxes(of: input)
      let kept = Shape(input.dimensions.enumerated().map { reduced.contains($0.0) ? 1 : $0.1 })
      let copy = StridedCopy(
        input.dimensions, source: input.strides, target: kept.stridesBroadcast(to: input))
      return (copy, reduced.map { input[$0] }.reduce(1, *))
    } catch {
      throw FoveaError("\(error)")
    }
  }

  private static func whole(_ function: Function, _ x: Floats) -> Float {
    switch function {
    case .mean: Float(Kernel.sum(x) / Double(x.count))
    case .l2: Float(Kernel.sumOfSquares(x).squareRoot())
    case .sumOfSquares: Float(Kernel.sumOfSquares(x))
    case .logSum: Float(log(Kernel.sum(x)))
    default: Float(Kernel.sum(x))
    }
  }

  private static func parts(
    _ function: Function, _ x: Floats, _ copy: StridedCopy, _ count: Int, into y: Floats
  ) {
    y.fill(0)
    switch function {
    case .l2:
      copy.runSquares(x, y)
      for index in 0..<y.count { y[index] = y[index].squareRoot() }
    case .sumOfSquares: copy.runSquares(x, y)
    case .mean: copy.run(x, y, scale: 1 / Float(max(1, count)), accumulates: true)
    case .logSum:
      copy.run(x, y, accumulates: true)
      for index in 0..<y.count { y[index] = log(y[index]) }
    default: copy.run(x, y, accumulates: true)
    }
  }
}
