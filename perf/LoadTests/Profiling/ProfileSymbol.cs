namespace AwsAuthFastProxy.LoadTests.Profiling;

/// <summary>A function in a profile.</summary>
/// <param name="Share">Its part of all samples, 0 to 1, without what it calls.</param>
/// <param name="Part">Where it belongs: kernel, managed code, a library.</param>
/// <param name="Name">Its name.</param>
internal sealed record ProfileSymbol(double Share, string Part, string Name);
