using System.Globalization;
using AwsAuthFastProxy.Proxy.Healing;
using AwsAuthFastProxy.Proxy.Model;

namespace AwsAuthFastProxy.Proxy.Diagnosis;

/// <summary>An error document that somebody saved from an S3 server ("Error responses" of the S3 API reference).</summary>
public sealed class SavedError
{
    private readonly S3ErrorBody _body;

    /// <summary>Reads the document; whatever it is, this does not fail.</summary>
    public SavedError(byte[] content)
    {
        ArgumentNullException.ThrowIfNull(content);
        _body = S3ErrorBody.Parse(content);
        SignedAt = TimeOf(_body.StringToSign);
    }

    /// <summary>Such as <c>SignatureDoesNotMatch</c>; empty when it is no error document.</summary>
    public string Code => _body.Code;

    /// <summary>The server's sentence.</summary>
    public string Message => _body.Message;

    /// <summary>When the request was signed, as the server's string to sign says; null when it does not.</summary>
    public DateTimeOffset? SignedAt { get; }

    /// <summary>Explains the request as it was signed then, and not as it would be now.</summary>
    public RequestExplainer Explainer(ProxyModel model, TimeProvider time) => new(model, SignedAt is { } then ? new StoppedClock(then) : time);

    /// <summary>Holds the error against an explanation; null when nothing is signed in it.</summary>
    public ErrorComparison? CompareWith(RequestExplanation explanation)
    {
        ArgumentNullException.ThrowIfNull(explanation);
        return explanation is { CanonicalRequest: { } request, StringToSign: { } toSign }
            ? new ErrorComparison(SignatureComparison.Compare(_body, request, toSign).ToString(), _body.CanonicalRequest, request, _body.StringToSign, toSign)
            : null;
    }

    private static DateTimeOffset? TimeOf(string? stringToSign)
    {
        string[] lines = stringToSign?.Split('\n') ?? [];
        return lines.Length > 1 && DateTimeOffset.TryParseExact(
            lines[1], "yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time)
            && time >= DateTimeOffset.UnixEpoch ? time : null;
    }

    private sealed class StoppedClock(DateTimeOffset time) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => time;
    }
}
