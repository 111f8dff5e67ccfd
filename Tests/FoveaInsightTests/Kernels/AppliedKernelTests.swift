import Fovea
import Testing

@Suite struct AppliedKernelTests {
  @Test("The lecture's 5×5 by 3×3 example")
  func lecture() throws {
    let input = Tensor(
      shape: [1, 5, 5],
      scalars: [3, 3, 2, 1, 0, 0, 0, 1, 3, 1, 3, 1, 2, 2, 3, 2, 0, 0, 2, 2, 2, 0, 0, 0, 1])
    let kernel = ImageKernel("k", rows: [[0, 1, 2], [2, 2, 0], [0, 1, 2]])
    let result = try kernel.applied(to: input, border: .valid)
    #expect(result.shape == [1, 3, 3])
    #expect(result.scalars == [12, 12, 17, 10, 17, 19, 9, 6, 14])
  }

  @Test("A series, with each filling of the border")
  func series() throws {
    let kernel = ImageKernel.average(3)
    let series: [Float] = [3, 6, 9, 0]
    #expect(try kernel.applied(to: series, border: .valid) == [6, 5])
    #expect(try kernel.applied(to: series) == [4, 6, 5, 3])
    #expect(try kernel.applied(to: series, padding: .zeros) == [3, 6, 5, 3])
    #expect(try kernel.applied(to: series, padding: .circular) == [3, 6, 5, 4])
    #expect(try kernel.applied(to: series, padding: .reflect) == [5, 6, 5, 6])
    #expect(try kernel.applied(to: series, stride: 2, border: .valid) == [6])
  }

  @Test("Each channel by itself")
  func channels() throws {
    var picture = Tensor.zeros([3, 5, 5])
    picture[1, 2, 2] = 9
    let blurred = try ImageKernel.blur(3).applied(to: picture)
    #expect(blurred.element(0).scalars.allSatisfy { $0 == 0 })
    #expect(abs(blurred[1, 1, 1] - 1) < 1e-6 && abs(blurred[1, 0, 0]) < 1e-6)
    #expect(throws: FoveaError.self) { try ImageKernel.blur(3).applied(to: Tensor([1, 2])) }
  }
}
