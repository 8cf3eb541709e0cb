using System.Net;
using AwsAuthFastProxy.Origin;
using AwsAuthFastProxy.Proxy.Credentials;
using AwsAuthFastProxy.Proxy.Model;

namespace AwsAuthFastProxy.Demo;

/// <summary>The configuration of the demonstration.</summary>
internal static class DemoModel
{
    public const string UploadPrefix = "/upload/";
    public const string OddPrefix = "/odd/";

    /// <summary>Three routes to the bucket: all of it to read, a part of it to write, and one that rewrites the path.</summary>
    public static ProxyModel Create(int port, int originPort, OriginCredential credential)
    {
        var upstream = new UpstreamModel
        {
            Name = "demo",
            EndpointHost = IPAddress.Loopback.ToString(),
            EndpointPort = originPort,
            Bucket = DemoBucket.Name,
            BucketSource = BucketSource.Fixed,
            Style = BucketStyle.Path,
            Credentials = new SecretCredentials("demo", credential.AccessKey, credential.SecretKey, sessionToken: null),
        };
        return new ProxyModel
        {
            Listeners = [new ListenerModel(new IPEndPoint(IPAddress.Loopback, port))],
            Upstreams = [upstream],
            Routes =
            [
                new RouteModel { PathPrefix = "/", Upstream = upstream, Sign = true },
                new RouteModel
                {
                    PathPrefix = UploadPrefix,
                    Upstream = upstream,
                    Sign = true,
                    Methods = MethodSet.Get | MethodSet.Head | MethodSet.Put | MethodSet.Delete,
                    Operations = Operations.Write,
                },
                new RouteModel { PathPrefix = OddPrefix, StripPrefix = "/odd", AddPrefix = "/odd%20keys", Upstream = upstream, Sign = true },
            ],
        };
    }
}
