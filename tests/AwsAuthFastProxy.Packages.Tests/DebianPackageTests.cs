using Xunit;

namespace AwsAuthFastProxy.Packages.Tests;

/// <summary>The Debian package in a system made for it; <c>tests/packages/run.sh</c> says what it checks.</summary>
public sealed class DebianPackageTests
{
    [SkippableFact]
    public async Task Package_InstallsRunsUpgradesAndPurges()
    {
        Skip.IfNot(
            Environment.GetEnvironmentVariable("AAFP_PACKAGES") == "1",
            "AAFP_PACKAGES=1 makes the packages and tries them: Debian, root, and debootstrap, debhelper, lintian, systemd-container, man-db, openssl");

        Command run = await Command.RunAsync("bash", Path.Combine(Repository.Root, "tests", "packages", "run.sh"));

        Assert.True(run.Status == 0, run.Text);
        Skip.If(run.Text.EndsWith("packages: what can be shown here holds\n", StringComparison.Ordinal), run.Text);
        Assert.EndsWith("packages: all of it holds\n", run.Text, StringComparison.Ordinal);
    }
}
