using AwsAuthFastProxy.Configuration.Json;
using AwsAuthFastProxy.Configuration.Nginx.Syntax;

namespace AwsAuthFastProxy.Configuration.Nginx.Translation;

/// <summary>Makes <c>listen</c> of the sockets of all servers: one entry for each address, with the certificates of all who share it.</summary>
internal sealed class ListenerTranslator(string directory, Diagnostics diagnostics)
{
    public ConfigNode Translate(Scope http, IReadOnlyList<(Scope Server, List<ListenSocket> Sockets)> servers)
    {
        var listeners = Nodes.List(http.Position, []);
        foreach (var address in servers.SelectMany(static server => server.Sockets).Select(static socket => socket.Address).Distinct())
        {
            // The default server first: its certificate is for those who ask for none that fits.
            var users = servers
                .Where(server => server.Sockets.Exists(socket => socket.Address == address))
                .Select(server => (server.Server, Socket: server.Sockets.Find(socket => socket.Address == address)!))
                .OrderByDescending(static user => user.Socket.IsDefault)
                .ToList();
            foreach (var second in users.Where(static user => user.Socket.IsDefault).Skip(1))
            {
                diagnostics.Error(second.Socket.Position, $"a duplicate default server for {address}: {users[0].Socket.Position} is it already");
            }

            var first = users.MinBy(user => servers.ToList().FindIndex(server => server.Server == user.Server)).Socket.Position;
            var listener = Nodes.Object(first).With("address", Nodes.Text(first, address));
            if (users.Exists(static user => user.Socket.IsTls))
            {
                listener.With("tls", Tls(users));
            }

            if (users.Find(static user => user.Socket.ProxyProtocol) is { Socket: { } proxied, Server: { } owner })
            {
                PutProxyProtocol(proxied, owner, listener);
            }

            listeners.Items.Add(listener);
        }

        return listeners;
    }

    /// <summary>Puts <c>trustedProxies</c> in, where X-Forwarded-For is believed.</summary>
    public void PutTrusted(Scope http, IReadOnlyList<Scope> servers, ConfigNode root)
    {
        var trusted = new List<ConfigNode>();
        foreach (var directive in servers.Append(http).Select(static server => server.Find("real_ip_header")).OfType<NginxDirective>().Distinct())
        {
            switch (directive.Argument(0)!.ToLowerInvariant())
            {
                case "x-forwarded-for":
                    foreach (var from in servers.Append(http).Where(server => server.Find("real_ip_header") == directive).SelectMany(static server => server.FindAll("set_real_ip_from")).Distinct())
                    {
                        trusted.Add(Nodes.Text(from.Position, from.Argument(0)!));
                    }

                    if (servers.Any(server => server.Find("real_ip_header") != directive))
                    {
                        diagnostics.Change(directive.Position, "proxies whose X-Forwarded-For is believed are the same for all servers here");
                    }

                    break;
                case "proxy_protocol":
                    break;
                default:
                    diagnostics.Error(directive.Position, $"\"real_ip_header {directive.Argument(0)}\" is not supported: let the proxy in front write X-Forwarded-For, or speak the PROXY protocol");
                    break;
            }
        }

        root.With("trustedProxies", trusted.Count == 0 ? null : Nodes.List(trusted[0].Position(), trusted.DistinctBy(static node => node.Text)));
    }

    private void PutProxyProtocol(ListenSocket socket, Scope server, ConfigNode listener)
    {
        var trusted = server.FindAll("set_real_ip_from");
        if (trusted.Count == 0)
        {
            diagnostics.Error(
                socket.Position,
                "\"listen ... proxy_protocol\" needs \"set_real_ip_from\" with the addresses of the load balancers that may connect here: anybody who may say whose connection it is may be anybody");
            return;
        }

        listener
            .With("proxyProtocol", Nodes.Flag(socket.Position, true))
            .With("trusted", Nodes.List(trusted[0].Position, trusted.Select(static directive => Nodes.Text(directive.Position, directive.Argument(0)!))));
        diagnostics.Change(socket.Position, "only the addresses of set_real_ip_from may connect here, and theirs is the client's address; nginx lets others in, and takes their header");
    }

    private ConfigNode Tls(List<(Scope Server, ListenSocket Socket)> users)
    {
        var pairs = new List<ConfigNode>();
        foreach (var (server, socket) in users)
        {
            foreach (var pair in Pairs(server, socket))
            {
                if (!pairs.Exists(known => Nodes.Same(known, pair)))
                {
                    pairs.Add(pair);
                }
            }
        }

        var tls = Nodes.Object(users[0].Socket.Position).With("certificates", Nodes.List(users[0].Socket.Position, pairs));
        PutClients(users, tls);
        return tls;
    }

    private List<ConfigNode> Pairs(Scope server, ListenSocket socket)
    {
        var certificates = server.FindAll("ssl_certificate");
        var keys = server.FindAll("ssl_certificate_key");
        if (certificates.Count == 0)
        {
            diagnostics.Error(server.Position, $"no \"ssl_certificate\" is defined for the \"listen ... ssl\" directive in {socket.Position}");
        }
        else if (keys.Count < certificates.Count)
        {
            diagnostics.Error(certificates[keys.Count].Position, $"no \"ssl_certificate_key\" is defined for certificate \"{certificates[keys.Count].Argument(0)}\"");
        }

        return [.. certificates.Zip(keys).Select(pair => Nodes.Object(pair.First.Position)
            .With("certificate", FileOf(pair.First))
            .With("key", FileOf(pair.Second)))];
    }

    private void PutClients(List<(Scope Server, ListenSocket Socket)> users, ConfigNode tls)
    {
        var verify = users[0].Server.Find("ssl_verify_client");
        var differs = users.Find(user => user.Server.Find("ssl_verify_client")?.Argument(0) != verify?.Argument(0)).Server;
        if (differs is not null)
        {
            diagnostics.Error((differs.Find("ssl_verify_client") ?? verify)!.Position, "\"ssl_verify_client\" differs between servers on one address, which is not supported: give one of them an address of its own");
            return;
        }

        if (verify is null || verify.Argument(0) == "off")
        {
            return;
        }

        if (verify.Argument(0) is not ("on" or "optional"))
        {
            diagnostics.Error(verify.Position, $"\"ssl_verify_client {verify.Argument(0)}\" is not supported: write on or optional");
            return;
        }

        if (users[0].Server.Find("ssl_client_certificate") is not { } authorities)
        {
            diagnostics.Error(verify.Position, "no ssl_client_certificate for ssl_verify_client");
            return;
        }

        tls.With("clientCa", FileOf(authorities))
            .With("clientCertificate", verify.Argument(0) == "optional" ? Nodes.Text(verify.Position, "optional") : null);
        diagnostics.Change(verify.Position, "a client without a right certificate is turned away in the handshake; nginx answers 400");
    }

    private ConfigNode? FileOf(NginxDirective directive)
    {
        var path = directive.Argument(0)!;
        if (Variables.HasAny(path) || path.StartsWith("data:", StringComparison.Ordinal) || path.StartsWith("engine:", StringComparison.Ordinal))
        {
            diagnostics.Error(directive.Position, $"\"{directive.Name}\" is the name of a PEM file: variables, data: and engine: are not supported");
            return null;
        }

        return Nodes.Text(directive.Position, Path.GetFullPath(Path.Combine(directory, path)));
    }
}
