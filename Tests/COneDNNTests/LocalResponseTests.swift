import COneDNN
import Foundation
import Testing

extension OneDNN {
  @Suite struct LocalResponseTests {
    static let shapes = [[1, 1, 1, 1], [2, 5, 3, 4], [2, 17, 3, 2], [1, 32, 5, 5]]

    @Test(arguments: shapes, [3, 5]) func across(_ dims: [Int], size: Int) throws {
      try expect(dims, size: size, isWithin: false)
    }

    @Test(arguments: shapes, [3, 5]) func within(_ dims: [Int], size: Int) throws {
      try expect(dims, size: size, isWithin: true)
    }

    /// For each element the elements whose squares count.
    private func neighbours(_ dims: [Int], size: Int, isWithin: Bool) -> [[Int]] {
      let (c, h, w) = (dims[1], dims[2], dims[3])
      let reach = size / 2
      func around(_ place: Int, below count: Int) -> ClosedRange<Int> {
        max(0, place - reach)...min(count - 1, place + reach)
      }
      return (0..<product(dims)).map { i in
        let (image, channel, row, column) = (i / (c * h * w), i / (h * w) % c, i / w % h, i % w)
        if !isWithin {
          return around(channel, below: c).map { ((image * c + $0) * h + row) * w + column }
        }
        return around(row, below: h).flatMap { y in
          around(column, below: w).map { ((image * c + channel) * h + y) * w + $0 }
        }
      }
    }

    private func expect(_ dims: [Int], size: Int, isWithin: Bool) throws {
      let (alpha, beta, k) = (0.5, 0.75, 1.5)
      let count = Double(isWithin ? size * size : size)
      let x = numbers(product(dims), seed: 1).map { $0 * 2 }
      let dy = numbers(product(dims), seed: 2)
      let near = neighbours(dims, size: size, isWithin: isWithin)
      let sums = near.map { k + alpha / count * $0.reduce(0) { $0 + pow(Double(x[$1]), 2) } }
      let wanted = zip(x, sums).map { Double($0) * pow($1, -beta) }
      var gradient = zip(dy, sums).map { Double($0) * pow($1, -beta) }
      for (i, inside) in near.enumerated() {
        let factor = 2 * alpha * beta / count * Double(dy[i] * x[i]) * pow(sums[i], -beta - 1)
        for j in inside { gradient[j] -= factor * Double(x[j]) }
      }

      let layout = try Layout.plain(dims)
      let (make, makeBackward) =
        unsafe isWithin
        ? (fovea_local_response_within_forward, fovea_local_response_within_backward)
        : (fovea_local_response_forward, fovea_local_response_backward)
      let forward = try unsafe Operation(
        make(layout.handle, Int64(size), Float(alpha), Float(beta), Float(k), 1))
      try forward.set(FOVEA_SOURCE, dims, x)
      try forward.run(FOVEA_DESTINATION)
      expectClose(try forward.get(FOVEA_DESTINATION, dims), wanted, forward.name)

      let backward = try unsafe Operation(
        makeBackward(
          layout.handle, Int64(size), Float(alpha), Float(beta), Float(k), forward.handle))
      try backward.set(FOVEA_SOURCE, dims, x)
      try backward.set(FOVEA_DESTINATION_GRADIENT, dims, dy)
      try backward.share(FOVEA_WORKSPACE, of: forward)
      try backward.run(FOVEA_SOURCE_GRADIENT)
      expectClose(try backward.get(FOVEA_SOURCE_GRADIENT, dims), gradient, backward.name)
    }
  }
}
