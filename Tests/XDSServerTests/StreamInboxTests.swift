import Testing
import XDSModel

@testable import XDSServer

@Suite(.timeLimit(.minutes(1)))
struct StreamInboxTests {
    private static func request(_ nonce: String) -> DiscoveryMessage {
        DiscoveryMessage(
            typeURL: "", nonce: nonce, body: .stateOfTheWorld(version: "", names: []), size: 0)
    }

    @Test func `requests are taken one by one, and the next is read only then`() async {
        let inbox = StreamInbox()
        await withTaskGroup(of: Void.self) { tasks in
            let (read, reading) = AsyncStream.makeStream(of: String.self)
            tasks.addTask {
                for nonce in ["1", "2", "3"] {
                    reading.yield(nonce)
                    await inbox.bring(Self.request(nonce))
                }
                reading.finish()
            }
            var reads = read.makeAsyncIterator()
            for nonce in ["1", "2", "3"] {
                #expect(await reads.next(isolation: nil) == nonce)
                let delivery = await inbox.take(until: nil)
                #expect(delivery?.request?.nonce == nonce)
                #expect(inbox.take().request == nil)
            }
            #expect(await reads.next(isolation: nil) == nil)
        }
    }

    @Test func `of publications the newest is taken with the changes of all`() async {
        let inbox = StreamInbox()
        for name in ["a", "b", "c"] {
            var (snapshot, changes) = (Snapshot(), ChangeSet())
            snapshot[.route].insert(.sample(name))
            changes.insert(.route, name)
            inbox.bring(Publication(snapshot: snapshot, changes: changes))
        }
        let publication = await inbox.take(until: nil)?.publication
        #expect(publication?.snapshot[.route].map(\.name) == ["c"])
        #expect(publication?.changes[.route] == .names(["a", "b", "c"]))
        #expect(inbox.take().publication == nil)
    }

    @Test func `a moment that comes is a delivery of nothing`() async {
        let inbox = StreamInbox()
        let delivery = await inbox.take(until: .now)
        #expect(delivery != nil && delivery?.request == nil && delivery?.publication == nil)
    }

    @Test func `nobody waits in a closed inbox`() async {
        let inbox = StreamInbox()
        await withTaskGroup(of: Void.self) { tasks in
            tasks.addTask { await inbox.bring(Self.request("1")) }
            tasks.addTask { while await inbox.take(until: nil) != nil {} }
            inbox.close()
        }
        await inbox.bring(Self.request("2"))
        #expect(await inbox.take(until: nil) == nil)
    }

    @Test func `a task that is cancelled stops waiting`() async {
        let inbox = StreamInbox()
        await withTaskGroup(of: Bool.self) { tasks in
            tasks.addTask { await inbox.take(until: nil) == nil }
            tasks.cancelAll()
            #expect(await tasks.next() == true)
        }
    }
}
