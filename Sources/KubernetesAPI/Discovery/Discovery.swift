/// Objects of the API group `discovery.k8s.io`.
///
/// https://kubernetes.io/docs/reference/kubernetes-api/service-resources/endpoint-slice-v1/
package enum Discovery {}
