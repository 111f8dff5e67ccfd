import COneDNN
import Testing

/// The tests of the shim; one after another, as some set the number of threads.
///
/// They run against the oneDNN whose headers the shim was compiled with. `scripts/test-onednn3.sh` runs them against 3.x: it
/// gives the compiler `-Xcc -I<headers>` and sets `FOVEA_ONEDNN` to the path of `libdnnl.so.3`.
@Suite(.serialized) struct OneDNN {}

/// What the shim said when it refused.
struct Refusal: Error, CustomStringConvertible {
  let description = unsafe String(cString: fovea_dnn_error())
}

/// Checks the status that a function of the shim returned.
func check(_ status: Int32) throws {
  if status != 0 { throw Refusal() }
}

/// Numbers in −1 ..< 1 that are the same in each run.
func numbers(_ count: Int, seed: UInt64) -> [Float] {
  var state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
  return (0..<count).map { _ in
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Float(state >> 40) / Float(1 << 23) - 1
  }
}

func product(_ dims: [Int]) -> Int { dims.reduce(1, *) }

/// Expects equal numbers, within 1e-4 of 1 or of the number's size: sums here have up to some thousand terms of size 1.
func expectClose(
  _ found: [Float], _ wanted: [Double], _ what: String, tolerance: Double = 1e-4,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  #expect(found.count == wanted.count, "\(what)", sourceLocation: sourceLocation)
  for (index, (f, w)) in zip(found, wanted).enumerated() {
    if (Double(f) - w).magnitude <= tolerance * (1 + w.magnitude) { continue }
    Issue.record("\(what)[\(index)] is \(f), not \(w)", sourceLocation: sourceLocation)
    return
  }
}
