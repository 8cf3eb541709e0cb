using System.CommandLine;
using AwsAuthFastProxy.CommandLine;

// A user of a container or of systemd may have no home, neither by variable nor in passwd, and the framework's TLS throws without one. This
// gives passwd's, or the root folder.
if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable("HOME")))
{
    Environment.SetEnvironmentVariable("HOME", Environment.GetFolderPath(Environment.SpecialFolder.UserProfile));
}

return await ProxyCommandLine.InvokeAsync(args, CommandEnvironment.OfProcess(), new InvocationConfiguration()).ConfigureAwait(false);
