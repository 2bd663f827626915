import Conventions
import EnvoyAPI
package import XDSModel

/// What Envoy is sent whatever hosts there are.
package struct StaticResources: Sendable, Equatable {
    /// The listeners by which Envoy answers for itself, by name.
    package let listeners: [Resource]
    /// The secrets they name, by name.
    package let secrets: [Resource]
    /// The runtime layer.
    package let runtime: Resource

    /// What these settings make.
    package init(_ settings: TranslationSettings, style: SourceStyle) {
        listeners = InspectionListener.all(settings.inspection)
            .map { Resource(name: $0.name, message: $0.message(settings.inspection.statisticsTLS, style: style)) }
            .sorted { $0.name < $1.name }
        secrets = (settings.inspection.statisticsTLS?.secrets ?? [])
            .map { Resource(name: $0.name, message: $0) }
            .sorted { $0.name < $1.name }
        runtime = Resource(name: XDSName.runtimeLayer, message: Envoy.Runtime(settings.runtime))
    }
}
