import CustomDump
import Testing

/// Expects `value` to be `expected`, and shows where it is not.
///
/// CustomDump's own `expectNoDifference` fails no test of Swift Testing unless its package is told of the framework by
/// one more library; its differences are what we want.
func expectSame<Value: Equatable>(
    _ value: Value, _ expected: Value, sourceLocation: SourceLocation = #_sourceLocation
) {
    guard value != expected else { return }
    let difference = diff(expected, value) ?? "\(expected) expected, \(value) found"
    Issue.record("- expected, + found:\n\(difference)", sourceLocation: sourceLocation)
}
