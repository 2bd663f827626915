/// What the looks at a drain come to.
struct DrainCourse: Sendable {
    /// When the minimum was over, since the drain began.
    private(set) var minimumEnd: Duration?

    /// Takes in the next look.
    mutating func note(_ moment: DrainMoment) {
        if minimumEnd == nil, moment.isPastMinimum { minimumEnd = moment.elapsed }
    }
}
