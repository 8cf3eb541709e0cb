using AwsAuthFastProxy.Proxy.Hosting;
using AwsAuthFastProxy.Proxy.Model;

namespace AwsAuthFastProxy.Proxy.Tests.Hosting;

/// <summary>Connections stay below the process's descriptors.</summary>
public class DescriptorBudgetTests
{
    [Fact]
    public void EnoughDescriptors_ChangeNothing()
    {
        var limits = new LimitModel();

        Assert.Equal(limits, DescriptorBudget.Fit(limits, upstreams: 3, workers: 8, descriptors: 1_048_576));
        Assert.Equal(limits, DescriptorBudget.Fit(limits, upstreams: 3, workers: 8, long.MaxValue));
    }

    [Theory]
    [InlineData(256, 1, 1)]
    [InlineData(256, 2, 1)]
    [InlineData(1024, 4, 3)]
    [InlineData(20_000, 2, 50)]
    [InlineData(65_536, 64, 200)]
    public void AllOfThem_FitWithARest(int descriptors, int workers, int upstreams)
    {
        LimitModel fit = DescriptorBudget.Fit(new LimitModel { ClientConnections = 1_000_000, ConnectionsPerUpstream = 100_000 }, upstreams, workers, descriptors);

        long refusals = Math.Max(fit.ClientConnections / 8, 1);
        long most = fit.ClientConnections + refusals + ((long)fit.ConnectionsPerUpstream * upstreams);
        most += 2L * DescriptorBudget.Conduits(workers, descriptors) * workers;
        Assert.InRange(most, 1, descriptors - 100);
        Assert.True(fit.ClientConnections >= 1 && fit.ConnectionsPerUpstream >= 1);
    }

    [Theory]
    [InlineData(20, 1, 0)]
    [InlineData(1024, 1, 32)]
    [InlineData(1024, 4, 8)]
    [InlineData(1_048_576, 64, 64)]
    [InlineData(long.MaxValue, 1, 64)]
    public void Conduits_TakeASixteenthAtMost(long descriptors, int workers, int expected) =>
        Assert.Equal(expected, DescriptorBudget.Conduits(workers, descriptors));

    [Fact]
    public void HopelesslyFew_LeaveOneOfEach()
    {
        LimitModel fit = DescriptorBudget.Fit(new LimitModel(), upstreams: 100, workers: 1, descriptors: 20);

        Assert.Equal((7, 1), (fit.ClientConnections, fit.ConnectionsPerUpstream));
    }
}
