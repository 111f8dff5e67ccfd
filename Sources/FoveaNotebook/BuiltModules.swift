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
    let list = "/\(product).product/Objects.LinkFileList"
    guard let compile = Self.arguments(in: text, with: "\"-module-name\",\"\(umbrella)\","),
      let link = Self.arguments(in: text, with: list + "\""), let compiler = compile.first,
      let listed = link.first(where: { $0.hasPrefix("@") && $0.hasSuffix(list) })
    else {
      throw FoveaError(
        "'\(plan)' does not say how '\(umbrella)' and '\(product)' are built; run 'swift build' anew"
      )
    }
    guard let objects = String(data: try readFile(String(listed.dropFirst())), encoding: .utf8)
    else {
      throw FoveaError("cannot read '\(listed.dropFirst())': it is not text in UTF-8")
    }
    self.compiler = compiler
    compileArguments = Self.kept(
      compile, pairs: ["-I", "-F", "-target", "-sdk"], joined: ["-I", "-F"])
    linkArguments = Self.kept(link, pairs: ["-L"], joined: ["-L", "-l"])
    self.objects = objects.split(separator: "\n").map(String.init).filter { line in
      !without.contains { line.contains("/\($0).build/") }
    }
  }

  /// The arguments of the first command whose line holds `words`; the plan writes each as one JSON array.
  private static func arguments(in plan: String, with words: String) -> [String]? {
    let key = "args: "
    for line in plan.split(separator: "\n") {
      guard let key = line.firstRange(of: key), line.contains(words) else { continue }
      return try? JSONDecoder().decode([String].self, from: Data(line[key.upperBound...].utf8))
    }
    return nil
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
