using AwsAuthFastProxy.Proxy.Model;

namespace AwsAuthFastProxy.Proxy.Diagnosis;

/// <summary>Explains a request on a configuration that may differ from the one in force.</summary>
internal delegate RequestExplanation ExplainWith(ProxyModel model, ReadOnlySpan<byte> head);
