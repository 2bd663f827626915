import DirectorySource
import Testing

@Suite("FileStamp, DirectoryPoll")
struct FileStampTests {
    private func stamp(modified: Int64, changed: Int64) -> FileStamp {
        FileStamp(
            identity: FileIdentity(device: 1, number: 1), size: 1, modified: modified, changed: changed, nameCount: 1)
    }

    private static let second: Int64 = 1_000_000_000

    @Test(
        arguments: [
            (0, 0, false), (-3, -3, true), (-1, -3, false), (-3, -1, false), (-2, -2, false), (1, 1, false),
        ] as [(Int64, Int64, Bool)])
    func `a stamp is conclusive when its times are over`(modified: Int64, changed: Int64, isConclusive: Bool) {
        let now = 100 * Self.second
        let stamp = stamp(modified: now + modified * Self.second, changed: now + changed * Self.second)
        #expect(stamp.isConclusive(at: now) == isConclusive)
    }

    @Test(arguments: [(0, true), (-99, true), (-100, false), (4000, true), (6000, false)] as [(Int64, Bool)])
    func `a file may still be being written shortly after it was`(milliseconds: Int64, isBeingWritten: Bool) {
        let now = 100 * Self.second
        let stamp = stamp(modified: now + milliseconds * 1_000_000, changed: 0)
        #expect(stamp.isBeingWritten(at: now) == isBeingWritten)
    }

    @Test func `absurd times end nothing`() {
        let stamp = stamp(modified: .min, changed: .min)
        #expect(!stamp.isBeingWritten(at: .max))
        #expect(stamp.isConclusive(at: .max))
    }

    @Test func `a look is set once and due once`() {
        let start = ContinuousClock.now
        var poll = DirectoryPoll(pause: .seconds(3))
        #expect(!takeDue(&poll, start))
        #expect(schedule(&poll, start) == .seconds(3))
        #expect(schedule(&poll, start) == nil)
        #expect(!takeDue(&poll, start.advanced(by: .seconds(2))))
        #expect(takeDue(&poll, start.advanced(by: .seconds(3))))
        #expect(!takeDue(&poll, start.advanced(by: .seconds(4))))
        #expect(schedule(&poll, start) == .seconds(3))
    }

    private func takeDue(_ poll: inout DirectoryPoll, _ now: ContinuousClock.Instant) -> Bool { poll.takeDue(at: now) }

    private func schedule(_ poll: inout DirectoryPoll, _ now: ContinuousClock.Instant) -> Duration? {
        poll.schedule(at: now)
    }
}
