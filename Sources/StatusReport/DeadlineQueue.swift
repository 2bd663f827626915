/// Moments at which something is due, the earliest first; one for each name.
package struct DeadlineQueue<Name: Hashable & Sendable>: Sendable {
    private struct Entry: Sendable {
        var moment: ContinuousClock.Instant
        var name: Name
    }

    /// A binary heap; entries that were overtaken stay until they come up.
    private var heap: [Entry] = []
    private var moments: [Name: ContinuousClock.Instant] = [:]

    /// An empty queue.
    package init() {}

    /// The earliest moment.
    package var first: ContinuousClock.Instant? { heap.first?.moment }

    /// Sets, replaces or, with nil, removes the moment of a name.
    package mutating func set(_ name: Name, to moment: ContinuousClock.Instant?) {
        guard moments[name] != moment else { return }
        moments[name] = moment
        if let moment {
            heap.append(Entry(moment: moment, name: name))
            rise(from: heap.count - 1)
        }
        dropOvertaken()
        if heap.count > 64, heap.count > 4 * moments.count { rebuild() }
    }

    /// Takes out a name whose moment has come.
    package mutating func popDue(at now: ContinuousClock.Instant) -> Name? {
        guard let top = heap.first, top.moment <= now else { return nil }
        moments[top.name] = nil
        removeTop()
        dropOvertaken()
        return top.name
    }

    private mutating func dropOvertaken() {
        while let top = heap.first, moments[top.name] != top.moment { removeTop() }
    }

    private mutating func rebuild() {
        heap = moments.map { Entry(moment: $0.value, name: $0.key) }.sorted { $0.moment < $1.moment }
    }

    private mutating func removeTop() {
        guard heap.count > 1 else { return heap.removeAll() }
        heap.swapAt(0, heap.count - 1)
        heap.removeLast()
        sink()
    }

    private mutating func rise(from start: Int) {
        var place = start
        while place > 0, heap[place].moment < heap[(place - 1) / 2].moment {
            heap.swapAt(place, (place - 1) / 2)
            place = (place - 1) / 2
        }
    }

    private mutating func sink() {
        var place = 0
        while 2 * place + 1 < heap.count {
            var child = 2 * place + 1
            if child + 1 < heap.count, heap[child + 1].moment < heap[child].moment { child += 1 }
            guard heap[child].moment < heap[place].moment else { return }
            heap.swapAt(place, child)
            place = child
        }
    }
}
