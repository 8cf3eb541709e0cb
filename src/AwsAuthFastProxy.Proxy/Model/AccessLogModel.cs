namespace AwsAuthFastProxy.Proxy.Model;

/// <summary>An access log.</summary>
/// <param name="File">The file lines are appended to, or null for standard output.</param>
/// <param name="Format"><c>combined</c>, <c>json</c>, or a string of variables as nginx's <c>log_format</c> has it.</param>
public sealed record AccessLogModel(string? File, string Format);
