import EnvoyAPI

extension BootstrapDocument {
    /// The admin interface on its unix socket, without an access log.
    static func admin(_ settings: BootstrapSettings) throws(BootstrapError) -> Envoy.Admin {
        var file = Envoy.FileAccessLog()
        file.path = "/dev/null"
        var log = Envoy.AccessLog()
        log.name = ExtensionName.fileAccessLog
        log.typedConfig = try packed(file)

        var admin = Envoy.Admin()
        admin.accessLog = [log]
        admin.address.pipe = pipe(settings.adminSocket)
        return admin
    }

    /// A unix socket that its owner may write and everybody may see.
    static func pipe(_ path: String) -> Envoy.Pipe {
        var pipe = Envoy.Pipe()
        pipe.path = path
        pipe.mode = 0o644
        return pipe
    }
}
