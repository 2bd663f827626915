/// Bounds of numbers several kinds have.
enum FieldBounds {
    /// Port numbers.
    static let port = 1...65_535
    /// Go's `uint32`.
    static let uint32 = 0...Int(UInt32.max)
    /// Go's `int64`.
    static let int64 = Int.min...Int.max
}
