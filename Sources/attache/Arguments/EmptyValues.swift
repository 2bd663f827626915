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
