using AwsAuthFastProxy.Proxy.Model;
using Xunit;

namespace AwsAuthFastProxy.Tests.Configuration;

public sealed class CompiledModelTests
{
    private const int Today = 20261122;

    [Fact]
    public void ContractExample_IsCompiledInEveryPart()
    {
        var model = ConfigCases.Load("valid", "contract").Model!;

        var upstream = Assert.Single(model.Upstreams);
        Assert.Equal("s3.eu-west-1.amazonaws.com", upstream.EndpointHost);
        Assert.Equal(443, upstream.EndpointPort);
        Assert.Equal("photos", upstream.Bucket);
        Assert.Equal(BucketSource.Fixed, upstream.BucketSource);
        Assert.True(upstream.Tls!.Verify);
        Assert.Equal("s3.internal", upstream.Tls.ServerName);
        Assert.Equal("CN=Test CA", Assert.Single(upstream.Tls.Authorities!).Subject);

        Assert.Equal(["/files/", "/"], model.Routes.Select(route => route.PathPrefix));
        Assert.Equal(("/files", "/public"), (model.Routes[0].StripPrefix, model.Routes[0].AddPrefix));
        Assert.All(model.Routes, route => Assert.Same(upstream, route.Upstream));
        Assert.Equal(new TimeoutModel(), model.Timeouts);
        Assert.Equal(new LimitModel(), model.Limits);
    }

    [Fact]
    public void Numbers_AreThoseWritten()
    {
        var model = ConfigCases.Load("valid", "references").Model!;

        Assert.Equal(
            new TimeoutModel
            {
                Connect = TimeSpan.FromMilliseconds(1),
                Queue = TimeSpan.FromSeconds(2),
                Body = TimeSpan.FromHours(24),
                Drain = TimeSpan.Zero,
                DrainDelay = TimeSpan.FromSeconds(7),
                DrainIdle = TimeSpan.Zero,
            },
            model.Timeouts);
        Assert.Equal(new LimitModel { HeadBytes = 1024 * 1024, Headers = 1, WaitersPerUpstream = 7, BodyBytes = 0 }, model.Limits);
    }

    [Fact]
    public void DayKeys_SignOnTheirDaysAndInTheirScopeOnly()
    {
        var source = Assert.Single(ConfigCases.Load("valid", "contract").Model!.Upstreams).Credentials!;

        using var key = source.TryCreateKey(Today, "eu-west-1", "s3", out var reason);
        Assert.Null(reason);
        Assert.Equal("20261122/eu-west-1/s3/aws4_request", key!.Scope.ToString());
        Assert.Equal("AKIDEXAMPLE", key.AccessKeyId);

        Assert.Null(source.TryCreateKey(20261125, "eu-west-1", "s3", out reason));
        Assert.Equal("credentials edge have no key for 20261125/eu-west-1/s3/aws4_request", reason);
        Assert.Null(source.TryCreateKey(Today, "us-east-1", "s3", out _));
        Assert.Null(source.TryCreateKey(Today, "eu-west-1", "es", out _));
    }

    [Fact]
    public void SessionToken_ComesWithEveryKey()
    {
        var source = ConfigCases.Load("valid", "keys").Model!.Upstreams[0].Credentials!;

        using var key = source.TryCreateKey(Today, "eu-west-1", "s3", out _);
        Assert.Equal("FQoGZXIvYXdzEXAMPLETOKEN", key!.SessionToken);
    }

    [Fact]
    public void SecretCredentials_DeriveForAnyDayAndShowNothing()
    {
        var source = ConfigCases.Load("valid", "references").Model!.Upstreams[0].Credentials!;

        using var key = source.TryCreateKey(20991231, "eu-west-1", "es", out var reason);
        Assert.Null(reason);
        Assert.Equal("20991231/eu-west-1/es/aws4_request", key!.Scope.ToString());
        Assert.Null(key.SessionToken);
        Assert.Equal("c (AKIDEXAMPLE)", source.ToString());
        Assert.Null(source.TryCreateKey(20261332, "eu-west-1", "es", out reason));
        Assert.NotNull(reason);
    }

    [Fact]
    public void Routes_KeepTheirOrderAndTheirMethods()
    {
        var routes = ConfigCases.Load("valid", "routes").Model!.Routes.ToDictionary(route => $"{route.Host}{route.PathPrefix}");

        Assert.Equal(MethodSet.Get | MethodSet.Head, routes["/"].Methods);
        Assert.True(routes["/"].Sign);
        Assert.False(routes["a.example.com/"].Sign);
        Assert.Equal(MethodSet.All, routes["/any"].Methods);
        Assert.Equal(Operations.Write, routes["/up"].Operations);
        Assert.Equal(Operations.Read, routes["/read-only-put"].Operations);
        Assert.Equal(Operations.Read, routes["/options"].Operations);
        Assert.Equal("/a/b/~user/c%2Bd", routes["/a/b/~user/c%2Bd"].PathPrefix);
    }
}
