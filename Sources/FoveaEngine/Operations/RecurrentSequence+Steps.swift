import CKernels
import FoveaNetwork
import FoveaTensor

extension RecurrentSequence {
  func lowerPlainStep(
    _ step: Int, at site: ForwardSite, _ values: SequenceValues, _ m: SequenceMemory
  ) {
    let (weight, cell) = (site.parameter(1), kernelCell(m))
    let time = Float(m.time(step))
    let reads = [values.pre, values.h, weight] + [values.lengths].compactMap { $0 }
    site.emit("step \(step)", reads: reads, writes: [values.pre, values.h]) { memory in
      let (w, pre) = (memory[weight], m.part(memory[values.pre], step))
      let (before, after) = (m.state(memory[values.h], step), m.state(memory[values.h], step + 1))
      let lengths = values.lengths.map { memory[$0] }
      return { context in
        MatrixKernel.multiply(
          before, w, transposesSecond: true, into: pre, rows: m.batch, columns: m.gates,
          inner: m.hidden, accumulates: true, context)
        unsafe withUnsafePointer(to: cell) { cell in
          unsafe fovea_plain_step(
            cell, lengths?.pointer, time, pre.pointer, before.pointer, after.pointer)
        }
      }
    }
  }

  func lowerLSTMStep(
    _ step: Int, at site: ForwardSite, _ values: SequenceValues, _ m: SequenceMemory
  ) {
    guard let c = values.c, let post = values.post else { return }
    let (weight, cell) = (site.parameter(1), kernelCell(m))
    let peephole = hasPeepholes ? site.parameter(4) : nil
    let time = Float(m.time(step))
    let reads = [values.pre, values.h, c, weight] + [values.lengths, peephole].compactMap { $0 }
    site.emit("step \(step)", reads: reads, writes: [values.pre, post, values.h, c]) { memory in
      let (w, p) = (memory[weight], peephole.map { memory[$0] })
      let (pre, gates) = (m.part(memory[values.pre], step), m.part(memory[post], step))
      let (before, after) = (m.state(memory[values.h], step), m.state(memory[values.h], step + 1))
      let (old, new) = (m.state(memory[c], step), m.state(memory[c], step + 1))
      let lengths = values.lengths.map { memory[$0] }
      return { context in
        MatrixKernel.multiply(
          before, w, transposesSecond: true, into: pre, rows: m.batch, columns: m.gates,
          inner: m.hidden, accumulates: true, context)
        unsafe withUnsafePointer(to: cell) { cell in
          unsafe fovea_peephole_lstm_step(
            cell, lengths?.pointer, time, p?.pointer, pre.pointer, gates.pointer, old.pointer,
            before.pointer, new.pointer, after.pointer)
        }
      }
    }
  }

  func lowerGRUStep(
    _ step: Int, at site: ForwardSite, _ values: SequenceValues, _ m: SequenceMemory
  ) {
    guard let post = values.post, let product = values.gateProduct, let reset = values.reset,
      let candidate = values.candidate
    else { return }
    let (weight, bias, cell) = (site.parameter(1), site.parameter(3), kernelCell(m))
    let time = Float(m.time(step))
    let early = 2 * m.hidden
    let reads = [values.pre, values.h, weight, bias] + [values.lengths].compactMap { $0 }
    let writes = [values.pre, post, values.h, product, reset, candidate]
    site.emit("step \(step)", reads: reads, writes: writes) { memory in
      let (w, d) = (memory[weight], memory[bias].part(early, m.hidden))
      let (pre, gates) = (m.part(memory[values.pre], step), m.part(memory[post], step))
      let (before, after) = (m.state(memory[values.h], step), m.state(memory[values.h], step + 1))
      let (u, seen) = (m.part(memory[product], step), m.part(memory[reset], step))
      let own = m.part(memory[candidate], step)
      let lengths = values.lengths.map { memory[$0] }
      let (upper, lower) = (
        w.part(0, early * m.hidden), w.part(early * m.hidden, m.hidden * m.hidden)
      )
      return { context in
        MatrixKernel.multiply(
          before, upper, transposesSecond: true, into: u, rows: m.batch, columns: early,
          inner: m.hidden, context)
        unsafe withUnsafePointer(to: cell) { cell in
          unsafe fovea_general_gru_gates(
            cell, u.pointer, before.pointer, pre.pointer, gates.pointer, seen.pointer)
        }
        MatrixKernel.multiply(
          seen, lower, transposesSecond: true, into: own, rows: m.batch, columns: m.hidden,
          inner: m.hidden, context)
        if cell.resets_last != 0 { Kernel.addBias(d, to: own, columns: m.hidden, relu: false) }
        unsafe withUnsafePointer(to: cell) { cell in
          unsafe fovea_general_gru_step(
            cell, lengths?.pointer, time, own.pointer, before.pointer, pre.pointer, gates.pointer,
            after.pointer)
        }
      }
    }
  }
}
