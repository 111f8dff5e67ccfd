import COneDNN
import Foundation
import Testing

/// Normalisation of groups of elements in double precision.
///
/// `group` says which elements share moments, `parameter` which share scale and shift.
private struct Reference {
  var x: [Float]
  var group: [Int]
  var parameter: [Int]
  var epsilon = 0.01
  var given: (mean: [Float], variance: [Float])?

  func sums(_ value: (Int) -> Double, by key: [Int]) -> [Double] {
    var sums = [Double](repeating: 0, count: (key.max() ?? 0) + 1)
    for i in x.indices { sums[key[i]] += value(i) }
    return sums
  }

  var members: Double { Double(x.count / ((group.max() ?? 0) + 1)) }
  var mean: [Double] {
    given?.mean.map { Double($0) } ?? sums({ Double(x[$0]) }, by: group).map { $0 / members }
  }
  var variance: [Double] {
    if let given { return given.variance.map { Double($0) } }
    let mean = mean
    return sums({ pow(Double(x[$0]) - mean[group[$0]], 2) }, by: group).map { $0 / members }
  }
  var normal: [Double] {
    let (mean, variance) = (mean, variance)
    return x.indices.map {
      (Double(x[$0]) - mean[group[$0]]) / (variance[group[$0]] + epsilon).squareRoot()
    }
  }

  func value(_ scale: [Float], _ shift: [Float]) -> [Double] {
    zip(normal, parameter).map { $0 * Double(scale[$1]) + Double(shift[$1]) }
  }

  func gradients(_ dy: [Float], _ scale: [Float]) -> (x: [Double], scale: [Double], shift: [Double])
  {
    let (normal, variance) = (normal, variance)
    let dn = x.indices.map { Double(dy[$0]) * Double(scale[parameter[$0]]) }
    let first = sums({ dn[$0] }, by: group)
    let second = sums({ dn[$0] * normal[$0] }, by: group)
    let dx = x.indices.map { i in
      let moved = given == nil ? (first[group[i]] + normal[i] * second[group[i]]) / members : 0
      return (dn[i] - moved) / (variance[group[i]] + epsilon).squareRoot()
    }
    return (
      dx, sums({ Double(dy[$0]) * normal[$0] }, by: parameter),
      sums({ Double(dy[$0]) }, by: parameter)
    )
  }
}

extension OneDNN {
  @Suite struct NormalizationTests {
    static let shapes = [[5, 1], [4, 3, 2, 5], [2, 17, 3, 3], [3, 2, 7], [2, 3, 2, 3, 2]]

    private func batchReference(_ dims: [Int]) -> Reference {
      let area = product(dims) / dims[0] / dims[1]
      let channel = (0..<product(dims)).map { $0 / area % dims[1] }
      return Reference(x: numbers(product(dims), seed: 1), group: channel, parameter: channel)
    }

    @Test(arguments: shapes, [false, true])
    func batch(_ dims: [Int], hasGivenMoments: Bool) throws {
      var reference = batchReference(dims)
      let count = dims[1]
      let (scale, shift) = (numbers(count, seed: 2), numbers(count, seed: 3))
      if hasGivenMoments {
        reference.given = (numbers(count, seed: 4), numbers(count, seed: 5).map { $0 + 1.5 })
      }
      let flags = hasGivenMoments ? Int32(FOVEA_GIVEN_MOMENTS.rawValue) : 0
      let layout = try Layout.plain(dims)
      try expect(
        reference, dims, moments: [count], scale, shift,
        forward: try unsafe Operation(
          fovea_batch_normalization_forward(layout.handle, 0.01, flags, 1)),
        backward: try unsafe Operation(
          fovea_batch_normalization_backward(layout.handle, 0.01, flags)))
    }

    private func expect(
      _ reference: Reference, _ dims: [Int], moments: [Int], _ scale: [Float], _ shift: [Float],
      forward: Operation, backward: Operation
    ) throws {
      try forward.set(FOVEA_SOURCE, dims, reference.x)
      try forward.set(FOVEA_SCALE, [scale.count], scale)
      try forward.set(FOVEA_SHIFT, [shift.count], shift)
      if let given = reference.given {
        try forward.set(FOVEA_MEAN, moments, given.mean)
        try forward.set(FOVEA_VARIANCE, moments, given.variance)
      }
      try forward.run(FOVEA_DESTINATION, FOVEA_MEAN, FOVEA_VARIANCE)
      expectClose(
        try forward.get(FOVEA_DESTINATION, dims), reference.value(scale, shift), forward.name)
      expectClose(try forward.get(FOVEA_MEAN, moments), reference.mean, "mean")
      expectClose(try forward.get(FOVEA_VARIANCE, moments), reference.variance, "variance")

      let dy = numbers(product(dims), seed: 11)
      let wanted = reference.gradients(dy, scale)
      try backward.set(FOVEA_SOURCE, dims, reference.x)
      try backward.set(FOVEA_DESTINATION_GRADIENT, dims, dy)
      try backward.set(FOVEA_SCALE, [scale.count], scale)
      for argument in [FOVEA_MEAN, FOVEA_VARIANCE] { try backward.share(argument, of: forward) }
      try backward.run(FOVEA_SOURCE_GRADIENT, FOVEA_SCALE_GRADIENT, FOVEA_SHIFT_GRADIENT)
      expectClose(try backward.get(FOVEA_SOURCE_GRADIENT, dims), wanted.x, backward.name)
      expectClose(try backward.get(FOVEA_SCALE_GRADIENT, [scale.count]), wanted.scale, "scale")
      expectClose(try backward.get(FOVEA_SHIFT_GRADIENT, [scale.count]), wanted.shift, "shift")
    }

    @Test(arguments: 0..<8) func flags(_ choice: Int) throws {
      let (hasScale, hasShift, hasReLU) = (choice & 1 != 0, choice & 2 != 0, choice & 4 != 0)
      let dims = [4, 3, 2, 5]
      let reference = batchReference(dims)
      let scale = hasScale ? numbers(3, seed: 13) : [1, 1, 1]
      let shift = hasShift ? numbers(3, seed: 14) : [0, 0, 0]
      let flags = Int32(
        (hasScale ? 0 : FOVEA_WITHOUT_SCALE.rawValue)
          | (hasShift ? 0 : FOVEA_WITHOUT_SHIFT.rawValue)
          | (hasReLU ? FOVEA_WITH_RELU.rawValue : 0))
      let layout = try Layout.plain(dims)
      let forward = try unsafe Operation(
        fovea_batch_normalization_forward(layout.handle, 0.01, flags, 1))
      #expect(try (forward.layout(FOVEA_SCALE) != nil) == hasScale)
      #expect(try (forward.layout(FOVEA_SHIFT) != nil) == hasShift)
      try forward.set(FOVEA_SOURCE, dims, reference.x)
      try forward.set(FOVEA_SCALE, [3], scale)
      try forward.set(FOVEA_SHIFT, [3], shift)
      try forward.run(FOVEA_DESTINATION, FOVEA_MEAN, FOVEA_VARIANCE)
      let value = reference.value(scale, shift)
      let wanted = hasReLU ? value.map { max($0, 0) } : value
      expectClose(try forward.get(FOVEA_DESTINATION, dims), wanted, forward.name)

      let dy = numbers(product(dims), seed: 12)
      let arriving = hasReLU ? zip(dy, value).map { $1 > 0 ? $0 : 0 } : dy
      let backward = try unsafe Operation(
        fovea_batch_normalization_backward(layout.handle, 0.01, flags))
      #expect(try backward.layout(FOVEA_SHIFT) == nil)
      #expect(try (backward.layout(FOVEA_SHIFT_GRADIENT) != nil) == hasShift)
      try backward.set(FOVEA_SOURCE, dims, reference.x)
      try backward.set(FOVEA_SCALE, [3], scale)
      try backward.set(FOVEA_SHIFT, [3], shift)  // passed over
      try backward.set(FOVEA_DESTINATION_GRADIENT, dims, dy)
      for argument in [FOVEA_MEAN, FOVEA_VARIANCE, FOVEA_WORKSPACE] {
        try backward.share(argument, of: forward)
      }
      try backward.run(FOVEA_SOURCE_GRADIENT, FOVEA_SCALE_GRADIENT, FOVEA_SHIFT_GRADIENT)
      let gradients = reference.gradients(arriving, scale)
      expectClose(try backward.get(FOVEA_SOURCE_GRADIENT, dims), gradients.x, backward.name)
      if hasScale {
        expectClose(try backward.get(FOVEA_SCALE_GRADIENT, [3]), gradients.scale, "scale")
      }
      if hasShift {
        expectClose(try backward.get(FOVEA_SHIFT_GRADIENT, [3]), gradients.shift, "shift")
      }
    }

    @Test func `Uses given moments where there is no training`() throws {
      let dims = [2, 3, 4]
      var reference = batchReference(dims)
      reference.given = (numbers(3, seed: 15), numbers(3, seed: 16).map { $0 + 1.5 })
      let layout = try Layout.plain(dims)
      let operation = try unsafe Operation(
        fovea_batch_normalization_forward(
          layout.handle, 0.01, Int32(FOVEA_GIVEN_MOMENTS.rawValue), 0))
      try operation.set(FOVEA_SOURCE, dims, reference.x)
      try operation.set(FOVEA_SCALE, [3], [1, 2, 3])
      try operation.set(FOVEA_SHIFT, [3], [4, 5, 6])
      try operation.set(FOVEA_MEAN, [3], reference.given?.mean ?? [])
      try operation.set(FOVEA_VARIANCE, [3], reference.given?.variance ?? [])
      try operation.run(FOVEA_DESTINATION)
      expectClose(
        try operation.get(FOVEA_DESTINATION, dims), reference.value([1, 2, 3], [4, 5, 6]),
        operation.name)
    }
  }
}
