import TestSupport
import Foundation
import FoveaTensor
import Testing

@testable import FoveaCheckpoint

/// Offsets, shapes and strides over the bytes of a storage.
@Suite struct TensorViewTests {
  private let ten = Data(
    (0..<10).flatMap { unsafe withUnsafeBytes(of: Float($0)) { unsafe Array($0) } })

  private func view(
    _ offset: Int, _ shape: [Int], _ strides: [Int], count: Int = 10, view: Range<Int>? = nil
  ) throws -> TensorView {
    let storage = TensorStorage(
      key: "0", scalar: .float32, count: count, view: view ?? 0..<count)
    return try TensorView(
      source: .storage(storage), type: ElementType(scalar: .float32), offset: offset, shape: shape,
      strides: strides)
  }

  @Test(
    arguments: [
      (0, [2, 5], [5, 1], [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]),
      (0, [5, 2], [1, 5], [0, 5, 1, 6, 2, 7, 3, 8, 4, 9]),
      (3, [2, 2], [4, 2], [3, 5, 7, 9]), (4, [3], [0], [4, 4, 4]), (9, [], [], [9]),
      (7, [1, 3], [100, 1], [7, 8, 9]), (0, [2, 0], [1, 1], []), (99, [0], [1], []),
    ] as [(Int, [Int], [Int], [Float])])
  func elementsByStrides(offset: Int, shape: [Int], strides: [Int], values: [Float]) throws {
    let tensor = try view(offset, shape, strides).tensor(in: ten)
    #expect(tensor.shape == Shape(shape) && tensor.scalars == values)
  }

  @Test(
    arguments: [
      (0, [11], [1], "reaches outside"), (10, [1], [1], "reaches outside"),
      (0, [2, 2], [9, 1], "reaches outside"), (-1, [1], [1], "impossible shape"),
      (0, [2], [-1], "impossible shape"), (0, [1, 2], [1], "impossible shape"),
      (0, [1 << 40, 1 << 40], [1, 1], "impossible shape"),
      (0, [3], [Int.max], "impossible strides"),
      (0, [-2], [1], "impossible shape"),
    ] as [(Int, [Int], [Int], String)])
  func impossibleViewsAreRefused(offset: Int, shape: [Int], strides: [Int], reason: String) {
    let line = message { _ = try view(offset, shape, strides) }
    #expect(line.contains(reason), "\(line)")
  }

  @Test func viewsOfStoragesBeginWhereTheySay() throws {
    let part = try view(1, [3], [1], view: 4..<8)
    #expect(try part.tensor(in: ten).scalars == [5, 6, 7])
    #expect(message { _ = try view(1, [4], [1], view: 4..<8) }.contains("reaches outside"))
  }

  @Test func shortStoragesAreRefused() throws {
    let all = try view(0, [10], [1])
    let line = message { _ = try all.tensor(in: ten.prefix(36)) }
    #expect(line.contains("has 36 bytes, and a tensor wants those up to 40"))
  }

  /// A file of a thousand bytes that shows one number 2³⁰ times.
  @Test func repeatedNumbersAreBounded() throws {
    var heap = PickleHeap()
    let root = heap.add(.tensor(try view(0, [1 << 30], [0])))
    var pickled = PickledTensors(root: root, heap: heap, storages: StorageBytes(["0": ten]))
    let line = message { _ = try pickled.tensors(fileSize: 1000) }
    #expect(line.contains("far more elements than its 1000 bytes can hold"))
  }
}
