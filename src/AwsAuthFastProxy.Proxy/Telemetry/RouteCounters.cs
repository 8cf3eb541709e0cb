using System.Text;
using AwsAuthFastProxy.Http;

namespace AwsAuthFastProxy.Proxy.Telemetry;

/// <summary>What one loop counts of one route: requests by method and status. Written by the loop only; others read it.</summary>
internal sealed class RouteCounters(string route)
{
    private const int Methods = (int)RequestMethod.Connect + 1;

    // A row is made when its method first comes: most routes see two.
    private readonly long[]?[] _rows = new long[]?[Methods];

    /// <summary>Host and path prefix, as the configuration has them.</summary>
    public string Route => route;

    public void Count(RequestMethod method, int status) => (_rows[(int)method] ??= new long[StatusSlots.Count])[StatusSlots.Of(status)]++;

    /// <summary>What is not zero.</summary>
    public IEnumerable<(string Method, string Status, long Count)> Read()
    {
        for (int method = 0; method < Methods; method++)
        {
            long[] row = _rows[method] ?? [];
            for (int slot = 0; slot < row.Length; slot++)
            {
                if (row[slot] is not 0 and var count)
                {
                    yield return (method == (int)RequestMethod.Other ? "other" : Encoding.ASCII.GetString(RequestMethods.Name((RequestMethod)method)), StatusSlots.Name(slot), count);
                }
            }
        }
    }
}
