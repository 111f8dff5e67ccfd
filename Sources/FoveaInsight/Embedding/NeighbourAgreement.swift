public import FoveaTensor

/// How often a point's nearest neighbour is of the point's own group.
public struct NeighbourAgreement: Hashable, Sendable {
  /// The share of points whose nearest other point, by Euclidean distance, is of their group.
  public let share: Double
  /// The share to be expected if neighbours were drawn by chance among all other points.
  public let chance: Double

  /// Looks for the nearest neighbours.
  ///
  /// - Parameters:
  ///   - points: `[points, dimensions]`.
  ///   - groups: the group of each point.
  /// - Precondition: there are two points or more, and as many groups.
  public init(of points: Tensor, groups: [Int]) {
    precondition(
      points.shape.rank == 2 && points.shape[0] == groups.count && groups.count > 1,
      "points \(points.shape) with \(groups.count) groups have no neighbours to compare")
    let rows = groups.indices.map { points.element($0).scalars }
    let hits = rows.indices.filter { own in
      let nearest = rows.indices.filter { $0 != own }.min {
        Self.distance(rows[own], rows[$0]) < Self.distance(rows[own], rows[$1])
      }
      return nearest.map { groups[$0] == groups[own] } ?? false
    }
    let total = Double(groups.count)
    var chance = 0.0
    for group in Set(groups).sorted() {
      let own = Double(groups.filter { $0 == group }.count)
      chance += own / total * (own - 1) / (total - 1)
    }
    share = Double(hits.count) / total
    self.chance = chance
  }

  /// The square of the distance.
  private static func distance(_ a: [Float], _ b: [Float]) -> Float {
    zip(a, b).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
  }
}
