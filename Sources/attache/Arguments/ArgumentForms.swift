import ArgumentParser

/// Arguments such that the parser takes `--flag=` for a flag with an empty value, as Contour's does.
///
/// Templates write such flags for values that are not set. The parser itself would call the value missing.
func acceptingEmptyValues(_ arguments: some Sequence<String>) -> [String] {
    var result: [String] = []
    var areFlagsOver = false
    for argument in arguments {
        if argument == "--" { areFlagsOver = true }
        let isEmptyFlag =
            !areFlagsOver && argument.hasPrefix("--") && argument.firstIndex(of: "=") == argument.indices.last
        if isEmptyFlag, argument.count > 3 {
            result.append(String(argument.dropLast()))
            result.append("")
        } else {
            result.append(argument)
        }
    }
    return result
}

/// Arguments with `-dcFILE`, as Contour's parser takes it, written as two flags.
func takingShortFlagsApart(_ arguments: some Sequence<String>) -> [String] {
    arguments.flatMap { $0.hasPrefix("-dc") ? ["-d", "-\($0.dropFirst(2))"] : [$0] }
}

extension ParsableCommand {
    /// Arguments with the names of commands first, and behind them the flags that stood before or between them.
    ///
    /// Contour takes `--log-format=json serve` and `cli --contour=H:P cds`; the parser knows a flag only behind the command
    /// it belongs to. A word after a flag without `=` is its value, unless it is the name of a command.
    static func namingCommandFirst(_ arguments: [String]) -> [String] {
        var command: any ParsableCommand.Type = self
        var names: [String] = []
        var flags: [String] = []
        var rest = arguments[...]
        while let word = rest.first, !command.configuration.subcommands.isEmpty {
            if let next = command.subcommand(named: word) {
                names.append(word)
                command = next
                rest = rest.dropFirst()
            } else if word.hasPrefix("--"), word != "--" {
                let isValueApart = !word.contains("=") && command.isValue(rest.dropFirst().first)
                let length = isValueApart ? 2 : 1
                flags += rest.prefix(length)
                rest = rest.dropFirst(length)
            } else {
                break
            }
        }
        return names.isEmpty ? arguments : names + flags + rest
    }

    /// Whether a word behind a flag is the flag's value.
    private static func isValue(_ word: String?) -> Bool {
        guard let word else { return false }
        return !word.hasPrefix("-") && subcommand(named: word) == nil
    }
}
