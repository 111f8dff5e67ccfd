import COneDNN
import Foundation
import Testing

extension OneDNN {
  /// Each test that changes the environment runs in a process of its own: the library is loaded once.
  @Suite struct LoadingTests {
    @Test func `Loads and knows its version`() throws {
      try check(fovea_dnn_load())
      let version = unsafe String(cString: fovea_dnn_version())
      let parts = version.split(separator: ".").compactMap { Int($0) }
      #expect(parts.count == 3)
      #expect(parts.first == 2 || parts.first == 3)
    }

    #if os(Linux)
      @Test func `Is not loaded before it is needed`() async {
        await #expect(processExitsWith: .success) {
          let early = isMapped()
          let version = unsafe String(cString: fovea_dnn_version())
          let status = fovea_dnn_load()
          let late = isMapped()
          #expect(!early)
          #expect(version.isEmpty)
          #expect(status == 0)
          #expect(late)
        }
      }

      @Test func `Asks waiting threads to sleep`() async {
        await #expect(processExitsWith: .success) {
          unsafe unsetenv("OMP_WAIT_POLICY")
          let status = fovea_dnn_load()
          let policy = variable("OMP_WAIT_POLICY")
          #expect(status == 0)
          #expect(policy == "passive")
        }
      }

      @Test func `Leaves a policy of the user's alone`() async {
        await #expect(processExitsWith: .success) {
          unsafe setenv("OMP_WAIT_POLICY", "active", 1)
          unsafe setenv("GOMP_SPINCOUNT", "123", 1)
          let status = fovea_dnn_load()
          let (policy, spins) = (variable("OMP_WAIT_POLICY"), variable("GOMP_SPINCOUNT"))
          #expect(status == 0)
          #expect(policy == "active")
          #expect(spins == "123")
        }
      }

      @Test func `Says what is missing, and refuses`() async {
        await #expect(processExitsWith: .success) {
          unsafe setenv("FOVEA_ONEDNN", "/nowhere/libdnnl.so", 1)
          let status = fovea_dnn_load()
          let text = Refusal().description
          let layout = unsafe fovea_layout_plain(1, [3])
          var c = fovea_convolution()
          let convolution = unsafe fovea_convolution_forward(&c)
          var number: Float = 0
          let product = unsafe fovea_sgemm(0, 0, 1, 1, 1, 1, [2], 1, [3], 1, 0, &number, 1)
          fovea_set_threads(2)
          let threads = fovea_get_threads()
          let hasLayout = unsafe layout != nil
          let hasConvolution = unsafe convolution != nil
          #expect(status != 0)
          #expect(text.hasPrefix("cannot load oneDNN (/nowhere/libdnnl.so: "))
          #expect(text.hasSuffix("): see the variable FOVEA_ONEDNN"))
          #expect(!hasLayout && !hasConvolution)
          #expect(product != 0)
          #expect(threads == 1)
        }
      }

      @Test func `Refuses a library that is not oneDNN`() async {
        await #expect(processExitsWith: .success) {
          unsafe setenv("FOVEA_ONEDNN", "libm.so.6", 1)
          let status = fovea_dnn_load()
          let text = Refusal().description
          #expect(status != 0)
          #expect(text == "the library that was loaded is not oneDNN")
        }
      }
    #endif
  }
}

/// Whether this process has oneDNN in its memory.
private func isMapped() -> Bool {
  let maps = try? String(contentsOfFile: "/proc/self/maps", encoding: .utf8)
  return maps?.contains("libdnnl") ?? false
}

private func variable(_ name: String) -> String? {
  unsafe getenv(name).map { unsafe String(cString: $0) }
}
