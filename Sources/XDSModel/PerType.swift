/// One value for each type of resource.
package struct PerType<Value> {
    private var values: [Value]

    /// Makes each type's value.
    package init(_ value: (ResourceType) -> Value) {
        values = ResourceType.allCases.map(value)
    }

    /// The value of a type.
    package subscript(type: ResourceType) -> Value {
        get { values[type.rawValue] }
        set { values[type.rawValue] = newValue }
        _modify { yield &values[type.rawValue] }
    }

    /// True when the condition holds for the value of every type.
    package func allSatisfy(_ condition: (Value) -> Bool) -> Bool {
        values.allSatisfy(condition)
    }
}

extension PerType: Sendable where Value: Sendable {}
extension PerType: Equatable where Value: Equatable {}
