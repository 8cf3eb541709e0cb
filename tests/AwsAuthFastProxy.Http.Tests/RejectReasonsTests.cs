using System.Text.RegularExpressions;

namespace AwsAuthFastProxy.Http.Tests;

public sealed class RejectReasonsTests
{
    [Fact]
    public void EveryReason_HasItsOwnRow()
    {
        RejectReason[] reasons = Enum.GetValues<RejectReason>();

        Assert.Equal(reasons, RejectReasons.All.Select(row => row.Reason));
        Assert.All(reasons, reason => Assert.Equal(reason, RejectReasons.Describe(reason).Reason));
    }

    [Fact]
    public void Names_AreKebabCaseAndUnique()
    {
        Assert.All(RejectReasons.All, row => Assert.Matches(new Regex(@"\A[a-z0-9]+(-[a-z0-9]+)*\z"), row.Name));
        Assert.Equal(RejectReasons.All.Count, RejectReasons.All.Select(row => row.Name).Distinct().Count());
    }

    [Fact]
    public void Statuses_AreErrorsWithAPhrase()
    {
        Assert.All(RejectReasons.All.Skip(1), row => Assert.InRange(row.Status, 400, 505));
        Assert.All(RejectReasons.All, row => Assert.False(StatusReasons.Phrase(row.Status).IsEmpty));
    }

    [Theory]
    [InlineData(RejectReason.BadRequestLine, 400, "bad-request-line")]
    [InlineData(RejectReason.TargetTooLong, 414, "target-too-long")]
    [InlineData(RejectReason.HeadTooLarge, 431, "head-too-large")]
    [InlineData(RejectReason.TooManyFields, 431, "too-many-fields")]
    [InlineData(RejectReason.UnsupportedVersion, 505, "unsupported-version")]
    [InlineData(RejectReason.UnsupportedTransferCoding, 501, "unsupported-transfer-coding")]
    [InlineData(RejectReason.RequestTimeout, 408, "request-timeout")]
    [InlineData(RejectReason.LengthRequired, 411, "length-required")]
    [InlineData(RejectReason.BodyTooLarge, 413, "body-too-large")]
    [InlineData(RejectReason.ExpectationFailed, 417, "expectation-failed")]
    public void StatusAndName_AreWhatMetricsAndClientsRelyOn(RejectReason reason, int status, string name)
    {
        Assert.Equal(status, RejectReasons.Status(reason));
        Assert.Equal(name, RejectReasons.Name(reason));
    }
}
