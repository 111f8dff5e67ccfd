import Foundation

/// What the machine is and how busy it is; Linux tells under `/proc`.
public enum Machine {
  /// The processor's name, the number of cores and the memory.
  public static var description: String {
    let model = field("model name", in: "/proc/cpuinfo") ?? "unknown processor"
    let instructions = field("flags", in: "/proc/cpuinfo") ?? ""
    let width =
      instructions.contains("avx512f") ? "AVX-512" : instructions.contains("avx2") ? "AVX2" : ""
    let memory = Double(ProcessInfo.processInfo.physicalMemory) / Double(1 << 30)
    return [
      model, "\(ProcessInfo.processInfo.activeProcessorCount) cores", width,
      String(format: "%.0f GiB", memory),
    ].filter { !$0.isEmpty }.joined(separator: ", ")
  }

  /// The load of the last minute: how many processes wanted to run on average.
  public static var load: Double {
    let text = (try? String(contentsOfFile: "/proc/loadavg", encoding: .utf8)) ?? ""
    return text.split(separator: " ").first.flatMap { Double($0) } ?? 0
  }

  /// The largest memory that this process took, in bytes.
  public static var peakBytes: Int {
    let text = field("VmHWM", in: "/proc/self/status") ?? ""
    return (text.split(separator: " ").first.flatMap { Int($0) } ?? 0) * 1024
  }

  /// Ticks of processor time: of all processes, and of those given.
  public static func ticks(of processes: [Int32]) -> (all: Double, own: Double) {
    let stat = (try? String(contentsOfFile: "/proc/stat", encoding: .utf8)) ?? ""
    return (
      busyTicks(ofStat: stat),
      processes.reduce(0) { $0 + processTicks($1) }
    )
  }

  /// The ticks of `/proc/stat` in which any process ran: all but idle and waiting for input and output.
  package static func busyTicks(ofStat text: String) -> Double {
    guard let line = text.split(separator: "\n").first(where: { $0.hasPrefix("cpu ") }) else {
      return 0
    }
    let fields = line.split(separator: " ").dropFirst().compactMap { Double($0) }
    // user, nice, system, idle, iowait, irq, softirq, steal; guests are in user already.
    return fields.prefix(8).enumerated().reduce(0) { sum, field in
      field.offset == 3 || field.offset == 4 ? sum : sum + field.element
    }
  }

  private static func processTicks(_ id: Int32) -> Double {
    let text = (try? String(contentsOfFile: "/proc/\(id)/stat", encoding: .utf8)) ?? ""
    return processTicks(ofStat: text)
  }

  /// The user's and the system's ticks of `/proc/PID/stat`, ended children's included.
  package static func processTicks(ofStat text: String) -> Double {
    // The name in brackets may hold blanks: fields count from behind it.
    guard let end = text.lastIndex(of: ")") else { return 0 }
    let fields = text[text.index(after: end)...].split(separator: " ")
    return fields.count > 14 ? fields[11...14].reduce(0) { $0 + (Double($1) ?? 0) } : 0
  }

  /// How many ticks a second has.
  public static let ticksPerSecond = Double(sysconf(Int32(_SC_CLK_TCK)))

  private static func field(_ name: String, in file: String) -> String? {
    guard let text = try? String(contentsOfFile: file, encoding: .utf8) else { return nil }
    for line in text.split(separator: "\n") {
      let parts = line.split(separator: ":", maxSplits: 1)
      if parts.count == 2, parts[0].trimmingCharacters(in: .whitespaces) == name {
        return parts[1].trimmingCharacters(in: .whitespaces)
      }
    }
    return nil
  }
}
