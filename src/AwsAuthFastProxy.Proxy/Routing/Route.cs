using System.Text;
using AwsAuthFastProxy.Http;
using AwsAuthFastProxy.Proxy.Access;
using AwsAuthFastProxy.Proxy.AccessLogs;
using AwsAuthFastProxy.Proxy.Model;
using AwsAuthFastProxy.Proxy.Variables;

namespace AwsAuthFastProxy.Proxy.Routing;

/// <summary>A route with its prefixes as canonical bytes. Immutable, part of a <see cref="Snapshot"/>.</summary>
internal sealed class Route
{
    private readonly MethodSet _asUsual;
    private readonly RouteAccess? _otherwise;

    public Route(RouteModel model, Upstream upstream, int index = 0, TimeoutModel? timeouts = null, LimitModel? limits = null)
    {
        Model = model;
        Upstream = upstream;
        Label = model.Label;
        Match = model.Match;
        Pattern = model.Pattern;
        BeforeRegexes = model.BeforeRegexes;
        Rewrite = model.Rewrite.Count == 0 ? null : [.. model.Rewrite];
        ReplacePrefix = Encoding.ASCII.GetBytes(model.ReplacePrefix);
        Target = model.Target;
        Host = model.Host;
        PathPrefix = Encoding.ASCII.GetBytes(model.PathPrefix);
        // Without the slash at their end both are whole segments, and what follows begins with a slash.
        StripPrefix = Encoding.ASCII.GetBytes(model.StripPrefix.TrimEnd('/'));
        AddPrefix = Encoding.ASCII.GetBytes(model.AddPrefix.TrimEnd('/'));
        HasReach = model.Match == PathMatch.Prefix && Rewrite is null && Target is null && model.Server is not { Rewrite.Count: > 0 };
        Reach = ReplacePrefix.Length > 0 ? ReplacePrefix : [.. AddPrefix, .. Stripped(PathPrefix, StripPrefix)];
        Sign = model.Sign && upstream.Model.Credentials is not null;
        Methods = model.Methods;
        Operations = model.Operations;
        Spool = model.Spool;
        SignsQuery = Sign && model.Signing == SigningForm.Query;
        Presigns = Sign && model.Answer == AnswerMode.Presign;
        PresignExpires = (int)model.PresignExpires.TotalSeconds;
        PresignFrom = model.PresignFrom;
        Access = RouteAccess.Of(model.Access, index);
        _asUsual = model.LimitExcept?.Methods ?? MethodSet.All;
        _otherwise = model.LimitExcept is { } limited ? RouteAccess.Of(limited.Access, index, Access) : Access;
        timeouts ??= new TimeoutModel();
        Connect = (long)(model.Timeouts?.Connect ?? timeouts.Connect).TotalMilliseconds;
        UpstreamFirstByte = (long)(model.Timeouts?.UpstreamFirstByte ?? timeouts.UpstreamFirstByte).TotalMilliseconds;
        Body = (long)(model.Timeouts?.Body ?? timeouts.Body).TotalMilliseconds;
        BodyBytes = model.BodyBytes ?? (limits ?? new LimitModel()).BodyBytes;
        Hidden = FieldNameSet.Of(model.HideHeaders);
        Set = SetFields.Of(model.SetHeaders);
        Added = AddedFields.Of(model.AddHeaders);
        Retry = (model.Retry ?? upstream.Model.Retry) is { SlowDown: true } retry ? retry : null;
        Allow = Encoding.ASCII.GetBytes(string.Join(", ", Names(model.Methods)));
    }

    /// <summary>What the configuration says.</summary>
    public RouteModel Model { get; }

    /// <summary>Where it goes; <see cref="Upstream.None"/> where the steps answer.</summary>
    public Upstream Upstream { get; }

    public PathMatch Match { get; }

    /// <summary>The regex, for <see cref="PathMatch.Regex"/>.</summary>
    public PathPattern? Pattern { get; }

    /// <summary>Where it is the longest prefix no regexes are tried.</summary>
    public bool BeforeRegexes { get; }

    /// <summary>Done before anything else; null: nothing.</summary>
    public RewriteStep[]? Rewrite { get; }

    /// <summary>Stands in place of <see cref="PathPrefix"/> in what is sent; or empty.</summary>
    public byte[] ReplacePrefix { get; }

    /// <summary>Path and query that are sent; null: the client's.</summary>
    public TextTemplate? Target { get; }

    /// <summary>Position in the configuration; loops keep their counters for it under the same.</summary>
    public int Index { get; init; }

    /// <summary>As metrics and logs call it.</summary>
    public string Label { get; }

    /// <summary>Where its requests are logged, or null.</summary>
    public AccessLogTarget? AccessLog { get; init; }

    public string? Host { get; }

    public byte[] PathPrefix { get; }

    public byte[] StripPrefix { get; }

    public byte[] AddPrefix { get; }

    /// <summary>Whether the route is all below <see cref="Reach"/>: not one by regex or of a single path, nor where steps, the server's too, or a target make the path.</summary>
    public bool HasReach { get; }

    /// <summary>Begins every path that the route can send: the prefixes done, nothing of the client's path behind them.</summary>
    public byte[] Reach { get; }

    public bool Sign { get; }

    public MethodSet Methods { get; }

    public Operations Operations { get; }

    /// <summary>Most bytes of a body without a length that is read whole; 0: none is.</summary>
    public long Spool { get; }

    /// <summary>How a request is sent again that was answered 503; null: it is not.</summary>
    public RetryModel? Retry { get; }

    /// <summary>Whether requests are signed in the query.</summary>
    public bool SignsQuery { get; }

    /// <summary>Whether clients are sent to a presigned URL.</summary>
    public bool Presigns { get; }

    /// <summary>Seconds a signature in a query is good for.</summary>
    public int PresignExpires { get; }

    /// <summary>Objects below this many bytes are relayed even where <see cref="Presigns"/>.</summary>
    public long PresignFrom { get; }

    /// <summary>What it asks of its clients; null: nothing. See <see cref="AccessOf"/>.</summary>
    private RouteAccess? Access { get; }

    /// <summary>Milliseconds for a fresh connection.</summary>
    public long Connect { get; }

    /// <summary>Milliseconds to the end of the response head.</summary>
    public long UpstreamFirstByte { get; }

    /// <summary>Milliseconds between two reads or writes of a body.</summary>
    public long Body { get; }

    /// <summary>Most bytes of a request body.</summary>
    public long BodyBytes { get; }

    /// <summary>Fields that are set in requests; null: none.</summary>
    public SetFields? Set { get; }

    /// <summary>Fields that clients get beside the response's own; null: none.</summary>
    public AddedFields? Added { get; }

    /// <summary>Fields of responses that clients do not get; null: they get all.</summary>
    public FieldNameSet? Hidden { get; }

    /// <summary>Value of the Allow field of a 405 (RFC 9110 §10.2.1).</summary>
    public byte[] Allow { get; }

    /// <summary>Whether the path is sent as the client wrote it: nothing is signed and nothing is rewritten.</summary>
    public bool KeepsPath => !Sign && StripPrefix.Length == 0 && AddPrefix.Length == 0 && ReplacePrefix.Length == 0 && Upstream.PathPrefix.Length == 0
        && Upstream.Model.BucketSource is not (BucketSource.FromPath or BucketSource.FromHost);

    /// <summary>Whether a client is sent to a presigned URL, as far as its request tells.</summary>
    public bool SendsAway(RequestMethod method, in BodyFraming framing) =>
        Presigns && (PresignFrom == 0 || (method == RequestMethod.Put && (framing.Kind == BodyKind.Chunked || framing.Length >= PresignFrom)));

    /// <summary>What it asks of those who use a method; null: nothing.</summary>
    public RouteAccess? AccessOf(RequestMethod method) => (_asUsual & SetOf(method)) != 0 ? Access : _otherwise;

    public bool Allows(RequestMethod method) => (Methods & SetOf(method)) != 0;

    /// <summary>The set that holds <paramref name="method"/>; CONNECT and TRACE are in none.</summary>
    private static MethodSet SetOf(RequestMethod method) => method switch
    {
        RequestMethod.Get => MethodSet.Get,
        RequestMethod.Head => MethodSet.Head,
        RequestMethod.Put => MethodSet.Put,
        RequestMethod.Post => MethodSet.Post,
        RequestMethod.Delete => MethodSet.Delete,
        RequestMethod.Options => MethodSet.Options,
        RequestMethod.Patch => MethodSet.Patch,
        RequestMethod.Connect or RequestMethod.Trace => MethodSet.None,
        _ => MethodSet.Other,
    };

    private static IEnumerable<string> Names(MethodSet methods)
    {
        for (RequestMethod method = RequestMethod.Get; method <= RequestMethod.Patch; method++)
        {
            if ((methods & SetOf(method)) != 0)
            {
                yield return Encoding.ASCII.GetString(RequestMethods.Name(method));
            }
        }
    }

    /// <summary>What is left of the route's own path; nothing where stripping may take more than that.</summary>
    private static ReadOnlySpan<byte> Stripped(ReadOnlySpan<byte> path, ReadOnlySpan<byte> prefix) =>
        prefix.IsEmpty ? path
        : path.StartsWith(prefix) && path.Length > prefix.Length && path[prefix.Length] == (byte)'/' ? path[prefix.Length..]
        : prefix.StartsWith(path) ? default
        : path;
}
