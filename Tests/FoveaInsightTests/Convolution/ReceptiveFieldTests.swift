import FoveaInsight
import FoveaNetwork
import FoveaTensor
import Testing

@Suite struct ReceptiveFieldTests {
  @Test func windowsWidenTheFieldByTheJumpBeforeThem() throws {
    let network = try Network(input: .image(channels: 1, height: 40, width: 60)) {
      Conv2D("a", filters: 2, kernel: (3, 5), stride: (2, 1))
      ReLU("r")
      MaxPool2D("p", kernel: 2)
      Conv2D("b", filters: 1, kernel: 3, dilation: 2)
    }
    #expect(try ReceptiveField(of: network, at: "a").size == [3, 5])
    #expect(try ReceptiveField(of: network, at: "r").jump == [2, 1])
    #expect(try ReceptiveField(of: network, at: "p").size == [5, 6])
    #expect(try ReceptiveField(of: network, at: "p").jump == [4, 2])
    // A dilated kernel of 3 reaches over 5.
    #expect(try ReceptiveField(of: network).size == [5 + 4 * 4, 6 + 4 * 2])
  }

  @Test func ofSeveralWaysTheWidestCounts() throws {
    let network = try Network { (graph: inout Network) throws(FoveaError) in
      let image = try graph.input("image", .image(channels: 1, height: 9, width: 9))
      let near = try graph.apply(Conv2D("near", filters: 1, kernel: 1), to: image)
      let far = try graph.apply(Conv2D("far", filters: 1, kernel: 5, padding: .same), to: image)
      graph.output(try graph.add(Arithmetic(.add), to: [near, far], name: "sum"))
    }
    #expect(try ReceptiveField(of: network, at: "sum").size == [5, 5])
  }

  @Test func whatReadsEverythingHasNoSize() throws {
    let network = try Network(input: .image(channels: 1, height: 8, width: 8)) {
      Conv2D("c", filters: 1, kernel: 3)
      Flatten("f")
      Dense("d", 2)
    }
    let error = #expect(throws: FoveaError.self) { try ReceptiveField(of: network) }
    #expect(error?.message.contains("'d'") == true)
    #expect(throws: FoveaError.self) { try ReceptiveField(of: network, at: "nowhere") }
    #expect(throws: FoveaError.self) { try ReceptiveMap(of: network) }
  }

  @Test func gradientsReachAsFarAsTheFormulaSays() throws {
    let network = try Network(input: .image(channels: 2, height: 21, width: 31), seed: 3) {
      Conv2D("a", filters: 4, kernel: (3, 5), padding: .same)
      Conv2D("b", filters: 4, kernel: 3, padding: .same)
    }
    let map = try ReceptiveMap(of: network, samples: 2)
    #expect(map.values.shape == [21, 31])
    #expect(map.unit == [10, 15])
    #expect(map.extent == (try ReceptiveField(of: network).size))
    #expect(map.values[10, 15] > 0)
  }

  @Test func aFlatKernelsFieldIsAllEffective() throws {
    let network = try Network(input: .image(channels: 1, height: 9, width: 9)) {
      Conv2D("a", filters: 1, kernel: 5, padding: .same, initializer: .constant(1))
    }
    let map = try ReceptiveMap(of: network, samples: 1)
    #expect(map.effectiveSide == 5)
    #expect(ReceptiveMap(averaging: [map, map]).values == map.values)
  }
}
