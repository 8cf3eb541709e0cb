using System.Globalization;

namespace AwsAuthFastProxy.Proxy.Tests.Harness;

/// <summary>An upstream that answers each request without a body by its request line, at once, on every connection.</summary>
internal sealed class EchoOrigin
{
    private readonly ProxyRig _rig;
    private readonly Dictionary<WireEnd, int> _served = [];

    public EchoOrigin(ProxyRig rig)
    {
        _rig = rig;
        rig.React = React;
    }

    /// <summary>Request heads in the order they came.</summary>
    public List<string> Requests { get; } = [];

    /// <summary>Which connection carried each request; the first is 0.</summary>
    public List<int> Connections { get; } = [];

    /// <summary>Makes the answer of a request.</summary>
    public Func<string, string> Answer { get; set; } = static head =>
    {
        string line = head.Split("\r\n")[0];
        return $"HTTP/1.1 200 OK\r\nContent-Length: {line.Length.ToString(CultureInfo.InvariantCulture)}\r\n\r\n{line}";
    };

    /// <summary>Requests that wait for <see cref="React"/> to answer them.</summary>
    public bool Holds { get; set; }

    public void React()
    {
        for (int i = 0; i < _rig.Origins.Count && !Holds; i++)
        {
            WireEnd origin = _rig.Origins[i];
            string text = origin.Received;
            int from = _served.GetValueOrDefault(origin);
            int end = text.IndexOf("\r\n\r\n", from, StringComparison.Ordinal);
            if (end >= 0 && origin.IsOpen)
            {
                _served[origin] = end + 4;
                Requests.Add(text[from..(end + 4)]);
                Connections.Add(i);
                origin.Send(Answer(Requests[^1]));
            }
        }
    }
}
