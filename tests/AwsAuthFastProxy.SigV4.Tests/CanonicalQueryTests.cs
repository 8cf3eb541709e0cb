using System.Text;

namespace AwsAuthFastProxy.SigV4.Tests;

public class CanonicalQueryTests
{
    public static TheoryData<CanonicalCase> Cases => new(CaseFile.Read<CanonicalCase>("queries.json"));

    [Theory]
    [MemberData(nameof(Cases))]
    public void RawQuery_GivesCanonicalFormOrReason(CanonicalCase query)
    {
        var raw = Encoding.Latin1.GetBytes(query.Raw);

        var status = Canonical.Write(CanonicalQuery.Write, raw, out var canonical);

        Assert.Equal(query.ExpectedStatus, status);
        Assert.Equal(query.Canonical ?? string.Empty, Encoding.ASCII.GetString(canonical));
        if (status == CanonicalStatus.Ok)
        {
            Canonical.AssertShortDestinationsRefused(CanonicalQuery.Write, raw, canonical.Length);
            Assert.Equal(canonical, Canonical.Query(query.Canonical!));
        }
    }

    [Fact]
    public void EveryRawOctet_IsKeptEncodedOrRefused()
    {
        for (var octet = 0; octet < 256; octet++)
        {
            byte[] raw = [(byte)'n', (byte)'=', (byte)octet, (byte)'x'];
            var letter = (char)octet;
            var status = Canonical.Write(CanonicalQuery.Write, raw, out var canonical);
            if (octet is <= 0x20 or >= 0x7F || letter == '#')
            {
                Assert.Equal(CanonicalStatus.ForbiddenOctet, status);
            }
            else if (letter == '%')
            {
                Assert.Equal(CanonicalStatus.MalformedPercentEncoding, status);
            }
            else
            {
                var expected = letter switch
                {
                    '&' => "n=&x=",
                    '+' => "n=%20x",
                    _ when char.IsAsciiLetterOrDigit(letter) || "-._~".Contains(letter, StringComparison.Ordinal) => $"n={letter}x",
                    _ => $"n=%{octet:X2}x",
                };
                Assert.Equal(expected, Encoding.ASCII.GetString(canonical));
            }
        }
    }

    [Fact]
    public void EveryEncodedOctet_IsDecodedOnceAndEncodedOnceInNameAndValue()
    {
        for (var octet = 1; octet < 256; octet++)
        {
            var letter = (char)octet;
            var kept = char.IsAsciiLetterOrDigit(letter) || "-._~".Contains(letter, StringComparison.Ordinal);
            var encoded = kept ? $"{letter}" : $"%{octet:X2}";
            Assert.Equal($"{encoded}={encoded}", Encoding.ASCII.GetString(Canonical.Query($"%{octet:x2}=%{octet:X2}")));
        }
    }

    [Fact]
    public void MostParameters_InReverseOrder_AreSorted()
    {
        var names = Enumerable.Range(0, CanonicalQuery.MaxParameters).Select(i => $"parameter-{i:D3}").ToArray();

        var canonical = Canonical.Query(string.Join('&', names.Reverse()));

        Assert.Equal(string.Join('&', names.Select(name => name + "=")), Encoding.ASCII.GetString(canonical));
    }

    [Fact]
    public void RandomOrder_OfRandomSpellings_IsSortedByEncodedNameThenValue()
    {
        var random = new Random(3986);
        for (var round = 0; round < 2_000; round++)
        {
            // Few octets with long common beginnings, so that comparisons end inside and beside escapes.
            var pieces = new List<string>();
            for (var count = random.Next(1, 12); count > 0; count--)
            {
                pieces.Add($"{Spelling(random)}={Spelling(random)}");
            }

            var expected = pieces
                .Select(piece => piece.Split('=').Select(Encoded).ToArray())
                .OrderBy(pair => pair[0], StringComparer.Ordinal)
                .ThenBy(pair => pair[1], StringComparer.Ordinal)
                .Select(pair => $"{pair[0]}={pair[1]}");

            Assert.Equal(string.Join('&', expected), Encoding.ASCII.GetString(Canonical.Query(string.Join('&', pieces))));
        }
    }

    private static string Encoded(string raw) => Uri.EscapeDataString(Uri.UnescapeDataString(raw.Replace('+', ' ')));

    private static string Spelling(Random random)
    {
        string[] spellings = ["a", "%61", "%7e", "~", "%2b", "%2B", "+", "%20", "/", "%2f", "-", "4", "%34", "%25"];
        return string.Concat(Enumerable.Range(0, random.Next(1, 5)).Select(_ => spellings[random.Next(spellings.Length)]));
    }
}
