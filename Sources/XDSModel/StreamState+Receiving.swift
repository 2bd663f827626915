extension StreamState {
    /// Takes a request in; returns what is worth telling.
    package mutating func receive(_ input: DiscoveryInput, now: ContinuousClock.Instant) -> [StreamEvent] {
        guard !isOver else { return [] }
        guard scope.types.contains(input.type), input.variant == variant else { return [.misplaced(input.type)] }
        if let exceeded = exceededLimit(input) { return end(exceeded) }
        let events =
            switch input {
            case .stateOfTheWorld(let type, _, let names, let nonce, let rejection):
                receive(type, names: names, nonce: nonce, rejection: rejection)
            case .delta(let type, let subscribe, let unsubscribe, let initialVersions, let nonce, let rejection):
                receiveAnswer(type, nonce: nonce, rejection: rejection)
                    + receive(type, subscribe: subscribe, unsubscribe: unsubscribe, initialVersions: initialVersions)
            }
        let names = scope.types.reduce(0) { $0 + channels[$1].subscription.nameCount }
        return names > limits.names ? end(.names) : events
    }

    /// State of the world: a request that repeats an older nonce is ignored, for a newer one will come.
    private mutating func receive(
        _ type: ResourceType, names: [String], nonce: String, rejection: String?
    ) -> [StreamEvent] {
        guard !channels[type].subscription.isRequested || nonce == channels[type].lastNonce else {
            return [.staleNonce(type, nonce: nonce)]
        }
        var events: [StreamEvent] = []
        if let answer = channels[type].answer(nonce: nonce, rejection: rejection.map(cut)) { events.append(answer) }
        let change = channels[type].replace(names: names)
        if change.isFirst { events.append(.firstRequest(type)) }
        return events
    }

    /// Delta: an older nonce answers nothing, and what the request says besides is honoured.
    private mutating func receiveAnswer(_ type: ResourceType, nonce: String, rejection: String?) -> [StreamEvent] {
        guard !nonce.isEmpty else { return [] }
        let answer = channels[type].answer(nonce: nonce, rejection: rejection.map(cut))
        return [answer ?? .staleNonce(type, nonce: nonce)]
    }

    private mutating func receive(
        _ type: ResourceType, subscribe: [String], unsubscribe: [String], initialVersions: [String: String]
    ) -> [StreamEvent] {
        let change = channels[type].change(subscribe: subscribe, unsubscribe: unsubscribe)
        guard change.isFirst else { return [] }
        channels[type].recall(initialVersions)
        return [.firstRequest(type)]
    }

    private mutating func end(_ exceeded: StreamEvent.ExceededLimit) -> [StreamEvent] {
        isOver = true
        return [.limitExceeded(exceeded)]
    }

    private func exceededLimit(_ input: DiscoveryInput) -> StreamEvent.ExceededLimit? {
        switch input {
        case .stateOfTheWorld(_, _, let names, _, _):
            return exceededLimit(names)
        case .delta(_, let subscribe, let unsubscribe, let initialVersions, _, _):
            return exceededLimit(subscribe) ?? exceededLimit(unsubscribe) ?? exceededLimit(initialVersions.keys)
        }
    }

    private func exceededLimit(_ names: some Collection<String>) -> StreamEvent.ExceededLimit? {
        guard names.count <= limits.names else { return .names }
        return names.allSatisfy { $0.utf8.count <= limits.nameBytes } ? nil : .nameBytes
    }

    /// The text up to the limit, without a torn character.
    private func cut(_ text: String) -> String {
        guard text.utf8.count > limits.rejectionBytes else { return text }
        var end = text.utf8.index(text.startIndex, offsetBy: limits.rejectionBytes)
        while String.Index(end, within: text.unicodeScalars) == nil, end > text.startIndex {
            end = text.utf8.index(before: end)
        }
        return String(text[..<end])
    }
}

extension DiscoveryInput {
    /// The variant of the protocol it belongs to.
    var variant: StreamState.Variant {
        switch self {
        case .stateOfTheWorld: .stateOfTheWorld
        case .delta: .delta
        }
    }
}
