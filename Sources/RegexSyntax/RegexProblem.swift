/// Why Envoy would refuse a regular expression, and where in it.
package struct RegexProblem: Equatable, Sendable {
    /// What RE2 has against the expression.
    package enum Reason: String, Sendable {
        /// Longer than ``RegexChecker/maximumLength``.
        case tooLong = "the expression is longer than 4096 bytes; shorten it"
        /// More instructions than RE2 compiles.
        case tooLarge = "the expression compiles to too large a program; lower its repetition counts"
        /// `*` and the like at the start of the expression, of a group or of an alternative.
        case missingArgument = "there is nothing to repeat here"
        /// `a**`, `a+{2}`: two repetitions in a row.
        case repeatedRepetition = "a repetition cannot be repeated; put what is repeated into a group"
        /// `{2,1}`, `{1001}`, or nested counts whose product is above 1000.
        case repetitionCount = "repetition counts must rise, and be at most 1000 also when nested ones are multiplied"
        /// `)` without `(`.
        case unexpectedParenthesis = "this closing parenthesis closes nothing"
        /// `(` without `)`.
        case missingParenthesis = "a parenthesis is never closed"
        /// `[` without `]`.
        case missingBracket = "this bracket is never closed"
        /// `[z-a]`.
        case reversedRange = "the range ends before it begins"
        /// `[[:word` of an unknown word.
        case unknownClass = "there is no such character class"
        /// `\p{Nobody}`.
        case unknownGroup = "there is no such Unicode category or script"
        /// `\8`, `\q`, `\x{110000}`.
        case invalidEscape = "RE2 has no such escape sequence, nor back-references"
        /// `\` as the last character.
        case trailingBackslash = "a backslash ends the expression"
        /// `(?=`, `(?>`, `(?z`.
        case unsupportedGroup = "RE2 has no such kind of group, nor look-around"
        /// `(?P<a-b>x)`.
        case invalidGroupName = "the name of the group is not made of letters, digits and underscores"
    }

    /// Where the problem is: the offset of a byte of the expression's UTF-8, counted from 0.
    package let position: Int
    /// What the problem is.
    package let reason: Reason

    /// A problem at `position`.
    package init(position: Int, reason: Reason) {
        self.position = position
        self.reason = reason
    }
}

extension RegexProblem: Error {}

extension RegexProblem: CustomStringConvertible {
    /// One line for the status of the object that has the expression.
    package var description: String { "\(reason.rawValue) (at byte \(position))" }
}
