using System.Net;
using System.Net.Sockets;
using AwsAuthFastProxy.Transport.Naming;

namespace AwsAuthFastProxy.Transport.Tests.Naming;

public sealed class NameResolverTests
{
    private static readonly IPAddress s_old = IPAddress.Parse("192.0.2.1");
    private static readonly IPAddress s_new = IPAddress.Parse("192.0.2.2");

    private readonly ManualClock _clock = new();
    private readonly Queue<TaskCompletionSource<IPAddress[]>> _lookups = new();
    private readonly NameResolver _resolver;
    private int _count;

    public NameResolverTests() => _resolver = new NameResolver(
        _ =>
        {
            _count++;
            var answer = new TaskCompletionSource<IPAddress[]>();
            _lookups.Enqueue(answer);
            return answer.Task;
        },
        _clock);

    [Theory]
    [InlineData("192.0.2.7")]
    [InlineData("2001:db8::7")]
    [InlineData("[2001:db8::7]")]
    public void Literal_NeedsNoLookup(string host)
    {
        Assert.Equal([IPAddress.Parse(host)], Resolved(host).Addresses);
        Assert.Equal(0, _count);
    }

    [Fact]
    public void KnownName_IsNotLookedUpForThirtySeconds()
    {
        Learn(s_old);
        _clock.Advance(30_000);

        Assert.Equal([s_old], Resolved("EXAMPLE.com").Addresses);
        Assert.Equal(1, _count);
    }

    [Fact]
    public void OldName_IsLookedUpOnceInTheBackground()
    {
        Learn(s_old);
        _clock.Advance(30_001);
        for (int i = 0; i < 10; i++)
        {
            Assert.Equal([s_old], Resolved("example.com").Addresses);
        }

        Assert.Equal(2, _count);
        _lookups.Dequeue().SetResult([s_new]);
        Eventually(() => Resolved("example.com").Addresses[0].Equals(s_new));
        Assert.Equal(2, _count);
        Assert.Equal(0, _resolver.FailedRefreshes);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void FailedRefresh_KeepsTheAddressesAndTriesLater(bool empty)
    {
        Learn(s_old);
        _clock.Advance(30_001);
        Resolved("example.com");
        Answer(empty ? [] : null);

        Eventually(() => _resolver.FailedRefreshes == 1);
        Assert.Equal([s_old], Resolved("example.com").Addresses);
        Assert.Equal(2, _count);
        _clock.Advance(30_001);
        Resolved("example.com");
        Assert.Equal(3, _count);
        Answer([s_new]);
        Eventually(() => Resolved("example.com").Addresses[0].Equals(s_new));
    }

    [Fact]
    public void UnknownName_FailsWithWordsAndIsLookedUpAgain()
    {
        ValueTask<Resolution> failed = _resolver.ResolveAsync("example.com");
        Answer(null);
        Resolution answer = failed.AsTask().Result;
        Assert.Empty(answer.Addresses);
        Assert.StartsWith("example.com: ", answer.Error, StringComparison.Ordinal);

        ValueTask<Resolution> empty = _resolver.ResolveAsync("example.com");
        Answer([]);
        Assert.Equal("example.com has no address", empty.AsTask().Result.Error);
        Assert.Equal(2, _count);
        Learn(s_old);
    }

    [Fact]
    public void ConcurrentRequestsForAnUnknownName_ShareOneLookup()
    {
        Task<Resolution>[] requests = [.. Enumerable.Range(0, 10).Select(_ => _resolver.ResolveAsync("example.com").AsTask())];
        Assert.Equal(1, _count);

        Answer([s_old]);

        Assert.All(requests, request => Assert.Equal([s_old], request.Result.Addresses));
    }

    [Fact]
    public async Task SystemResolver_KnowsLocalhost()
    {
        Resolution answer = await new NameResolver().ResolveAsync("localhost");

        Assert.All(answer.Addresses, address => Assert.True(IPAddress.IsLoopback(address)));
        Assert.NotEmpty(answer.Addresses);
    }

    [Fact]
    public async Task NameThatIsNone_IsAnAnswerNotAnException()
    {
        Resolution answer = await new NameResolver().ResolveAsync(new string('x', 300));

        Assert.Empty(answer.Addresses);
        Assert.NotNull(answer.Error);
    }

    // Look-ups end on the thread pool.
    private static void Eventually(Func<bool> condition) => Assert.True(SpinWait.SpinUntil(condition, TimeSpan.FromSeconds(60)));

    private void Learn(IPAddress address)
    {
        ValueTask<Resolution> first = _resolver.ResolveAsync("example.com");
        Assert.False(first.IsCompleted);
        Answer([address]);
        Assert.Equal([address], first.AsTask().Result.Addresses);
    }

    private void Answer(IPAddress[]? addresses)
    {
        if (addresses is null)
        {
            _lookups.Dequeue().SetException(new SocketException((int)SocketError.TryAgain));
        }
        else
        {
            _lookups.Dequeue().SetResult(addresses);
        }
    }

    private Resolution Resolved(string host)
    {
        ValueTask<Resolution> answer = _resolver.ResolveAsync(host);
        Assert.True(answer.IsCompletedSuccessfully);
        return answer.Result;
    }
}
