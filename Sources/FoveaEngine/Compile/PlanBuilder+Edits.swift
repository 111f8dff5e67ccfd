import FoveaNetwork
import FoveaTensor

/// Where the numbers of an edit lie, for the value that it changes.
struct PlannedEdit {
  /// keep, offset, low and high: `[4, …]` with the edit's own shape.
  let parameters: Value
  let shape: Shape
  /// The shape of the value that is changed.
  let value: Shape

  func kernel(in memory: Memory, strides: [Int]? = nil) -> EditKernel {
    EditKernel(
      memory[parameters], editing: value, parameterShape: shape, strides: strides)
  }
}

/// The edits of a network while it is compiled.
///
/// A node's readers see the edited value, and the gradient at the node is of the edited value; the operation itself sees
/// its own output, and the gradient with respect to that.
struct EditLedger {
  var planned: [HookPoint: PlannedEdit] = [:]
  var ownValues: [Node.ID: Value] = [:]
  var ownGradients: [Node.ID: Value] = [:]
}

extension PlanBuilder {
  /// Every edit of a computed node must have been taken up by its operation.
  func checkEditsAreUsed() throws(FoveaError) {
    for point in network.edits.keys.sorted(by: { network.name(of: $0) < network.name(of: $1) })
    where analysis.isComputed[point.node.position] && edits.planned[point] == nil {
      throw FoveaError("the value at '\(network.name(of: point))' cannot be changed")
    }
  }

  /// The shape at a hook point; `nil` where there is no such point.
  func shape(of point: HookPoint) -> Shape? { network.shape(of: point, shapes: shapes) }

  /// The numbers of the edit at a point, laid out in memory; `nil` where there is none.
  func plannedEdit(at point: HookPoint) -> PlannedEdit? {
    if let known = edits.planned[point] { return known }
    guard let edit = network.edits[point], let value = shape(of: point) else { return nil }
    let parameters = newValue(Shape([4] + edit.shape.dimensions), layout: nil, pinned: true)
    constants.append((parameters, edit.scalars(as: edit.shape)))
    let planned = PlannedEdit(parameters: parameters, shape: edit.shape, value: value)
    edits.planned[point] = planned
    return planned
  }

  /// Lets the readers of a node see its edited value.
  func lowerEdit(of id: Node.ID) throws(FoveaError) {
    let point = HookPoint(node: id)
    guard let own = values[id.position], let edit = plannedEdit(at: point) else { return }
    let from = try arranged(own, as: nil)
    let result = newValue(shapes[id.position], layout: nil)
    emit(
      "\(network.label(of: id)) edit", reads: [from.buffer, edit.parameters.buffer],
      writes: [result.buffer]
    ) { memory in
      let (x, y, kernel) = (memory[from], memory[result], edit.kernel(in: memory))
      return { _ in kernel.run(x, into: y) }
    }
    if analysis.keptValues.contains(point.untouched) {
      pin(from.buffer)
      insideValues[point.untouched] = from
    }
    edits.ownValues[id] = own
    values[id.position] = result
  }

  /// Takes the gradient of a node's edited value back through the edit.
  func lowerEditGradient(of id: Node.ID, arriving: Value) throws(FoveaError) {
    let point = HookPoint(node: id)
    guard let edit = edits.planned[point], let output = values[id.position] else { return }
    let gradient = try arranged(arriving, as: nil)
    let result = newValue(shapes[id.position], layout: nil)
    emit(
      "\(network.label(of: id)) edit backward",
      reads: [output.buffer, gradient.buffer, edit.parameters.buffer], writes: [result.buffer]
    ) { memory in
      let (y, dy, dx) = (memory[output], memory[gradient], memory[result])
      let kernel = edit.kernel(in: memory)
      return { _ in kernel.runBackward(y: y, dy: dy, into: dx) }
    }
    if analysis.keptGradients.contains(point.untouched) {
      pin(result.buffer)
      insideGradients[point.untouched] = result
    }
    edits.ownGradients[id] = result
  }

  /// What the operation of a node computed, before any edit.
  func ownValue(of id: Node.ID) -> Value? { edits.ownValues[id] ?? values[id.position] }
}

extension Network {
  /// Checks that the plan's inputs leave every edit a value that it fits.
  func checkEdits(shapes: [Shape]) throws(FoveaError) {
    for (point, edit) in edits.sorted(by: { name(of: $0.key) < name(of: $1.key) }) {
      guard let shape = shape(of: point, shapes: shapes) else {
        throw FoveaError(
          "there is nothing to change at '\(name(of: point))': the plan's inputs have fewer steps")
      }
      guard edit.shape.broadcast(with: shape) == shape, shape.rank <= 8 else {
        throw FoveaError(
          "the intervention at '\(name(of: point))' has the shape \(edit.shape), which does not "
            + "broadcast to the value's shape \(shape)")
      }
    }
  }

  /// The network with the part of each edit that concerns some samples of a batch; `values` are the whole batch's shapes.
  func cuttingEdits(
    to samples: Range<Int>, joins: [Separability.Join], shapes: [Shape]
  ) -> Network {
    var part = self
    for (point, edit) in edits where joins[point.node.position] == .concatenated {
      part.edits[point] = edit.part(samples, of: shape(of: point, shapes: shapes))
    }
    return part
  }
}

extension ValueEdit {
  /// What concerns some samples of a value whose first dimension is the batch.
  func part(_ samples: Range<Int>, of value: Shape?) -> ValueEdit {
    func part(_ tensor: Tensor) -> Tensor {
      tensor.shape.rank == value?.rank && tensor.shape.rank > 0 && tensor.shape[0] > 1
        ? tensor[samples] : tensor
    }
    return ValueEdit(keep: part(keep), offset: part(offset), low: part(low), high: part(high))
  }
}
