import Conventions

extension TLSFiles {
    /// Everything in the bootstrap itself; Envoy reads the files once.
    var inlineContext: JSON {
        [
            "tls_params": ["tls_maximum_protocol_version": "TLSv1_3"],
            "tls_certificates": [tlsCertificate],
            "validation_context": validationContext,
        ]
    }

    /// Envoy's certificate and key, by file name: the document holds no secret.
    var tlsCertificate: JSON {
        [
            "certificate_chain": ["filename": .string(certificate)],
            "private_key": ["filename": .string(privateKey)],
        ]
    }

    /// Only a certificate of this authority for the control plane's name is accepted.
    var validationContext: JSON {
        [
            "trusted_ca": ["filename": .string(authority)],
            "match_typed_subject_alt_names": [
                ["san_type": "DNS", "matcher": ["exact": .string(XDSName.controlPlaneIdentity)]]
            ],
        ]
    }
}
