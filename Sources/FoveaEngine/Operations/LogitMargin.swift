import CKernels
import FoveaNetwork
import FoveaTensor

extension LogitMargin: Executable {
  private var ratio: Int32 {
    switch function {
    case .difference: 0
    case .ratio: 1
    case .targetedRatio: 2
    }
  }

  func lower(at site: ForwardSite) throws(FoveaError) {
    let (logits, labels) = (try site.input(0), try site.input(1))
    let targets = site.inputCount > 2 ? try site.input(2) : labels
    let output = site.output()
    let (rows, classes) = (labels.shape.count, logits.shape[-1])
    let (ratio, label) = (ratio, site.label)
    let firstRow =
      site.builder.samples.lowerBound * (rows / max(1, labels.shape.dimensions.first ?? 1))
    site.emit(reads: [logits, labels, targets], writes: [output]) { memory in
      let (z, y, t) = (memory[logits], memory[labels], memory[targets])
      let margins = memory[output]
      return { context in
        let status = unsafe fovea_logit_margin(
          ratio, Int64(rows), Int64(classes), z.pointer, y.pointer, t.pointer, margins.pointer)
        guard status < 0 else { return }
        context.fail(
          "\(label): row \(firstRow + Int(-1 - status)) names none of \(classes) classes")
      }
    }
  }

  func lowerGradient(at site: BackwardSite) throws(FoveaError) {
    guard site.needsGradient(ofInput: 0) else { return }
    let (logits, labels) = (try site.input(0), try site.input(1))
    let targets = site.inputCount > 2 ? try site.input(2) : labels
    let arriving = try site.gradient()
    let result = site.gradient(ofInput: 0)
    let (rows, classes) = (labels.shape.count, logits.shape[-1])
    let ratio = ratio
    site.emit("backward", reads: [logits, labels, targets, arriving], writes: [result]) { memory in
      let (z, y, t) = (memory[logits], memory[labels], memory[targets])
      let (seed, dz) = (memory[arriving], memory[result])
      return { _ in
        unsafe fovea_logit_margin_backward(
          ratio, Int64(rows), Int64(classes), z.pointer, y.pointer, t.pointer, seed.pointer,
          dz.pointer)
      }
    }
  }
}

extension LogitMargin: SampleWise {
  func join(
    inputs: [Separability.Join], shapes: [Shape], mode: PlanRequest.Mode
  ) -> Separability.Join? {
    inputs.allSatisfy { $0 == .concatenated } && shapes[1].rank > 0 ? .concatenated : nil
  }
}
