namespace AwsAuthFastProxy.LoadTests;

/// <summary>A run that cannot go on, with words for the person at the terminal.</summary>
internal sealed class LoadTestException(string message) : Exception(message);
