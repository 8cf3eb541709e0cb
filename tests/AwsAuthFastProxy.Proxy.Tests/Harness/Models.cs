using System.Net;
using AwsAuthFastProxy.Proxy.Credentials;
using AwsAuthFastProxy.Proxy.Model;
using AwsAuthFastProxy.SigV4.Checksums;

namespace AwsAuthFastProxy.Proxy.Tests.Harness;

/// <summary>Configurations that tests share, by the names the case files use.</summary>
internal static class Models
{
    public const string AccessKey = "AKIDEXAMPLE";
    public const string Secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
    public const string Token = "token-of-a-temporary-credential";

    public static CredentialSource Credentials { get; } = new SecretCredentials("edge", AccessKey, Secret, sessionToken: null);

    /// <param name="name">The name.</param>
    /// <param name="plain">Host of the upstream that signs nothing.</param>
    /// <param name="s3">Host of the S3 endpoint.</param>
    /// <param name="port">Port of both.</param>
    /// <summary>Keys of single days for us-east-1, and nothing else.</summary>
    public static CredentialSource DayKeys(params string[] days) => new DayKeyCredentials(
        "edge",
        AccessKey,
        [.. days.Select(static day =>
        {
            var scope = SigV4.CredentialScope.Create(day, "us-east-1", "s3");
            byte[] key = new byte[SigV4.KeyDerivation.KeyLength];
            SigV4.KeyDerivation.Derive(System.Text.Encoding.ASCII.GetBytes(Secret), scope, key);
            return new DayKey(scope, Convert.ToBase64String(key));
        })],
        sessionToken: null);

    public static ProxyModel Named(string name, string plain = "origin.example", string s3 = "s3.example", int port = 80) => name switch
    {
        "unsigned" => Of(Plain(plain, port), route => route with { Methods = MethodSet.All }),
        "signed" => Of(Bucket(host: s3, port: port, payload: PayloadMode.Unsigned), route => route with { Methods = MethodSet.All, Operations = Operations.All }),
        "logged" => Logged("combined", "signed"),
        "rewriting" => Rewrites.Model(Bucket(host: s3, port: port, payload: PayloadMode.Unsigned)),
        "routed" => Rewrites.WithoutCaptures(Bucket(host: s3, port: port, payload: PayloadMode.Unsigned)),
        "query" => Of(Bucket(), route => route with { Methods = MethodSet.All, Operations = Operations.All, Signing = SigningForm.Query }),
        "service" => Of(
            Bucket(BucketSource.None, service: "es"), route => route with { Methods = MethodSet.All, Operations = Operations.All }),
        "read" => Of(Bucket(host: s3, port: port), static route => route),
        "write" => Of(
            Bucket(host: s3, port: port), route => route with { Methods = MethodSet.Get | MethodSet.Head | MethodSet.Put | MethodSet.Post, Operations = Operations.Write }),
        _ => throw new ArgumentException($"no configuration {name}", nameof(name)),
    };

    /// <summary>A named configuration with an access log.</summary>
    public static ProxyModel Logged(string format, string name = "unsigned")
    {
        var log = new AccessLogModel("access.log", format);
        ProxyModel model = Named(name);
        RouteModel route = model.Routes[0];
        return new ProxyModel
        {
            Listeners = model.Listeners,
            Upstreams = model.Upstreams,
            Routes =
            [
                new RouteModel
                {
                    Host = "*.example",
                    PathPrefix = "/",
                    Upstream = route.Upstream,
                    Sign = route.Sign,
                    Methods = route.Methods,
                    Operations = route.Operations,
                    AccessLog = log,
                },
            ],
            AccessLog = log,
        };
    }

    public static UpstreamModel Plain(string host, int port = 80) => new() { Name = "plain", EndpointHost = host, EndpointPort = port };

    /// <summary>The bucket <c>photos</c> of an S3 endpoint, signed.</summary>
    public static UpstreamModel Bucket(
        BucketSource source = BucketSource.Fixed,
        BucketStyle style = BucketStyle.VirtualHost,
        string host = "s3.example",
        int port = 80,
        string endpointPath = "",
        CredentialSource? credentials = null,
        string region = "us-east-1",
        string service = "s3",
        UpstreamTlsModel? tls = null,
        PayloadMode payload = PayloadMode.Auto,
        ChecksumAlgorithm checksum = ChecksumAlgorithm.None,
        long bufferedBytes = UpstreamModel.DefaultBufferedBytes) => new()
        {
            Name = "photos",
            EndpointHost = host,
            EndpointPort = port,
            EndpointPath = endpointPath,
            BucketSource = source,
            Bucket = source == BucketSource.Fixed ? "photos" : null,
            Style = style,
            Region = region,
            Service = service,
            Tls = tls,
            Credentials = credentials ?? Credentials,
            Payload = payload,
            Checksum = checksum,
            BufferedBytes = bufferedBytes,
        };

    /// <summary>One route for everything to one upstream.</summary>
    public static ProxyModel Of(UpstreamModel upstream, Func<RouteSketch, RouteSketch> change, TimeoutModel? timeouts = null, LimitModel? limits = null) =>
        Of([upstream], [change(new RouteSketch(upstream))], timeouts, limits);

    public static ProxyModel Of(
        IReadOnlyList<UpstreamModel> upstreams, IReadOnlyList<RouteSketch> routes, TimeoutModel? timeouts = null, LimitModel? limits = null) => new()
        {
            Listeners = [new ListenerModel(new IPEndPoint(IPAddress.Loopback, 0))],
            Upstreams = upstreams,
            Routes = [.. routes.Select(static route => route.ToModel())],
            Timeouts = timeouts ?? new TimeoutModel(),
            Limits = limits ?? new LimitModel(),
        };
}
