import Fovea

/// The numbers that the lectures compute with, as they print them.
enum LectureNumbers {
  /// 003: the vector of the one-dimensional example.
  static let vector = Tensor([1, 4, 3, -1, 2, -4, 1, 0, 2, -1])
  /// 003: its filter.
  static let filter = Tensor([1, 2, 1])

  /// 003: the matrix of the two-dimensional example.
  static let matrix = tensor([
    [3, 3, 2, 1, 0], [0, 0, 1, 3, 1], [3, 1, 2, 2, 3], [2, 0, 0, 2, 2], [2, 0, 0, 0, 1],
  ])
  /// 003: its kernel.
  static let kernel = tensor([[0, 1, 2], [2, 2, 0], [0, 1, 2]])
  /// 003: its result.
  static let result = tensor([[12, 12, 17], [10, 17, 19], [9, 6, 14]])

  /// 004: the input of the linear time-invariant system.
  static let signal = Tensor([3, 1, 2])
  /// 004: the system's unit-sample response.
  static let response = Tensor([3, 2, 1])
  /// 004: the output from n = 0 on, with the zero where nothing overlaps any more.
  static let output = Tensor([9, 9, 11, 5, 2, 0])

  /// 003: the picture whose 2 × 2 windows are pooled, as printed above the maxima; the means have 31 in its corner.
  static let pooled = tensor([
    [29, 15, 28, 184], [0, 100, 70, 38], [12, 12, 7, 2], [12, 12, 45, 6],
  ])
  /// 003: the maxima.
  static let maxima = tensor([[100, 184], [12, 45]])
  /// 003: the means.
  static let means = tensor([[36, 80], [12, 15]])

  /// A matrix of its rows.
  static func tensor(_ rows: [[Float]]) -> Tensor {
    Tensor(shape: [rows.count, rows[0].count], scalars: rows.flatMap(\.self))
  }

  /// The largest difference between two tensors, element by element; not a number where their shapes differ.
  static func difference(_ a: Tensor, _ b: Tensor) -> Double {
    guard a.shape == b.shape else { return .nan }
    return zip(a.scalars, b.scalars).reduce(0) { max($0, Double(abs($1.0 - $1.1))) }
  }
}
