import EnvoyTranslation
import KubernetesAPI
import RoutingGraph

/// The keys under which access logs stand; the file and the object spell them differently.
struct AccessLogWords {
    let format: String
    let text: String
    let fields: String
    let level: String

    /// As the configuration file spells them.
    static let file = AccessLogWords(
        format: "accesslog-format", text: "accesslog-format-string", fields: "json-fields", level: "accesslog-level")

    /// As a ContourConfiguration spells them.
    static let object = AccessLogWords(
        format: "accessLogFormat", text: "accessLogFormatString", fields: "accessLogJSONFields",
        level: "accessLogLevel")
}

/// Words and checks of access logs.
enum AccessLogValues {
    /// Reads what is logged, and how.
    static func read(_ words: AccessLogWords, _ reader: inout SectionReader, into settings: inout AccessLogSettings) {
        var isJSON = false
        reader.word(words.format, of: ["envoy": false, "json": true], into: &isJSON)
        let text = reader.text(words.text)
        let fields = reader.readTexts(words.fields) { $0.strings($1) }
        check(text, words.text, fields, words.fields, &reader)
        if isJSON {
            let chosen = fields.compactMap(AccessLogField.init)
            settings.format = .json(chosen.isEmpty ? AccessLogField.defaults : chosen)
        } else if let text {
            settings.format = .text(text)
        }
        reader.word(words.level, of: levels, into: &settings.level)
    }

    private static let levels: KeyValuePairs<String, AccessLogSettings.Level> = [
        "info": .info, "error": .error, "critical": .critical, "disabled": .disabled,
    ]

    /// Notes what is wrong with a format and with the members of a JSON log.
    private static func check(
        _ text: String?, _ textName: String, _ fields: [String], _ fieldsName: String, _ reader: inout SectionReader
    ) {
        if let text {
            if text.last?.isNewline != true { reader.note(textName, "the text must end in a line break (\\n)") }
            if let problem = AccessLogOperators.problem(in: text) { reader.note(textName, problem) }
        }
        for field in fields {
            guard let parsed = AccessLogField(field) else {
                reader.note(fieldsName, "\"\(field)\" is neither a known member nor name=format")
                continue
            }
            if let problem = AccessLogOperators.problem(in: parsed.format) {
                reader.note(fieldsName, "\(parsed.name): \(problem)")
            }
        }
    }
}

/// Words of HTTP settings.
enum HTTPValues {
    /// Reads how requests are taken and responses sent, of which the file and the object say the same in the same words.
    static func readRequests(_ reader: inout SectionReader, into settings: inout HTTPSettings) {
        var chunkedLengthIsRefused = !settings.allowsChunkedLength
        reader.flag("disableAllowChunkedLength", into: &chunkedLengthIsRefused)
        settings.allowsChunkedLength = !chunkedLengthIsRefused
        var slashesAreKept = !settings.mergesSlashes
        reader.flag("disableMergeSlashes", into: &slashesAreKept)
        settings.mergesSlashes = !slashesAreKept
        reader.section("compression") { $0.word("algorithm", of: compressions, into: &settings.compression) }
        reader.word("serverHeaderTransformation", of: serverHeaders, into: &settings.serverHeader)
    }

    private static let compressions: KeyValuePairs<String, HTTPSettings.Compression?> = [
        "gzip": .gzip, "brotli": .brotli, "zstd": .zstd, "disabled": nil,
    ]

    private static let serverHeaders: KeyValuePairs<String, HTTPSettings.ServerHeader> = [
        "overwrite": .overwrite, "append_if_absent": .appendIfAbsent, "pass_through": .passThrough,
    ]

    /// Reads the versions of HTTP clients may speak; upper or lower case.
    static func readVersions(
        _ name: String, _ reader: inout SectionReader, into place: inout Set<HTTPSettings.HTTPVersion>
    ) {
        let words = reader.readTexts(name) { $0.strings($1) }
        guard !words.isEmpty else { return }
        place = []
        for word in words {
            switch word.lowercased() {
            case "http/1.1": place.insert(.http1)
            case "http/2": place.insert(.http2)
            default: reader.note(name, "expected HTTP/1.1 or HTTP/2, found \"\(word)\"")
            }
        }
    }
}

/// Parts of the listener settings.
enum ListenerValues {
    /// Reads which fingerprints of TLS clients are taken.
    static func readFingerprint(_ reader: inout SectionReader, into settings: inout ListenerSettings) {
        reader.section("fingerprint") { fingerprint in
            if let flag = fingerprint.read("ja3", { $0.optionalBool($1) }) { settings.takesJA3 = flag }
            if let flag = fingerprint.read("ja4", { $0.optionalBool($1) }) { settings.takesJA4 = flag }
        }
    }

    /// Reads fields of packets; `traffic` is how Traffic Class is spelt.
    static func readSocketOptions(
        _ name: String, _ traffic: String, _ reader: inout SectionReader, into settings: inout ListenerSettings
    ) {
        reader.section(name) { options in
            let service = options.read("tos") { $0.optionalInt($1, in: 0...255) }
            if let service { settings.typeOfService = UInt8(service) }
            let traffic = options.read(traffic) { $0.optionalInt($1, in: 0...255) }
            if let traffic { settings.trafficClass = UInt8(traffic) }
        }
    }
}

/// Words and parts of cluster settings.
enum ClusterValues {
    static let families: KeyValuePairs<String, ClusterSettings.DNSFamily> = [
        "auto": .auto, "v4": .v4, "v6": .v6, "all": .all,
    ]

    /// Reads how TLS is spoken to backends.
    static func readTLS(_ words: TLSWords, _ reader: inout SectionReader, into place: inout UpstreamTLSSettings) {
        reader.versions(words, minimum: &place.minimumVersion, maximum: &place.maximumVersion)
        reader.cipherSuites(words, into: &place.cipherSuites)
        reader.curves(words, into: &place.curves)
    }
}

/// Parts of the inspection settings.
enum InspectionValues {
    /// Reads where readiness is asked that says no when Envoy takes no more connections; it has no port by default.
    static func readLimitedHealth(_ name: String, _ reader: inout SectionReader, into place: inout BindAddress?) {
        reader.section(name) { health in
            var found = place ?? BindAddress(port: 0)
            health.bind(into: &found)
            guard found.port != 0 else { return health.note("port", "the field is required") }
            place = found
        }
    }

    /// Reads the files of the TLS with which statistics are served: certificate and key go together, authorities need both.
    static func readTLS(
        certificate: String, key: String, authorities: String, _ reader: inout SectionReader,
        into place: inout InspectionSettings.StatisticsTLS?
    ) {
        let (certificateFile, keyFile) = (reader.text(certificate), reader.text(key))
        let authoritiesFile = reader.text(authorities)
        switch (certificateFile, keyFile) {
        case (let certificateFile?, let keyFile?):
            place = InspectionSettings.StatisticsTLS(
                certificateFile: certificateFile, keyFile: keyFile, authoritiesFile: authoritiesFile)
        case (nil, nil):
            if authoritiesFile != nil { reader.note(authorities, "this needs \(certificate) and \(key) beside it") }
        case (nil, _): reader.note(key, "this needs \(certificate) beside it")
        case (_, nil): reader.note(certificate, "this needs \(key) beside it")
        }
    }
}
