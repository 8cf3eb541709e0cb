namespace AwsAuthFastProxy.Tests.Shared.Sockets;

/// <summary>A request as a <see cref="MisbehavingOrigin"/> got it.</summary>
/// <param name="Connection">Number of the connection, from 0.</param>
/// <param name="Number">Number of the request on it, from 0.</param>
/// <param name="Head">The head as it came, without the empty line.</param>
public sealed record MisbehavingRequest(int Connection, int Number, string Head)
{
    /// <summary>The method.</summary>
    public string Method => Head[..Head.IndexOf(' ', StringComparison.Ordinal)];

    /// <summary>The target.</summary>
    public string Target => Head.Split(' ', 3)[1];

    /// <summary>Bytes of the body; -1 when it comes in chunks.</summary>
    public long Length => Field("Transfer-Encoding") is not null ? -1
        : Field("Content-Length") is { } text ? long.Parse(text, System.Globalization.CultureInfo.InvariantCulture) : 0;

    /// <summary>The first value of a field, or null.</summary>
    public string? Field(string name) => Head.Split("\r\n").Skip(1)
        .Where(line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))
        .Select(line => line[(name.Length + 1)..].Trim())
        .FirstOrDefault();
}
