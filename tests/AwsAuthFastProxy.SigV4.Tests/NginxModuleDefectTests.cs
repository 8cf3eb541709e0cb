namespace AwsAuthFastProxy.SigV4.Tests;

/// <summary>Every kind of target for which the replaced nginx module sends an invalid signature gets a valid one.</summary>
public class NginxModuleDefectTests
{
    private const string Secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
    private const long Time = 1_369_353_600;

    public static TheoryData<NginxModuleDefectCase> Cases => new(CaseFile.Read<NginxModuleDefectCase>("nginx-module-defects.json"));

    [Theory]
    [MemberData(nameof(Cases))]
    public void Target_IsSentCanonicallyAndItsSignatureIsThatOfWhatIsSent(NginxModuleDefectCase target)
    {
        var scope = CredentialScope.Parse("20130524/us-east-1/s3/aws4_request");
        using var key = SigningKey.FromSecret("AKIDEXAMPLE", System.Text.Encoding.ASCII.GetBytes(Secret), scope);
        using var signer = new RequestSigner(key);
        (string, string)[] fields = [("Host", "testbucket.s3.amazonaws.com"), ("x-amz-date", "20130524T000000Z")];
        var request = new OutgoingRequest("GET", target.Target, fields, "UNSIGNED-PAYLOAD", Time);

        Assert.Equal(target.Wire, request.WireTarget);
        var canonical = AsServerSees(request.WireTarget, fields);
        var signature = NaiveSigner.Signature(Secret, scope.ToString(), "20130524T000000Z", canonical);
        Assert.EndsWith(",Signature=" + signature, request.Sign(signer), StringComparison.Ordinal);
    }

    /// <summary>The canonical request that a server computes from the target it received: '+' is a space to it, everywhere.</summary>
    private static string AsServerSees(string wireTarget, (string, string)[] fields)
    {
        static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));

        var parts = wireTarget.Split('?', 2);
        var parameters = (parts.Length > 1 ? parts[1].Split('&') : [])
            .Select(piece => piece.Split('=', 2))
            .Select(pair => (Decode(pair[0]), pair.Length > 1 ? Decode(pair[1]) : null));
        return NaiveSigner.CanonicalRequest(
            "GET", Decode(parts[0]), NaiveSigner.CanonicalQuery(parameters), fields, "UNSIGNED-PAYLOAD");
    }
}
