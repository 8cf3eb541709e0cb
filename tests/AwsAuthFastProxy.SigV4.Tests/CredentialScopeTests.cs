namespace AwsAuthFastProxy.SigV4.Tests;

public class CredentialScopeTests
{
    [Fact]
    public void WellFormedScope_RoundTrips()
    {
        Assert.True(CredentialScope.TryParse("20160902/us-east-1/s3/aws4_request", out var scope, out var error));
        Assert.Equal(CredentialScopeError.None, error);
        Assert.Equal(("20160902", "us-east-1", "s3"), (scope.Date, scope.Region, scope.Service));
        Assert.Equal("20160902/us-east-1/s3/aws4_request", scope.ToString());
        Assert.Equal(CredentialScope.Create("20160902", "us-east-1", "s3"), scope);
        Assert.Equal(scope, CredentialScope.Parse(scope.ToString()));
    }

    [Theory]
    [InlineData(null, CredentialScopeError.NotFourParts)]
    [InlineData("", CredentialScopeError.NotFourParts)]
    [InlineData("20160902/us-east-1/s3", CredentialScopeError.NotFourParts)]
    [InlineData("20160902/us-east-1/s3/aws4_request/", CredentialScopeError.NotFourParts)]
    [InlineData("2016092/us-east-1/s3/aws4_request", CredentialScopeError.BadDate)]
    [InlineData("20160230/us-east-1/s3/aws4_request", CredentialScopeError.BadDate)]
    [InlineData("2016-9-2/us-east-1/s3/aws4_request", CredentialScopeError.BadDate)]
    [InlineData("２0160902/us-east-1/s3/aws4_request", CredentialScopeError.BadDate)]
    [InlineData("/us-east-1/s3/aws4_request", CredentialScopeError.BadDate)]
    [InlineData("20160902//s3/aws4_request", CredentialScopeError.EmptyRegion)]
    [InlineData("20160902/us-east-1//aws4_request", CredentialScopeError.EmptyService)]
    [InlineData("20160902/us east/s3/aws4_request", CredentialScopeError.ForbiddenCharacter)]
    [InlineData("20160902/us-east-1/s3\r\n/aws4_request", CredentialScopeError.ForbiddenCharacter)]
    [InlineData("20160902/é/s3/aws4_request", CredentialScopeError.ForbiddenCharacter)]
    [InlineData("20160902/us-east-1/s3/aws4_Request", CredentialScopeError.BadTerminator)]
    [InlineData("20160902/us-east-1/s3/", CredentialScopeError.BadTerminator)]
    public void MalformedScope_IsRefusedWithItsReason(string? text, CredentialScopeError expected)
    {
        Assert.False(CredentialScope.TryParse(text, out var scope, out var error));
        Assert.Null(scope);
        Assert.Equal(expected, error);
        var exception = Assert.Throws<FormatException>(() => CredentialScope.Parse(text!));
        Assert.Equal(CredentialScope.Describe(expected), exception.Message);
    }

    [Fact]
    public void EveryError_HasItsOwnDescription()
    {
        var errors = Enum.GetValues<CredentialScopeError>();
        Assert.Equal(errors.Length, errors.Select(CredentialScope.Describe).Distinct().Count());
        Assert.Throws<ArgumentOutOfRangeException>(() => CredentialScope.Describe((CredentialScopeError)99));
    }

    [Theory]
    [InlineData(1_472_774_399, false)]
    [InlineData(1_472_774_400, true)]
    [InlineData(1_472_860_799, true)]
    [InlineData(1_472_860_800, false)]
    public void Scope_CoversItsOwnUtcDayOnly(long seconds, bool covered) =>
        Assert.Equal(covered, CredentialScope.Create("20160902", "us-east-1", "s3").Covers(SigningTime.FromUnixSeconds(seconds)));

    [Fact]
    public void ScopeOfATime_HasItsDay() =>
        Assert.Equal(
            "20130524/eu-west-1/s3/aws4_request",
            CredentialScope.Create(SigningTime.FromUnixSeconds(1_369_353_600), "eu-west-1", "s3").ToString());
}
