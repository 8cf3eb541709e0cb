using AwsAuthFastProxy.Hostile.Tests.Sockets;
using AwsAuthFastProxy.Proxy.Tests.Exchanges;
using AwsAuthFastProxy.Proxy.Tests.Harness;

namespace AwsAuthFastProxy.Hostile.Tests.Conformance;

/// <summary>Plays the client's part of a case. Whether the connection stays open, and nothing else is in it, is shown by one more request.</summary>
internal sealed class ClientScript(ExchangeCase exchange, RawClient client, Fragmentation cut, ScriptedSocket upstream)
{
    // The proxy answers it itself: it shows where the proxy stands in the client's bytes and asks nothing of the upstream.
    private const string Probe = "OPTIONS * HTTP/1.1\r\nHost: probe\r\nConnection: close\r\n\r\n";

    public async Task RunAsync()
    {
        string before = "";
        foreach (ClientStage stage in exchange.Client)
        {
            await client.SendAsync(stage.Sent, cut);
            bool isLast = ReferenceEquals(stage, exchange.Client[^1]);
            if (isLast && exchange.ClientEnds)
            {
                client.End();
            }

            before += stage.Heard;
            if (!isLast)
            {
                await HearAsync(before);
            }
        }

        await EndAsync(before);
    }

    private async Task EndAsync(string expected)
    {
        if (!exchange.IsClosed && exchange.Refusal is null)
        {
            await HearAsync(expected);
        }
        else
        {
            await client.ReadUntilAsync(text => WireText.MergeChunks(text).Length >= expected.Length);
        }

        upstream.ClientHasHeard();
        bool isProbed = !exchange.IsClosed && !exchange.ClientEnds;
        if (isProbed)
        {
            await client.SendAsync(Probe);
        }

        string heard = WireText.MergeChunks(await client.ReadToEndAsync());
        if (isProbed)
        {
            int answer = heard.LastIndexOf("HTTP/1.1 200 OK\r\n", StringComparison.Ordinal);
            Assert.True(answer >= expected.Length && heard[answer..].Contains("\r\nAllow: ", StringComparison.Ordinal), $"no answer to the probe:\n{heard}");
            heard = heard[..answer];
        }

        if (exchange.Refusal is { } refusal)
        {
            Assert.StartsWith(expected, heard, StringComparison.Ordinal);
            Refusals.AssertIs(refusal.Status, refusal.Reason, heard[expected.Length..]);
        }
        else
        {
            Assert.Equal(expected, heard);
        }
    }

    private async Task HearAsync(string expected)
    {
        await client.ReadUntilAsync(text => WireText.MergeChunks(text).Length >= expected.Length);
        Assert.Equal(expected, WireText.MergeChunks(client.Heard));
    }
}
