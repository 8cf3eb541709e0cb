namespace AwsAuthFastProxy.Origin;

/// <summary>What stands after the access key in a credential: <c>date/region/service/aws4_request</c>.</summary>
internal sealed record CredentialScope(string Date, string Region, string Service, string Terminator)
{
    public const string Aws4Request = "aws4_request";

    public override string ToString() => $"{Date}/{Region}/{Service}/{Terminator}";
}
