using AwsAuthFastProxy.Nginx.Tests.Cases;
using AwsAuthFastProxy.Nginx.Tests.Requests;
using AwsAuthFastProxy.Nginx.Tests.Servers;
using AwsAuthFastProxy.Nginx.Tests.Wire;
using AwsAuthFastProxy.Origin;

namespace AwsAuthFastProxy.Nginx.Tests;

/// <summary>The same files and requests with signing, in front of an origin that judges signatures by its own code.</summary>
public sealed class SignedTests
{
    /// <summary>What Host of each signed request ends in.</summary>
    private const string Domain = "s3.localhost";

    public static TheoryData<string> Names =>
        [.. DifferentialCase.All.Values.Where(static files => files.WholeText.Contains("aws_sign;", StringComparison.Ordinal)).Select(static files => files.Name).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task SignedFile_EverySignatureIsValid(string name)
    {
        DifferentialCase files = DifferentialCase.All[name];
        var options = new OriginOptions { Domain = Domain, AllowAnonymous = true };
        options.Credentials.Add(new OriginCredential(DayKey.AccessKey, DayKey.SecretKey));
        var origin = new S3Origin(options, new ObjectStore());
        var wrong = new List<string>();
        int signed = 0;
        GeneratedRequest? asked = null;
        origin.RequestReceived += received =>
        {
            bool isOurs = received.Header("host")?.EndsWith(Domain, StringComparison.Ordinal) ?? false;
            signed += isOurs ? 1 : 0;
            if (isOurs ? received.Verdict is not { Accepted: true, Form: SignatureForm.Header } : received.Header("authorization")?.Contains(DayKey.AccessKey, StringComparison.Ordinal) == true)
            {
                wrong.Add($"{asked}: {received.Method} {received.Target}: {received.Verdict}");
            }
        };
        origin.RequestRefused += reason => wrong.Add($"{asked}: {reason}");
        await using OriginListener listener = OriginListener.Start(origin);
        var ports = new Dictionary<string, int> { ["up"] = listener.Port };
        using ServerProcess proxy = ServerProcess.StartProxy(new ServerFolder(files, ports));

        using (var client = new WireClient(proxy.Folder.Ports))
        {
            foreach (GeneratedRequest request in new RequestGenerator(files, seed: 3).Next(1000))
            {
                asked = request;
                client.Send(request);
            }
        }

        proxy.Stop();
        Assert.Equal("", string.Join('\n', wrong));
        Assert.InRange(signed, 200, 1000);
    }
}
