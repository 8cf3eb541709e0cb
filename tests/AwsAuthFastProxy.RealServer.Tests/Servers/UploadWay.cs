using System.Globalization;
using Xunit;

namespace AwsAuthFastProxy.RealServer.Tests.Servers;

/// <summary>One way of an upload: which server, how its payload is signed, the scheme towards the server, and where the proxy finds the bucket's name.</summary>
/// <param name="Server">Name of the server's scripts.</param>
/// <param name="Payload">The upstream's <c>payload</c>.</param>
/// <param name="Scheme">Towards the server.</param>
/// <param name="Addressing"><c>path</c>, <c>host</c> or <c>fixed</c>; <c>write</c> or <c>spool</c> by hand, for routes with fewer operations.</param>
internal sealed record UploadWay(string Server, string Payload, string Scheme, string Addressing)
{
    private static readonly string[] s_addressings = ["path", "host", "fixed"];

    /// <summary>Payload modes each server understands. Ceph 16 refuses trailers.</summary>
    private static readonly (string Server, string[] Payloads)[] s_servers =
    [
        ("ceph", ["streaming", "unsigned", "buffered"]),
        ("swift", ["auto", "streaming", "streaming-trailer", "unsigned", "buffered"]),
    ];

    /// <summary>Every combination.</summary>
    public static IReadOnlyList<UploadWay> All { get; } =
    [
        .. from server in s_servers
           from payload in server.Payloads
           from scheme in new[] { "http", "https" }
           from addressing in s_addressings
           select new UploadWay(server.Server, payload, scheme, addressing),
    ];

    /// <summary>Every server, payload mode and scheme, with the addressings in turn: for clients that take their time.</summary>
    public static IReadOnlyList<UploadWay> Some { get; } = [.. All.Where((_, i) => i % 3 == i / 3 % 3)];

    /// <summary>Every server and payload mode, with schemes and addressings in turn: for clients that take longer.</summary>
    public static IReadOnlyList<UploadWay> Few { get; } = [.. Some.Where((_, i) => i % 2 == i / 2 % 2)];

    /// <summary>One way to each server, in the mode that suits it best.</summary>
    public static IReadOnlyList<UploadWay> Servers { get; } =
        [.. s_servers.Select((s, i) => new UploadWay(s.Server, s.Payloads[0], i == 0 ? "http" : "https", "path"))];

    /// <summary>The way that <see cref="ToString"/> names.</summary>
    public static UploadWay Parse(string text) => text.Split(' ') is [var server, var payload, var scheme, var addressing]
        ? new UploadWay(server, payload, scheme, addressing)
        : throw new ArgumentException(text, nameof(text));

    /// <summary>Ways as cases of a test.</summary>
    public static TheoryData<string> Cases(IEnumerable<UploadWay> ways) => [.. ways.Select(w => w.ToString())];

    /// <summary>Ways, each with every one of <paramref name="variants"/>, as cases of a test.</summary>
    public static TheoryData<string, string> Cases(IEnumerable<UploadWay> ways, IReadOnlyCollection<string> variants)
    {
        var cases = new TheoryData<string, string>();
        foreach (UploadWay way in ways)
        {
            foreach (string variant in variants)
            {
                cases.Add(way.ToString(), variant);
            }
        }

        return cases;
    }

    /// <summary>Where a key begins that only this way and <paramref name="client"/> write.</summary>
    public string Prefix(string client) => string.Create(CultureInfo.InvariantCulture, $"{client}/{Payload}-{Scheme}-{Addressing}/");

    /// <summary>As test names show it.</summary>
    public override string ToString() => $"{Server} {Payload} {Scheme} {Addressing}";
}
