using Amazon;
using Amazon.Runtime;
using Amazon.Runtime.Signing;

namespace AwsAuthFastProxy.SigV4.Tests;

/// <summary>AWSSDK's own signer, given the request by its meaning: the decoded path and parameters, encoded by the framework.</summary>
internal static class SdkOracle
{
    internal static string Authorization(GeneratedRequest request, string service = "s3")
    {
        var result = AWSSigV4Signer.Sign(ToSdk(request), Parameters(request, service));
        return result.Headers["Authorization"];
    }

    internal static Uri Presign(GeneratedRequest request, int expires) =>
        AWSSigV4Signer.Presign(ToSdk(request), Parameters(request, "s3"), TimeSpan.FromSeconds(expires)).Uri;

    private static AWSSigningRequest ToSdk(GeneratedRequest request)
    {
        var path = string.Join('/', request.Path.Split('/').Select(Uri.EscapeDataString));
        var query = string.Join('&', request.Parameters.Select(parameter =>
            Uri.EscapeDataString(parameter.Name)
            + (parameter.Value is null ? string.Empty : "=" + Uri.EscapeDataString(parameter.Value))));
        var text = $"http://{request.Host}{path}{(query.Length > 0 ? "?" : string.Empty)}{query}";

        // Without the option Uri would resolve the dot segments of the key.
        var options = new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true };
        var signing = new AWSSigningRequest { HttpMethod = new HttpMethod(request.Method), RequestUri = new Uri(text, options) };
        foreach (var (name, value) in request.Fields)
        {
            signing.Headers[name] = value;
        }

        return signing;
    }

    private static AWSSigV4Parameters Parameters(GeneratedRequest request, string service) => new()
    {
        Credentials = request.SessionToken is null
            ? new BasicAWSCredentials(request.AccessKeyId, request.Secret)
            : new SessionAWSCredentials(request.AccessKeyId, request.Secret, request.SessionToken),
        Region = RegionEndpoint.GetBySystemName(request.Region),
        Service = service,
        SignedAt = DateTimeOffset.FromUnixTimeSeconds(request.Seconds).UtcDateTime,
    };
}
