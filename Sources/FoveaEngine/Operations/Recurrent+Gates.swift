import Foundation
import FoveaNetwork
import FoveaTensor

extension Recurrent {
  /// The gradients at the gates of those steps at which somebody looks.
  ///
  /// They are taken from what each gate multiplies, and not from the gradient before its function divided by that function's
  /// slope: a gate that is open or shut for good has no slope left, but may well have a gradient.
  func lowerGateRecords(
    at site: BackwardSite, _ dh: Value, _ dc: Value?, _ dx: Value, _ m: RecurrentMemory
  ) {
    guard let gates = site.kept("gates"), let h = site.kept("h") else { return }
    let (c, projected) = (site.kept("c"), site.kept("projected"))
    for step in 0..<m.steps {
      for name in cell.gateNames {
        let point = HookPoint(node: site.node.id, record: name, step: step)
        // A step with an edit announces its own.
        guard site.builder.analysis.keptGradients.contains(point),
          site.builder.insideGradients[point] == nil
        else { continue }
        let value = site.temporary([m.batch, m.hidden])
        let reads = [dh, dx, gates, h] + [dc, c, projected].compactMap { $0 }
        site.emit("gate gradient", reads: reads, writes: [value]) { memory in
          let target = memory[value]
          let states = GateStates(
            m: m, step: step, gates: memory[gates], h: memory[h], c: c.map { memory[$0] },
            projected: projected.map { memory[$0] }, dh: memory[dh], dc: dc.map { memory[$0] },
            dx: memory[dx])
          return { _ in
            for row in 0..<m.batch {
              for unit in 0..<m.hidden {
                target[row * m.hidden + unit] = states.gradient(of: name, row, unit)
              }
            }
          }
        }
        site.setGradientRecord(name, step: step, value)
      }
    }
  }
}

/// What the gates of one step meet in the cell's formulas, forward and backward.
private struct GateStates {
  let m: RecurrentMemory
  let step: Int
  let gates: Floats
  let h: Floats
  let c: Floats?
  let projected: Floats?
  let dh: Floats
  let dc: Floats?
  let dx: Floats

  /// ∂L/∂gate of one unit.
  ///
  /// LSTM: c = f c₋ + i g, h = o tanh c. GRU: n = tanh(… + r u), h = (1 − z) n + z h₋.
  func gradient(of gate: String, _ row: Int, _ unit: Int) -> Float {
    let index = row * m.hidden + unit
    let (before, after) = (step * m.state + index, (step + 1) * m.state + index)
    func block(_ floats: Floats?, _ number: Int) -> Float {
      floats?[step * m.gateBlock + row * m.gates + number * m.hidden + unit] ?? 0
    }
    switch gate {
    case "i": return (dc?[after] ?? 0) * block(gates, 2)
    case "f": return (dc?[after] ?? 0) * (c?[before] ?? 0)
    case "g": return (dc?[after] ?? 0) * block(gates, 0)
    case "o": return dh[after] * Float(tanh(Double(c?[after] ?? 0)))
    case "z": return dh[after] * (h[before] - block(gates, 2))
    case "n": return dh[after] * (1 - block(gates, 1))
    default: return block(dx, 2) * block(projected, 2)
    }
  }
}
