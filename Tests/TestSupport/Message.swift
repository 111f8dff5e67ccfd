import FoveaTensor

/// The message of the `FoveaError` that `body` throws, or an empty one where it throws none.
public func message(_ body: () throws -> Void) -> String {
  do {
    try body()
    return ""
  } catch {
    return (error as? FoveaError)?.message ?? "not a FoveaError: \(error)"
  }
}
