/// The identifier octets of what certificates, keys and lists are made of.
enum DERTag: UInt8 {
    case boolean = 0x01
    case integer = 0x02
    case bitString = 0x03
    case octetString = 0x04
    case null = 0x05
    case objectIdentifier = 0x06
    case utf8String = 0x0c
    case utcTime = 0x17
    case generalizedTime = 0x18
    case universalString = 0x1c
    case bmpString = 0x1e
    case sequence = 0x30
    case set = 0x31
    // What the context gives a meaning to: `[n]`, primitive or constructed.
    case primitive0 = 0x80
    case primitive1 = 0x81
    case primitive2 = 0x82
    case primitive3 = 0x83
    case primitive4 = 0x84
    case primitive5 = 0x85
    case primitive6 = 0x86
    case primitive7 = 0x87
    case constructed0 = 0xa0
    case constructed1 = 0xa1
    case constructed3 = 0xa3
    case constructed4 = 0xa4
}
