import EnvoyAPI
import RoutingGraph

extension Envoy.RouteMatch {
    /// Which requests a route takes.
    ///
    /// See [route matches](https://www.envoyproxy.io/docs/envoy/latest/api-v3/config/route/v3/route_components.proto#config-route-v3-routematch).
    init(_ match: RouteMatch, authority: Envoy.HeaderMatcher?) {
        self.init()
        pathSpecifier = Self.path(match.path)
        if let authority { headers.append(authority) }
        headers += match.headers.map(Envoy.HeaderMatcher.init)
        queryParameters = match.queryParameters.map(Envoy.QueryParameterMatcher.init)
    }

    private static func path(_ path: PathMatch) -> OneOf_PathSpecifier {
        switch path {
        case .exact(let path):
            return .path(path)
        case .prefix(let prefix):
            return .prefix(prefix)
        case .regex(let regex):
            var matcher = Envoy.RegexMatcher()
            matcher.regex = "^" + regex
            return .safeRegex(matcher)
        case .segments(let prefix):
            return segments(prefix)
        }
    }

    /// Envoy takes neither a slash at the end of `path_separated_prefix`, nor `?`, nor `#`. The first says nothing; with
    /// the others no path of a request begins, which holds for `prefix` as well.
    private static func segments(_ prefix: String) -> OneOf_PathSpecifier {
        let bytes = prefix.utf8
        guard !bytes.contains(UInt8(ascii: "?")), !bytes.contains(UInt8(ascii: "#")) else { return .prefix(prefix) }
        var trimmed = prefix[...]
        while trimmed.hasSuffix("/") { trimmed.removeLast() }
        return trimmed.isEmpty ? .prefix("/") : .pathSeparatedPrefix(String(trimmed))
    }
}

extension Envoy.HeaderMatcher {
    /// What a header must be.
    init(_ match: HeaderMatch) {
        self.init()
        name = match.name
        invertMatch = match.isInverted
        treatMissingHeaderAsEmpty = match.treatsMissingAsEmpty
        if let matcher = Envoy.StringMatcher(match.value) { stringMatch = matcher } else { presentMatch = true }
    }

    /// That the name a client asked for has one label where `wildcard` has its star; a port may follow.
    ///
    /// Envoy's own wildcards take any number of labels.
    init(oneLabelBefore wildcard: String) {
        self.init()
        name = ":authority"
        stringMatch.safeRegex.regex =
            "^[a-z0-9]([-a-z0-9]*[a-z0-9])?" + Self.quoted(wildcard.dropFirst()) + "(:[0-9]+)?"
    }

    /// An expression that matches the text alone.
    private static func quoted(_ text: Substring) -> String {
        var quoted = ""
        for character in text {
            if character.isASCII, !character.isLetter, !character.isNumber, character != "-" { quoted.append("\\") }
            quoted.append(character)
        }
        return quoted
    }
}

extension Envoy.QueryParameterMatcher {
    /// What a query parameter must be.
    init(_ match: QueryParameterMatch) {
        self.init()
        name = match.name
        if let matcher = Envoy.StringMatcher(match.value) { stringMatch = matcher } else { presentMatch = true }
    }
}

extension Envoy.StringMatcher {
    /// What a text must be; nil when any will do, which Envoy expresses elsewhere.
    ///
    /// Envoy refuses an empty prefix, suffix or part, and any text has them; it refuses an empty expression too, which
    /// only an empty text matches.
    init?(_ match: ValueMatch) {
        self.init()
        switch match {
        case .present, .prefix("", _), .suffix("", _), .contains("", _):
            return nil
        case .exact(let text, let ignoringCase):
            exact = text
            ignoreCase = ignoringCase
        case .prefix(let text, let ignoringCase):
            prefix = text
            ignoreCase = ignoringCase
        case .suffix(let text, let ignoringCase):
            suffix = text
            ignoreCase = ignoringCase
        case .contains(let text, let ignoringCase):
            contains = text
            ignoreCase = ignoringCase
        case .regex(let regex):
            if regex.isEmpty { exact = "" } else { safeRegex.regex = regex }
        }
    }
}
