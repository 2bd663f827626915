import EnvoyTranslation
import KubernetesAPI
import RoutingGraph

/// Words and checks of access logs.
enum AccessLogValues {
    static let levels: KeyValuePairs<String, AccessLogSettings.Level> = [
        "info": .info, "error": .error, "critical": .critical, "disabled": .disabled,
    ]

    /// Notes what is wrong with a format and with the members of a JSON log.
    static func check(
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
    static let compressions: KeyValuePairs<String, HTTPSettings.Compression?> = [
        "gzip": .gzip, "brotli": .brotli, "zstd": .zstd, "disabled": nil,
    ]

    static let serverHeaders: KeyValuePairs<String, HTTPSettings.ServerHeader> = [
        "overwrite": .overwrite, "append_if_absent": .appendIfAbsent, "pass_through": .passThrough,
    ]

    /// Reads the versions of HTTP clients may speak; upper or lower case.
    static func readVersions(
        _ name: String, _ reader: inout SectionReader, into place: inout Set<HTTPSettings.HTTPVersion>
    ) {
        let words = reader.read(name) { $0.strings($1) }
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
