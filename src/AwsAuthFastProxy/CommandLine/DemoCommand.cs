using System.CommandLine;
using System.Net;
using AwsAuthFastProxy.Hosting;

namespace AwsAuthFastProxy.CommandLine;

/// <summary><c>demo</c>: the proxy in front of an embedded S3 origin.</summary>
internal static class DemoCommand
{
    private const int DefaultPort = 8000;

    public static Command Create()
    {
        var port = new Option<int?>("--port")
        {
            Description = "The port to serve on, at 127.0.0.1.",
            HelpName = "PORT",
            DefaultValueFactory = _ => DefaultPort,
            CustomParser = WholeNumber.Parser(0, IPEndPoint.MaxPort),
        };
        var command = new Command("demo", "Serve in front of an embedded S3 origin that verifies every signature; needs nothing installed.") { port };
        command.SetAction((result, cancellation) => ProxyHost.DemoAsync(result.GetValue(port) ?? DefaultPort, result.InvocationConfiguration, cancellation));
        return command;
    }
}
