import COneDNN

/// A sliding window in plain numbers, and the slow way to walk over it.
struct Window {
  var kernel: [Int]
  var stride: [Int]
  var dilation: [Int]
  var before: [Int]
  var behind: [Int]

  var spatial: Int { kernel.count }

  init(
    _ kernel: [Int], stride: [Int]? = nil, dilation: [Int]? = nil, before: [Int]? = nil,
    behind: [Int]? = nil
  ) {
    self.kernel = kernel
    self.stride = stride ?? kernel.map { _ in 1 }
    self.dilation = dilation ?? kernel.map { _ in 1 }
    self.before = before ?? kernel.map { _ in 0 }
    self.behind = behind ?? kernel.map { _ in 0 }
  }

  /// The sizes of what the window makes of these sizes.
  func narrowed(_ size: [Int]) -> [Int] {
    (0..<spatial).map { d in
      (size[d] + before[d] + behind[d] - dilation[d] * (kernel[d] - 1) - 1) / stride[d] + 1
    }
  }

  /// The sizes that the window narrows to these.
  func widened(_ size: [Int]) -> [Int] {
    (0..<spatial).map { d in
      (size[d] - 1) * stride[d] + dilation[d] * (kernel[d] - 1) + 1 - before[d] - behind[d]
    }
  }

  /// Calls with each offset in the wide picture, tap and offset in the narrow one; −1 for a tap outside of the picture.
  func forEach(wide: [Int], narrow: [Int], _ body: (_ wide: Int, _ tap: Int, _ narrow: Int) -> Void)
  {
    for n in 0..<product(narrow) {
      let place = position(n, in: narrow)
      for t in 0..<product(kernel) {
        let tap = position(t, in: kernel)
        var offset = 0
        for d in 0..<spatial where offset >= 0 {
          let at = place[d] * stride[d] + tap[d] * dilation[d] - before[d]
          offset = at >= 0 && at < wide[d] ? offset * wide[d] + at : -1
        }
        body(offset, t, n)
      }
    }
  }

  private func position(_ offset: Int, in size: [Int]) -> [Int] {
    var rest = offset
    var place = size
    for d in size.indices.reversed() {
      place[d] = rest % size[d]
      rest /= size[d]
    }
    return place
  }
}

/// Writes numbers into a C array, which Swift sees as a tuple.
func fill<T>(_ tuple: inout T, _ values: [Int]) {
  unsafe withUnsafeMutableBytes(of: &tuple) { bytes in
    let slots = unsafe bytes.bindMemory(to: Int64.self)
    for (index, value) in values.enumerated() { unsafe slots[index] = Int64(value) }
  }
}
