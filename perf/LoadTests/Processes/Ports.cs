using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace AwsAuthFastProxy.LoadTests.Processes;

/// <summary>Ports of 127.0.0.1.</summary>
internal static class Ports
{
    /// <summary>A port nobody listens on at this moment.</summary>
    public static int Free()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Waits until <paramref name="child"/> listens on <paramref name="port"/>.</summary>
    public static void WaitFor(int port, Child child)
    {
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed.TotalSeconds < 20 && !child.HasExited)
        {
            try
            {
                using var client = new TcpClient();
                client.Connect(IPAddress.Loopback, port);
                return;
            }
            catch (SocketException)
            {
                Thread.Sleep(1);
            }
        }

        throw new LoadTestException($"nobody listens on port {port}:\n{child.Output}");
    }
}
