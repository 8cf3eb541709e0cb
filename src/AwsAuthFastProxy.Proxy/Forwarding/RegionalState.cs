using AwsAuthFastProxy.Proxy.Signing;
using AwsAuthFastProxy.Proxy.Upstreams;

namespace AwsAuthFastProxy.Proxy.Forwarding;

/// <summary>One loop's signer and pool for an upstream in another region than configured.</summary>
internal sealed record RegionalState(SignerSlot Signer, UpstreamPool Pool);
