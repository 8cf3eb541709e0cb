using AwsAuthFastProxy.Nginx.Tests.Servers;
using AwsAuthFastProxy.Nginx.Tests.Wire;

namespace AwsAuthFastProxy.Nginx.Tests.Comparison;

/// <summary>What one server made of one request: its answer, and what the upstreams were asked.</summary>
internal sealed record Observation(WireReply Reply, IReadOnlyList<RecordedRequest> Upstream);
