/// A value read from the fields of a mapping. Reading never fails: what is wrong is noted in the reader, and the field keeps
/// its empty value.
package protocol FieldDecodable: Equatable, Sendable {
    /// The value of an empty mapping.
    init()

    /// Reads the value's fields and notes what is wrong with them.
    init(from fields: inout FieldReader)
}
