using System.Net;
using System.Net.Sockets;

namespace AwsAuthFastProxy.RealServer.Tests.Servers;

/// <summary>Ports of loopback on which nothing listens.</summary>
internal static class FreePort
{
    public static int Find()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
