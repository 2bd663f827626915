/// Objects of Kubernetes' core API group.
///
/// https://kubernetes.io/docs/reference/kubernetes-api/
package enum Core {}
