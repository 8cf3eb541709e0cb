using AwsAuthFastProxy.Configuration.Json;
using AwsAuthFastProxy.Configuration.Nginx.Syntax;
using AwsAuthFastProxy.Proxy.Model;

namespace AwsAuthFastProxy.Configuration.Nginx.Translation;

/// <summary>Times and sizes that bound what goes on, for all and for one route.</summary>
internal sealed class BoundTranslator(Diagnostics diagnostics)
{
    private const long NoBound = long.MaxValue;

    private static readonly string[] s_bodyTimes = ["proxy_read_timeout", "proxy_send_timeout", "client_body_timeout", "send_timeout"];

    private readonly ValueReader _values = new(diagnostics);

    /// <summary>Puts <c>timeouts</c> and <c>limits</c> of the whole in.</summary>
    /// <param name="main">What stands outside of http.</param>
    /// <param name="http">The http block.</param>
    /// <param name="servers">Its servers.</param>
    /// <param name="root">The configuration.</param>
    public void PutWhole(Scope main, Scope http, IReadOnlyList<Scope> servers, ConfigNode root)
    {
        var timeouts = RouteTimeouts(http) ?? Nodes.Object(http.Position);
        var defaults = new TimeoutModel();
        Longest(servers, http, "client_header_timeout", "clientHeader", defaults.ClientHeader, timeouts);
        Longest(servers, http, "keepalive_timeout", "clientIdle", defaults.ClientIdle, timeouts);
        Longest(servers, http, "lingering_timeout", "linger", defaults.Linger, timeouts);
        if (main.FindOwn("worker_shutdown_timeout") is { } drain)
        {
            timeouts.With("drain", Duration(drain, _values.Time(drain)));
        }

        var limits = Nodes.Object(http.Position);
        PutHeads(servers, http, limits);
        PutRequests(servers, http, limits);
        limits.With("bodyBytes", BodyBytes(http));
        root.With("timeouts", timeouts.UnlessEmpty()).With("limits", limits.UnlessEmpty());
    }

    /// <summary>Puts <c>timeouts</c> and <c>limits</c> of a route in, where they are not those of the whole.</summary>
    public void PutRoute(Scope scope, Scope http, ConfigNode route)
    {
        var whole = RouteTimeouts(http);
        var own = RouteTimeouts(scope);
        var timeouts = Nodes.Object(scope.Position);
        foreach (var member in own?.Members ?? [])
        {
            if (!Nodes.Same(whole?.Members.Find(other => other.Key == member.Key)?.Value, member.Value))
            {
                timeouts.With(member.Key, member.Value);
            }
        }

        route.With("timeouts", timeouts.UnlessEmpty());
        var size = BodyBytes(scope);
        route.With("limits", size is null || Nodes.Same(size, BodyBytes(http)) ? null : Nodes.Object(size.Position()).With("bodyBytes", size));
    }

    private ConfigNode? RouteTimeouts(Scope scope)
    {
        var timeouts = Nodes.Object(scope.Position);
        if (scope.Find("proxy_connect_timeout") is { } connect)
        {
            timeouts.With("connect", Duration(connect, _values.PositiveTime(connect)));
        }

        if (scope.Find("proxy_read_timeout") is { } read)
        {
            timeouts.With("upstreamFirstByte", Duration(read, _values.PositiveTime(read)));
        }

        NginxDirective? longest = null;
        long most = 0;
        var differ = false;
        foreach (var directive in s_bodyTimes.Select(scope.Find).OfType<NginxDirective>())
        {
            if (_values.PositiveTime(directive) is { } time)
            {
                differ |= longest is not null && time != most;
                (longest, most) = time > most ? (directive, time) : (longest, most);
            }
        }

        if (differ)
        {
            diagnostics.Change(longest!.Position, $"one time is for reads and writes of bodies on both sides; the longest written is taken, {NginxUnits.WriteTime(most)}");
        }

        timeouts.With("body", longest is null ? null : Duration(longest, most));
        return timeouts.UnlessEmpty();
    }

    // One value for all: where servers differ the longest is taken, which keeps nobody out.
    private void Longest(IReadOnlyList<Scope> servers, Scope http, string name, string key, TimeSpan otherwise, ConfigNode into)
    {
        var written = servers.Append(http).Select(server => server.Find(name)).OfType<NginxDirective>().Distinct().ToList();
        var times = written.Select(directive => (Directive: directive, Time: _values.Time(directive))).Where(static pair => pair.Time is > 0).ToList();
        if (times.Count == 0)
        {
            return;
        }

        var (most, longest) = times.MaxBy(static pair => pair.Time);
        if (longest < otherwise.TotalMilliseconds && servers.Any(server => server.Find(name) is null))
        {
            diagnostics.Change(most.Position, $"\"{name}\" is one for all servers here, and some have none: {NginxUnits.WriteTime((long)otherwise.TotalMilliseconds)}, as where none is written");
            return;
        }

        foreach (var (directive, _) in times.Where(pair => pair.Time != longest))
        {
            diagnostics.Change(directive.Position, $"\"{name}\" is one for all servers here; the longest written is taken, {NginxUnits.WriteTime(longest!.Value)}");
        }

        into.With(key, Duration(most, longest));
    }

    private void PutHeads(IReadOnlyList<Scope> servers, Scope http, ConfigNode limits)
    {
        var written = servers.Append(http).Select(static server => server.Find("large_client_header_buffers")).OfType<NginxDirective>().Distinct().ToList();
        var largest = written
            .Select(directive => (Directive: directive, Count: _values.Size(directive), Size: _values.Size(directive, 1)))
            .Where(static buffers => buffers is { Count: > 0 and < 1024, Size: > 0 and < 1 << 30 })
            .OrderBy(static buffers => buffers.Count * buffers.Size)
            .LastOrDefault();
        if (largest.Directive is { } directive)
        {
            const long Least = 1024;
            const long Most = 1024 * 1024;
            var head = Math.Clamp(largest.Count!.Value * largest.Size!.Value, Least, Most);
            limits.With("headBytes", Nodes.Text(directive.Position, NginxUnits.WriteSize(head)));
            limits.With("targetBytes", Nodes.Text(directive.Position, NginxUnits.WriteSize(Math.Clamp(largest.Size.Value, Least, head))));
        }
    }

    private void PutRequests(IReadOnlyList<Scope> servers, Scope http, ConfigNode limits)
    {
        var scopes = servers.Append(http).ToList();
        var none = scopes.Select(static server => server.Find("keepalive_timeout")).OfType<NginxDirective>().Distinct().Where(directive => _values.Time(directive) == 0).ToList();
        var written = scopes.Select(static server => server.Find("keepalive_requests")).OfType<NginxDirective>().Distinct().ToList();
        var most = written.Select(directive => (Directive: directive, Count: _values.Size(directive))).Where(static pair => pair.Count is > 0 and <= int.MaxValue).ToList();
        if (none.Count > 0 && servers.All(server => server.Find("keepalive_timeout") is { } own && none.Contains(own)))
        {
            limits.With("requestsPerConnection", Nodes.Number(none[0].Position, 1));
            return;
        }

        foreach (var directive in none)
        {
            diagnostics.Change(directive.Position, "\"keepalive_timeout 0\" is for all servers or none: connections of clients are kept");
        }

        if (most.Count > 0)
        {
            var (directive, count) = most.MaxBy(static pair => pair.Count);
            limits.With("requestsPerConnection", Nodes.Number(directive.Position, count!.Value));
        }
    }

    private ConfigNode? BodyBytes(Scope scope)
    {
        var directive = scope.Find("client_max_body_size");
        return _values.Size(directive) is not { } size ? null
            : size == 0 ? Nodes.Number(directive!.Position, NoBound)
            : Nodes.Text(directive!.Position, NginxUnits.WriteSize(size));
    }

    private static ConfigNode? Duration(NginxDirective directive, long? milliseconds) =>
        milliseconds is { } time ? Nodes.Text(directive.Position, NginxUnits.WriteTime(time)) : null;
}
