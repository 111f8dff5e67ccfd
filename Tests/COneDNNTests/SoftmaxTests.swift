import COneDNN
import Foundation
import Testing

extension OneDNN {
  @Suite struct SoftmaxTests {
    static let places = [
      ([4, 10], 1), ([3, 7], 0), ([2, 5, 3, 4], 1), ([2, 3, 17], 2), ([3, 1], 1),
    ]

    @Test(arguments: places, [false, true])
    func forwardAndBackward(_ place: ([Int], Int), isLogarithm: Bool) throws {
      let (dims, axis) = place
      let inner = product(Array(dims[(axis + 1)...]))
      let row = (0..<product(dims)).map { $0 / (inner * dims[axis]) * inner + $0 % inner }
      func sums(_ values: [Double]) -> [Double] {
        var sums = [Double](repeating: 0, count: product(dims) / dims[axis])
        for (i, value) in values.enumerated() { sums[row[i]] += value }
        return sums
      }
      let x = numbers(product(dims), seed: 1).map { $0 * 20 }
      let dy = numbers(product(dims), seed: 2)
      let total = sums(x.map { exp(Double($0)) })
      let share = x.indices.map { exp(Double(x[$0])) / total[row[$0]] }
      let weight =
        isLogarithm ? sums(dy.map { Double($0) }) : sums(zip(dy, share).map { Double($0) * $1 })
      let gradient = x.indices.map { i in
        isLogarithm
          ? Double(dy[i]) - share[i] * weight[row[i]]
          : share[i] * (Double(dy[i]) - weight[row[i]])
      }

      let layout = try Layout.plain(dims)
      let forward = try unsafe Operation(
        fovea_softmax_forward(layout.handle, Int32(axis), isLogarithm ? 1 : 0))
      try forward.set(FOVEA_SOURCE, dims, x)
      try forward.run(FOVEA_DESTINATION)
      let wanted = isLogarithm ? share.map { log($0) } : share
      expectClose(try forward.get(FOVEA_DESTINATION, dims), wanted, forward.name)

      let backward = try unsafe Operation(
        fovea_softmax_backward(layout.handle, Int32(axis), isLogarithm ? 1 : 0))
      try backward.share(FOVEA_DESTINATION, of: forward)
      try backward.set(FOVEA_DESTINATION_GRADIENT, dims, dy)
      try backward.run(FOVEA_SOURCE_GRADIENT)
      expectClose(try backward.get(FOVEA_SOURCE_GRADIENT, dims), gradient, backward.name)
    }

    @Test(arguments: [-1, 2]) func `Refuses an axis that is not there`(_ axis: Int32) throws {
      let layout = try Layout.plain([2, 3])
      #expect(throws: Refusal.self) {
        try unsafe Operation(fovea_softmax_forward(layout.handle, axis, 0))
      }
      #expect(throws: Refusal.self) {
        try unsafe Operation(fovea_softmax_backward(layout.handle, axis, 0))
      }
    }

    @Test func `Large numbers do not overflow`() throws {
      let layout = try Layout.plain([1, 3])
      let operation = try unsafe Operation(fovea_softmax_forward(layout.handle, 1, 0))
      try operation.set(FOVEA_SOURCE, [1, 3], [1000, 1000, -1000])
      try operation.run(FOVEA_DESTINATION)
      expectClose(try operation.get(FOVEA_DESTINATION, [1, 3]), [0.5, 0.5, 0], operation.name)
    }
  }
}
