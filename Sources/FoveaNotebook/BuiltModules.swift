public import FoveaTensor
import Foundation

/// Modules that `swift build` has made, as the compiler needs them to build one more program on them.
///
/// Read from the build's own plan (`.build/release.yaml`): the compiler, the module maps and headers of C targets, the
/// objects and system libraries, so that nothing about them is written down twice.
public struct BuiltModules: Hashable, Sendable {
  /// The compiler that made them; modules are readable by no other version.
  public let compiler: String
  /// What finds the modules.
  public let compileArguments: [String]
  /// What finds the libraries.
  public let linkArguments: [String]
  /// The object files.
  public let objects: [String]

  /// Finds what stands behind an executable product of the same build.
  ///
  /// - Parameters:
  ///   - executable: the product, such as `.build/release/fovea`; links are followed.
  ///   - umbrella: the module whose imports are wanted.
  ///   - without: modules that only the executable needs.
  /// - Throws: `FoveaError` where the executable does not lie in a build folder, or the folder was moved.
  public init(executable: String, umbrella: String, without: [String]) throws(FoveaError) {
    let file = URL(fileURLWithPath: executable).resolvingSymlinksInPath()
    let folder = file.deletingLastPathComponent()
    let scratch = folder.deletingLastPathComponent().deletingLastPathComponent()
    let plan = scratch.appendingPathComponent(folder.lastPathComponent + ".yaml").path
    let product = file.lastPathComponent
    guard FileManager.default.fileExists(atPath: plan) else {
      throw FoveaError(
        "found no built modules: '\(product)' must stand in the folder where 'swift build' made it,"
          + " and there is no '\(plan)'")
    }
    guard let text = String(data: try readFile(plan), encoding: .utf8) else {
      throw FoveaError("cannot read '\(plan)': it is not text in UTF-8")
    }
    let list = "/\(product).product/Objects.LinkFileList\""
    guard let compile = Self.command(in: text, with: "\"-module-name\",\"\(umbrella)\","),
      let link = Self.command(in: text, with: list), let compiler = compile.arguments.first
    else {
      throw FoveaError(
        "'\(plan)' does not say how '\(umbrella)' and '\(product)' are built; run 'swift build' anew"
      )
    }
    self.compiler = compiler
    compileArguments = Self.kept(
      compile.arguments, pairs: ["-I", "-F", "-target", "-sdk"], joined: ["-I", "-F"])
    linkArguments = Self.kept(link.arguments, pairs: ["-L"], joined: ["-L", "-l"])
    objects = link.inputs.filter { path in
      path.hasSuffix(".o") && !without.contains { path.contains("/\($0).build/") }
    }
  }

  /// The first command whose arguments hold `words`; the plan writes each list as one JSON array.
  private static func command(
    in plan: String, with words: String
  ) -> (inputs: [String], arguments: [String])? {
    var inputs: Substring = ""
    for line in plan.split(separator: "\n") {
      let line = line.drop { $0 == " " }
      if line.hasPrefix("inputs: ") { inputs = line }
      guard line.hasPrefix("args: "), line.contains(words) else { continue }
      guard let arguments = list(line) else { return nil }
      return (list(inputs) ?? [], arguments)
    }
    return nil
  }

  private static func list(_ line: Substring) -> [String]? {
    guard let start = line.firstIndex(of: "[") else { return nil }
    return try? JSONDecoder().decode([String].self, from: Data(line[start...].utf8))
  }

  /// The arguments that say where things are, in their order.
  private static func kept(_ all: [String], pairs: [String], joined: [String]) -> [String] {
    var result: [String] = []
    var rest = all[...]
    while let word = rest.popFirst() {
      if word == "-Xcc", let next = rest.first, next.hasPrefix("-fmodule-map-file=") {
        result += [word, next]
      } else if word == "-Xcc", rest.first == "-I" {
        result += [word] + rest.prefix(3)
        rest = rest.dropFirst(3)
      } else if pairs.contains(word), let next = rest.popFirst() {
        result += [word, next]
      } else if joined.contains(where: word.hasPrefix) {
        result.append(word)
      }
    }
    return result
  }
}
