import CKernels
import FoveaNetwork
import FoveaTensor

extension AffineSampling: Executable {
  func lower(at site: ForwardSite) throws(FoveaError) {
    let (images, maps) = (try site.input(0), try site.input(1))
    let output = site.output()
    let (shape, fill) = (images.shape, fill)
    site.emit(reads: [images, maps], writes: [output]) { memory in
      let (x, m, y) = (memory[images], memory[maps], memory[output])
      return { _ in
        for image in 0..<shape[0] {
          let (plane, map) = Self.parts(image, shape, x, m)
          unsafe fovea_affine_sample(
            Int64(shape[1]), Int64(shape[2]), Int64(shape[3]), map.pointer, fill == nil ? 1 : 0,
            fill ?? 0, plane.pointer, y.part(image * plane.count, plane.count).pointer)
        }
      }
    }
  }

  func lowerGradient(at site: BackwardSite) throws(FoveaError) {
    guard site.needsGradient(ofInput: 0) else { return }
    let (arriving, maps) = (try site.gradient(), try site.input(1))
    let result = site.gradient(ofInput: 0)
    let (shape, usesBorder) = (site.inputShapes[0], fill == nil)
    site.emit("backward", reads: [arriving, maps], writes: [result]) { memory in
      let (dy, m, dx) = (memory[arriving], memory[maps], memory[result])
      return { _ in
        dx.fill(0)
        for image in 0..<shape[0] {
          let (plane, map) = Self.parts(image, shape, dx, m)
          unsafe fovea_affine_sample_backward(
            Int64(shape[1]), Int64(shape[2]), Int64(shape[3]), map.pointer, usesBorder ? 1 : 0,
            dy.part(image * plane.count, plane.count).pointer, plane.pointer)
        }
      }
    }
  }

  private static func parts(
    _ image: Int, _ shape: Shape, _ x: Floats, _ maps: Floats
  ) -> (Floats, Floats) {
    let size = shape[1] * shape[2] * shape[3]
    return (x.part(image * size, size), maps.part(maps.count == 6 ? 0 : image * 6, 6))
  }
}
