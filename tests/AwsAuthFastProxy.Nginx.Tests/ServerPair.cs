using AwsAuthFastProxy.Nginx.Tests.Cases;
using AwsAuthFastProxy.Nginx.Tests.Comparison;
using AwsAuthFastProxy.Nginx.Tests.Requests;
using AwsAuthFastProxy.Nginx.Tests.Servers;
using AwsAuthFastProxy.Nginx.Tests.Wire;

namespace AwsAuthFastProxy.Nginx.Tests;

/// <summary>Two servers started from one configuration, in front of the same upstreams, that are asked the same one after the other.</summary>
internal sealed class ServerPair : IDisposable
{
    private readonly RecordingUpstream _upstream = new();
    private readonly ServerProcess _one;
    private readonly ServerProcess _other;
    private readonly Comparer _comparer;

    /// <param name="files">The configuration.</param>
    /// <param name="againstItself">Whether nginx is held against nginx and not against the proxy.</param>
    public ServerPair(DifferentialCase files, bool againstItself = false)
    {
        var upstreams = new Dictionary<string, int>
        {
            ["up"] = _upstream.Port,
            ["up2"] = _upstream.SecondPort,
            ["other"] = _upstream.OtherPort,
            ["dead"] = FreePort.Find(),
        };
        _one = ServerProcess.StartNginx(new ServerFolder(files, upstreams, ServerProcess.ForNginx));
        try
        {
            _other = againstItself
                ? ServerProcess.StartNginx(new ServerFolder(files, upstreams, ServerProcess.ForNginx))
                : ServerProcess.StartProxy(new ServerFolder(files, upstreams));
        }
        catch
        {
            _one.Dispose();
            _upstream.Dispose();
            throw;
        }

        _comparer = new Comparer(_one.Folder, _other.Folder);
    }

    /// <summary>What the second server has said.</summary>
    public string Output => _other.Output;

    /// <summary>Where the two listen.</summary>
    public IReadOnlyList<string> Urls => [.. ((ServerProcess[])[_one, _other]).Select(static server => $"http://127.0.0.1:{server.Folder.Ports["listen"]}")];

    /// <summary>Asks both, ends them, and tells the differences request by request; their access logs count as well.</summary>
    public IReadOnlyList<IReadOnlyList<Difference>> Compare(IReadOnlyList<GeneratedRequest> requests)
    {
        var differences = new List<List<Difference>>();
        using (var one = new WireClient(_one.Folder.Ports))
        using (var other = new WireClient(_other.Folder.Ports))
        {
            foreach (GeneratedRequest request in requests)
            {
                Observation left = Observe(one, request);
                Observation right = Observe(other, request);
                differences.Add([.. _comparer.Compare(request, left, right)]);
            }
        }

        _one.Stop();
        _other.Stop();
        CompareLogs(requests, differences);
        return differences;
    }

    public void Dispose()
    {
        _one.Dispose();
        _other.Dispose();
        _upstream.Dispose();
    }

    private Observation Observe(WireClient client, GeneratedRequest request)
    {
        _upstream.Take();
        WireReply reply = client.Send(request);
        return new Observation(reply, _upstream.Take());
    }

    /// <summary>Lines begin with the request's number.</summary>
    private void CompareLogs(IReadOnlyList<GeneratedRequest> requests, List<List<Difference>> differences)
    {
        Dictionary<string, string> left = ByNumber(_one.Folder.LogLines);
        Dictionary<string, string> right = ByNumber(_other.Folder.LogLines);
        for (int i = 0; i < requests.Count; i++)
        {
            string number = requests[i].Number.ToString(System.Globalization.CultureInfo.InvariantCulture);
            differences[i].AddRange(_comparer.CompareLogs(requests[i], left.GetValueOrDefault(number), right.GetValueOrDefault(number)));
        }
    }

    private static Dictionary<string, string> ByNumber(string[] lines)
    {
        var byNumber = new Dictionary<string, string>();
        foreach (string line in lines)
        {
            string number = line.Split('\t', 2)[0];
            byNumber[number] = byNumber.TryGetValue(number, out string? before) ? before + "\n" + line : line;
        }

        return byNumber;
    }
}
