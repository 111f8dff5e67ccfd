import CKernels
import FoveaNetwork
import FoveaTensor

/// Computed here rather than by oneDNN, whose version for small images reads outside of its memory.
extension LocalResponseNormalization: Executable {
  func lower(at site: ForwardSite) throws(FoveaError) {
    let (input, output) = (try site.input(0), site.output())
    let settings = ResponseSettings(self, input.shape)
    site.emit(reads: [input], writes: [output]) { memory in
      let loop = ResponseLoop(settings: settings, x: memory[input], y: memory[output])
      return { _ in Parallel.run(settings.images, loop) }
    }
  }

  func lowerGradient(at site: BackwardSite) throws(FoveaError) {
    guard site.needsGradient(ofInput: 0) else { return }
    let (input, arriving) = (try site.input(0), try site.gradient())
    let result = site.gradient(ofInput: 0)
    let settings = ResponseSettings(self, input.shape)
    let terms = site.temporary([settings.images, settings.channels * 64])
    site.emit("backward", reads: [input, arriving], writes: [result, terms]) { memory in
      let loop = ResponseGradientLoop(
        settings: settings, x: memory[input], dy: memory[arriving], terms: memory[terms],
        dx: memory[result])
      return { _ in Parallel.run(settings.images, loop) }
    }
  }
}

/// Extents and constants of a local response normalisation.
private struct ResponseSettings {
  let images: Int
  let channels: Int
  let area: Int
  let size: Int64
  let share: Float
  let beta: Float
  let k: Float

  init(_ operation: LocalResponseNormalization, _ shape: Shape) {
    (images, channels) = (shape[0], shape[1])
    area = shape.dimensions.dropFirst(2).reduce(1, *)
    (size, share) = (Int64(operation.size), operation.alpha / Float(operation.size))
    (beta, k) = (operation.beta, operation.k)
  }

  func plane(_ floats: Floats, _ image: Int) -> Floats {
    floats.part(image * (floats.count / images), floats.count / images)
  }
}

private struct ResponseLoop: ParallelWork {
  let settings: ResponseSettings
  let x: Floats
  let y: Floats

  func run(_ image: Int) {
    let s = settings
    unsafe fovea_channel_response(
      Int64(s.channels), Int64(s.area), s.size, s.share, s.beta, s.k,
      s.plane(x, image).pointer, s.plane(y, image).pointer)
  }
}

private struct ResponseGradientLoop: ParallelWork {
  let settings: ResponseSettings
  let x: Floats
  let dy: Floats
  let terms: Floats
  let dx: Floats

  func run(_ image: Int) {
    let s = settings
    unsafe fovea_channel_response_backward(
      Int64(s.channels), Int64(s.area), s.size, s.share, s.beta, s.k, s.plane(x, image).pointer,
      s.plane(dy, image).pointer, s.plane(terms, image).pointer, s.plane(dx, image).pointer)
  }
}
