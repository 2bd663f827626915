/// Encoded object identifiers of what certificates are made of.
enum CertificateIdentifiers {
    /// 1.2.840.113549.1.1.11
    static let rsaWithSHA256: [UInt8] = [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x0b]
    /// 2.5.4.3
    static let commonName: [UInt8] = [0x55, 0x04, 0x03]
    /// 2.5.4.5
    static let serialNumber: [UInt8] = [0x55, 0x04, 0x05]
    /// 2.5.29.14
    static let subjectKeyIdentifier: [UInt8] = [0x55, 0x1d, 0x0e]
    /// 2.5.29.15
    static let keyUsage: [UInt8] = [0x55, 0x1d, 0x0f]
    /// 2.5.29.17
    static let subjectAlternativeName: [UInt8] = [0x55, 0x1d, 0x11]
    /// 2.5.29.19
    static let basicConstraints: [UInt8] = [0x55, 0x1d, 0x13]
    /// 2.5.29.35
    static let authorityKeyIdentifier: [UInt8] = [0x55, 0x1d, 0x23]
    /// 2.5.29.37
    static let extendedKeyUsage: [UInt8] = [0x55, 0x1d, 0x25]
    /// 1.3.6.1.5.5.7.3, to which the purpose is added.
    static let keyPurpose: [UInt8] = [0x2b, 0x06, 0x01, 0x05, 0x05, 0x07, 0x03]
}
