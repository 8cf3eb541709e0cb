namespace AwsAuthFastProxy.Http.Tests;

/// <summary>Each rule that this room decides by itself has a case under its id.</summary>
public sealed class ConformanceCoverageTests
{
    [Theory]
    [InlineData("RL", "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20")]
    [InlineData("HO", "1 2 3 4 5")]
    [InlineData("FL", "1 2 3 4 5 6 7 8 9 10 11 12 13")]
    [InlineData("HH", "1 2 3 4 5 6 12")]
    [InlineData("MF", "1 2 4 5 6 7 8 9 10 11 12 13 14 15 16 19 20 21 22")]
    [InlineData("RF", "1 3 4 7 8 11 12 15 18 19 20 21 22")]
    [InlineData("CN", "1 2 3 12")]
    public void EveryRuleOfTheRoom_HasACase(string group, string numbers)
    {
        IEnumerable<string> names = WireCases.Requests.Keys.Concat(WireCases.Responses.Keys).Concat(WireCases.ChunkedBodies.Keys);
        HashSet<string> ids = [.. names.Select(name => name.Split(' ')[0])];

        Assert.All(numbers.Split(' '), number => Assert.Contains($"{group}-{number.PadLeft(2, '0')}", ids));
    }

    [Fact]
    public void EveryReasonOfTheRoom_HasACase()
    {
        IEnumerable<WireCase> cases = WireCases.Requests.Values.Concat(WireCases.Responses.Values).Concat(WireCases.ChunkedBodies.Values);
        HashSet<string> seen = [.. cases.SelectMany(Rejections)];
        RejectReason[] decidedElsewhere =
        [
            RejectReason.None, RejectReason.RequestTimeout, RejectReason.LengthRequired,
            RejectReason.BodyTooLarge, RejectReason.ExpectationFailed, RejectReason.MethodNotImplemented,
            // Bodies of S3's own framing, which Http knows by name only.
            RejectReason.BadAwsChunk, RejectReason.BadAwsTrailer, RejectReason.DecodedLengthMismatch, RejectReason.ChecksumMismatch,
        ];

        Assert.All(
            RejectReasons.All.Where(row => !decidedElsewhere.Contains(row.Reason)),
            row => Assert.Contains(row.Name, seen));
    }

    private static IEnumerable<string> Rejections(WireCase wireCase)
    {
        if (wireCase.IsRejected)
        {
            yield return wireCase.RejectName;
        }

        foreach ((_, string value) in wireCase.Expectations)
        {
            if (value.StartsWith("rejected ", StringComparison.Ordinal))
            {
                yield return value["rejected ".Length..];
            }
        }
    }
}
