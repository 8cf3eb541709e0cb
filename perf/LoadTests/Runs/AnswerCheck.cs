using AwsAuthFastProxy.LoadTests.Candidates;
using AwsAuthFastProxy.LoadTests.Origins;
using AwsAuthFastProxy.LoadTests.Scenarios;

namespace AwsAuthFastProxy.LoadTests.Runs;

/// <summary>A candidate that answers wrongly must not be fast: every path is asked once and compared, and this proxy must sign.</summary>
internal static class AnswerCheck
{
    public static void Check(Workspace workspace, Candidate candidate, IEnumerable<Scenario> scenarios)
    {
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(20) };
        foreach (Scenario scenario in scenarios.DistinctBy(static scenario => scenario.Path))
        {
            byte[] stored = File.ReadAllBytes(workspace.PathOf(["objects", .. scenario.Path.Split('/', StringSplitOptions.RemoveEmptyEntries)]));
            var address = new Uri($"http://127.0.0.1:{candidate.PortOf(scenario.Path)}{scenario.Path}");
            byte[]? body = scenario.Method == "PUT" ? stored : null;
            byte[] answer = Exchange(client, candidate, address, body);
            if (!answer.AsSpan().SequenceEqual(body is null ? stored : []))
            {
                throw new LoadTestException($"{candidate.Kind.Title()} answers {address} with other bytes than the origin has");
            }

            if (body is null && !candidate.Kind.IsFloor())
            {
                CheckSigned(client, candidate, scenario.Tls ? "/tls/" : "/plain/");
            }
        }
    }

    private static void CheckSigned(HttpClient client, Candidate candidate, string folder)
    {
        byte[] answer = Exchange(client, candidate, new Uri($"http://127.0.0.1:{candidate.Port}{folder}{Origin.EchoName}"), null);
        bool isSigned = answer.AsSpan().StartsWith("AWS4-HMAC-SHA256 Credential="u8);
        if (isSigned != candidate.Kind.Signs())
        {
            throw new LoadTestException($"{candidate.Kind.Title()} sent {(isSigned ? "a" : "no")} signature upstream");
        }
    }

    private static byte[] Exchange(HttpClient client, Candidate candidate, Uri address, byte[]? body)
    {
        try
        {
            return Send(client, candidate, address, body);
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            throw new LoadTestException($"{candidate.Kind.Title()} gives no answer for {address}: {e.Message}");
        }
    }

    private static byte[] Send(HttpClient client, Candidate candidate, Uri address, byte[]? body)
    {
        using var request = new HttpRequestMessage(body is null ? HttpMethod.Get : HttpMethod.Put, address);
        request.Content = body is null ? null : new ByteArrayContent(body);
        using HttpResponseMessage response = client.Send(request);
        using Stream stream = response.Content.ReadAsStream();
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return response.IsSuccessStatusCode
            ? copy.ToArray()
            : throw new LoadTestException($"{candidate.Kind.Title()} answers {(int)response.StatusCode} for {address}");
    }
}
