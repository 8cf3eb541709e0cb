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

            if (users.Exists(static user => user.Socket.ProxyProtocol))
            {
                PutProxyProtocol(users, listener);
            }

            listeners.Items.Add(listener);
        }

        return listeners;
    }

    private void PutProxyProtocol(List<(Scope Server, ListenSocket Socket)> users, ConfigNode listener)
    {
        var (owner, socket) = users.Find(static user => user.Socket.ProxyProtocol);
        var realIp = RealIp.Of(owner);
        var trusted = realIp.From;
        if (trusted.Count == 0)
        {
            diagnostics.Error(
                socket.Position,
                "\"listen ... proxy_protocol\" needs \"set_real_ip_from\" with the addresses of the load balancers that may connect here: anybody who may say whose connection it is may be anybody");
            return;
        }

        foreach (var (server, _) in users)
        {
            var ofServer = RealIp.Of(server);
            if (ofServer is { IsInForce: true, IsForwardedFor: true })
            {
                diagnostics.Error(
                    ofServer.Header!.Position,
                    $"\"real_ip_header {ofServer.Header.Argument(0)}\" is not supported behind \"listen ... proxy_protocol\" in {socket.Position}: the client's address is the one of the PROXY protocol; write real_ip_header proxy_protocol in the server of {server.Position}");
            }
            else if ((!ofServer.IsInForce || ofServer.IsSupported) && !ofServer.IsSameAs(realIp))
            {
                // What is in force and not supported has its error already.
                diagnostics.Error(
                    server.FindOwn("set_real_ip_from")?.Position ?? server.Position,
                    $"\"set_real_ip_from\" differs between servers on one address with proxy_protocol, {socket.Position}, which is not supported: give one of them an address of its own");
            }
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
        var differs = users.Find(user => (user.Server.Find("ssl_verify_client")?.Argument(0) ?? "off") != (verify?.Argument(0) ?? "off")).Server;
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

        tls.With("clientCa", Authorities(users))
            .With("clientCertificate", verify.Argument(0) == "optional" ? Nodes.Text(verify.Position, "optional") : null);
        diagnostics.Change(verify.Position, "a client without a right certificate is turned away in the handshake; nginx answers 400");
    }

    // Clients of one server's authorities must not get into another: whoever is let in on an address may ask for any host there.
    private ConfigNode? Authorities(List<(Scope Server, ListenSocket Socket)> users)
    {
        ConfigNode? first = null;
        foreach (var (server, _) in users)
        {
            if (server.Find("ssl_client_certificate") is not { } written)
            {
                diagnostics.Error(server.Find("ssl_verify_client")!.Position, $"no ssl_client_certificate for ssl_verify_client in the server of {server.Position}");
                continue;
            }

            var file = FileOf(written);
            first ??= file;
            if (file is not null && !Nodes.Same(first, file))
            {
                diagnostics.Error(
                    written.Position,
                    $"\"ssl_client_certificate\" differs between servers on one address, which is not supported: clients of {first!.Position()} would get in here too; give one of them an address of its own");
            }
        }

        return first;
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
