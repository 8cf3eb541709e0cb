using System.Net;
using System.Net.Sockets;
using AwsAuthFastProxy.Demo;
using Xunit;

namespace AwsAuthFastProxy.Tests.Demo;

public sealed class DemoHostTests
{
    private const string Ready = "What the origin receives:";

    [Fact]
    public async Task EveryPrintedCommand_GivesWhatItPromises()
    {
        using var output = new OutputLines();
        using var stop = new CancellationTokenSource();
        var run = new DemoHost(0, output, TextWriter.Null).RunAsync(stop.Token);
        await output.WaitForAsync(Ready);
        using var client = new HttpClient();
        var answers = new List<(int Status, string Body)>();
        foreach (var command in CurlCommand.All(output.Text))
        {
            using var request = CurlCommand.Request(command);
            using var response = await client.SendAsync(request);
            answers.Add(((int)response.StatusCode, await response.Content.ReadAsStringAsync()));
        }

        Assert.Equal([200, 200, 206, 304, 200, 200, 200, 200, 200, 200, 204, 405, 403, 403], answers.Select(answer => answer.Status));
        Assert.StartsWith("Hello from a bucket", answers[0].Body, StringComparison.Ordinal);
        Assert.Equal("", answers[1].Body);
        Assert.Equal("Hello", answers[2].Body);
        Assert.Contains("<Prefix>folder/deeper/</Prefix>", answers[5].Body, StringComparison.Ordinal);
        Assert.StartsWith("A key with a space", answers[6].Body, StringComparison.Ordinal);
        Assert.Equal(answers[6].Body, answers[7].Body);
        Assert.Equal("my text", answers[9].Body);
        Assert.Contains("<Code>AccessDenied</Code><Message>Access Denied</Message>", answers[13].Body, StringComparison.Ordinal);

        await stop.CancelAsync();
        Assert.Equal(0, await run);
        var log = output.Text[output.Text.IndexOf(Ready, StringComparison.Ordinal)..];
        Assert.Contains("origin  GET /demo/hello.txt  signature valid\n", log, StringComparison.Ordinal);
        Assert.Contains("origin  GET /demo/odd%20keys/%C3%BCn%C3%AF%2Bc%C3%B6d%C3%A9%20%26%20more.txt  signature valid\n", log, StringComparison.Ordinal);
        Assert.Contains("origin  PUT /demo/upload/mine.txt  signature valid\n", log, StringComparison.Ordinal);
        Assert.Contains("origin  GET /demo/hello.txt  refused: AccessDenied\n", log, StringComparison.Ordinal);
        Assert.Equal(12, log.Split("\norigin  ").Length - 1);
    }

    [Fact]
    public async Task Binary_ArrivesByteForByte()
    {
        using var output = new OutputLines();
        using var stop = new CancellationTokenSource();
        var run = new DemoHost(0, output, TextWriter.Null).RunAsync(stop.Token);
        await output.WaitForAsync(Ready);
        using var client = new HttpClient();

        var url = CurlCommand.Request(CurlCommand.All(output.Text).First(command => command.Contains("binary.bin", StringComparison.Ordinal))).RequestUri;
        var received = await client.GetByteArrayAsync(url);

        Assert.Equal(DemoBucket.Create().Get(DemoBucket.Name, "binary.bin")!.Content.ToArray(), received);
        await stop.CancelAsync();
        Assert.Equal(0, await run);
    }

    [Fact]
    public async Task PortInUse_FailsAndNamesTheAddress()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;
        using var error = new OutputLines();

        var status = await new DemoHost(port, TextWriter.Null, error).RunAsync(CancellationToken.None);

        Assert.Equal(1, status);
        Assert.StartsWith($"demo: cannot listen on 127.0.0.1:{port}: ", error.Text, StringComparison.Ordinal);
        Assert.EndsWith("choose another port with --port, or --port 0 for any\n", error.Text, StringComparison.Ordinal);
    }
}
