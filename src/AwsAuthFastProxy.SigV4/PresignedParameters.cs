using System.Buffers.Text;
using System.Text;

namespace AwsAuthFastProxy.SigV4;

/// <summary>
/// The parameters of a signature in the query, with what does not change from request to request encoded once.
/// They stand next to each other in canonical order, but for parameters of the client's that fall between.
/// </summary>
/// <remarks>Amazon S3 API reference, "Authenticating Requests: Using Query Parameters".</remarks>
internal sealed class PresignedParameters
{
    private const int MaxExpiresDigits = 10;

    private readonly byte[] _credential;
    private readonly byte[]? _token;

    internal PresignedParameters(string credential, string? sessionToken)
    {
        _credential = Encoding.ASCII.GetBytes(Uri.EscapeDataString(credential));
        _token = sessionToken is null ? null : Encoding.ASCII.GetBytes(Uri.EscapeDataString(sessionToken));

        // Each name is followed by '=' and preceded by '&'.
        Length = AlgorithmName.Length + Algorithm.Length + 2
            + CredentialName.Length + _credential.Length + 2
            + DateName.Length + SigningTime.TextLength + 2
            + ExpiresName.Length + MaxExpiresDigits + 2
            + (_token is null ? 0 : TokenName.Length + _token.Length + 2)
            + SignedHeadersName.Length + 2
            + SignaturePrefix.Length + RequestSigner.SignatureLength;
    }

    /// <summary>What goes before the signature, which is the last parameter.</summary>
    internal static ReadOnlySpan<byte> SignaturePrefix => "&X-Amz-Signature="u8;

    /// <summary>A length all parameters do not exceed, without the names of the signed headers.</summary>
    internal int Length { get; }

    private static ReadOnlySpan<byte> AlgorithmName => "X-Amz-Algorithm"u8;

    private static ReadOnlySpan<byte> Algorithm => "AWS4-HMAC-SHA256"u8;

    private static ReadOnlySpan<byte> CredentialName => "X-Amz-Credential"u8;

    private static ReadOnlySpan<byte> DateName => "X-Amz-Date"u8;

    private static ReadOnlySpan<byte> ExpiresName => "X-Amz-Expires"u8;

    private static ReadOnlySpan<byte> TokenName => "X-Amz-Security-Token"u8;

    private static ReadOnlySpan<byte> SignedHeadersName => "X-Amz-SignedHeaders"u8;

    /// <summary>Writes the request's query and all parameters but the signature. The fields are sorted.</summary>
    internal void Write(in RequestToSign request, int expires, ref ByteWriter writer)
    {
        var rest = request.CanonicalQuery;
        BeginParameter(AlgorithmName, ref rest, ref writer);
        writer.Write(Algorithm);
        BeginParameter(CredentialName, ref rest, ref writer);
        writer.Write(_credential);
        BeginParameter(DateName, ref rest, ref writer);
        writer.Write(request.Time.Text);
        BeginParameter(ExpiresName, ref rest, ref writer);
        Span<byte> digits = stackalloc byte[MaxExpiresDigits];
        Utf8Formatter.TryFormat(expires, digits, out var length);
        writer.Write(digits[..length]);
        if (_token is not null)
        {
            BeginParameter(TokenName, ref rest, ref writer);
            writer.Write(_token);
        }

        BeginParameter(SignedHeadersName, ref rest, ref writer);
        WriteSignedHeaders(request, ref writer);
        if (!rest.IsEmpty)
        {
            writer.Write((byte)'&');
            writer.Write(rest);
        }
    }

    /// <summary>Writes the client's parameters whose names come first, then the name and '='.</summary>
    private static void BeginParameter(ReadOnlySpan<byte> name, ref ReadOnlySpan<byte> rest, ref ByteWriter writer)
    {
        while (!rest.IsEmpty && rest[..rest.IndexOf((byte)'=')].SequenceCompareTo(name) < 0)
        {
            var end = rest.IndexOf((byte)'&');
            WriteSeparator(ref writer);
            writer.Write(end < 0 ? rest : rest[..end]);
            rest = end < 0 ? default : rest[(end + 1)..];
        }

        WriteSeparator(ref writer);
        writer.Write(name);
        writer.Write((byte)'=');
    }

    private static void WriteSignedHeaders(in RequestToSign request, ref ByteWriter writer)
    {
        var head = request.Head;
        ReadOnlySpan<byte> previous = default;
        foreach (ref readonly var field in request.Fields)
        {
            var name = field.Name(head);
            if (Ascii.EqualsIgnoreCase(name, previous))
            {
                continue;
            }

            if (!previous.IsEmpty)
            {
                writer.Write("%3B"u8);
            }

            writer.WriteEncodedLowerCase(name);
            previous = name;
        }
    }

    private static void WriteSeparator(ref ByteWriter writer)
    {
        if (writer.Length > 0)
        {
            writer.Write((byte)'&');
        }
    }
}
