/// Decides whether Envoy's regular expression engine, Google's RE2, accepts an expression.
///
/// Envoy refuses a whole listener or route table for one bad expression, so nothing may pass here that RE2 refuses.
/// <https://github.com/google/re2/wiki/Syntax>
/// <https://www.envoyproxy.io/docs/envoy/latest/api-v3/type/matcher/v3/regex.proto>
package enum RegexChecker {
    /// The longest expression, in bytes of UTF-8. RE2 has no such bound; this one keeps a check cheap.
    package static let maximumLength = 4096

    /// The most instructions. RE2 gives up just below 699,000 with the memory that Envoy allows it.
    package static let maximumProgramSize = 695_000

    /// What is wrong with `pattern`, or nil if RE2 accepts it.
    package static func check(_ pattern: String) -> RegexProblem? {
        switch measure(pattern) {
        case .success: nil
        case .failure(let problem): problem
        }
    }

    /// An upper bound of the number of instructions that RE2 compiles `pattern` into, or what is wrong with it.
    package static func measure(_ pattern: String) -> Result<Int, RegexProblem> {
        let bytes = Array(pattern.utf8)
        guard bytes.count <= maximumLength else {
            return .failure(RegexProblem(position: maximumLength, reason: .tooLong))
        }
        do throws(RegexProblem) {
            var parser = RegexParser(bytes)
            let size = try parser.parse()
            guard size <= maximumProgramSize else { throw RegexProblem(position: 0, reason: .tooLarge) }
            return .success(size)
        } catch {
            return .failure(error)
        }
    }
}
