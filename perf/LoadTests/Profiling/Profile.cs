namespace AwsAuthFastProxy.LoadTests.Profiling;

/// <summary>Where this proxy's CPU time went in one scenario.</summary>
/// <param name="Scenario">The scenario's title.</param>
/// <param name="Parts">Kernel, own code and libraries: name and share of the samples, the most first.</param>
/// <param name="Symbols">Functions by their own share, the most first.</param>
internal sealed record Profile(string Scenario, IReadOnlyList<KeyValuePair<string, double>> Parts, IReadOnlyList<ProfileSymbol> Symbols);
