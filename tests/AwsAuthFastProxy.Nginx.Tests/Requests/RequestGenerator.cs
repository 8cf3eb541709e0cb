using System.Text;
using AwsAuthFastProxy.Nginx.Tests.Cases;

namespace AwsAuthFastProxy.Nginx.Tests.Requests;

/// <summary>Makes requests that suit a configuration or nearly do. The same seed makes the same requests.</summary>
internal sealed class RequestGenerator(DifferentialCase files, int seed)
{
    private static readonly string[] s_words =
    [
        "", "", "", "a.txt", "b.png", "dir/c.html", "status-404", "status-403.txt", "status-500", "status-503", "status-204", "status-304", "status-400", "status-401",
        "chunked", "close", "empty", "large.txt", "moved", "moved-away", "bare", "cached.txt", "key+plus.txt", "d/e/f/g", "status-201", "status-206", "status-416",
    ];

    private static readonly (string Name, string Value)[] s_fields =
    [
        ("User-Agent", "curl/7.88.1"), ("Accept", "*/*"), ("Accept-Encoding", "gzip, br"), ("Referer", "http://example.test/page?x=1"), ("Cookie", "a=1; session=xyz"), ("Range", "bytes=0-4"),
        ("Range", "bytes=3-"), ("Range", "bytes=9999-"), ("Range", "bytes=-5"), ("If-None-Match", "\"0123456789abcdef\""), ("If-None-Match", "\"other\""),
        ("If-Modified-Since", "Sat, 21 Nov 2026 12:00:00 GMT"), ("X-Forwarded-For", "203.0.113.9"), ("X-Forwarded-For", "203.0.113.9, 198.51.100.2"), ("X-Forwarded-Proto", "https"), ("X-Real-IP", "203.0.113.9"),
        ("X-Custom", "plain"), ("X-Custom", "with \"quotes\" and \\ and \u00C3\u00A9"), ("X-Empty", ""), ("X-Old", "old"), ("Accept-Language", "de"), ("Origin", "http://example.test"), ("Cache-Control", "no-cache"),
        ("Authorization", "Bearer abc"), ("Via", "1.1 somebody"), ("X-Amz-Meta-Name", "value"), ("Keep-Alive", "timeout=5"), ("TE", "trailers"), ("X_Under", "score"),
    ];

    private static readonly string[] s_rareMethods = ["POST", "PUT", "DELETE", "OPTIONS", "PATCH", "PROPFIND", "TRACE", "get"];
    private readonly Random _random = new(seed);
    private readonly ConfSeeds _seeds = new(files);

    /// <summary>The next <paramref name="count"/> requests.</summary>
    public IEnumerable<GeneratedRequest> Next(int count) => Enumerable.Range(0, count).Select(Make);

    private GeneratedRequest Make(int number)
    {
        bool is10 = Chance(6);
        string method = Chance(60) ? "GET" : Chance(35) ? "HEAD" : Pick(s_rareMethods);
        var fields = new List<(string, string)>();
        if (!is10 || Chance(50))
        {
            fields.Add(("Host", Host()));
        }

        for (int i = _random.Next(4); i > 0; i--)
        {
            (string name, string value) field = Pick(s_fields);
            if (!fields.Exists(other => other.Item1 == field.name))
            {
                fields.Add(field);
            }
        }

        if (_seeds.Fields.Count > 0 && Chance(50))
        {
            (string name, string value) field = Pick(_seeds.Fields);
            fields.RemoveAll(other => other.Item1 == field.name);
            fields.Add(field);
        }

        if (Chance(is10 ? 50 : 4))
        {
            fields.Add(("Connection", is10 ? "keep-alive" : Pick(["close", "keep-alive", "X-Custom"])));
        }

        byte[]? body = method is "POST" or "PUT" or "PATCH" || Chance(1) ? Body() : null;
        if (body is not null && Chance(8))
        {
            fields.Add(("Expect", "100-continue"));
        }

        return new GeneratedRequest(
            number, Pick(_seeds.From), Pick(_seeds.Ports), is10 ? "HTTP/1.0" : "HTTP/1.1", method, Target(method), fields, body, body is not null && !is10 && Chance(25));
    }

    private string Target(string method)
    {
        string path = Pick(_seeds.Paths);
        if (Chance(65))
        {
            path += (path.EndsWith('/') || Chance(20) ? "" : "/") + Pick(s_words);
        }

        for (int i = Chance(45) ? 1 + (_random.Next(3) / 2) : 0; i > 0; i--)
        {
            path = TargetMutations.Change(path, _random);
        }

        string target = Chance(30) && !path.Contains('?', StringComparison.Ordinal) ? TargetMutations.WithQuery(path, _random) : path;
        return method == "OPTIONS" && Chance(10) ? "*" : Chance(2) ? "http://" + Pick(_seeds.Hosts) + target : target;
    }

    private string Host()
    {
        string host = Pick(_seeds.Hosts);
        return _random.Next(30) switch
        {
            0 => host.ToUpperInvariant(),
            1 => host + ".",
            2 => host + ":8080",
            3 => "x" + host,
            4 => "x." + host,
            5 => host + ".x",
            6 => "127.0.0.1",
            _ => host,
        };
    }

    private byte[] Body()
    {
        int length = Chance(10) ? 0 : Chance(50) ? _random.Next(1, 40) : _random.Next(_seeds.MostBytes);
        byte[] body = Encoding.ASCII.GetBytes(new string('b', length));
        return body;
    }

    private bool Chance(int percent) => _random.Next(100) < percent;

    private T Pick<T>(IReadOnlyList<T> list) => list[_random.Next(list.Count)];
}
