namespace AwsAuthFastProxy.Transport.Connections;

/// <summary>Outcome of a connect.</summary>
/// <param name="Connection">The connection, or null when <paramref name="Status"/> is not <see cref="IoStatus.Ok"/>.</param>
/// <param name="Status">How it ended.</param>
/// <param name="Error">Words for the log when it failed, such as <c>connection refused</c>; else null.</param>
public readonly record struct DialResult(Connection? Connection, IoStatus Status, string? Error);
