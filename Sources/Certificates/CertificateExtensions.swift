/// The extensions of a certificate. <https://www.rfc-editor.org/rfc/rfc5280#section-4.2>
struct CertificateExtensions {
    private var list = DERWriter()

    /// The sequence of all.
    var encoded: [UInt8] {
        var writer = DERWriter()
        writer.value(0x30, list.bytes)
        return writer.bytes
    }

    /// What an authority's certificate says.
    static func authority(keyIdentifier: [UInt8]) -> CertificateExtensions {
        var extensions = CertificateExtensions()
        extensions.add(CertificateIdentifiers.basicConstraints, isCritical: true) { content in
            content.sequence { $0.value(0x01, [0xff]) }
        }
        // digitalSignature, keyEncipherment, keyCertSign
        extensions.add(CertificateIdentifiers.keyUsage, isCritical: true) { $0.bitString([0xa4], unused: 2) }
        extensions.add(CertificateIdentifiers.subjectKeyIdentifier) { $0.value(0x04, keyIdentifier) }
        return extensions
    }

    /// What the certificate of a peer says.
    static func leaf(
        _ request: CertificateRequest, keyIdentifier: [UInt8], authorityKeyIdentifier: [UInt8]
    ) -> CertificateExtensions {
        var extensions = CertificateExtensions()
        extensions.add(CertificateIdentifiers.basicConstraints, isCritical: true) { $0.sequence { _ in } }
        // digitalSignature, nonRepudiation, keyEncipherment, dataEncipherment
        extensions.add(CertificateIdentifiers.keyUsage, isCritical: true) { $0.bitString([0xf0], unused: 4) }
        extensions.add(CertificateIdentifiers.extendedKeyUsage) { content in
            content.sequence { purposes in
                for purpose in request.purposes {
                    purposes.objectIdentifier(CertificateIdentifiers.keyPurpose + [purpose.rawValue])
                }
            }
        }
        extensions.add(CertificateIdentifiers.subjectAlternativeName) { content in
            content.sequence { names in
                for name in request.names { names.value(0x82, Array(name.utf8)) }
            }
        }
        extensions.add(CertificateIdentifiers.subjectKeyIdentifier) { $0.value(0x04, keyIdentifier) }
        extensions.add(CertificateIdentifiers.authorityKeyIdentifier) { content in
            content.sequence { $0.value(0x80, authorityKeyIdentifier) }
        }
        return extensions
    }

    private mutating func add(
        _ identifier: [UInt8], isCritical: Bool = false, _ content: (inout DERWriter) -> Void
    ) {
        var inner = DERWriter()
        content(&inner)
        list.sequence { entry in
            entry.objectIdentifier(identifier)
            if isCritical { entry.value(0x01, [0xff]) }
            entry.value(0x04, inner.bytes)
        }
    }
}
