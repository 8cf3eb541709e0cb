namespace AwsAuthFastProxy.LoadTests.Reports;

/// <summary>A row of the table of targets.</summary>
/// <param name="Scenario">Where it was measured.</param>
/// <param name="What">What is held against the bound.</param>
/// <param name="Against">What it is a ratio to; empty for a figure that stands for itself.</param>
/// <param name="Is">What was found.</param>
/// <param name="Wanted">The bound.</param>
/// <param name="Reached">Whether it holds.</param>
internal sealed record Target(string Scenario, string What, string Against, string Is, string Wanted, bool Reached);
