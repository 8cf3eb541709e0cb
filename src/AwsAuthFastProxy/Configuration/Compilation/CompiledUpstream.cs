using AwsAuthFastProxy.Configuration.Written;
using AwsAuthFastProxy.Proxy.Model;

namespace AwsAuthFastProxy.Configuration.Compilation;

/// <summary>An upstream as written and, unless it has errors, as compiled.</summary>
internal sealed record CompiledUpstream(UpstreamConfig Config, UpstreamModel? Model);
