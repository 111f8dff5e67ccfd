import TestSupport
import FoveaTensor
import Foundation
import Testing

@testable import FoveaNotebook

@Suite struct BuiltModulesTests {
  private func makeBuild(in folder: String, plan: String) throws -> String {
    let place = "\(folder)/.build/machine/release"
    try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
    try writeAtomically(
      Data(plan.utf8), to: "\(folder)/.build/release.yaml")
    let link = "\(folder)/.build/release"
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "machine/release")
    return "\(link)/tool"
  }

  @Test func readsTheBuildPlan() throws {
    let plan = """
      commands:
          args: ["/x/swiftc","-module-name","Other","-I","/no"]
          args: ["/x/swiftc","-module-name","All","-O","-I","/m","-Xcc","-fmodule-map-file=/c/m","-Xcc","-I","-Xcc","/c/i","-I/h","-g","-Xcc","-fPIC","-warnings-as-errors"]
          inputs: ["/b/A.build/a.o","/b/Tool.build/t.o","/b/list"]
          outputs: ["/r/tool"]
          args: ["/x/swiftc","-L/l","-lz","-L","/r","-o","/r/tool","@/r/tool.product/Objects.LinkFileList","-lm"]
      """
    try withTemporaryFolder { folder in
      let tool = try makeBuild(in: folder, plan: plan)
      try writeAtomically(Data(), to: "\(folder)/.build/machine/release/tool")
      let built = try BuiltModules(executable: tool, umbrella: "All", without: ["Tool"])
      #expect(built.compiler == "/x/swiftc")
      #expect(
        built.compileArguments == [
          "-I", "/m", "-Xcc", "-fmodule-map-file=/c/m", "-Xcc", "-I", "-Xcc", "/c/i", "-I/h",
        ])
      #expect(built.linkArguments == ["-L/l", "-lz", "-L", "/r", "-lm"])
      #expect(built.objects == ["/b/A.build/a.o"])
      let error = #expect(throws: FoveaError.self) {
        try BuiltModules(executable: tool, umbrella: "Missing", without: [])
      }
      #expect(error?.message.contains("'Missing'") == true)
    }
  }

  @Test func refusesATrunkWithoutABuild() throws {
    let error = #expect(throws: FoveaError.self) {
      try BuiltModules(executable: "/nowhere/bin/tool", umbrella: "All", without: [])
    }
    #expect(error?.message.contains("found no built modules") == true)
  }
}
