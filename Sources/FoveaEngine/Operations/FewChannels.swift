import CKernels
import FoveaTensor

/// The gradient by the input of a first layer: pictures have one to four channels, for which oneDNN computes sixteen.
struct FewChannels {
  private let geometry: fovea_few_channels
  private let arriving: Shape
  private let weights: Shape
  private let samples: Int

  /// `nil` where the convolution is not of that kind.
  init?(_ g: Primitive.ConvolutionGeometry) {
    guard g.weights.rank == 4, g.dilation == [1, 1], g.source[1] <= FOVEA_FEW_CHANNELS
    else { return nil }
    geometry = fovea_few_channels(
      channels: Int64(g.source[1]), height: Int64(g.source[2]), width: Int64(g.source[3]),
      filters: Int64(g.destination[1]), out_height: Int64(g.destination[2]),
      out_width: Int64(g.destination[3]), kernel_height: Int64(g.weights[2]),
      kernel_width: Int64(g.weights[3]), stride_y: Int64(g.stride[0]),
      stride_x: Int64(g.stride[1]), top: Int64(g.before[0]), left: Int64(g.before[1]))
    arriving = g.destination
    weights = g.weights
    samples = g.source[0]
  }

  func lower(at site: BackwardSite, hasBias: Bool) throws(FoveaError) {
    let layout = try DataLayout.channelBlocks(arriving)
    let upper = try site.gradient(.exactly(layout))
    let weight = site.builder.weights(
      site.weights(hasBias: hasBias).weight, seenAs: weights, in: nil)
    let packed = site.temporary([
      unsafe withUnsafePointer(to: geometry) { pointer in
        unsafe Int(fovea_few_channels_count(pointer))
      }
    ])
    let result = site.gradient(ofInput: 0)
    let (geometry, samples) = (geometry, samples)
    let pieces = Pieces(samples: samples, rows: Int(geometry.height))
    site.emit("by input", reads: [upper, weight], writes: [packed, result]) { memory in
      let (dy, w, p, dx) = (memory[upper], memory[weight], memory[packed], memory[result])
      return { _ in
        unsafe withUnsafePointer(to: geometry) {
          unsafe fovea_few_channels_pack($0, w.pointer, p.pointer)
        }
        Parallel.run(
          pieces.count,
          Pictures(geometry: geometry, pieces: pieces, weights: p, arriving: dy, result: dx))
      }
    }
  }

  /// The gradients of all pictures, shared among threads.
  private struct Pictures: ParallelWork {
    let geometry: fovea_few_channels
    let pieces: Pieces
    let weights: Floats
    let arriving: Floats
    let result: Floats

    func run(_ index: Int) {
      let (sample, rows) = pieces[index]
      let (from, to) = (arriving.count / pieces.samples, result.count / pieces.samples)
      unsafe withUnsafePointer(to: geometry) { geometry in
        unsafe fovea_few_channels_input_gradient(
          geometry, weights.pointer, arriving.part(sample * from, from).pointer,
          result.part(sample * to, to).pointer, Int64(rows.lowerBound), Int64(rows.upperBound))
      }
    }
  }

  /// Pictures, and stretches of a picture's rows where there are few pictures, to share among threads.
  private struct Pieces {
    let stretches: Int
    let samples: Int
    let rows: Int

    init(samples: Int, rows: Int) {
      stretches = min(rows, max(1, 8 / samples))
      self.samples = samples
      self.rows = rows
    }

    var count: Int { samples * stretches }

    subscript(index: Int) -> (sample: Int, rows: Range<Int>) {
      let part = index % stretches
      return (
        index / stretches, rows * part / stretches..<rows * (part + 1) / stretches
      )
    }
  }
}
