using AwsAuthFastProxy.Proxy.Model;

namespace AwsAuthFastProxy.Configuration;

/// <summary>What came of reading a configuration.</summary>
/// <param name="Model">The compiled configuration, or null when there are errors.</param>
/// <param name="Errors">Every error, in the order of the file.</param>
/// <param name="Warnings">What works, but should be looked at.</param>
/// <param name="Changes">What goes another way than where the configuration comes from.</param>
/// <param name="Notes">What stands there and means nothing here.</param>
internal sealed record ConfigResult(
    ProxyModel? Model,
    IReadOnlyList<Diagnostic> Errors,
    IReadOnlyList<Diagnostic> Warnings,
    IReadOnlyList<Diagnostic> Changes,
    IReadOnlyList<Diagnostic> Notes);
