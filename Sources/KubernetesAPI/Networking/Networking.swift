/// Objects of the API group `networking.k8s.io`.
///
/// https://kubernetes.io/docs/reference/kubernetes-api/service-resources/ingress-v1/
package enum Networking {}
