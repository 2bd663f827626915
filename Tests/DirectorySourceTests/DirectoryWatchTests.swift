import DirectorySource
import TestKit
import Testing

@Suite("DirectoryWatch")
struct DirectoryWatchTests {
    /// What events in a watched directory touch. It is the first that is watched, so its number is 1.
    private func touched(by events: InotifyEvent...) throws -> TouchedPaths {
        let scratch = try ScratchDirectory()
        defer { withExtendedLifetime(scratch) {} }
        try scratch.link("link.yaml", to: ".target")
        var watch = DirectoryWatch(try Inotify(), scanner: DirectoryScanner(root: scratch.path))
        watch.follow(directory: "")
        watch.follow(link: "link.yaml")
        try #require(watch.count == 1)
        var touched = TouchedPaths()
        watch.touched(by: events, &touched)
        return touched
    }

    private func paths(_ causes: [String: TouchedPaths.Cause], mayContinue: Bool = false) -> TouchedPaths {
        var touched = TouchedPaths()
        touched.causes = causes
        touched.mayContinue = mayContinue
        return touched
    }

    @Test func `an edit is looked at without delay`() throws {
        let event = InotifyEvent(watch: 1, kind: .written, name: "a.yaml")
        #expect(try touched(by: event) == paths(["a.yaml": .changed]))
    }

    @Test func `half a rename is waited for the other half, a whole one for nothing`() throws {
        let from = InotifyEvent(watch: 1, kind: .movedFrom, cookie: 7, name: "a.yaml")
        let to = InotifyEvent(watch: 1, kind: .movedTo, cookie: 7, name: "b.yaml")
        #expect(try touched(by: from) == paths(["a.yaml": .changed], mayContinue: true))
        #expect(try touched(by: from, to) == paths(["a.yaml": .changed, "b.yaml": .changed]))
    }

    @Test func `where a file was removed a new one is waited for`() throws {
        let deleted = InotifyEvent(watch: 1, kind: .deleted, name: "a.yaml")
        let created = InotifyEvent(watch: 1, kind: .created, name: "a.yaml")
        let written = InotifyEvent(watch: 1, kind: .written, name: "a.yaml")
        #expect(try touched(by: deleted) == paths(["a.yaml": .changed], mayContinue: true))
        #expect(try touched(by: deleted, created) == paths(["a.yaml": .created], mayContinue: true))
        #expect(try touched(by: deleted, created, written) == paths(["a.yaml": .changed], mayContinue: true))
    }

    @Test func `hidden names touch the links that lead to them, and nothing else`() throws {
        let target = InotifyEvent(watch: 1, kind: .movedTo, cookie: 7, name: ".target")
        let other = InotifyEvent(watch: 1, kind: .movedTo, cookie: 8, name: ".other")
        #expect(try touched(by: target) == paths(["link.yaml": .changed], mayContinue: true))
        #expect(try touched(by: other) == paths([:]))
    }

    @Test(arguments: [.selfDeleted, .selfMoved, .unmounted, .ignored] as [InotifyEvent.Kind])
    func `what becomes of a directory touches all that depends on it`(kind: InotifyEvent.Kind) throws {
        let event = InotifyEvent(watch: 1, kind: kind)
        #expect(try touched(by: event) == paths(["": .changed, "link.yaml": .changed], mayContinue: true))
    }

    @Test func `events of watches that have ended touch nothing`() throws {
        #expect(try touched(by: InotifyEvent(watch: 2, kind: .written, name: "a.yaml")) == paths([:]))
    }
}
