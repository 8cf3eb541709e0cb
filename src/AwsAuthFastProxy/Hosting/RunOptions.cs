namespace AwsAuthFastProxy.Hosting;

/// <summary>How to serve.</summary>
/// <param name="ConfigFile">The configuration file as the user named it, to be read again on a reload.</param>
/// <param name="Workers">Event loops, or null for one per core.</param>
/// <param name="Transport">What moves bytes.</param>
internal sealed record RunOptions(string ConfigFile, int? Workers, TransportChoice Transport);
