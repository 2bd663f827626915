import Conventions
import EnvoyTranslation
import KubernetesAPI
import RoutingGraph

extension SectionReader {
    /// A text; nil when absent or empty.
    mutating func text(_ name: String) -> String? {
        let text = readTexts(name) { $0.string($1) }
        return text.isEmpty ? nil : text
    }

    /// Puts a boolean in its place, if there is one.
    mutating func flag(_ name: String, into place: inout Bool) {
        if let flag = read(name, { $0.optionalBool($1) }) { place = flag }
    }

    /// A count of at least one; nil when absent.
    mutating func count(_ name: String) -> UInt32? {
        read(name) { $0.optionalInt($1, in: 1...Int(UInt32.max)) }.map(UInt32.init)
    }

    /// Puts a count in its place, if there is one.
    mutating func count(_ name: String, into place: inout UInt32?) {
        if let count = count(name) { place = count }
    }

    /// Puts a count in its place, if there is one; zero, as Contour takes it, sets none.
    mutating func optionalCount(_ name: String, into place: inout UInt32?) {
        let count = read(name) { $0.optionalInt($1, in: 0...Int(UInt32.max)) }
        if let count { place = count == 0 ? nil : UInt32(count) }
    }

    /// Puts a limit of time in its place, if there is one: a duration, `infinity`, or zero for Envoy's default.
    mutating func limit(_ name: String, into place: inout TimeoutSetting) {
        guard let text = text(name) else { return }
        do {
            place = try Timeouts.setting(text)
        } catch {
            note(name, "\(FoundValue.quote(text, limit: 100)) is not a limit of time: \(error), or infinity for none")
        }
    }

    /// Puts a duration above zero in its place, if there is one.
    mutating func duration(_ name: String, into place: inout Duration) {
        guard let text = text(name) else { return }
        do {
            let duration = try GoDuration(parsing: text).duration
            guard duration > .zero else { return note(name, "expected a duration above 0, found \(text)") }
            place = duration
        } catch {
            note(name, "\(FoundValue.quote(text, limit: 100)) is not a duration: \(error)")
        }
    }

    /// Puts the value of a word in its place, if there is one; words are compared as they are.
    mutating func word<Value>(_ name: String, of words: KeyValuePairs<String, Value>, into place: inout Value) {
        guard let text = text(name) else { return }
        guard let match = words.first(where: { $0.key == text }) else {
            let choices = words.map(\.key).joined(separator: ", ")
            return note(name, "expected one of \(choices), found \(FoundValue.quote(text, limit: 100))")
        }
        place = match.value
    }

    /// Puts address and port in their places, if they are there.
    mutating func bind(into place: inout BindAddress) {
        if let address = text("address") { place.address = address }
        if let port = read("port", { $0.optionalInt($1, in: 1...65535) }) { place.port = port }
    }

    /// A name with its namespace; both or neither must be given.
    mutating func reference(_ name: String) -> NamespacedName? {
        var found: NamespacedName?
        section(name) { section in
            switch (section.text("namespace"), section.text("name")) {
            case (nil, nil): break
            case (let namespace?, let name?): found = NamespacedName(namespace: namespace, name: name)
            case (nil, _): section.note("namespace", "the field is required beside name")
            case (_, nil): section.note("name", "the field is required beside namespace")
            }
        }
        return found
    }
}
