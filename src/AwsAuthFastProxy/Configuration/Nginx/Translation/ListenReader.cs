using System.Globalization;
using AwsAuthFastProxy.Configuration.Nginx.Syntax;
using AwsAuthFastProxy.Configuration.Text;

namespace AwsAuthFastProxy.Configuration.Nginx.Translation;

/// <summary>Reads listen directives.</summary>
internal sealed class ListenReader(Diagnostics diagnostics)
{
    private const string UsualAddress = "0.0.0.0:80";

    /// <summary>The sockets of a server; nginx's usual one where none is written.</summary>
    public List<ListenSocket> Read(Scope server)
    {
        var sockets = new List<ListenSocket>();
        var written = server.Own.Where(static directive => directive.Name == "listen").ToList();
        foreach (var directive in written)
        {
            if (ReadAddress(directive) is not { } address)
            {
                continue;
            }

            if (sockets.Any(socket => socket.Address == address))
            {
                diagnostics.Error(directive.Position, $"a duplicate listen {directive.Argument(0)}");
                continue;
            }

            sockets.Add(ReadParameters(directive, address));
        }

        if (written.Count == 0)
        {
            diagnostics.Note(server.Position, $"no listen: nginx's usual address is taken, {UsualAddress}");
            sockets.Add(new ListenSocket(server.Position, UsualAddress, IsDefault: false, IsTls: false, ProxyProtocol: false));
        }

        return sockets;
    }

    private string? ReadAddress(NginxDirective directive)
    {
        var text = directive.Argument(0)!;
        if (text.StartsWith("unix:", StringComparison.Ordinal))
        {
            diagnostics.Error(directive.Position, "listen on unix: sockets is not supported: write an address of the loopback range and a port");
            return null;
        }

        // Without a port it is 80; a number alone is a port.
        var isNumber = text.Length > 0 && text.All(char.IsAsciiDigit);
        var hasPort = isNumber || (text.StartsWith('[') ? text.Contains("]:", StringComparison.Ordinal) : text.Contains(':', StringComparison.Ordinal));
        if (ListenAddress.TryParse(hasPort ? text : $"{text}:80", out var endPoint, out var reason) && endPoint.Port != 0)
        {
            return endPoint.ToString();
        }

        diagnostics.Error(directive.Position, $"listen {Quote.Text(text)}: {reason ?? "port 0 is no port"}");
        return null;
    }

    private ListenSocket ReadParameters(NginxDirective directive, string address)
    {
        var socket = new ListenSocket(directive.Position, address, IsDefault: false, IsTls: false, ProxyProtocol: false);
        foreach (var word in directive.Arguments.Skip(1))
        {
            var name = word.Text.Split('=')[0];
            socket = name switch
            {
                "default_server" or "default" => socket with { IsDefault = true },
                "ssl" => socket with { IsTls = true },
                "proxy_protocol" => socket with { ProxyProtocol = true },
                _ => Other(directive, word.Text, name, socket),
            };
        }

        return socket;
    }

    private ListenSocket Other(NginxDirective directive, string word, string name, ListenSocket socket)
    {
        switch (name)
        {
            case "http2" or "spdy" or "quic":
                diagnostics.Change(directive.Position, $"\"listen ... {name}\": HTTP/2 and HTTP/3 are not spoken: clients come by HTTP/1.1");
                break;
            case "ipv6only" when word == "ipv6only=off":
                diagnostics.Error(
                    directive.Position,
                    string.Create(CultureInfo.InvariantCulture, $"\"ipv6only=off\" is not supported: write a second listen for IPv4, \"listen {address(socket)};\""));
                break;
            case "ipv6only" or "bind":
                break;
            case "reuseport" or "backlog" or "rcvbuf" or "sndbuf" or "deferred" or "fastopen" or "so_keepalive" or "setfib" or "accept_filter":
                diagnostics.Note(directive.Position, $"\"listen ... {name}\" means nothing here: each event loop has a listening socket of its own (SO_REUSEPORT), with the system's settings");
                break;
            default:
                diagnostics.Error(directive.Position, $"invalid parameter {Quote.Text(word)} in \"listen\" directive");
                break;
        }

        return socket;

        static string address(ListenSocket socket) => socket.Address[(socket.Address.LastIndexOf(':') + 1)..];
    }
}
