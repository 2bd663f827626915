/// What a request changed in a subscription.
struct SubscriptionChange: Equatable {
    /// True for the stream's first request of the type.
    var isFirst = false
    /// True when all names are asked for from now on.
    var startsWildcard = false
    /// True when not all names are asked for any more.
    var stopsWildcard = false
    /// Names that the peer wants an answer for: newly asked for, asked for again, or given up while `*` covers them.
    var asked: [String] = []
    /// Names that nothing asks for any more.
    var dropped: [String] = []
}
