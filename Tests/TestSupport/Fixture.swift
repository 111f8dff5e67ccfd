import Foundation

/// The path of a file in the folder `Fixtures` beside the test that asks for it.
public func fixture(_ name: String, beside test: String = #filePath) -> String {
  URL(fileURLWithPath: test).deletingLastPathComponent()
    .appendingPathComponent("Fixtures").appendingPathComponent(name).path
}
