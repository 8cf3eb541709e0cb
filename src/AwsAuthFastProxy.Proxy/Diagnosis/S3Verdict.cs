using System.Globalization;
using AwsAuthFastProxy.Proxy.Healing;
using AwsAuthFastProxy.Proxy.Model;

namespace AwsAuthFastProxy.Proxy.Diagnosis;

/// <summary>Says what an S3 server's answer to a probe means for the configuration.</summary>
internal sealed class S3Verdict(UpstreamModel upstream, TimeSpan? skew)
{
    /// <summary>S3 takes requests up to 15 minutes old or early.</summary>
    public static readonly TimeSpan MaxSkew = TimeSpan.FromMinutes(15);

    /// <summary>Judges the answer to HEAD; <paramref name="listing"/> is that to the GET which followed a refused one.</summary>
    public ProbeStep Judge(ProbeResponse head, ProbeResponse? listing)
    {
        if ((listing ?? head).Failure is { } failure)
        {
            string hint = upstream.Tls is null ? "; if the port speaks TLS, the endpoint is https://" : "";
            return Failed(failure + hint);
        }

        if (head.Status is >= 200 and < 300)
        {
            return Ok($"HEAD was answered {head.Status}");
        }

        if (head.Status is >= 300 and < 400)
        {
            return Failed(Redirect(head));
        }

        if (listing is { Status: >= 200 and < 300 })
        {
            return Ok($"GET was answered {listing.Status} (HEAD {head.Status})");
        }

        ProbeResponse answer = listing ?? head;
        S3ErrorBody error = S3ErrorBody.Parse(answer.Body);
        string said = $"{answer.Status} {(error.Code.Length > 0 ? error.Code : "without S3's error document")}";
        bool reaches = upstream.BucketSource != BucketSource.Fixed && upstream.Credentials is not null
            && error.Code is "AccessDenied" or "MethodNotAllowed";
        return reaches
            ? Ok($"{said}: the signature was accepted; buckets are named by clients, so none was asked for")
            : Failed($"{said}: {Explain(answer, error)}");
    }

    /// <summary>The difference in words: S3's clock minus ours.</summary>
    public static string Describe(TimeSpan skew) =>
        string.Create(CultureInfo.InvariantCulture, $"S3's clock minus ours is {(skew < TimeSpan.Zero ? "-" : "+")}{skew.Duration():c}");

    private string Explain(ProbeResponse answer, S3ErrorBody error) => error.Code switch
    {
        "SignatureDoesNotMatch" =>
            $"the secret or signing key of credentials \"{Credentials}\" does not belong to the access key, or was derived for another day, region or service",
        "InvalidAccessKeyId" => $"the server does not know the access key of credentials \"{Credentials}\"",
        "InvalidToken" or "ExpiredToken" => $"the session token of credentials \"{Credentials}\" is wrong or has expired",
        "RequestTimeTooSkewed" =>
            $"{(skew is { } known ? Describe(known) : "the clocks differ")}; more than 15 minutes are not taken: set this machine's clock (NTP)",
        "AuthorizationHeaderMalformed" when Region(answer, error) is { } region && region != upstream.Region =>
            $"the server expects region {region}, the upstream says {upstream.Region}: write \"region\": \"{region}\"",
        "AuthorizationHeaderMalformed" => $"the credential scope is not what the server expects ({error.Message})",
        "NoSuchBucket" => $"the endpoint has no bucket \"{upstream.Bucket}\": see \"bucket\", \"style\" and \"endpoint\"",
        "PermanentRedirect" or "TemporaryRedirect" or "IllegalLocationConstraintException" => Redirect(answer),
        "AccessDenied" when upstream.Credentials is null =>
            "the request was not signed and the bucket is not public: give the upstream \"credentials\"",
        "AccessDenied" =>
            $"the signature was accepted, but credentials \"{Credentials}\" may not list the bucket (s3:ListBucket); where clients only read objects whose names they know, s3:GetObject is enough",
        "" when Region(answer, error) is { } region && region != upstream.Region => $"the bucket is in region {region}: write \"region\": \"{region}\"",
        "" => "is there an S3 server at this endpoint?",
        _ => error.Message,
    };

    private static string Redirect(ProbeResponse answer) => Region(answer, S3ErrorBody.Parse(answer.Body)) is { } region
        ? $"{answer.Status}: the bucket is in region {region}: write \"region\": \"{region}\" and that region's \"endpoint\""
        : $"{answer.Status}: the server redirects{(answer.Field("Location") is { } location ? $" to {location}" : "")}: see \"endpoint\" and \"style\"";

    private static string? Region(ProbeResponse answer, S3ErrorBody error) => error.Region ?? answer.Field("x-amz-bucket-region");

    private string Credentials => upstream.Credentials?.Name ?? "";

    private static ProbeStep Ok(string text) => new("request", true, text);

    private static ProbeStep Failed(string text) => new("request", false, text);
}
