using AwsAuthFastProxy.Proxy.Model;

namespace AwsAuthFastProxy.Configuration;

/// <summary>What came of reading a configuration.</summary>
/// <param name="Model">The compiled configuration, or null when there are errors.</param>
/// <param name="Errors">Every error, in the order of the file.</param>
/// <param name="Warnings">What works, but should be looked at.</param>
internal sealed record ConfigResult(ProxyModel? Model, IReadOnlyList<Diagnostic> Errors, IReadOnlyList<Diagnostic> Warnings);
