import CKernels
import FoveaNetwork
import FoveaTensor

extension CrossEntropy: Executable {
  func lower(at site: ForwardSite) throws(FoveaError) {
    let (logits, targets) = (try site.input(0), try site.input(1))
    let output = site.output()
    let rows = targets.shape.count
    let classes = logits.shape[-1]
    // The number of targets that count is kept for the mean's gradient.
    let losses = site.temporary([rows])
    let count = site.temporary([1])
    site.keep("count", count)
    let (smoothing, reduction, label) = (labelSmoothing, reduction, site.label)
    let firstRow =
      site.builder.samples.lowerBound * (rows / max(1, targets.shape.dimensions.first ?? 1))
    site.emit(reads: [logits, targets], writes: [output, losses, count]) { memory in
      let (x, t, y) = (memory[logits], memory[targets], memory[output])
      let (each, n) = (memory[losses], memory[count])
      return { context in
        let counted = unsafe fovea_cross_entropy(
          Int64(rows), Int64(classes), x.pointer, t.pointer, smoothing, each.pointer)
        guard counted >= 0 else {
          let row = Int(-1 - counted)
          return context.fail(
            "\(label): target \(t[row]) of row \(firstRow + row) is not one of \(classes) classes")
        }
        n[0] = Float(max(1, counted))
        switch reduction {
        case .none: y.copy(from: each)
        case .sum: y[0] = Float(Kernel.sum(each))
        case .mean: y[0] = Float(Kernel.sum(each) / Double(n[0]))
        }
      }
    }
  }

  func lowerGradient(at site: BackwardSite) throws(FoveaError) {
    guard site.needsGradient(ofInput: 0), let count = site.kept("count") else { return }
    let (logits, targets) = (try site.input(0), try site.input(1))
    let arriving = try site.gradient()
    let result = site.gradient(ofInput: 0)
    let (rows, classes) = (targets.shape.count, logits.shape[-1])
    let (smoothing, reduction) = (labelSmoothing, reduction)
    site.emit("backward", reads: [logits, targets, arriving, count], writes: [result]) { memory in
      let (x, t, dx) = (memory[logits], memory[targets], memory[result])
      let (seed, n) = (memory[arriving], memory[count])
      return { _ in
        unsafe fovea_cross_entropy_backward(
          Int64(rows), Int64(classes), x.pointer, t.pointer, smoothing, seed.pointer,
          reduction == .none ? 1 : 0, reduction == .mean ? 1 / n[0] : 1, dx.pointer)
      }
    }
  }
}

/// A loss that compares two tensors element by element.
protocol ElementLoss: Executable {
  var reduction: LossReduction { get }

  static func loss(_ x: Floats, _ target: Floats, into out: Floats)
  /// The sum over all elements; `each` is room for their losses.
  static func total(_ x: Floats, _ target: Floats, each: Floats) -> Double
  /// The derivative by x, times a factor.
  static func derivative(_ x: Floats, _ target: Floats, factor: Float, into out: Floats)
}

extension ElementLoss {
  static func total(_ x: Floats, _ target: Floats, each: Floats) -> Double {
    loss(x, target, into: each)
    return Kernel.sum(each)
  }

  func lower(at site: ForwardSite) throws(FoveaError) {
    let (input, target) = (try site.input(0), try site.input(1))
    let output = site.output()
    let each = reduction == .none ? output : site.temporary(input.shape)
    let reduction = reduction
    site.emit(reads: [input, target], writes: [output, each]) { memory in
      let (x, t, y, e) = (memory[input], memory[target], memory[output], memory[each])
      return { _ in
        switch reduction {
        case .none: Self.loss(x, t, into: e)
        case .sum: y[0] = Float(Self.total(x, t, each: e))
        case .mean: y[0] = Float(Self.total(x, t, each: e) / Double(max(1, e.count)))
        }
      }
    }
  }

  func lowerGradient(at site: BackwardSite) throws(FoveaError) {
    guard site.needsGradient(ofInput: 0) else { return }
    let (input, target) = (try site.input(0), try site.input(1))
    let arriving = try site.gradient()
    let result = site.gradient(ofInput: 0)
    let reduction = reduction
    site.emit("backward", reads: [input, target, arriving], writes: [result]) { memory in
      let (x, t) = (memory[input], memory[target])
      let (seed, dx) = (memory[arriving], memory[result])
      return { _ in
        switch reduction {
        case .none:
          Self.derivative(x, t, factor: 1, into: dx)
          Kernel.multiply(dx, seed, into: dx)
        case .sum: Self.derivative(x, t, factor: seed[0], into: dx)
        case .mean:
          Self.derivative(x, t, factor: seed[0] / Float(max(1, dx.count)), into: dx)
        }
      }
    }
  }
}

extension SquaredError: ElementLoss {
  static func loss(_ x: Floats, _ target: Floats, into out: Floats) {
    Kernel.subtract(x, target, into: out)
    Kernel.multiply(out, out, into: out)
  }

  static func total(_ x: Floats, _ target: Floats, each: Floats) -> Double {
    unsafe fovea_squared_distance(Int64(x.count), x.pointer, target.pointer)
  }

  static func derivative(_ x: Floats, _ target: Floats, factor: Float, into out: Floats) {
    unsafe fovea_scaled_difference(
      Int64(out.count), 2 * factor, x.pointer, target.pointer, out.pointer)
  }
}

extension BinaryCrossEntropy: ElementLoss {
  static func loss(_ x: Floats, _ target: Floats, into out: Floats) {
    unsafe fovea_binary_cross_entropy(
      Int64(out.count), x.pointer, target.pointer, out.pointer)
  }

  static func derivative(_ x: Floats, _ target: Floats, factor: Float, into out: Floats) {
    unsafe fovea_binary_cross_entropy_backward(
      Int64(out.count), factor, x.pointer, target.pointer, out.pointer)
  }
}
