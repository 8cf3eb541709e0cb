using System.Globalization;

namespace AwsAuthFastProxy.Credentials.Tests.Fakes;

/// <summary>What STS answers, as its API reference shows it.</summary>
internal static class StsFake
{
    public const string AccessKey = "ASIASTS";
    public const string Secret = "sts/secret+key";
    public const string Token = "sts-token==";

    public static FakeAnswer Keys(FakeRequest request, DateTimeOffset expires)
    {
        string action = request.Form()["Action"];
        return FakeAnswer.Xml(200, $"""
            <{action}Response xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><{action}Result>
            <Credentials><AccessKeyId>{AccessKey}</AccessKeyId><SecretAccessKey>{Secret}</SecretAccessKey><SessionToken>{Token}</SessionToken>
            <Expiration>{Text(expires)}</Expiration></Credentials>
            <AssumedRoleUser><Arn>arn:aws:sts::123456789012:assumed-role/edge/s</Arn><AssumedRoleId>AROA:s</AssumedRoleId></AssumedRoleUser>
            </{action}Result><ResponseMetadata><RequestId>1</RequestId></ResponseMetadata></{action}Response>
            """);
    }

    public static FakeAnswer Denied { get; } = FakeAnswer.Xml(403, """
        <ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type><Code>AccessDenied</Code>
        <Message>User: arn:aws:iam::123456789012:user/edge is not authorized to perform: sts:AssumeRole</Message></Error><RequestId>1</RequestId></ErrorResponse>
        """);

    public static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
