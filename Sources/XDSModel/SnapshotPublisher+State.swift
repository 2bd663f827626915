extension SnapshotPublisher {
    /// What the lock guards; whoever its methods return is woken after unlocking.
    struct State {
        /// Where demand is told.
        let demand: AsyncStream<SourceStyle>.Continuation
        /// The newest snapshot of each style.
        private(set) var latest: [SourceStyle: Snapshot] = [:]
        /// The subscriptions.
        var slots: [UInt64: Slot] = [:]
        private var demanded: Set<SourceStyle> = []
        private var lastID: UInt64 = 0
        private var isFinished = false

        init(demand: AsyncStream<SourceStyle>.Continuation) {
            self.demand = demand
        }
    }

    /// One subscription's place for what it has not read yet.
    struct Slot {
        /// The style it reads.
        let style: SourceStyle
        /// Wakes its reader.
        let reader: AsyncStream<Void>.Continuation
        /// The newest snapshot with all changes since the last one read.
        var unread: Publication?
    }

    /// What became of a subscription.
    struct Admission {
        /// Its key.
        let id: UInt64
        /// True when there is something to read at once.
        var hasSnapshot = false
        /// True when it came after the end.
        var isFinished = false
        /// Where to tell that its style is wanted; nil when that is known.
        var demand: AsyncStream<SourceStyle>.Continuation?
    }
}

extension SnapshotPublisher.State {
    /// Puts a snapshot into the slots of its style; returns their readers.
    mutating func publish(
        _ snapshot: Snapshot, changes: ChangeSet, style: SourceStyle
    ) -> [AsyncStream<Void>.Continuation] {
        guard !isFinished else { return [] }
        let isFirst = latest.updateValue(snapshot, forKey: style) == nil
        demanded.remove(style)
        var readers: [AsyncStream<Void>.Continuation] = []
        for (id, slot) in slots where slot.style == style {
            var merged = isFirst ? .all : changes
            if let unread = slot.unread { merged.formUnion(unread.changes) }
            slots[id]?.unread = Publication(snapshot: snapshot, changes: merged)
            readers.append(slot.reader)
        }
        return readers
    }

    /// Makes a slot.
    mutating func subscribe(
        _ style: SourceStyle, _ reader: AsyncStream<Void>.Continuation
    ) -> SnapshotPublisher.Admission {
        lastID += 1
        guard !isFinished else { return SnapshotPublisher.Admission(id: lastID, isFinished: true) }
        let unread = latest[style].map { Publication(snapshot: $0, changes: .all) }
        slots[lastID] = SnapshotPublisher.Slot(style: style, reader: reader, unread: unread)
        let isWanted = unread == nil && demanded.insert(style).inserted
        return SnapshotPublisher.Admission(id: lastID, hasSnapshot: unread != nil, demand: isWanted ? demand : nil)
    }

    /// Empties a slot.
    mutating func take(_ id: UInt64) -> Publication? {
        defer { slots[id]?.unread = nil }
        return slots[id]?.unread
    }

    /// Forgets the snapshot of a style that has no slots.
    mutating func retire(_ style: SourceStyle) -> Bool {
        guard !slots.values.contains(where: { $0.style == style }) else { return false }
        latest[style] = nil
        return true
    }

    /// Lets nothing in any more; returns who is to be told.
    mutating func finish() -> [AsyncStream<Void>.Continuation] {
        isFinished = true
        return slots.values.map(\.reader)
    }
}
