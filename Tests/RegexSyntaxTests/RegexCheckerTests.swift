import RegexSyntax
import Testing

@Suite struct `Regular expressions` {
    @Test(arguments: RE2Verdicts.accepted)
    func `What RE2 accepts passes`(pattern: String) {
        #expect(RegexChecker.check(pattern) == nil)
    }

    @Test(arguments: RE2Verdicts.refused.keys.sorted { $0.rawValue < $1.rawValue })
    func `What RE2 refuses is refused, with the place and the reason`(reason: RegexProblem.Reason) throws {
        let patterns = try #require(RE2Verdicts.refused[reason])
        for (pattern, position) in patterns {
            #expect(RegexChecker.check(pattern) == RegexProblem(position: position, reason: reason), "\(pattern)")
        }
    }

    @Test func `The tables hold what they are meant to hold`() {
        let refused = RE2Verdicts.refused.values.reduce(0) { $0 + $1.count }
        #expect(RE2Verdicts.accepted.count + refused > 400)
        #expect(RE2Verdicts.refused.count == 13)
    }

    /// The sizes are what RE2 needed, found by giving it less and less memory.
    @Test(arguments: [
        ("", 0), (".", 12), ("(?s).", 10), ("a*", 1), ("(a)", 3), ("a|b", 3), (#"\pN"#, 353), ("(?i)k", 5),
        ("(?i)[[:^ascii:]a]{100}", 3600),
        (#"[\x{80}-\x{17e}\x{180}-\x{2129}]"#, 19), ("(?i)[[:^ascii:]]", 34), ("[^a]", 12), (#"(?:$*_){100}"#, 604),
        (#"\p{P}"#, 352), (#"(?i)\pL"#, 1567), ("(?:a{10}b?){100}", 1200),
    ])
    func `The size is never below what RE2 needs, nor far above it`(pattern: String, needed: Int) throws {
        let size = try RegexChecker.measure(pattern).get()
        #expect(size >= needed)
        #expect(size <= needed * 3 + 10)
    }

    @Test(arguments: [
        #"\pL{1000}"#, #"(?:\pL{25}){20}"#, #"[[:alpha:]\p{Han}\p{Latin}\pL\PN]{900}"#,
        String(repeating: #"\PL{100}"#, count: 5),
    ])
    func `What compiles to too large a program is refused`(pattern: String) {
        #expect(RegexChecker.check(pattern) == RegexProblem(position: 0, reason: .tooLarge))
    }

    @Test func `A large program that RE2 compiles passes`() throws {
        let size = try RegexChecker.measure(String(repeating: "a{1000}", count: 500)).get()
        #expect((500_000...500_100).contains(size))
    }

    @Test func `Length is bounded in bytes`() {
        let longest = String(repeating: "é", count: RegexChecker.maximumLength / 2)
        #expect(RegexChecker.check(longest) == nil)
        #expect(
            RegexChecker.check(longest + "a")
                == RegexProblem(position: RegexChecker.maximumLength, reason: .tooLong))
    }

    @Test func `Nesting has no bound but the length`() {
        let open = String(repeating: "(", count: 2048)
        let close = String(repeating: ")", count: 2048)
        #expect(RegexChecker.check(open + close) == nil)
        #expect(RegexChecker.check(open) == RegexProblem(position: 2047, reason: .missingParenthesis))
        #expect(RegexChecker.check(open + close.dropLast()) == RegexProblem(position: 0, reason: .missingParenthesis))
    }

    @Test func `Any text is answered, and the place lies within it`() {
        var random = SystemRandomNumberGenerator()
        let pieces = [
            "(", ")", "[", "]", "{", "}", "*", "+", "?", "|", "\\", "^", "$", ".", "-", ":", ",", "P", "<", ">", "!",
            "=",
            "i", "1", "9", "x", "Q", "E", "p", "a", "é", "\u{0}", "\n", "😀", "{2,3}", "(?:", "(?P<n>", "[[:alpha:]]",
            "\\p{Greek}", "\\x{1F600}", "{1000}", "\\Q", "\\E", "\\pL", "(?i)", "[^",
        ]
        var outcomes = (accepted: 0, refused: 0)
        for _ in 0..<20_000 {
            let count = Int.random(in: 0...12, using: &random)
            let pattern = (0..<count).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
            if let problem = RegexChecker.check(pattern) {
                outcomes.refused += 1
                #expect((0...pattern.utf8.count).contains(problem.position), "\(pattern)")
            } else {
                outcomes.accepted += 1
            }
        }
        #expect(outcomes.accepted > 1000 && outcomes.refused > 1000)
    }

    @Test func `A problem describes itself in one line`() {
        #expect(
            RegexChecker.check("ab(?=c)")?.description
                == "RE2 has no such kind of group, nor look-around (at byte 2)")
        #expect(RegexChecker.check("a\n*\n**")?.description.contains("\n") == false)
    }
}
