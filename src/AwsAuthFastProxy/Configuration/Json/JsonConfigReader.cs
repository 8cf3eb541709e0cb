using AwsAuthFastProxy.Configuration.Written;

namespace AwsAuthFastProxy.Configuration.Json;

/// <summary>The JSON notation of a configuration: which keys there are and of which type. What they mean is not its business.</summary>
internal static class JsonConfigReader
{
    public static ProxyConfig Read(ObjectReader root)
    {
        var config = new ProxyConfig
        {
            Position = root.Position,
            Directory = root.Directory,
            Listeners = root.Objects("listen", "\"listen\"")?.Select(ReadListener).ToList(),
            Admin = ReadAdmin(root.Object("admin", "\"admin\"")),
            AccessLog = ReadAccessLog(root),
            Credentials = root.NamedObjects("credentials", "credentials")?.Select(item => ReadCredentials(item.Name, item.Content)).ToList() ?? [],
            Upstreams = root.NamedObjects("upstreams", "upstream")?.Select(item => ReadUpstream(item.Name, item.Content)).ToList(),
            Routes = root.Objects("routes", "a route")?.Select(ReadRoute).ToList(),
            Servers = RewriteReader.Servers(root, ReadRoute),
            TrustedProxies = root.Texts("trustedProxies"),
            RateLimit = ReadRate(root, "rateLimit", "requestsPerSecond"),
            Timeouts = ReadTimeouts(root.Object("timeouts", "\"timeouts\"")),
            Limits = ReadLimits(root.Object("limits", "\"limits\"")),
        };
        root.Close();
        return config;
    }

    private static ListenerConfig ReadListener(ObjectReader reader)
    {
        var address = reader.Text("address");
        ListenerTlsConfig? tls = null;
        if (reader.Object("tls", "\"tls\" of a listener") is { } content)
        {
            tls = ReadListenerTls(content);
        }

        var listener = new ListenerConfig(reader.Position, address, tls)
        {
            ProxyProtocol = reader.Flag("proxyProtocol"),
            Trusted = reader.Texts("trusted"),
        };
        reader.Close();
        return listener;
    }

    private static ListenerTlsConfig ReadListenerTls(ObjectReader reader)
    {
        var tls = new ListenerTlsConfig
        {
            Position = reader.Position,
            Certificate = reader.Text("certificate"),
            Key = reader.Text("key"),
            Certificates = reader.Objects("certificates", "\"certificates\"")?.Select(ReadCertificate).ToList(),
            ClientAuthorities = reader.Text("clientCa"),
            ClientCertificate = reader.Text("clientCertificate"),
        };
        reader.Close();
        return tls;
    }

    private static CertificateConfig ReadCertificate(ObjectReader reader)
    {
        var certificate = new CertificateConfig(reader.Position, reader.Text("certificate"), reader.Text("key"));
        reader.Close();
        return certificate;
    }

    internal static BasicAuthConfig? ReadBasicAuth(ObjectReader? reader)
    {
        if (reader is null)
        {
            return null;
        }

        var basic = new BasicAuthConfig(reader.Position, reader.Text("realm"), reader.Text("file"));
        reader.Close();
        return basic;
    }

    private static RateConfig? ReadRate(ObjectReader parent, string key, string rateKey)
    {
        if (parent.Object(key, $"\"{key}\"") is not { } reader)
        {
            return null;
        }

        var rate = new RateConfig(reader.Position, reader.TextOrNumber(rateKey), reader.TextOrNumber("burst"));
        reader.Close();
        return rate;
    }

    private static AdminConfig? ReadAdmin(ObjectReader? reader)
    {
        if (reader is null)
        {
            return null;
        }

        var admin = new AdminConfig(reader.Position, reader.Text("address"), reader.Text("otlp"));
        reader.Close();
        return admin;
    }

    private static AccessLogConfig? ReadAccessLog(ObjectReader owner)
    {
        if (owner.Object("accessLog", "\"accessLog\"") is not { } reader)
        {
            return null;
        }

        var log = new AccessLogConfig(reader.Position, reader.Text("path"), reader.Template("format"));
        reader.Close();
        return log;
    }

    private static CredentialConfig ReadCredentials(string name, ObjectReader reader)
    {
        var credentials = new CredentialConfig
        {
            Position = reader.Position,
            Name = name,
            AccessKey = reader.Text("accessKey"),
            SecretKey = reader.Text("secretKey"),
            SessionToken = reader.Text("sessionToken"),
            KeyScope = reader.Text("keyScope"),
            SigningKey = reader.Text("signingKey"),
            SigningKeys = reader.Text("signingKeys"),
            Provider = reader.Text("provider"),
            Profile = reader.Text("profile"),
            RoleArn = reader.Text("roleArn"),
            Source = reader.Text("source"),
            SessionName = reader.Text("sessionName"),
            ExternalId = reader.Text("externalId"),
            Duration = reader.Text("duration"),
            TokenFile = reader.Text("tokenFile"),
            Region = reader.Text("region"),
            StsEndpoint = reader.Text("stsEndpoint"),
        };
        reader.Close();
        return credentials;
    }

    private static UpstreamConfig ReadUpstream(string name, ObjectReader reader)
    {
        var upstream = new UpstreamConfig
        {
            Position = reader.Position,
            Name = name,
            Preset = reader.Text("preset"),
            Endpoint = reader.Text("endpoint"),
            ConnectTo = reader.Texts("connectTo"),
            Bucket = reader.Text("bucket"),
            Style = reader.Text("style"),
            Region = reader.Text("region"),
            Service = reader.Text("service"),
            Credentials = reader.Text("credentials"),
            Payload = reader.Text("payload"),
            Checksum = reader.Text("checksum"),
            BufferedBytes = reader.TextOrNumber("bufferedBytes"),
            Retry = ReadRetry(reader.Object("retry", "\"retry\"")),
            Tls = ReadUpstreamTls(reader.Object("tls", "\"tls\" of an upstream")),
        };
        reader.Close();
        return upstream;
    }

    private static UpstreamTlsConfig? ReadUpstreamTls(ObjectReader? reader)
    {
        if (reader is null)
        {
            return null;
        }

        var tls = new UpstreamTlsConfig(reader.Position, reader.Flag("verify"), reader.Text("ca"), reader.Text("serverName"));
        reader.Close();
        return tls;
    }

    private static RetryConfig? ReadRetry(ObjectReader? reader)
    {
        if (reader is null)
        {
            return null;
        }

        var retry = new RetryConfig(
            reader.Position, reader.Flag("slowDown"), reader.TextOrNumber("attempts"), reader.TextOrNumber("budget"), reader.TextOrNumber("backoff"));
        reader.Close();
        return retry;
    }

    private static RouteConfig ReadRoute(ObjectReader reader)
    {
        var route = new RouteConfig
        {
            Position = reader.Position,
            Host = reader.Text("host"),
            Path = reader.Text("path"),
            ExactPath = reader.Text("exactPath"),
            PathRegex = reader.Template("pathRegex"),
            IgnoreCase = reader.Flag("ignoreCase"),
            BeforeRegexes = reader.Flag("beforeRegexes"),
            Rewrite = RewriteReader.Steps(reader),
            ReplacePrefix = reader.Text("replacePrefix"),
            Target = reader.Template("target"),
            StripPrefix = reader.Text("stripPrefix"),
            AddPrefix = reader.Text("addPrefix"),
            Upstream = reader.Text("upstream"),
            Spool = reader.TextOrNumber("spool"),
            Sign = reader.Flag("sign"),
            Methods = reader.Texts("methods") is { } names ? new MethodsConfig(reader.PositionOf("methods"), names) : null,
            Operations = reader.Text("operations"),
            Retry = ReadRetry(reader.Object("retry", "\"retry\"")),
            Signing = reader.Text("signing"),
            Answer = reader.Text("answer"),
            PresignExpires = reader.TextOrNumber("presignExpires"),
            PresignFrom = reader.TextOrNumber("presignFrom"),
            Allow = reader.Texts("allow"),
            Deny = reader.Texts("deny"),
            BasicAuth = ReadBasicAuth(reader.Object("basicAuth", "\"basicAuth\"")),
            Satisfy = reader.Text("satisfy"),
            LimitExcept = RouteRulesReader.LimitExcept(reader.Object("limitExcept", "\"limitExcept\"")),
            RateLimit = ReadRate(reader, "rateLimit", "requestsPerSecond"),
            Timeouts = RouteRulesReader.Timeouts(reader.Object("timeouts", "\"timeouts\" of a route")),
            BodyBytes = RouteRulesReader.BodyBytes(reader.Object("limits", "\"limits\" of a route")),
            SetHeaders = reader.NamedTemplates("setHeaders"),
            AddHeaders = reader.Objects("addHeaders", "\"addHeaders\"")?.Select(RouteRulesReader.AddHeader).ToList(),
            HideHeaders = reader.Texts("hideHeaders"),
            AnonymousWrites = reader.Flag("anonymousWrites"),
            AccessLog = ReadAccessLog(reader),
        };
        reader.Close();
        return route;
    }

    private static TimeoutConfig? ReadTimeouts(ObjectReader? reader)
    {
        if (reader is null)
        {
            return null;
        }

        var timeouts = new TimeoutConfig
        {
            ClientHeader = reader.TextOrNumber("clientHeader"),
            ClientIdle = reader.TextOrNumber("clientIdle"),
            Connect = reader.TextOrNumber("connect"),
            Queue = reader.TextOrNumber("queue"),
            UpstreamFirstByte = reader.TextOrNumber("upstreamFirstByte"),
            UpstreamIdle = reader.TextOrNumber("upstreamIdle"),
            Body = reader.TextOrNumber("body"),
            Drain = reader.TextOrNumber("drain"),
            DrainDelay = reader.TextOrNumber("drainDelay"),
            DrainIdle = reader.TextOrNumber("drainIdle"),
            TlsHandshake = reader.TextOrNumber("tlsHandshake"),
            Linger = reader.TextOrNumber("linger"),
        };
        reader.Close();
        return timeouts;
    }

    private static LimitConfig? ReadLimits(ObjectReader? reader)
    {
        if (reader is null)
        {
            return null;
        }

        var limits = new LimitConfig
        {
            HeadBytes = reader.TextOrNumber("headBytes"),
            Headers = reader.TextOrNumber("headers"),
            ClientConnections = reader.TextOrNumber("clientConnections"),
            ConnectionsPerUpstream = reader.TextOrNumber("connectionsPerUpstream"),
            WaitersPerUpstream = reader.TextOrNumber("waitersPerUpstream"),
            BodyBytes = reader.TextOrNumber("bodyBytes"),
            SpoolBytes = reader.TextOrNumber("spoolBytes"),
            TargetBytes = reader.TextOrNumber("targetBytes"),
            ChunkOverheadBytes = reader.TextOrNumber("chunkOverheadBytes"),
            RequestsPerConnection = reader.TextOrNumber("requestsPerConnection"),
            ConnectionsPerClient = reader.TextOrNumber("connectionsPerClient"),
            ConnectionRate = ReadRate(reader, "connectionRate", "connectionsPerSecond"),
            TlsHandshakes = reader.TextOrNumber("tlsHandshakes"),
            MinUploadRate = reader.TextOrNumber("minUploadRate"),
            MinDownloadRate = reader.TextOrNumber("minDownloadRate"),
            InterimResponses = reader.TextOrNumber("interimResponses"),
        };
        reader.Close();
        return limits;
    }
}
