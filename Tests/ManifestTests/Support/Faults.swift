/// What is wrong with something, in words.
struct Faults {
    /// One sentence for each fault.
    private(set) var found: [String] = []

    /// Notes `fault` unless `holds`.
    mutating func expect(_ holds: Bool, _ fault: @autoclosure () throws -> String) rethrows {
        if !holds { found.append(try fault()) }
    }

    /// Notes what `rule` finds, and why it could not look at all.
    mutating func apply(_ rule: (inout Faults) throws -> Void) {
        do {
            try rule(&self)
        } catch {
            found.append("\(error)")
        }
    }
}

/// Why a rule could not be applied.
struct Missing: Error, CustomStringConvertible {
    let description: String
}

extension Optional {
    /// The value, or an error that says what is missing.
    func orMissing(_ what: @autoclosure () -> String) throws -> Wrapped {
        guard let self else { throw Missing(description: "\(what()) is missing") }
        return self
    }
}
