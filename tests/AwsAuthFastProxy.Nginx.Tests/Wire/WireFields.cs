using System.Globalization;

namespace AwsAuthFastProxy.Nginx.Tests.Wire;

/// <summary>Fields of a message as they came.</summary>
internal sealed record WireFields(IReadOnlyList<KeyValuePair<string, string>> Lines)
{
    /// <summary>Content-Length in bytes; null where there is none.</summary>
    public long? ContentLength => this["content-length"] is { } text ? long.Parse(text, CultureInfo.InvariantCulture) : null;

    /// <summary>Whether the body comes in chunks.</summary>
    public bool IsChunked => this["transfer-encoding"] is not null;

    /// <summary>Names in lower case, each once.</summary>
    public IEnumerable<string> Names => Lines.Select(static line => line.Key.ToLowerInvariant()).Distinct();

    /// <summary>The values of a field, one behind the other with <c> | </c> between; null where it is absent.</summary>
    public string? this[string name]
    {
        get
        {
            string[] values = [.. Lines.Where(line => line.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(static line => line.Value)];
            return values.Length == 0 ? null : string.Join(" | ", values);
        }
    }

    /// <summary>Whether Connection holds <paramref name="option"/>.</summary>
    public bool SaysConnection(string option) => this["connection"]?.Contains(option, StringComparison.OrdinalIgnoreCase) ?? false;
}
