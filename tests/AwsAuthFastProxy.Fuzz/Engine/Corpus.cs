using System.Text;
using AwsAuthFastProxy.Http.Tests;
using AwsAuthFastProxy.Proxy.Tests.Exchanges;

namespace AwsAuthFastProxy.Fuzz.Engine;

/// <summary>Seeds: the case files that all tests share, and what fuzzing has found before (corpus/TARGET/, one case a file).</summary>
internal static class Corpus
{
    private const int LongestSeed = 4000;

    /// <summary>Between the parts of a case for a whole exchange.</summary>
    public static readonly byte[] s_separator = "\r\n~~~\r\n"u8.ToArray();

    public static IEnumerable<byte[]> Requests => [.. Of(WireCases.Requests), .. ExchangeCase.ReadAll().Values.Select(ClientBytes)];

    public static IEnumerable<byte[]> Responses => [.. Of(WireCases.Responses), .. ExchangeCase.ReadAll().Values.SelectMany(Answers)];

    public static IEnumerable<byte[]> ChunkedBodies => Of(WireCases.ChunkedBodies);

    /// <summary>What a client says, then what the upstream answers, part by part.</summary>
    public static IEnumerable<byte[]> Exchanges => ExchangeCase.ReadAll().Values.Select(static exchange =>
        Answers(exchange).Aggregate(ClientBytes(exchange), static (all, answer) => [.. all, .. s_separator, .. answer]));

    /// <summary>Cases found before.</summary>
    public static IEnumerable<byte[]> Found(string target)
    {
        string folder = Path.Combine(AppContext.BaseDirectory, "corpus", target);
        return Directory.Exists(folder) ? Directory.GetFiles(folder).Order(StringComparer.Ordinal).Select(File.ReadAllBytes) : [];
    }

    /// <summary>The strings of a JSON or text case file, roughly: whatever stands between quotes.</summary>
    public static IEnumerable<byte[]> Strings(params string[] path) =>
        File.ReadAllText(Path.Combine([AppContext.BaseDirectory, "cases", .. path])).Split('"')
            .Where(static text => text.StartsWith('/') || text.Contains('=', StringComparison.Ordinal) || text.Contains('%', StringComparison.Ordinal))
            .Where(static text => text.Length < LongestSeed)
            .Select(Encoding.UTF8.GetBytes);

    private static IEnumerable<byte[]> Of(IReadOnlyDictionary<string, WireCase> cases) =>
        cases.Values.Select(static wireCase => wireCase.WireAndExcess).Where(static wire => wire.Length is > 0 and < LongestSeed);

    private static byte[] ClientBytes(ExchangeCase exchange) => Encoding.Latin1.GetBytes(string.Concat(exchange.Client.Select(static stage => stage.Sent)));

    private static IEnumerable<byte[]> Answers(ExchangeCase exchange) =>
        exchange.Upstream.SelectMany(static steps => steps).Select(static step => step.Answer).Where(static answer => answer.Length > 0).Select(Encoding.Latin1.GetBytes);
}
