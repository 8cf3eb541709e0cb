using AwsAuthFastProxy.Configuration.Json;
using AwsAuthFastProxy.Configuration.Nginx.Syntax;
using AwsAuthFastProxy.Configuration.Text;

namespace AwsAuthFastProxy.Configuration.Nginx.Translation;

/// <summary>
/// Makes upstreams of proxy_pass and the module's directives. A signed one has bucket.endpoint for its host, as the module signs it, and
/// connects to where proxy_pass says.
/// </summary>
internal sealed class UpstreamTranslator(NamedSection upstreams, UpstreamBlocks blocks, AwsKeys keys, string directory, Diagnostics diagnostics)
{
    /// <summary>Where the requests of a location go; null with errors.</summary>
    public ProxyTarget? Translate(NginxDirective pass, Scope scope, bool hasPrefix, IReadOnlyDictionary<string, string> constants)
    {
        var sign = scope.Find("aws_sign");
        var signing = sign is null ? null : keys.Read(scope, sign);
        if (!ProxyAddress.TryRead(pass, constants, out var address, out var reason))
        {
            diagnostics.Error(pass.Position, reason);
            return null;
        }

        if (address is { Uri.Length: > 0, UriIsWhole: false } && !hasPrefix)
        {
            diagnostics.Error(
                pass.Position,
                "\"proxy_pass\" cannot have URI part in location given by regular expression; write the path with variables, such as $uri or $1, or rewrite ... break");
            return null;
        }

        if (sign is not null && signing is null)
        {
            return null;
        }

        var group = blocks.Find(address.Host);
        if (group is not null && address.Port is not null)
        {
            diagnostics.Error(pass.Position, $"upstream {Quote.Text(address.Host)} may not have port {address.Port}");
            return null;
        }

        if (group is { Items.Count: 0 })
        {
            diagnostics.Error(pass.Position, $"upstream {Quote.Text(address.Host)} has no server that is not down");
            return null;
        }

        var scheme = address.IsTls ? "https" : "http";
        var content = Nodes.Object(pass.Position);
        string host;
        string wanted;
        if (signing is null)
        {
            host = address.HostHeader;
            wanted = address.Host;
            content.With("endpoint", Nodes.Text(pass.Position, $"{scheme}://{address.HostHeader}")).With("connectTo", group);
        }
        else
        {
            host = signing.Host;
            wanted = signing.Bucket.Text;
            content
                .With("endpoint", Nodes.Text(signing.Endpoint.At, $"{scheme}://{signing.Endpoint.Text.ToLowerInvariant()}"))
                .With("bucket", Nodes.Text(signing.Bucket.At, signing.Bucket.Text))
                .With("region", Nodes.Text(signing.ScopePosition, signing.Region))
                .With("service", signing.Service == "s3" ? null : Nodes.Text(signing.ScopePosition, signing.Service))
                .With("credentials", Nodes.Text(signing.ScopePosition, signing.Credentials))
                .With("connectTo", ConnectTo(pass, address, group, host));
        }

        content.With("tls", address.IsTls ? Tls(pass, scope) : null);
        return new ProxyTarget(upstreams.NameOf(wanted, content), host, signing is not null, PathOf(pass, address));
    }

    private static ConfigNode? ConnectTo(NginxDirective pass, ProxyAddress address, ConfigNode? group, string host) =>
        group ?? (address.HostHeader == host ? null : Nodes.Texts(pass.Position, [address.HasOwnPort || address.Port is not null ? $"{address.Host}:{address.EffectivePort}" : address.Host]));

    private static (string Key, ConfigNode Value)? PathOf(NginxDirective pass, ProxyAddress address) =>
        address.Uri.Length == 0 ? null : (address.UriIsWhole ? "target" : "replacePrefix", Nodes.Text(pass.Position, address.Uri));

    private ConfigNode? Tls(NginxDirective pass, Scope scope)
    {
        var verify = scope.Find("proxy_ssl_verify");
        var authorities = Plain(scope.Find("proxy_ssl_trusted_certificate"));
        var name = Plain(scope.Find("proxy_ssl_name"));
        if (verify is null)
        {
            diagnostics.Change(pass.Position, "the upstream's certificate is verified, against the system's authorities or proxy_ssl_trusted_certificate; nginx verifies only with proxy_ssl_verify on");
        }

        return Nodes.Object(pass.Position)
            .With("verify", verify?.Argument(0) == "off" ? Nodes.Flag(verify.Position, false) : null)
            .With("ca", authorities is null ? null : Nodes.Text(authorities.Position, Path.GetFullPath(Path.Combine(directory, authorities.Argument(0)!))))
            .With("serverName", name is null ? null : Nodes.Text(name.Position, name.Argument(0)!))
            .UnlessEmpty();
    }

    private NginxDirective? Plain(NginxDirective? directive)
    {
        if (directive is null || !Variables.HasAny(directive.Argument(0)!))
        {
            return directive;
        }

        // The one variable that says what goes without saying.
        if (!(directive.Name == "proxy_ssl_name" && directive.Argument(0) is "$proxy_host" or "$host"))
        {
            diagnostics.Error(directive.Position, $"\"{directive.Name}\" with variables is not supported: write the value itself");
        }
        else if (directive.Argument(0) == "$host")
        {
            diagnostics.Change(directive.Position, "\"proxy_ssl_name $host\": the name that is asked for and verified is the endpoint's; write a name that is the same for every request");
        }

        return null;
    }
}
