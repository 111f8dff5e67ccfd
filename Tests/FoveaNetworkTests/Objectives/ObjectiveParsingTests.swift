import FoveaNetwork
import FoveaTensor
import Testing

@Suite struct ObjectiveParsingTests {
  @Test(arguments: [
    ("conv3:12", "conv3:12"), ("conv3:12:4,5", "conv3:12:4,5"), (" logits[ 3 ] ", "logits[3]"),
    ("class:3", "class:3"), ("0.2*conv1:3 - 0.1*tv", "0.2*conv1:3 - 0.1*tv"),
    ("conv3:0:center", "conv3:0:centre"), ("layer1.0.bn1", "layer1.0.bn1"),
    ("shared[1]:2", "shared[1]:2"), ("shared[1][2]", "shared[1][2]"),
    ("tv2(in-put)", "tv2(in-put)"),
    ("l1 + l2(shared[1])", "l1 + l2(shared[1])"), ("l1:3", "l1:3"), ("tv[2]", "tv[2]"),
    ("class:3-class:2", "class:3 - class:2"), ("12:3", "12:3"), ("a-b:3", "a-b:3"),
    ("-(a:1 + b:2)*2", "-2*(a:1 + b:2)"), ("2*3*a:1", "2*3*a:1"), ("1e-3*a:1*0.5", "0.001*0.5*a:1"),
    ("a:1 - (b:1 - c:1)", "a:1 - (b:1 - c:1)"), ("((a:1))", "a:1"), ("- -a:1", "--a:1"),
  ]) func `Text means what its canonical form says`(text: String, name: String) throws {
    let objective = try Objective(parsing: text)
    #expect(objective.name == name)
    #expect(try Objective(parsing: objective.name).name == name)
  }

  @Test func `A bracket is a call where the layer has several, else an element`() throws {
    let network = try networkForObjectives()
    let added = { (text: String) in
      try network.attaching(Objective(parsing: text)).network.nodes.dropFirst(network.nodes.count)
        .map { "\(type(of: $0.operation).kind) \($0.operation.summary)" }
    }
    #expect(try added("logits[3]") == ["slice axis 1, 3 + 1", "reduce sum over all"])
    #expect(try added("shared[1]").first == "elementwise square")
    #expect(try added("shared[1][3]") == ["slice axis 1, 3 + 1", "reduce sum over all"])
  }

  @Test(arguments: [
    ("", "expected a name, a number with '*', '-' or '(' at character 1, got the end"),
    ("conv3:", "expected a whole number at character 7, got the end"),
    ("conv3:x", "expected a whole number at character 7, got 'x'"),
    ("conv3:99999999999999999999", "expected a whole number at character 7, got '9'"),
    ("conv3:1:2", "expected ',' and a column at character 10, got the end"),
    ("conv3:1 conv4:2", "expected '+', '-', '*' or the end at character 9, got 'c'"),
    ("0.2*", "expected a name, a number with '*', '-' or '(' at character 5, got the end"),
    ("(conv3:1", "expected ')' at character 9, got the end"),
    ("logits[3", "expected ']' at character 9, got the end"),
    ("a:1*b:2", "expected a number at character 5, got 'b'"),
    ("tv(a", "expected ')' at character 5, got the end"),
  ]) func `Errors say where the text goes wrong`(text: String, message: String) {
    #expect(throws: FoveaError("objective '\(text)': \(message)")) {
      try Objective(parsing: text)
    }
  }

  @Test(arguments: ["-", "(", "2*", "a+", "a[1]"])
  func `A long line does not exhaust the stack`(unit: String) throws {
    let text = String(repeating: unit, count: 100_000)
    let error = #expect(throws: FoveaError.self) { try Objective(parsing: text) }
    #expect(try #require(error).message.count < 200)
  }
}
