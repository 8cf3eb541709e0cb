using System.Buffers;
using System.Globalization;
using System.Text;

namespace AwsAuthFastProxy.Proxy.Credentials;

/// <summary>What a provider handed out: an access key with its secret, a token and an end if they are temporary. Immutable until disposed of.</summary>
/// <param name="accessKeyId">The access key id.</param>
/// <param name="secret">The secret access key; taken over.</param>
/// <param name="sessionToken">The token of temporary credentials, or null.</param>
/// <param name="expires">When they end, or null when they do not.</param>
/// <param name="provider">Who handed them out, as <see cref="KeyStatus.Provider"/> has it.</param>
public sealed class FetchedCredentials(string accessKeyId, SecretBytes secret, string? sessionToken, DateTimeOffset? expires, string provider)
    : IDisposable
{
    private const int MaxAccessKey = 128;
    private const int MaxSecret = 512;
    private const int MaxToken = 8192;

    // Visible ASCII without what a page, an error document or a broken parse would leave in a value.
    private static readonly SearchValues<char> s_good = SearchValues.Create(
        [.. Enumerable.Range('!', '~' - '!' + 1).Select(static code => (char)code).Except("\"'<>{},;\\`")]);

    /// <summary>The access key id; no secret.</summary>
    public string AccessKeyId { get; } = accessKeyId;

    /// <summary>The session token, or null; a secret.</summary>
    public string? SessionToken { get; } = sessionToken;

    /// <summary>When they end, or null.</summary>
    public DateTimeOffset? Expires { get; } = expires;

    /// <summary>Who handed them out.</summary>
    public string Provider { get; } = provider;

    internal SecretBytes Secret { get; } = secret;

    /// <summary>Why they are no credentials to sign with, or null when they are. Shows nothing of them but the end.</summary>
    public string? Fault(DateTimeOffset now)
    {
        if (AccessKeyId.Length is 0 or > MaxAccessKey || AccessKeyId.AsSpan().ContainsAnyExcept(s_good))
        {
            return AccessKeyId.Length == 0 ? "the answer has no access key id" : "the answer's access key id is none";
        }

        Span<char> secret = stackalloc char[MaxSecret];
        if (Secret.Span.Length is 0 or > MaxSecret)
        {
            return Secret.Span.IsEmpty ? "the answer has no secret access key" : "the answer's secret access key is none";
        }

        secret = secret[..Secret.Span.Length];
        for (int i = 0; i < secret.Length; i++)
        {
            secret[i] = (char)Secret.Span[i];
        }

        bool isGood = !secret.ContainsAnyExcept(s_good);
        secret.Clear();
        if (!isGood)
        {
            return "the answer's secret access key is none";
        }

        if (SessionToken is not null && (SessionToken.Length is 0 or > MaxToken || SessionToken.AsSpan().ContainsAnyExcept(s_good)))
        {
            return "the answer's session token is none";
        }

        return Expires <= now
            ? string.Create(CultureInfo.InvariantCulture, $"the answer's keys have expired already, at {Expires:yyyy-MM-dd'T'HH:mm:ss}Z")
            : null;
    }

    /// <summary>Whether they are the same keys, whatever their end.</summary>
    public bool IsSameAs(FetchedCredentials other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return AccessKeyId == other.AccessKeyId && SessionToken == other.SessionToken && Secret.IsSameAs(other.Secret);
    }

    /// <summary>The same as from another, with a copy of the secret.</summary>
    public FetchedCredentials Named(string by) => new(AccessKeyId, new SecretBytes(Secret.Span), SessionToken, Expires, by);

    /// <summary>The secret as text, which cannot be zeroed: for a library that takes nothing else, and to be let go at once.</summary>
    public string ReadSecret() => Encoding.UTF8.GetString(Secret.Span);

    /// <summary>Zeroes the secret.</summary>
    public void Dispose() => Secret.Dispose();

    /// <summary>The access key id only.</summary>
    public override string ToString() => AccessKeyId;
}
