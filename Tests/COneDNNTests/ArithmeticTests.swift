import COneDNN
import Foundation
import Testing

extension OneDNN {
  @Suite struct ArithmeticTests {
    static let functions: [(fovea_binary_function, @Sendable (Double, Double) -> Double)] = [
      (FOVEA_BINARY_ADD, { $0 + $1 }), (FOVEA_BINARY_SUBTRACT, { $0 - $1 }),
      (FOVEA_BINARY_MULTIPLY, { $0 * $1 }), (FOVEA_BINARY_DIVIDE, { $0 / $1 }),
      (FOVEA_BINARY_MAXIMUM, { max($0, $1) }), (FOVEA_BINARY_MINIMUM, { min($0, $1) }),
    ]

    @Test(arguments: 0..<6, [[2, 3, 4, 5], [1, 3, 1, 1], [1, 1, 1, 1], [2, 1, 1, 5]])
    func binary(_ index: Int, _ second: [Int]) throws {
      let dims = [2, 3, 4, 5]
      let (function, value) = Self.functions[index]
      let a = numbers(120, seed: 1)
      let b = numbers(product(second), seed: 2).map { $0 < 0 ? $0 - 0.5 : $0 + 0.5 }
      let wanted = (0..<120).map { i in
        let place = [i / 60, i / 20 % 3, i / 5 % 4, i % 5]
        let j = zip(place, second).reduce(0) { $0 * $1.1 + ($1.1 == 1 ? 0 : $1.0) }
        return value(Double(a[i]), Double(b[j]))
      }
      let (whole, part) = (try Layout.plain(dims), try Layout.plain(second))
      let operation = try unsafe Operation(
        fovea_binary(Int32(function.rawValue), whole.handle, part.handle, whole.handle))
      try operation.set(FOVEA_SOURCE, dims, a)
      try operation.set(FOVEA_SECOND_SOURCE, second, b)
      try operation.run(FOVEA_DESTINATION)
      expectClose(try operation.get(FOVEA_DESTINATION, dims), wanted, operation.name)
    }

    static let reductions: [(fovea_reduction_function, @Sendable ([Double]) -> Double)] = [
      (FOVEA_REDUCE_SUM, { $0.reduce(0, +) }),
      (FOVEA_REDUCE_MEAN, { $0.reduce(0, +) / Double($0.count) }),
      (FOVEA_REDUCE_MAXIMUM, { $0.reduce(-.infinity, max) }),
      (FOVEA_REDUCE_MINIMUM, { $0.reduce(.infinity, min) }),
      (FOVEA_REDUCE_NORM, { pow($0.reduce(0) { $0 + pow(abs($1), 3) } + 0.01, 1 / 3) }),
      (FOVEA_REDUCE_NORM_POWER, { $0.reduce(0) { $0 + pow(abs($1), 3) } + 0.01 }),
    ]

    @Test(arguments: 0..<6, [[2, 1, 4, 5], [1, 3, 1, 1], [1, 1, 1, 1], [2, 3, 4, 1]])
    func reduction(_ index: Int, _ result: [Int]) throws {
      let dims = [2, 3, 4, 5]
      let (function, value) = Self.reductions[index]
      let x = numbers(120, seed: 3)
      var members = [[Double]](repeating: [], count: product(result))
      for i in 0..<120 {
        let place = [i / 60, i / 20 % 3, i / 5 % 4, i % 5]
        let j = zip(place, result).reduce(0) { $0 * $1.1 + ($1.1 == 1 ? 0 : $1.0) }
        members[j].append(Double(x[i]))
      }
      let (from, to) = (try Layout.plain(dims), try Layout.plain(result))
      let operation = try unsafe Operation(
        fovea_reduction(Int32(function.rawValue), from.handle, to.handle, 3, 0.01))
      try operation.set(FOVEA_SOURCE, dims, x)
      try operation.run(FOVEA_DESTINATION)
      expectClose(
        try operation.get(FOVEA_DESTINATION, result), members.map { value($0) }, operation.name)
    }

    @Test(arguments: [-1, 6]) func `Refuses an unknown function`(_ number: Int32) throws {
      let layout = try Layout.plain([5])
      #expect(throws: Refusal.self) {
        try unsafe Operation(fovea_binary(number, layout.handle, layout.handle, layout.handle))
      }
      #expect(throws: Refusal.self) {
        try unsafe Operation(fovea_reduction(number, layout.handle, layout.handle, 1, 0))
      }
    }
  }
}
