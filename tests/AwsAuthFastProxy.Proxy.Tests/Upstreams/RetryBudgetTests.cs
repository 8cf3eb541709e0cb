using AwsAuthFastProxy.Proxy.Forwarding;
using AwsAuthFastProxy.Proxy.Model;
using AwsAuthFastProxy.Proxy.Upstreams;

namespace AwsAuthFastProxy.Proxy.Tests.Upstreams;

/// <summary>How many retries there are, and how long the pauses before them.</summary>
public class RetryBudgetTests
{
    [Theory]
    [InlineData(0, 0.1, RetryBudget.Free)]
    [InlineData(100, 0.1, RetryBudget.Free + 10)]
    [InlineData(100, 1, RetryBudget.Free + 100)]
    [InlineData(100, 0, RetryBudget.Free)]
    [InlineData(5, 0.1, RetryBudget.Free + 1)]
    public void Retries_AreAPartOfTheRequestsAndAFew(int requests, double part, int expected)
    {
        var budget = new RetryBudget();
        for (int i = 0; i < requests; i++)
        {
            budget.OnRequest(0);
        }

        Assert.Equal(expected, Enumerable.Range(0, 1000).Count(_ => budget.TryTake(0, part)));
    }

    [Fact]
    public void Windows_AreForgottenOneAfterTheOther()
    {
        var budget = new RetryBudget();
        for (int i = 0; i < 100; i++)
        {
            budget.OnRequest(0);
        }

        Assert.Equal(13, Take(budget, RetryBudget.Window - 1));
        Assert.Equal(0, Take(budget, RetryBudget.Window));
        Assert.Equal(RetryBudget.Free, Take(budget, 2 * RetryBudget.Window));
        Assert.Equal(RetryBudget.Free, Take(budget, 1000 * RetryBudget.Window));
    }

    [Theory]
    [InlineData(1, 0, 50)]
    [InlineData(1, 0.999, 99)]
    [InlineData(2, 0, 100)]
    [InlineData(3, 0.5, 300)]
    [InlineData(20, 0.999999, 9999)]
    public void Pauses_DoubleWithChanceUpToABound(int attempt, double chance, long expected) =>
        Assert.Equal(expected, RetryPause.Milliseconds(new RetryModel { Backoff = TimeSpan.FromMilliseconds(100) }, attempt, chance));

    private static int Take(RetryBudget budget, long now)
    {
        int count = 0;
        while (budget.TryTake(now, 0.1))
        {
            count++;
        }

        return count;
    }
}
