import FoveaNetwork
import FoveaTensor
import Testing

@Suite struct ImageKernelTests {
  @Test("Kernels that blur add up to one, those for edges and lines to nothing")
  func sums() {
    let smooth: [ImageKernel] = [
      .blur(3), .blur(5), .average(7), .gaussian(9, sigma: 2), .gaussian(side: 5, sigma: 1),
    ]
    for kernel in smooth {
      #expect(abs(kernel.sum - 1) < 1e-6, "\(kernel.name)")
      #expect(!kernel.isSigned)
    }
    let signed: [ImageKernel] = [
      .differenceX, .differenceY, .laplacian4, .laplacian8, .sobelX, .sobelY, .sobel(degrees: 33),
    ]
    for kernel in signed + ImageKernel.Line.allCases.map(ImageKernel.line) {
      #expect(abs(kernel.sum) < 1e-6, "\(kernel.name)")
      #expect(kernel.isSigned)
    }
  }

  @Test("Steering meets Sobel's two kernels and their negatives")
  func steering() {
    func distance(_ degrees: Double, _ kernel: ImageKernel, _ sign: Float = 1) -> Float {
      zip(ImageKernel.sobel(degrees: degrees).weights.scalars, kernel.weights.scalars)
        .map { abs($0 - sign * $1) }.max() ?? .nan
    }
    #expect(distance(0, .sobelX) < 1e-6)
    #expect(distance(90, .sobelY) < 1e-6)
    #expect(distance(180, .sobelX, -1) < 1e-6)
    #expect(distance(270, .sobelY, -1) < 1e-6)
  }

  @Test("A Gaussian falls as exp(−t²/2σ²) on both sides")
  func gaussian() {
    let weights = ImageKernel.gaussian(7, sigma: 2).weights.scalars
    #expect(abs(weights[3] / weights[5] - 1.648_721_3) < 1e-5)
    for place in 0..<3 { #expect(abs(weights[place] - weights[6 - place]) < 1e-7) }
  }

  @Test("Transposed and flipped")
  func turned() {
    let kernel = ImageKernel("k", rows: [[1, 2, 3], [4, 5, 6]], divisor: 2)
    #expect(kernel.transposed("t").numbers.scalars == [1, 4, 2, 5, 3, 6])
    #expect(kernel.flipped.numbers.scalars == [6, 5, 4, 3, 2, 1])
    #expect(kernel.weights.scalars == [0.5, 1, 1.5, 2, 2.5, 3])
  }

  @Test("The network has the kernel's weights once for each channel, and the border's size")
  func network() throws {
    let network = try ImageKernel.sobelX.network(channels: 3, height: 10, width: 12, border: .valid)
    #expect(network.parameterCount == 27)
    #expect(network.nominalShape(of: network.outputs[0]) == [1, 3, 8, 10])
    let same = try ImageKernel.sobelX.network(height: 10, width: 12, stride: 2)
    #expect(same.nominalShape(of: same.outputs[0]) == [1, 1, 5, 6])
    #expect(throws: FoveaError.self) {
      try ImageKernel.blur(5).network(height: 4, width: 4, border: .valid)
    }
  }
}
