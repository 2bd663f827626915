extension BootstrapDocument {
    /// The admin interface on its unix socket, without an access log.
    static func admin(_ settings: BootstrapSettings) -> JSON {
        let log: JSON = [
            "name": .string(ExtensionName.fileAccessLog),
            "typed_config": .packed("envoy.extensions.access_loggers.file.v3.FileAccessLog", ["path": "/dev/null"]),
        ]
        return ["address": pipe(settings.adminSocket), "access_log": [log]]
    }

    /// The address of a unix socket that its owner may write and everybody may see.
    static func pipe(_ path: String) -> JSON {
        ["pipe": ["path": .string(path), "mode": 0o644]]
    }
}
