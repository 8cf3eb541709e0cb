using AwsAuthFastProxy.Configuration.Json;
using AwsAuthFastProxy.Configuration.Nginx.Syntax;
using AwsAuthFastProxy.Configuration.Text;

namespace AwsAuthFastProxy.Configuration.Nginx.Translation;

/// <summary>Translates what is done to header fields: proxy_set_header, proxy_hide_header, proxy_pass_header, add_header.</summary>
internal sealed class HeaderTranslator(Diagnostics diagnostics)
{
    private static readonly HashSet<string> s_ofConnection = new(StringComparer.OrdinalIgnoreCase)
    {
        "Connection", "Transfer-Encoding", "Content-Length", "Upgrade", "TE", "Trailer", "Keep-Alive", "Expect", "Proxy-Connection",
    };

    private static readonly HashSet<string> s_ofSignature = new(StringComparer.OrdinalIgnoreCase)
    {
        "Authorization", "X-Amz-Date", "X-Amz-Content-Sha256", "X-Amz-Security-Token",
    };

    private static readonly HashSet<string> s_hiddenByNginx = new(StringComparer.OrdinalIgnoreCase)
    {
        "Date", "Server", "X-Pad", "X-Accel-Expires", "X-Accel-Redirect", "X-Accel-Limit-Rate", "X-Accel-Buffering", "X-Accel-Charset",
    };

    /// <summary>Puts the fields of a location into its route.</summary>
    /// <param name="scope">The location.</param>
    /// <param name="constants">Values of variables.</param>
    /// <param name="target">Where the location's requests go; null for nowhere.</param>
    /// <param name="into">The route.</param>
    public void Put(Scope scope, IReadOnlyDictionary<string, string> constants, ProxyTarget? target, ConfigNode into)
    {
        if (target is not null)
        {
            into.With("setHeaders", SetHeaders(scope, constants, target));
            into.With("hideHeaders", HideHeaders(scope));
        }

        into.With("addHeaders", AddHeaders(scope, constants));
    }

    private ConfigNode? SetHeaders(Scope scope, IReadOnlyDictionary<string, string> constants, ProxyTarget target)
    {
        var written = scope.FindAll("proxy_set_header");
        var fields = Nodes.Object(written.Count > 0 ? written[0].Position : scope.Position);
        foreach (var directive in written)
        {
            var name = directive.Argument(0)!;
            if (Template(directive, 1, constants) is not { } value || IsSaidAlready(directive, name, value, target))
            {
                continue;
            }

            if (fields.Members.Any(member => string.Equals(member.Key, name, StringComparison.OrdinalIgnoreCase)))
            {
                diagnostics.Error(directive.Position, $"\"proxy_set_header {name}\" is not supported twice: nginx sends both fields; write one value with a comma");
                continue;
            }

            fields.With(name, Nodes.Text(directive.Position, value));
        }

        return fields.UnlessEmpty();
    }

    // Fields that follow from what the proxy does anyway.
    private bool IsSaidAlready(NginxDirective directive, string name, string value, ProxyTarget target)
    {
        if (s_ofConnection.Contains(name))
        {
            SayOfConnection(directive, name, value);
            return true;
        }

        if (string.Equals(name, "Host", StringComparison.OrdinalIgnoreCase))
        {
            var isOwn = value == "$proxy_host" || string.Equals(value, target.HostHeader, StringComparison.OrdinalIgnoreCase);
            if (!isOwn && target.IsSigned)
            {
                diagnostics.Change(
                    directive.Position,
                    $"\"proxy_set_header Host {value}\": the Host sent is the one that is signed, {target.HostHeader}; with the module any other made the signature wrong");
            }

            return isOwn || target.IsSigned;
        }

        if (target.IsSigned && s_ofSignature.Contains(name))
        {
            if (value.Length > 0)
            {
                diagnostics.Change(directive.Position, $"\"proxy_set_header {name}\": this field is the signature's own and set by nobody else");
            }
            else
            {
                diagnostics.Note(directive.Position, $"\"proxy_set_header {name} \"\"\" means nothing here: the client's field never reaches a signed upstream, and ours always does");
            }

            return true;
        }

        return false;
    }

    private void SayOfConnection(NginxDirective directive, string name, string value)
    {
        var isUpgrade = string.Equals(name, "Upgrade", StringComparison.OrdinalIgnoreCase)
            || value.Contains("upgrade", StringComparison.OrdinalIgnoreCase);
        if (isUpgrade && value.Length > 0)
        {
            diagnostics.Change(directive.Position, $"\"proxy_set_header {name}\": connections are not upgraded (WebSocket): such a request goes on as an ordinary one");
        }
        else
        {
            diagnostics.Note(directive.Position, $"\"proxy_set_header {name}\" means nothing here: framing and connections are the proxy's own on each side, and kept");
        }
    }

    private ConfigNode? HideHeaders(Scope scope)
    {
        var passed = new HashSet<string>(scope.FindAll("proxy_pass_header").Select(static directive => directive.Argument(0)!), StringComparer.OrdinalIgnoreCase);
        foreach (var directive in scope.FindAll("proxy_pass_header").Where(directive => s_hiddenByNginx.Contains(directive.Argument(0)!)))
        {
            diagnostics.Note(directive.Position, $"\"proxy_pass_header {directive.Argument(0)}\" means nothing here: no field is hidden unless proxy_hide_header names it");
        }

        var names = new List<ConfigNode>();
        foreach (var directive in scope.FindAll("proxy_hide_header"))
        {
            var name = directive.Argument(0)!;
            if (!passed.Contains(name) && !names.Any(node => string.Equals(node.Text, name, StringComparison.OrdinalIgnoreCase)))
            {
                names.Add(Nodes.Text(directive.Position, name));
            }
        }

        return names.Count == 0 ? null : Nodes.List(names[0].Position(), names);
    }

    private ConfigNode? AddHeaders(Scope scope, IReadOnlyDictionary<string, string> constants)
    {
        var fields = new List<ConfigNode>();
        foreach (var directive in scope.FindAll("add_header"))
        {
            if (directive.Argument(2) is { } last and not "always")
            {
                diagnostics.Error(directive.Position, $"invalid parameter {Quote.Text(last)} in \"add_header\" directive");
                continue;
            }

            // nginx adds no field without a value.
            if (Template(directive, 1, constants) is { Length: > 0 } value)
            {
                fields.Add(Nodes.Object(directive.Position)
                    .With("name", Nodes.Text(directive.Position, directive.Argument(0)!))
                    .With("value", Nodes.Text(directive.Position, value))
                    .With("always", directive.Argument(2) is null ? null : Nodes.Flag(directive.Position, true)));
            }
        }

        return fields.Count == 0 ? null : Nodes.List(fields[0].Position(), fields);
    }

    private string? Template(NginxDirective directive, int argument, IReadOnlyDictionary<string, string> constants)
    {
        var folded = Variables.Fold(directive.Argument(argument)!, constants);
        if (folded is null)
        {
            diagnostics.Error(directive.Position, $"invalid variable name in {Quote.Text(directive.Argument(argument)!)}");
        }

        return folded;
    }
}
