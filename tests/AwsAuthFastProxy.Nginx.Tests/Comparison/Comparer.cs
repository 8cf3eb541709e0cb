using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using AwsAuthFastProxy.Nginx.Tests.Requests;
using AwsAuthFastProxy.Nginx.Tests.Servers;
using AwsAuthFastProxy.Nginx.Tests.Wire;

namespace AwsAuthFastProxy.Nginx.Tests.Comparison;

/// <summary>Tells in what two observations of one request differ.</summary>
/// <param name="nginx">Texts of the one server are made anonymous by this.</param>
/// <param name="proxy">Texts of the other one.</param>
internal sealed partial class Comparer(ServerFolder nginx, ServerFolder proxy)
{
    /// <summary>Fields named so hold what no two servers can agree on (times, ports, ids): their shape is compared.</summary>
    private const string ShapeOnly = "x-shape-";

    /// <summary>Every difference.</summary>
    public IEnumerable<Difference> Compare(GeneratedRequest request, Observation one, Observation other)
    {
        foreach ((string aspect, string? left, string? right) in Aspects(one, other))
        {
            string? theirs = left is null ? null : Shape(aspect, nginx.Anonymous(left));
            string? ours = right is null ? null : Shape(aspect, proxy.Anonymous(right));
            if (theirs != ours)
            {
                yield return new Difference(request, aspect, theirs, ours, other.Reply.Fields["x-proxy-error"]);
            }
        }
    }

    /// <summary>The differences of two lines of access logs: number, then <c>name=value</c>, parted by tabs.</summary>
    public IEnumerable<Difference> CompareLogs(GeneratedRequest request, string? one, string? other)
    {
        if (one is null || other is null)
        {
            return one == other ? [] : [new Difference(request, "log", one, other, null)];
        }

        string[] left = nginx.Anonymous(one).Split('\t');
        string[] right = proxy.Anonymous(other).Split('\t');
        return left.Length != right.Length
            ? [new Difference(request, "log", string.Join('|', left), string.Join('|', right), null)]
            : left.Zip(right).Where(static pair => pair.First != pair.Second).Select(pair => new Difference(request, "log " + pair.First.Split('=')[0], pair.First, pair.Second, null));
    }

    private static IEnumerable<(string Aspect, string? One, string? Other)> Aspects(Observation one, Observation other)
    {
        yield return ("status", Number(one.Reply.Status), Number(other.Reply.Status));
        yield return ("interim", one.Reply.Interim, other.Reply.Interim);
        yield return ("connection", End(one.Reply), End(other.Reply));
        yield return ("broken", one.Reply.Broken, other.Reply.Broken);
        foreach (string name in one.Reply.Fields.Names.Union(other.Reply.Fields.Names))
        {
            yield return name == "location"
                ? (LocationAspect(one.Reply.Fields[name], other.Reply.Fields[name]), one.Reply.Fields[name], other.Reply.Fields[name])
                : ("field " + name, one.Reply.Fields[name], other.Reply.Fields[name]);
        }

        yield return ("body", Text(one.Reply.Body), Text(other.Reply.Body));
        yield return ("upstream count", Number(one.Upstream.Count), Number(other.Upstream.Count));
        foreach ((RecordedRequest left, RecordedRequest right) in one.Upstream.Zip(other.Upstream))
        {
            yield return ("upstream server", left.Upstream, right.Upstream);
            yield return ("upstream method", left.Method, right.Method);
            yield return (PathAspect(left.Path, right.Path), left.Path, right.Path);
            yield return (left.Query.Length > 1 && left.PlainQuery == right.PlainQuery ? "upstream query spelling" : "upstream query", left.Query, right.Query);
            yield return ("upstream version", left.Version, right.Version);
            foreach (string name in left.Fields.Names.Union(right.Fields.Names))
            {
                yield return ("upstream field " + name, left.Fields[name], right.Fields[name]);
            }

            yield return ("upstream body", left.Body is null ? null : Text(left.Body), right.Body is null ? null : Text(right.Body));
        }
    }

    /// <summary>Whether two paths decode to the same, or do but for repeated slashes, or lead to different places.</summary>
    private static string PathAspect(string one, string other)
    {
        string left = RecordedRequest.Decode(one);
        string right = RecordedRequest.Decode(other);
        return left == right ? "upstream path spelling"
            : RecordedRequest.MergeSlashes(left) == RecordedRequest.MergeSlashes(right) ? "upstream path slashes"
            : "upstream path";
    }

    /// <summary>Whether two locations decode to the same, or do but for scheme and authority, which one of them leaves out, or are different.</summary>
    private static string LocationAspect(string? one, string? other)
    {
        string left = RecordedRequest.Decode(one ?? "").TrimEnd();
        string right = RecordedRequest.Decode(other ?? "").TrimEnd();
        return left == right ? "field location spelling"
            : right.StartsWith('/') && Origin().Replace(left, "") == right ? "field location relative"
            : "field location";
    }

    private static string Shape(string aspect, string value)
    {
        if (aspect == "field date")
        {
            return DateTime.TryParseExact(value, "r", CultureInfo.InvariantCulture, DateTimeStyles.None, out _) ? "(a date)" : value;
        }

        return aspect.Contains(ShapeOnly, StringComparison.Ordinal) ? Digits().Replace(HexDigits().Replace(value, "(hex)"), "9") : value;
    }

    /// <summary>A long body is its length and its end.</summary>
    private static string Text(byte[] body) =>
        body.Length <= 2_000 ? Encoding.Latin1.GetString(body) : $"({body.Length} bytes) …{Encoding.Latin1.GetString(body, body.Length - 200, 200)}";

    private static string End(WireReply reply) => reply.Ends ? "ends" : "stays";

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex("^https?://[^/]*")]
    private static partial Regex Origin();

    [GeneratedRegex("[0-9]+")]
    private static partial Regex Digits();

    [GeneratedRegex("[0-9a-f]{32}")]
    private static partial Regex HexDigits();
}
