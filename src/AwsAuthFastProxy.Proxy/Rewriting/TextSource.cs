using AwsAuthFastProxy.Http;

namespace AwsAuthFastProxy.Proxy.Rewriting;

/// <summary>What a text with variables is written from.</summary>
internal readonly ref struct TextSource(RequestValues values, RequestHead head, ReadOnlySpan<byte> bytes)
{
    /// <summary>What is known of the request beside its head.</summary>
    public RequestValues Values { get; } = values;

    /// <summary>The request's head.</summary>
    public RequestHead Head { get; } = head;

    /// <summary>Its bytes.</summary>
    public ReadOnlySpan<byte> Bytes { get; } = bytes;

    /// <summary>Status of the response, or 0.</summary>
    public int Status { get; init; }

    /// <summary>The response's field lines; null where there is none, or where the answer is our own.</summary>
    public FieldTable? ResponseFields { get; init; }

    /// <summary>The bytes of the response's head.</summary>
    public ReadOnlySpan<byte> ResponseBytes { get; init; }

    /// <summary>For what is written with a response: the request's head is gone by then, and its variables are not to be asked for.</summary>
    public static TextSource OfResponse(RequestValues values, int status, FieldTable? fields, ReadOnlySpan<byte> bytes) =>
        new(values, null!, default) { Status = status, ResponseFields = fields, ResponseBytes = bytes };

    /// <summary>The raw query in force.</summary>
    public ReadOnlySpan<byte> Query => Values.HasArguments ? Values.Arguments : Head.Query.Of(Bytes);
}
