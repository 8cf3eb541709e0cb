using AwsAuthFastProxy.Configuration.Text;
using AwsAuthFastProxy.Configuration.Written;
using AwsAuthFastProxy.Proxy.Credentials;
using AwsAuthFastProxy.Proxy.Model;
using AwsAuthFastProxy.SigV4;

namespace AwsAuthFastProxy.Configuration.Compilation;

/// <summary>Compiles <c>upstreams</c>.</summary>
internal sealed class UpstreamCompiler(
    string directory,
    IReadOnlyDictionary<string, CredentialSource?> credentials,
    ConfigEnvironment environment,
    Diagnostics diagnostics)
{
    private readonly string _today = KeyDay.Text(environment.Today);

    public IReadOnlyList<CompiledUpstream> CompileAll(IReadOnlyList<UpstreamConfig> upstreams)
    {
        var compiled = new List<CompiledUpstream>();
        foreach (var upstream in upstreams)
        {
            compiled.Add(new CompiledUpstream(upstream, Compile(upstream)));
        }

        return compiled;
    }

    private UpstreamModel? Compile(UpstreamConfig config)
    {
        ConfigName.Check("an upstream", config.Name, config.Position, diagnostics);
        var url = ReadEndpoint(config);
        var targets = ConnectToCompiler.Compile(config.ConnectTo, url, diagnostics);
        var preset = UpstreamPresets.Read(config.Preset, diagnostics);
        var region = ReadScopePart("region", config.Region, preset?.RegionOf(url?.Host ?? "") ?? "us-east-1");
        var service = ReadScopePart("service", config.Service, "s3");
        var source = FindCredentials(config);
        if (region is not null && service is not null)
        {
            CheckKeys(config, source, region, service);
            WarnOfRegion(config, url, region);
        }

        var bucketSource = BucketCompiler.ReadSource(config.Bucket);
        var style = BucketCompiler.ReadStyle(config, bucketSource, preset, diagnostics);
        BucketCompiler.Check(config, bucketSource, style, url, diagnostics);
        var (payload, checksum, bufferedBytes) = PayloadCompiler.Compile(config, preset?.Payload ?? PayloadMode.Auto, diagnostics);
        var retry = RetryCompiler.Compile(config.Retry, diagnostics);
        var tls = UpstreamTlsCompiler.Compile(config.Tls, url, directory, diagnostics);
        return url is null || region is null || service is null
            ? null
            : new UpstreamModel
            {
                Name = config.Name,
                EndpointHost = url.Host,
                EndpointPort = url.Port,
                EndpointPath = url.Path,
                ConnectTo = targets,
                Tls = tls,
                BucketSource = bucketSource,
                Bucket = bucketSource == BucketSource.Fixed ? config.Bucket!.Value : null,
                Style = style,
                Region = region,
                Service = service,
                Retry = retry,
                Credentials = source,
                Payload = payload,
                Checksum = checksum,
                BufferedBytes = bufferedBytes,
            };
    }

    private EndpointUrl? ReadEndpoint(UpstreamConfig config)
    {
        if (config.Endpoint is null)
        {
            diagnostics.Error(
                config.Position,
                $"upstream {Quote.Text(config.Name)} has no \"endpoint\"; for example \"endpoint\": \"https://s3.us-east-1.amazonaws.com\"");
            return null;
        }

        if (config.Endpoint.IsFaulty)
        {
            return null;
        }

        if (!EndpointUrl.TryParse(config.Endpoint.Value, out var url, out var reason))
        {
            // Not quoted: a URL may hold a password by mistake.
            diagnostics.Error(config.Endpoint.Position, $"\"endpoint\": {reason}");
        }

        return url;
    }

    private string? ReadScopePart(string key, TextSetting? setting, string otherwise)
    {
        if (setting is null or { IsFaulty: true })
        {
            return setting is null ? otherwise : null;
        }

        var (region, service) = key == "region" ? (setting.Value, "s3") : ("us-east-1", setting.Value);
        try
        {
            CredentialScope.Create(_today, region, service);
            return setting.Value;
        }
        catch (FormatException malformed)
        {
            diagnostics.Error(key, setting, malformed.Message);
            return null;
        }
    }

    private CredentialSource? FindCredentials(UpstreamConfig config)
    {
        if (config.Credentials is null or { IsFaulty: true })
        {
            return null;
        }

        if (!credentials.TryGetValue(config.Credentials.Value, out var source))
        {
            var names = credentials.Keys.ToArray();
            diagnostics.Error(
                config.Credentials.Position,
                $"there are no credentials {Quote.Text(config.Credentials.Written)}{NearestName.Suggest(config.Credentials.Written, names, "there are")}");
        }

        return source;
    }

    // The most usual reason for refused signatures.
    private void WarnOfRegion(UpstreamConfig config, EndpointUrl? url, string region)
    {
        if (config.Credentials is not null && url is not null && AwsEndpoint.Region(url.Host) is { } own && own != region)
        {
            diagnostics.Warning(
                (config.Region ?? config.Endpoint)!.Position,
                $"the endpoint is in {own}, but requests are signed for {region}; write \"region\": {Quote.Text(own)}");
        }
    }

    // A derived key signs for its own day, region and service only, so a scope that differs can never work.
    private void CheckKeys(UpstreamConfig config, CredentialSource? source, string region, string service)
    {
        if (source is not DayKeyCredentials dayKeys)
        {
            return;
        }

        var inScope = dayKeys.Keys.Where(key => key.Scope.Region == region && key.Scope.Service == service).ToList();
        var position = config.Region?.Position ?? config.Credentials!.Position;
        if (inScope.Count == 0)
        {
            var scopes = dayKeys.Keys.Select(key => $"{key.Scope.Region}/{key.Scope.Service}").Distinct();
            diagnostics.Error(
                position,
                $"upstream {Quote.Text(config.Name)} signs for {region}/{service}, but credentials {Quote.Text(source.Name)} have keys for {string.Join(", ", scopes)} only; set \"region\" and \"service\", or derive a key");
        }
        else if (!inScope.Any(key => key.Scope.Date == _today))
        {
            diagnostics.Error(
                position,
                $"upstream {Quote.Text(config.Name)} signs for {region}/{service}, but credentials {Quote.Text(source.Name)} have no key for that and today, {_today} (UTC); S3 accepts a derived key only on its own UTC day");
        }
    }
}
