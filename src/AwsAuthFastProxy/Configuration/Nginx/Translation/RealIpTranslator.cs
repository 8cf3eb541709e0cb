using AwsAuthFastProxy.Configuration.Json;
using AwsAuthFastProxy.Configuration.Nginx.Syntax;

namespace AwsAuthFastProxy.Configuration.Nginx.Translation;

/// <summary>
/// Makes <c>trustedProxies</c> of set_real_ip_from and real_ip_header. They hold for all servers here, so blocks that trust others than
/// their neighbours do are errors: merged, they would give one server's proxies a say in another.
/// </summary>
internal sealed class RealIpTranslator(Diagnostics diagnostics)
{
    public void Put(Scope http, IReadOnlyList<Scope> servers, ConfigNode root)
    {
        foreach (var header in servers.Append(http).Select(static block => RealIp.Of(block)).Where(static block => block is { Header: not null, IsSupported: false }))
        {
            diagnostics.Error(header.Header!.Position, $"\"real_ip_header {header.Header.Argument(0)}\" is not supported: let the proxy in front write X-Forwarded-For, or speak the PROXY protocol");
        }

        var unsaid = new HashSet<SourcePosition>();
        foreach (var server in servers)
        {
            var realIp = RealIp.Of(server);
            if (realIp is { IsInForce: true, Header: null } && unsaid.Add(realIp.From[0].Position))
            {
                diagnostics.Error(
                    realIp.From[0].Position,
                    $"\"set_real_ip_from\" without \"real_ip_header\", in the server of {server.Position}, is about X-Real-IP, which is not supported: let the proxy in front send X-Forwarded-For or the PROXY protocol and write \"real_ip_header X-Forwarded-For\" or \"real_ip_header proxy_protocol\", or leave \"set_real_ip_from\" out there");
            }

            CheckWithin(server, realIp);
        }

        PutTrusted(servers, root);
    }

    // The word is taken before a location is chosen.
    private void CheckWithin(Scope block, RealIp ofServer)
    {
        foreach (var directive in block.Own.Where(static directive => directive is { Name: "location", Block: not null }))
        {
            var location = new Scope(directive.Position, directive.Block!, block);
            var own = location.FindOwn("set_real_ip_from") ?? location.FindOwn("real_ip_header");
            var realIp = RealIp.Of(location);
            if (own is not null && !realIp.IsSameAs(ofServer))
            {
                diagnostics.Error(
                    own.Position,
                    $"\"{own.Name}\" in a location is not supported where it says something else than its server: whose word is taken for the client's address is known before the location is; write it in the http block");
            }
            else if (location.FindOwn("real_ip_recursive") is not null)
            {
                TellRecursion(realIp);
            }

            CheckWithin(location, ofServer);
        }
    }

    private void PutTrusted(IReadOnlyList<Scope> servers, ConfigNode root)
    {
        var all = servers.Select(static server => (Server: server, RealIp: RealIp.Of(server))).ToList();
        var (believer, trusted) = all.Find(static pair => pair.RealIp is { IsInForce: true, IsForwardedFor: true });
        if (believer is null)
        {
            return;
        }

        foreach (var (server, realIp) in all)
        {
            TellRecursion(realIp);

            // What is in force and not supported has its error already.
            if ((!realIp.IsInForce || realIp.IsSupported) && !realIp.IsSameAs(trusted))
            {
                diagnostics.Error(
                    server.FindOwn("set_real_ip_from")?.Position ?? server.FindOwn("real_ip_header")?.Position ?? server.Position,
                    $"proxies whose X-Forwarded-For is believed are not those of the server of {believer.Position}, which is not supported: they are believed in all servers; write the same \"set_real_ip_from\" and \"real_ip_header\" for all, in the http block, or give this server a process of its own");
            }
        }

        var blocks = trusted.From.DistinctBy(static directive => directive.Argument(0)).Select(static directive => Nodes.Text(directive.Position, directive.Argument(0)!));
        root.With("trustedProxies", Nodes.List(trusted.From[0].Position, blocks));
    }

    private void TellRecursion(RealIp realIp)
    {
        if (realIp is { IsInForce: true, IsForwardedFor: true } && realIp.Recursive?.Argument(0) != "on")
        {
            diagnostics.Change(
                (realIp.Recursive ?? realIp.Header)!.Position,
                "the last address in X-Forwarded-For that is not of a trusted proxy is the client's, as with \"real_ip_recursive on\"; nginx takes the last one, trusted or not, unless with that");
        }
    }
}
