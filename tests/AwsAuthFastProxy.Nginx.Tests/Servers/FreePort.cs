using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace AwsAuthFastProxy.Nginx.Tests.Servers;

/// <summary>
/// Ports of loopback on which nothing listens, below those that the kernel gives to connections: nobody takes one between the search and the
/// server's start.
/// </summary>
internal static class FreePort
{
    private const int First = 15_000;
    private const int End = 32_000;
    private static readonly HashSet<int> s_given = [];

    public static int Find()
    {
        lock (s_given)
        {
            while (true)
            {
                int port = RandomNumberGenerator.GetInt32(First, End);
                if (s_given.Contains(port))
                {
                    continue;
                }

                using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                try
                {
                    socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
                    s_given.Add(port);
                    return port;
                }
                catch (SocketException)
                {
                    // Somebody's.
                }
            }
        }
    }
}
