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
  /// Checks that every edit has a point that this plan computes and can change.
  func checkEdits() throws(FoveaError) {
    for (point, edit) in network.edits.sorted(by: { $0.key.node < $1.key.node }) {
      guard let shape = shape(of: point) else {
        throw FoveaError(
          "there is nothing to change at '\(network.name(of: point))': the plan's inputs give "
            + "'\(network.label(of: point.node))' fewer steps")
      }
      guard edit.shape.broadcast(with: shape) == shape, shape.rank <= 8 else {
        throw FoveaError(
          "the intervention at '\(network.name(of: point))' has the shape \(edit.shape), which does "
            + "not broadcast to the value's shape \(shape)")
      }
    }
  }

  /// Every edit of a computed node must have been taken up by its operation.
  func checkEditsAreUsed() throws(FoveaError) {
    for point in network.edits.keys.sorted(by: { network.name(of: $0) < network.name(of: $1) })
    where analysis.isComputed[point.node.position] && edits.planned[point] == nil {
      throw FoveaError("the value at '\(network.name(of: point))' cannot be changed")
    }
  }

  /// The shape at a hook point; `nil` where there is no such point.
  func shape(of point: HookPoint) -> Shape? {
    if point.record == nil || point == HookPoint(node: point.node).untouched {
      return point.step == nil ? shapes[point.node.position] : nil
    }
    let node = network.nodes[point.node.position]
    let inside = node.operation.records(for: node.inputs.map { shapes[$0.position] })
    guard let step = point.step, step >= 0,
      let record = inside.first(where: {
        $0.name == point.record || HookPoint(node: point.node, record: $0.name).untouched.record == point.record
      }), step < record.steps
    else { return nil }
    return record.shape
  }

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
